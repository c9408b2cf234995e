"""A folder of labelled crops or files in, each photo and clip of it with its score out."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np

from meso.cli.terminal import bar, say_problems
from meso.detection.detector import Detector
from meso.detection.doubts import doubts_about_pictures
from meso.detection.look import measured
from meso.evaluation.score import holds_crops, of_each_file
from meso.faces.dataset import (
    LabelledFace,
    label_and_method,
    person_named,
    read_crop,
    read_index,
)
from meso.media.video import spread
from meso.training import augment
from meso.values import Code, Evidence, Floats, Kind, Pixels, Tell

FRAMES = 32  # of a clip, as `meso detect` looks at them
AT_ONCE = 16  # photos or clips


@dataclass(frozen=True)
class Item:
    """One photo or clip: whose, whether fake, its score, and what makes it hard to judge.

    degraded: whether it was degraded before it was scored
    """

    kind: Kind
    file: str
    person: str
    donor: str
    is_fake: bool
    fake_score: float
    codes: tuple[Code, ...]
    degraded: bool = False


def items_of(detector: Detector, folder: Path, *, degraded: bool) -> list[Item]:
    """The labelled photos and clips of a folder, each with its score.

    degraded: score each photo and clip of crops once more, degraded as pictures in the world are
    A file that cannot be scored is said, and left out. Raises BadFaces for a bad index or crop.
    """
    with bar(folder.name) as tell:
        if holds_crops(folder):
            return _items_of_crops(folder, detector.network.fake_scores, tell, degraded=degraded)
        return _items_of_files(folder, detector, tell)


def _items_of_crops(
    folder: Path, fake_scores: Callable[[Pixels], Floats], tell: Tell, *, degraded: bool
) -> list[Item]:
    clips: dict[str, list[LabelledFace]] = defaultdict(list)
    for face in read_index(folder):
        clips[face.clip].append(face)
    looked_at = [[faces[place] for place in spread(len(faces), FRAMES)] for faces in clips.values()]
    items: list[Item] = []
    for start in range(0, len(looked_at), AT_ONCE):
        some = looked_at[start : start + AT_ONCE]
        ends = np.cumsum([len(faces) for faces in some])[:-1]
        crops = [[read_crop(folder / face.file) for face in faces] for faces in some]
        for worse in [False, True] if degraded else [False]:
            shown = map(_degraded, some, crops) if worse else crops
            flat = np.stack([*chain.from_iterable(shown)])
            parts = np.split(flat, ends), np.split(fake_scores(flat), ends)
            items += map(partial(_item, degraded=worse), some, *parts)
        tell(start + len(some), len(looked_at))
    return items


def _degraded(faces: Sequence[LabelledFace], crops: Sequence[Pixels]) -> list[Pixels]:
    """The crops of a clip, all of them degraded by the same dice; always the same for a clip."""
    dice = zlib.crc32(faces[0].clip.encode())
    return [augment.degraded(crop, np.random.default_rng(dice)) for crop in crops]


def _item(faces: Sequence[LabelledFace], crops: Pixels, scores: Floats, *, degraded: bool) -> Item:
    first, evidence = faces[0], measured(crops, [face.width or len(crops[0]) for face in faces])
    return Item(
        kind="video" if len(faces) > 1 else "image",
        file=first.clip,
        person=first.person,
        donor=first.donor,
        is_fake=first.is_fake,
        fake_score=float(scores.mean(dtype=np.float64)),
        codes=_codes(evidence),
        degraded=degraded,
    )


def _codes(evidence: Evidence | None) -> tuple[Code, ...]:
    return tuple(doubt.code for doubt in doubts_about_pictures(evidence)) if evidence else ()


def _items_of_files(folder: Path, detector: Detector, tell: Tell) -> list[Item]:
    def judge(path: Path) -> Item:
        is_fake, _ = label_and_method(path.relative_to(folder).as_posix())
        report = detector.detect(path)
        score, codes = report.verdict.score, _codes(report.evidence)
        return Item(report.kind, path.name, person_named(path), "", is_fake, score, codes)

    items, problems = of_each_file(folder, judge, tell)
    say_problems(problems)
    return items
