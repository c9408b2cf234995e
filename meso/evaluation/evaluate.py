"""Scored items in, rows of numbers out: one a method, compression and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from meso.errors import BadFaces
from meso.evaluation.metrics import (
    NAN,
    Metric,
    accuracy,
    auc,
    average_precision,
    called_fake,
    eer,
    error_of_surest,
    interval,
    tpr_at_fpr,
)
from meso.models.reliability import Labels, reliability
from meso.values import Floats, Kind

Measures = Mapping[str, Metric]


@dataclass(frozen=True)
class Scored:
    """One face or one clip with its label and its score.

    method:      how the fake was made; "" for a real one
    source:      the collection it comes from: a method is compared with the real ones of its source
    person:      whose face it is
    clip:        the picture or video it comes from
    compression: "c0", "c23" or "c40"; "" where it is not known
    width:       of the face in pixels of its picture; 0 where it is not known
    brightness:  mean of the crop's pixels, 0 to 255
    uncertain:   whether the verdict on it was; None where there was no verdict, only a score
    kind:        of the file; a crop counts as a photo
    """

    method: str
    source: str
    fake_score: float
    person: str = ""
    clip: str = ""
    compression: str = ""
    width: float = 0
    brightness: float = NAN
    uncertain: bool | None = None
    kind: Kind = "image"

    @property
    def is_fake(self) -> bool:
        """Whether the label says fake."""
        return bool(self.method)


@dataclass(frozen=True)
class Number:
    """A measured value and where 95% of it lies had the people been others; nan is unknown."""

    value: float
    low: float = NAN
    high: float = NAN


@dataclass(frozen=True)
class Row:
    """What was measured on some items, by the name of the measure."""

    tested_on: str
    reals: int
    fakes: int
    numbers: Mapping[str, Number]


def measures(threshold: float) -> Measures:
    """What the table of a card holds; the shares that depend on it are taken at the threshold."""
    return {
        "AUC": auc,
        "EER": eer,
        "AP": average_precision,
        "accuracy": partial(accuracy, threshold=threshold),
        **verdicts(threshold),
        "TPR at 5% FPR": tpr_at_fpr,
    }


def verdicts(threshold: float) -> Measures:
    """The shares of the fakes and of the reals that are called fake at the threshold."""
    return {
        "fakes found": lambda is_fake, score: called_fake(score[is_fake], threshold),
        "reals called fake": lambda is_fake, score: called_fake(score[~is_fake], threshold),
    }


def trust(threshold: float) -> Measures:
    """How far scores are from chances, and what the error falls to without the least sure.

    Items weigh as they are: the same, each.
    """
    surest = {
        f"error of the surest {share:.0%}": partial(
            error_of_surest, threshold=threshold, share=share
        )
        for share in (0.9, 0.75, 0.5)
    }
    whole = partial(error_of_surest, threshold=threshold, share=1)
    return {"ECE": lambda *items: reliability(*items).error, "error": whole, **surest}


def evaluate(name: str, items: Sequence[Scored], of: Measures) -> list[Row]:
    """A row a method, compression and source; of each compression, if there are more; of all.

    A method is compared with the real ones of its source and compression. Raises BadFaces for
    one class only.
    """
    if len({item.is_fake for item in items}) != 2:
        raise BadFaces(f"{name} needs real and fake faces to be measured on; it has one kind only.")
    rows = [row(f"{name}, {kind}", group, of) for kind, group in _by_kind(items)]
    if len(rows) > 1:
        rows += [row(f"{name}, {kind}", group, of) for kind, group in _together(items)]
    return rows


def row(name: str, items: Sequence[Scored], of: Measures) -> Row:
    """What the measures say of these items, with intervals by person."""
    is_fake, score = _arrays(items)
    person = [item.person for item in items]
    numbers = {
        measure: Number(metric(is_fake, score), *interval(metric, is_fake, score, person))
        for measure, metric in of.items()
    }
    return Row(name, reals=int((~is_fake).sum()), fakes=int(is_fake.sum()), numbers=numbers)


def by_clip(items: Sequence[Scored]) -> list[Scored]:
    """A clip for its frames: the means of their scores, widths and brightnesses.

    Empty if no clip has more than one frame: then the frames say it all.
    """
    clips: dict[str, list[Scored]] = {}
    for item in items:
        clips.setdefault(item.clip, []).append(item)
    return [] if len(clips) == len(items) else [_mean(frames) for frames in clips.values()]


def _mean(frames: Sequence[Scored]) -> Scored:
    score, width, brightness = np.mean(
        [[frame.fake_score, frame.width, frame.brightness] for frame in frames], axis=0
    )
    return replace(
        frames[0], fake_score=float(score), width=float(width), brightness=float(brightness)
    )


def _by_kind(items: Sequence[Scored]) -> Iterator[tuple[str, list[Scored]]]:
    """The fakes of each kind with the reals to compare them with; a source is named if it must."""
    kinds = sorted({(item.method, item.compression, item.source) for item in items if item.method})
    several_sources = len({kind[:2] for kind in kinds}) < len(kinds)
    for method, compression, source in kinds:
        group = [
            item
            for item in items
            if item.method in ("", method)
            and (item.compression, item.source) == (compression, source)
        ]
        parts = [method, compression, source if several_sources else ""]
        yield ", ".join(filter(None, parts)), group


def _together(items: Sequence[Scored]) -> Iterator[tuple[str, Sequence[Scored]]]:
    """All methods of each compression, if there are several, and everything."""
    compressions = sorted({item.compression for item in items})
    if len(compressions) > 1:
        for compression in compressions:
            group = [item for item in items if item.compression == compression]
            yield f"all {compression or 'of unknown compression'}", group
    yield "all", items


def _arrays(items: Sequence[Scored]) -> tuple[Labels, Floats]:
    is_fake = np.array([item.is_fake for item in items], bool)
    return is_fake, np.array([item.fake_score for item in items], np.float32)
