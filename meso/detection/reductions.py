"""The scores of a clip's frames and a threshold in, one number out, in more than one way."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from meso.values import Floats

RUN = 0.25  # of the frames, and two at least: what a run must last to be told
SURELY_FAKE, SURELY_REAL = 0.8, 0.2  # of the confident rule

Reduction = Callable[[Floats, float], float]


def telling_run(scores: Floats, threshold: float) -> slice:
    """The longest run of frames at or above the threshold; an empty one if it is short.

    scores: (frames,) float32 in [0, 1], in the order of the frames
    """
    turns = np.flatnonzero(np.diff(scores >= threshold, prepend=False, append=False))
    begins, ends = turns[::2], turns[1::2]
    if not len(begins) or max(ends - begins) < max(2, RUN * len(scores)):
        return slice(0, 0)
    longest = int(np.argmax(ends - begins))
    return slice(int(begins[longest]), int(ends[longest]))


def _mean(scores: Floats, threshold: float = 0.5) -> float:
    return float(scores.mean(dtype=np.float64))


def _median(scores: Floats, threshold: float) -> float:
    return float(np.median(scores))


def _most_fake_tenth(scores: Floats, threshold: float) -> float:
    """The mean of the most fake tenth of the frames, of three frames at least."""
    count = max(3, len(scores) // 10)
    return _mean(np.sort(scores)[-count:])


def _fake_share(scores: Floats, threshold: float) -> float:
    """The share of frames at or above the threshold, as the code published with MesoNet counts."""
    return float((scores >= threshold).mean())


def _longest_run(scores: Floats, threshold: float) -> float:
    """The mean of the longest run of fake frames; of all frames where no run lasts long."""
    run = scores[telling_run(scores, threshold)]
    return _mean(run if len(run) else scores)


def _confident(scores: Floats, threshold: float) -> float:
    """The mean of the frames that are sure, if enough agree: as the winner of DFDC did."""
    fake, real = scores > SURELY_FAKE, scores < SURELY_REAL
    if fake.sum() > 11 and fake.mean() > 0.4:
        return _mean(scores[fake])
    return _mean(scores[real] if _most(real) else scores)


def _most(frames: NDArray[np.bool_]) -> bool:
    return bool(frames.mean() > 0.9)


REDUCTIONS: dict[str, Reduction] = {
    "mean": _mean,  # the paper's
    "median": _median,
    "most fake tenth": _most_fake_tenth,
    "longest run": _longest_run,
    "fake share": _fake_share,
    "confident": _confident,
}
SHARES = frozenset({"fake share"})  # no fake scores: a verdict of fake begins at a half
