"""A detector and a seed in; a deck of faces, some real and some fake, out: questions to the worker.

Heavy packages are imported inside the functions: the pages import this module for its values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.random import Generator

from meso.errors import BadFaces, MesoError
from meso.values import Floats, Pixels

if TYPE_CHECKING:
    from meso.detection.detector import Detector

# The mean change, in grey levels of 255, that a blend of ours makes to the face: less is not to be
# seen by anybody, and more cries out, which is no question.
SUBTLE = 2.0, 6.0
WIDER = 1.0, 1.25  # a face is cut out as usual or up to a quarter wider
AROUND = np.s_[:260, 90:350]  # the face in the sample photo and some room: a blend costs a quarter
FEWEST = 0.3  # share of each kind in a deck: nobody can count on half and half
BY_FOLDER = {"real": False, "fake": True}
FOLDER = "MESO_QUIZ"  # in the environment: the folder that all visitors are to guess from


@dataclass(frozen=True, eq=False)
class QuizFace:
    """A face to guess.

    crop:       (256, 256, 3) uint8 RGB, what the network saw
    is_fake:    the truth
    fake_score: what the network says, in [0, 1]; 1 is fake
    """

    crop: Pixels
    is_fake: bool
    fake_score: float


class Skipped(NamedTuple):
    """A picture that is not in the deck, and why, in a sentence."""

    name: str
    why: str


@dataclass(frozen=True, eq=False)
class Deck:
    """Faces in the order in which they are asked; no two are the same.

    threshold: where fake begins, for the network's answer
    skipped:   the pictures that could not be used
    """

    faces: tuple[QuizFace, ...]
    threshold: float
    skipped: tuple[Skipped, ...] = ()


class Picture(NamedTuple):
    """A picture that somebody brought: its name, what they say it is, and how to read its bytes."""

    name: str
    is_fake: bool
    read: Callable[[], bytes]


def made(detector: Detector, *, seed: int, count: int) -> Deck:
    """Make `count` faces from the sample photo: as it is, or subtly blended.

    Both kinds are then mirrored, lit, cut out and saved otherwise by the same dice, as the world
    does to any picture, so that only the blend tells them apart. The same seed gives the same deck.
    """
    rng = np.random.default_rng(seed)
    truths = _truths(rng, count)
    crops = np.stack(list(_crops(truths, rng)))
    scores = detector.network.fake_scores(crops)
    faces = map(QuizFace, crops, truths, map(float, scores))
    return Deck(tuple(faces), detector.rule_for("image").threshold)


def from_uploads(
    detector: Detector,
    *,
    reals: Sequence[tuple[str, bytes]],
    fakes: Sequence[tuple[str, bytes]],
    seed: int,
    count: int,
) -> Deck:
    """Draw up to `count` faces from the names and bytes of pictures; see `from_folder`."""
    pictures = [
        Picture(name, is_fake, BytesIO(data).getvalue)
        for is_fake, some in ((False, reals), (True, fakes))
        for name, data in some
    ]
    return _drawn(detector, pictures, seed, count)


def from_folder(detector: Detector, *, folder: str, seed: int, count: int) -> Deck:
    """Draw up to `count` faces from the pictures in the folders `real` and `fake` of a folder.

    Of a picture with several faces, the widest is taken. A picture that cannot be used is skipped
    and named. Raises BadFaces when no usable one is left of a kind.
    """
    pictures = [
        Picture(path.name, is_fake, path.read_bytes)
        for kind, is_fake in BY_FOLDER.items()
        for path in sorted(Path(folder, kind).glob("[!.]*"))
        if path.is_file()
    ]
    return _drawn(detector, pictures, seed, count)


def _truths(rng: Generator, count: int) -> list[bool]:
    """Which faces are to be fake: some of each kind, how many nobody knows."""
    least = max(1, round(FEWEST * count))
    fakes = int(rng.integers(least, count - least, endpoint=True))
    return [bool(place < fakes) for place in rng.permutation(count)]


def _crops(truths: list[bool], rng: Generator) -> Iterator[Pixels]:
    from meso.faces.crop import crop
    from meso.media import open_media
    from meso.service.sample import LANDMARKS, make
    from meso.training.augment import augment

    name, data = make("photo")
    photo = next(open_media(BytesIO(data), name).frames).pixels[AROUND]
    landmarks = LANDMARKS - np.array([AROUND[1].start, 0], np.float32)
    for is_fake in truths:
        picture = _subtly_blended(photo, landmarks, rng) if is_fake else photo
        yield augment(crop(picture, landmarks, wider=rng.uniform(*WIDER)), rng, "light")


def _subtly_blended(photo: Pixels, landmarks: Floats, rng: Generator) -> Pixels:
    from meso.faces.crop import crop
    from meso.training.blend import self_blended

    real = crop(photo, landmarks).astype(np.float32)
    while True:
        fake = self_blended(photo, landmarks, rng)
        change = np.abs(crop(fake, landmarks) - real).mean()
        if SUBTLE[0] <= change <= SUBTLE[1]:
            return fake


def _drawn(detector: Detector, pictures: Sequence[Picture], seed: int, count: int) -> Deck:
    rng = np.random.default_rng(seed)
    truths = _truths(rng, count)
    shuffled = [pictures[place] for place in rng.permutation(len(pictures))]
    table = _Table(detector)
    for picture in shuffled:
        if table.faces_of(picture.is_fake) < truths.count(picture.is_fake):
            table.add(picture)
    for is_fake, kind in ((False, "real"), (True, "fake")):
        if not table.faces_of(is_fake):
            raise BadFaces(_none_of(kind, table.skipped))
    faces = list(table.faces.values())
    order = rng.permutation(len(faces))
    threshold = detector.rule_for("image").threshold
    return Deck(tuple(faces[place] for place in order), threshold, tuple(table.skipped))


class _Table:
    """The faces that were drawn so far, by their pixels, and what was skipped."""

    def __init__(self, detector: Detector) -> None:
        self.faces: dict[bytes, QuizFace] = {}
        self.skipped: list[Skipped] = []
        self._detector = detector

    def faces_of(self, is_fake: bool) -> int:
        return sum(face.is_fake == is_fake for face in self.faces.values())

    def add(self, picture: Picture) -> None:
        try:
            face = _face(self._detector, picture)
        except MesoError as error:
            self._skip(picture, str(error))
        except OSError as error:
            self._skip(picture, f"{picture.name} could not be read: {error.strerror}.")
        else:
            if self.faces.setdefault(face.crop.tobytes(), face) is not face:
                self._skip(picture, f"{picture.name} shows the same face as another picture.")

    def _skip(self, picture: Picture, why: str) -> None:
        self.skipped.append(Skipped(picture.name, why))


def _face(detector: Detector, picture: Picture) -> QuizFace:
    """The widest face of the picture."""
    report = detector.detect_stream(BytesIO(picture.read()), picture.name, frames=1)
    widths = [box.width for box in report.boxes]
    widest = widths.index(max(widths))
    score = float(report.scores.fake_score[widest])
    return QuizFace(report.crops[widest], picture.is_fake, score)


def _none_of(kind: str, skipped: list[Skipped]) -> str:
    because = f" The first that was skipped: {skipped[0].why}" if skipped else ""
    return (
        f"There is no {kind} face to guess. A quiz needs a photo with a face of each kind, real "
        f"and fake: add a {kind} one.{because}"
    )
