"""Clips in; what finding their faces costs, and how near it comes to mtcnn 1.0, out.

    python -m benchmarks.finder CLIP… [--frames 32] [--runs 3] [--yunet FILE]

The reference is mtcnn 1.0 on each full frame, as one calls it first. All take turns in one
process, and what is counted is CPU time. A second table tells from which size on faces are found:
copies of one portrait (NASA's of Eileen Collins, public domain, in scikit-image) in 1080p frames.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import click
import cv2
import numpy as np
from mtcnn import MTCNN
from skimage.data import astronaut, coffee

from benchmarks.agreement import STEADY, same_face
from meso.faces.crop import crop
from meso.faces.find import Mtcnn
from meso.faces.follow import Follow
from meso.faces.track import track
from meso.faces.yunet import YuNet
from meso.media import open_media
from meso.values import Box, Face, Finder, Pixels

ASIDE = 4  # every so many frames, the reference also sees the frame moved by a pixel
WIDTHS = (33, 50, 64, 90, 130)  # pixels of a pasted face
PORTRAIT = (slice(0, 300), slice(100, 356))  # of the photo; the face in it is 83 pixels wide
FACE_WIDTH = 83
REFERENCE, ITSELF = "mtcnn 1.0, full frames", "mtcnn 1.0, a pixel aside"

Faces = list[list[Face]]  # one list a frame
Way = Callable[[Sequence[Pixels]], Faces]


class Near(NamedTuple):
    """How near a way of finding comes to the reference, over all faces that count.

    recall:    share of them that it found, too
    landmarks: mean distance, in units of eyes to mouth
    crops:     mean difference of their crops' values, of 255
    """

    faces: int
    recall: float
    landmarks: float
    crops: float


def reference() -> Finder:
    """mtcnn 1.0 as it is, on full frames."""
    mtcnn = MTCNN()

    def find(pixels: Pixels) -> list[Face]:
        rows = mtcnn.detect_faces(
            pixels, output_type="numpy", box_format="xyxy", fit_to_image=False
        )
        return [_face(row) for row in rows]

    return find


def _face(row: np.ndarray) -> Face:
    left, top, right, bottom = (round(float(edge)) for edge in row[1:5])
    landmarks = row[6:].reshape(2, 5).T.astype(np.float32)
    return Face(Box(left, top, right, bottom), landmarks, float(row[5]))


def ways(yunet: Path | None) -> dict[str, Way]:
    """What is compared, by name."""
    mtcnn, ours = reference(), Mtcnn()
    named: dict[str, Way] = {
        REFERENCE: lambda frames: [mtcnn(pixels) for pixels in frames],
        "ours, every frame": lambda frames: [ours(pixels) for pixels in frames],
        "ours, following": lambda frames: [*map(Follow(ours), frames)],
    }
    if yunet:
        other = YuNet(yunet)
        named["YuNet, every frame"] = lambda frames: [other(pixels) for pixels in frames]
    return named


def steady(faces: Faces) -> Faces:
    """The faces of those who are seen in STEADY of the frames."""
    people = track(faces)
    seen = np.bincount([number for numbers in people for number in numbers] or [0])
    return [
        [f for f, person in zip(*told, strict=True) if seen[person] >= STEADY * len(faces)]
        for told in zip(faces, people, strict=True)
    ]


def pairs(found: Faces, expected: Faces) -> list[tuple[int, Face, Face | None]]:
    """Each expected face with its frame and with what was found of it."""
    told = []
    for frame, (in_frame, wanted) in enumerate(zip(found, expected, strict=True)):
        for face in wanted:
            told.append((frame, face, same_face(face.box, in_frame)))
    return told


def near(found: Faces, expected: Faces, frames: Sequence[Pixels]) -> Near:
    """How near what was found in the frames comes to what was expected."""
    told = pairs(found, expected)
    both = [(frames[frame], face, other) for frame, face, other in told if other is not None]
    apart = [_apart(face, other) for _, face, other in both]
    differ = [
        np.abs(crop(pixels, face.landmarks).astype(float) - crop(pixels, other.landmarks)).mean()
        for pixels, face, other in both
    ]
    share = len(both) / len(told) if told else float("nan")
    return Near(len(told), share, _mean(apart), _mean(differ))


def _apart(face: Face, other: Face) -> float:
    eyes, mouth = face.landmarks[:2].mean(axis=0), face.landmarks[3:].mean(axis=0)
    distance = np.linalg.norm(face.landmarks - other.landmarks, axis=1).mean()
    return float(distance / np.linalg.norm(eyes - mouth))


def _mean(numbers: Sequence[float]) -> float:
    return float(np.mean(numbers)) if numbers else float("nan")


def timed(way: Way, frames: Sequence[Pixels]) -> tuple[float, Faces]:
    """Milliseconds of CPU time a frame, and what was found."""
    began = time.process_time()
    faces = way(frames)
    return (time.process_time() - began) * 1000 / len(frames), faces


def of_clip(path: Path, named: dict[str, Way], *, frames: int, runs: int) -> str:
    """A table of one clip; the reference, which takes longest, runs once."""
    with path.open("rb") as stream:
        shown = [frame.pixels for frame in open_media(stream, path.name, frames=frames).frames]
    for way in named.values():
        way(shown[:2])
    cost: dict[str, list[float]] = {name: [] for name in named}
    found: dict[str, Faces] = {}
    for run in range(runs):
        for name, way in named.items():
            if run == 0 or name != REFERENCE:
                spent, found[name] = timed(way, shown)
                cost[name].append(spent)
    expected = steady(found[REFERENCE])
    rows = [(name, median(cost[name]), near(found[name], expected, shown)) for name in named]
    rows.append((ITSELF, float("nan"), _itself(named[REFERENCE], expected, shown)))
    height, width = shown[0].shape[:2]
    return _table(f"{width} × {height}, {len(shown)} frames", rows)


def _itself(way: Way, expected: Faces, frames: Sequence[Pixels]) -> Near:
    """The reference compared with itself on the frames moved by one pixel."""
    some = frames[::ASIDE]
    aside = way([np.roll(pixels, 1, axis=1) for pixels in some])
    back = [[_moved(face) for face in in_frame] for in_frame in aside]
    return near(back, expected[::ASIDE], some)


def _moved(face: Face) -> Face:
    box = face.box._replace(left=face.box.left - 1, right=face.box.right - 1)
    return Face(box, face.landmarks - np.array([1, 0], np.float32), face.confidence)


def _table(title: str, rows: Sequence[tuple[str, float, Near]]) -> str:
    lines = [f"| {title} | CPU ms a frame | times cheaper | faces | found | landmarks | crops |"]
    lines.append("|:--|--:|--:|--:|--:|--:|--:|")
    for name, cost, told in rows:
        lines.append(
            f"| {name} | {cost:.1f} | {rows[0][1] / cost:.1f} | {told.faces} | {told.recall:.0%} "
            f"| {told.landmarks:.3f} | {told.crops:.1f} |"
        )
    return "\n".join(lines)


def pasted(width: int) -> tuple[Pixels, list[tuple[float, float]]]:
    """A 1080p frame with eight faces of a width, every other one mirrored, and their middles."""
    frame = cv2.resize(coffee(), (1920, 1080), interpolation=cv2.INTER_AREA)
    scale = width / FACE_WIDTH
    portrait = cv2.resize(astronaut()[PORTRAIT], None, fx=scale, fy=scale, interpolation=3)
    middles = []
    for place in range(8):
        left, top = 37 + 473 * (place % 4), 29 + 541 * (place // 4)
        shown, x = (portrait, 124) if place % 2 else (portrait[:, ::-1], 256 - 124)
        frame[top : top + len(shown), left : left + shown.shape[1]] = shown
        middles.append((left + x * scale, top + 120 * scale))
    return frame, middles


def by_size(named: dict[str, Way]) -> str:
    """A table of how many of eight pasted faces are found, by their width."""
    lines = ["| faces found of 8 in 1080p | " + " | ".join(f"{w} px" for w in WIDTHS) + " |"]
    lines.append("|:--|" + "--:|" * len(WIDTHS))
    for name, way in named.items():
        counts = [str(_hits(way, *pasted(width))) for width in WIDTHS]
        lines.append(f"| {name} | {' | '.join(counts)} |")
    return "\n".join(lines)


def _hits(way: Way, frame: Pixels, middles: Sequence[tuple[float, float]]) -> int:
    ((*faces,),) = way([frame])
    boxes = [face.box for face in faces]
    return sum(
        any(b.left < x < b.right and b.top < y < b.bottom for b in boxes) for x, y in middles
    )


@click.command()
@click.argument("clips", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--frames", default=32, help="How many frames of each clip.")
@click.option("--runs", default=3, help="How often each way but the reference is timed.")
@click.option("--yunet", type=click.Path(path_type=Path), help="OpenCV's YuNet file.")
def main(clips: tuple[Path, ...], frames: int, runs: int, yunet: Path | None) -> None:
    """Print a table for each clip, without its name, and one of the sizes that are found."""
    named = ways(yunet)
    for clip in clips:
        click.echo(of_clip(clip, named, frames=frames, runs=runs) + "\n")
    click.echo(by_size(named))


if __name__ == "__main__":
    main()
