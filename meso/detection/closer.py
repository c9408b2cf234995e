"""What was seen of a video in, twice; both as if they had been seen in one go, out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from meso.detection.look import Look, measured
from meso.values import Evidence, Face, Floats, Ints, Report

UNKNOWN = np.empty((0, 2), np.float32)  # landmarks: they are needed for crops, which are there


def seen_before(report: Report) -> Look:
    """What was seen for this report, to be seen together with more."""
    faces: dict[int, list[Face]] = {frame: [] for frame in report.frame.tolist()}
    for frame, box in zip(report.scores.frame.tolist(), report.boxes, strict=True):
        faces[frame].append(Face(box, UNKNOWN, confidence=1.0))
    return Look(
        frames=[*zip(report.frame.tolist(), report.seconds.tolist(), strict=True)],
        faces=[*faces.values()],
        glances=[*report.glances],
        crops=[*report.crops],
        missed=[*report.not_scored],
    )


def together(one: Look, other: Look) -> tuple[Look, Ints]:
    """Both, in the order of the frames, and which face stands where.

    Returns the look and (faces,) int64: for each of its faces the place of that face among those
    of the first and then of the second.
    """
    index = np.array([frame for look in (one, other) for frame, _ in look.frames])
    faces_in = [len(faces) for look in (one, other) for faces in look.faces]
    frames, faces = np.argsort(index), np.argsort(np.repeat(index, faces_in), kind="stable")
    all_crops = [*one.crops, *other.crops]
    look = Look(
        frames=[[*one.frames, *other.frames][place] for place in frames],
        faces=[[*one.faces, *other.faces][place] for place in frames],
        glances=[[*one.glances, *other.glances][place] for place in frames],
        crops=[all_crops[place] for place in faces],
        missed=sorted([*one.missed, *other.missed], key=lambda miss: miss.frame),
        finding=other.finding,
    )
    return look, faces


def evidence_of(look: Look, before: Evidence | None, *, unreadable: int = 0) -> Evidence:
    """What is known of all faces; crops that are tighter and wider are those from before.

    unreadable: how many of the frames between could not be read
    """
    now = measured(look.crops, [box.width for box in look.boxes])
    if before is None:
        return replace(now, unreadable=unreadable)
    return replace(
        now,
        zoomed=before.zoomed,
        bits_per_pixel=before.bits_per_pixel,
        unreadable=before.unreadable + unreadable,
    )


def in_order(before: Floats, new: Floats, order: Ints) -> Floats:
    """The scores of both, in the order that `together` has put the faces in."""
    scores: Floats = np.concatenate([before, new])[order]
    return scores
