"""A report, or a step towards one, in; sentences for a reader of fifteen out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meso.charts.style import clock, person_name
from meso.detection import words as verdict_words
from meso.detection.reductions import SHARES
from meso.detection.words import counted
from meso.models.weights import Weights
from meso.service.client import State
from meso.service.job import Job, Step
from meso.ui import words
from meso.ui.jobs import Origin
from meso.ui.quoting import as_code, as_text
from meso.ui.words import documents as words_of_documents
from meso.values import Label, Report, Verdict


def signed(number: str) -> str:
    """The number with a minus, where it has one, that is no hyphen."""
    return number.replace("-", "−")


def listed(lines: list[str]) -> str:
    """The lines as a list, in Markdown."""
    return "\n".join(f"- {line}" for line in lines)


def step(job: Job[Any], state: State) -> str:
    """What is being done about an upload."""
    if job.step is not None:
        return _working(job.step)
    if job.waiting_for:
        ahead = counted(job.waiting_for, "file is", "files are")
        return f"Waiting in line: {ahead} ahead of yours{_about(job.seconds_to_wait)}"
    return words.WAITING_TO_LOAD if state == "starting" else words.READING


def _about(seconds: float | None) -> str:
    return "" if seconds is None else f", about {max(round(seconds), 1)} s"


def waiting(job: Job[Any], state: State) -> str:
    """What a question about a face waits for."""
    if job.waiting_for:
        ahead = counted(job.waiting_for, "job is", "jobs are")
        wait = _about(job.seconds_to_wait)
        return f"The network is busy with other files: {ahead} ahead of yours{wait}. Please wait."
    return words.WAITING_TO_LOAD if state == "starting" else words.ASKING


def _working(step: Step) -> str:
    if step.stage == "find":
        return f"Looking for faces in frame {step.done + 1} of {step.of}"
    if step.stage == "score":
        return f"Scoring {counted(step.of, 'face', 'faces')}"
    return words.LOADING


def files_done(done: int, of: int) -> str:
    """How far several files are."""
    return f"{done} of {counted(of, 'file is', 'files are')} done"


def place(origin: Origin | None) -> str:
    """Where a document carries a file, and what stands for it there; "" if none carries it."""
    if origin is None:
        return ""
    said = words_of_documents.ALT if origin.alt else "{where}"
    return said.format(where=origin.where, alt=origin.alt)


def with_place(told: str, origin: Origin | None) -> str:
    """The same Markdown, and below it the place of the file that it is about."""
    return f"{told}\n\n{as_code(place(origin))}" if origin else told


def share(job: Job[Any]) -> float:
    """How much of the looking is done, in [0, 1]; all of it once the faces are being scored."""
    if job.step is None or job.step.stage == "load":
        return 0.0
    return 1.0 if job.step.stage == "score" else job.step.done / job.step.of


def verdict(report: Report) -> str:
    """The verdict as a word with its icon and colour, in Markdown."""
    return in_colour(report.verdict.label)


def in_colour(label: Label) -> str:
    """A verdict's word with its icon and colour, in Markdown."""
    return f":{words.COLOURS[label]}[{words.ICONS[label]} {verdict_words.LABELS[label]}]"


def score(report: Report) -> str:
    """The verdict's number, on a scale whose ends are named, in Markdown."""
    return (
        f"{verdict_words.whose_score(report)} **{report.verdict.score:.2f}** on a scale from "
        f"**0 (real)** to **1 (fake)**. Fake begins at {report.verdict.threshold:.2f}. "
        f"{probability(report)}"
    ).rstrip()


def short_score(report: Report) -> str:
    """The verdict's number and its scale, for a card."""
    return f"{report.verdict.score:.2f} from 0 (real) to 1 (fake)"


def most_fake(report: Report) -> str:
    """The face on a card, for who cannot see it."""
    return f"The face in {report.source} that looks most fake"


def probability(report: Report) -> str:
    """How probable a fake is; nothing where it was not measured."""
    return verdict_words.probability(report.verdict)


def compared(report: Report, own: Verdict, threshold: float) -> list[str]:
    """What a visitor's rule says, what the network's does, and whether they agree, in Markdown."""
    networks = report.verdict
    return [
        f"{words.YOURS} **{in_colour(own.label)}**. {_because(own, threshold)}",
        f"{words.NETWORKS} **{in_colour(networks.label)}**. "
        f"{_because(networks, networks.threshold)}",
        words.HOLDS if own.label == networks.label else words.HANGS,
    ]


def _because(verdict: Verdict, threshold: float) -> str:
    """Why, in a sentence; threshold: of the frames, which is not where fake begins for a share."""
    if verdict.label == "uncertain":
        return as_text(verdict.reasons[0])
    if verdict.reduction in SHARES:
        return (
            f"{verdict.score:.0%} of {verdict.frames} frames score {threshold:.2f} or more; "
            "half of them are enough."
        )
    score, begins = verdict_words.told_apart(verdict.score, verdict.threshold)
    frames = counted(verdict.frames, "frame", "frames")
    return f"One score from {frames}: {score}. Fake begins at {begins}."


def cautions(report: Report) -> list[str]:
    """What makes this upload hard to judge, in Markdown."""
    return [f"{words.CAUTION} {as_text(caution)}" for caution in report.verdict.cautions]


def error_rate(report: Report) -> str:
    """How often such a verdict, real or fake, is wrong; or that nobody knows."""
    return verdict_words.error_rate(report.verdict, report.kind)


def took(spent_on: Mapping[str, float]) -> str:
    """Where the time went, by stage."""
    spent = {words.TOOK[stage]: seconds for stage, seconds in spent_on.items()}
    return " · ".join(f"{what} {seconds:.1f} s" for what, seconds in spent.items())


def made_by(model: str, weights_sha256: str) -> str:
    """Which network gave the scores, and its weights' fingerprint, in Markdown."""
    fingerprint = weights_sha256[:12]
    return as_text(f"Network {model} · SHA-256 of its weights begins with {fingerprint}")


def about(weights: Weights) -> str:
    """What a network was trained on, and what its weights may be used for, in Markdown."""
    return as_text(f"{weights.note}; licence: {weights.licence}")


def more_frames(more: int) -> str:
    """What a click on the button does."""
    return f"Look at {counted(more, 'more frame', 'more frames')}"


def frame(report: Report, index: int, faces: int) -> str:
    """The picture of a frame, for who cannot see it."""
    outlined_faces = f"{counted(faces, 'scored face', 'scored faces')} outlined"
    if report.kind == "image":
        return f"The photo, {outlined_faces}"
    (seconds,) = report.seconds[report.frame == index]
    return f"Frame {index}, at {clock(seconds)}, {outlined_faces}"


def missed_in(report: Report, index: int) -> list[str]:
    """What got no score in this frame, a sentence a miss."""
    reasons = [miss.reason for miss in report.not_scored if miss.frame == index]
    return [words.MISSED[reason] for reason in reasons]


def face(report: Report, place: int) -> str:
    """One face of the report: person, time and score."""
    return f"{whose(report, place)}: {report.scores.fake_score[place]:.2f}"


def whose(report: Report, place: int) -> str:
    """One face of the report without its score: person and time."""
    scores = report.scores
    parts = [person_name(int(scores.person[place]))]
    if report.kind == "video":
        parts.append(clock(scores.seconds[place]))
    return ", ".join(parts)
