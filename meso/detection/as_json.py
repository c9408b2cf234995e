"""A report in, the one JSON object that `meso detect --json` prints out."""

from __future__ import annotations

from dataclasses import asdict

from meso.values import NotScored, Report, Verdict

Json = dict[str, object]


def as_json(report: Report) -> Json:
    """Everything in the report but the crops, in plain JSON types; scores with 6 decimals.

    `seconds` is wall clock and the only part that differs between two runs on one machine.
    """
    return {
        "source": report.source,
        "kind": report.kind,
        "model": report.model,
        "weights_sha256": report.weights_sha256,
        "verdict": verdict_as_json(report.verdict),
        "people": report.scores.people,
        "frames": _frames(report),
        "not_scored": [_miss(miss) for miss in report.not_scored],
        "seconds": {stage: round(value, 3) for stage, value in report.took.items()},
    }


def verdict_as_json(verdict: Verdict) -> Json:
    """Its fields in plain types; numbers with 6 decimals, and null for what was not measured."""
    return {key: plain(value) for key, value in asdict(verdict).items()}


def plain(value: object) -> object:
    """A number with 6 decimals, a tuple as a list, all else as it is."""
    if isinstance(value, tuple):
        return [*value]
    return round(value, 6) if isinstance(value, float) else value


def _frames(report: Report) -> list[Json]:
    per_frame = report.scores.per_frame()
    most_fake = dict(zip(per_frame.frame.tolist(), per_frame.fake_score.tolist(), strict=True))
    faces = _faces_by_frame(report)
    return [
        {
            "index": index,
            "seconds": round(seconds, 3),
            "fake_score": round(most_fake[index], 6) if index in most_fake else None,
            "faces": faces.get(index, []),
        }
        for index, seconds in zip(report.frame.tolist(), report.seconds.tolist(), strict=True)
    ]


def _faces_by_frame(report: Report) -> dict[int, list[Json]]:
    scores = report.scores
    faces: dict[int, list[Json]] = {}
    for frame, person, score, box in zip(
        scores.frame.tolist(),
        scores.person.tolist(),
        scores.fake_score.tolist(),
        report.boxes,
        strict=True,
    ):
        face: Json = {"person": person, "box": list(box), "fake_score": round(score, 6)}
        faces.setdefault(frame, []).append(face)
    return faces


def _miss(miss: NotScored) -> Json:
    return {
        "frame": miss.frame,
        "seconds": round(miss.seconds, 3),
        "reason": miss.reason,
        "box": list(miss.box) if miss.box else None,
    }
