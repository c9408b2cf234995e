"""A report in; a page out that one can keep, read without the internet, and print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

import meso
from meso.charts import alt_text, score_scale, score_vs_frames
from meso.charts.style import clock, person_name
from meso.charts.svg import svg
from meso.detection import words as told
from meso.markup import Markup, tag
from meso.models.weights import Weights
from meso.takeaway import words
from meso.takeaway.look import ICONS
from meso.takeaway.page import listed, page, pairs, part
from meso.takeaway.png import data_url
from meso.values import Report

SCALE_WIDTH = 360  # pixels, as on a phone
MOST_FACES = 12  # pictures; each is some 100 KB


def as_html(report: Report, weights: Weights | None, *, on: date) -> str:
    """The whole report in one file, without a script: nothing in it is fetched from anywhere.

    weights: what is known of the report's network; ignored if it is not, bit for bit, the same
    on:      the date that the page bears
    """
    same = weights if weights and weights.sha256 == report.weights_sha256 else None
    body = [
        tag("h1", words.TITLE),
        tag("p", f"{report.source} · {on.isoformat()}", class_="quiet"),
        _verdict(report),
        *part(words.HEADINGS[report.kind], _chart(report)),
        *part(words.FACES, *_faces(report)),
        *part(words.NOT_SCORED, listed(told.not_scored(report))),
        *part(words.HOW, pairs(_how(report, same, on))),
        *part(words.KNOWS, listed([*_trained_on(same), *words.LIMITS])),
        *part(words.TABLE, _table(report)),
    ]
    return page(f"{report.source}: {told.LABELS[report.verdict.label]}", body)


def _verdict(report: Report) -> Markup:
    """In three parts: the word, the number on its scale, and why and how sure."""
    verdict = report.verdict
    icon = tag("svg", ICONS[verdict.label], viewBox="0 0 24 24", aria_hidden="true")
    alt = told.scale(verdict)
    scale = svg(score_scale(verdict), title=words.SCALE, alt=alt, width=SCALE_WIDTH)
    return tag(
        "section",
        tag("p", icon, told.LABELS[verdict.label], class_=f"word {verdict.label}"),
        tag("p", _score(report)),
        tag("div", scale, class_="scale"),
        listed(_facts(report)),
        class_="verdict",
    )


def _score(report: Report) -> str:
    verdict = report.verdict
    return (
        f"{told.whose_score(report)} {verdict.score:.2f} on a scale from 0 (real) to 1 (fake). "
        f"Fake begins at {verdict.threshold:.2f}. {told.probability(verdict)}"
    )


def _facts(report: Report) -> Iterator[str]:
    verdict = report.verdict
    yield from verdict.reasons
    yield from (f"{words.CAUTION} {caution}" for caution in verdict.cautions)
    yield told.stands_on(report)
    if verdict.label != "uncertain":
        yield told.error_rate(verdict, report.kind)


def _chart(report: Report) -> Markup:
    chart = svg(score_vs_frames(report), title=words.CHART, alt=alt_text(report))
    return tag("div", chart, class_="wide", tabindex=0, role="group", aria_label=words.CHART)


def _faces(report: Report) -> Iterator[Markup]:
    places = shown_faces(report)
    yield tag("div", *(_face(report, place) for place in places), class_="faces")
    if rest := len(report.crops) - len(places):
        more = told.counted(rest, "more face was scored: its score is", "more faces were scored:")
        yield tag("p", f"{more}{'' if rest == 1 else ' their scores are'} in the table below.")


def shown_faces(report: Report) -> list[int]:
    """The places of the faces whose pictures are shown: spread evenly, and the most fake one."""
    scores = report.scores
    by_person = np.lexsort((scores.frame, scores.person))
    spread = np.linspace(0, len(by_person) - 1, min(len(by_person), MOST_FACES)).round()
    chosen = by_person[spread.astype(int)].tolist()
    most_fake = int(scores.fake_score.argmax())
    return chosen if most_fake in chosen else [*chosen[:-1], most_fake]


def _face(report: Report, place: int) -> Markup:
    scores = report.scores
    who = person_name(int(scores.person[place]))
    when = "" if report.kind == "image" else f", {clock(scores.seconds[place])}"
    about = f"{who}{when}: {scores.fake_score[place]:.2f}"
    picture = tag("img", src=data_url(report.crops[place]), alt=f"Face of {about}")
    return tag("figure", picture, tag("figcaption", about))


def _how(report: Report, weights: Weights | None, on: date) -> Iterator[tuple[str, str]]:
    verdict = report.verdict
    yield "file", report.source
    yield "network", report.model
    yield "SHA-256 of its weights", report.weights_sha256
    yield "licence of its weights", weights.licence if weights else words.GONE
    yield "frames looked at", str(len(report.frame))
    if report.kind == "video":
        yield "one score from many", verdict.reduction
    yield "fake begins at", f"{verdict.threshold:.4f}"
    spent = (f"{words.TOOK[stage]} {seconds:.1f} s" for stage, seconds in report.took.items())
    yield "time taken", " · ".join(spent)
    yield "made by", f"meso {meso.__version__}, {on.isoformat()}"


def _trained_on(weights: Weights | None) -> list[str]:
    return [f"What {weights.name} was trained on: {weights.note}."] if weights else []


def _table(report: Report) -> Markup:
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in words.COLUMNS)))
    rows = sorted([*_scored(report), *_missed(report)], key=lambda row: row[0])
    body = (tag("tr", *(tag("td", cell) for cell in (str(frame), *cells))) for frame, cells in rows)
    table = tag("table", head, tag("tbody", *body))
    return tag("div", table, class_="wide", tabindex=0, role="group", aria_label=words.TABLE)


Row = tuple[int, list[str]]


def _scored(report: Report) -> Iterator[Row]:
    scores = report.scores
    columns = scores.frame, scores.seconds, scores.person, report.boxes, scores.fake_score
    for frame, seconds, person, box, score in zip(*columns, strict=True):
        where = ", ".join(map(str, box))
        yield int(frame), [clock(seconds), person_name(int(person)), f"{score:.2f}", where, ""]


def _missed(report: Report) -> Iterator[Row]:
    for miss in report.not_scored:
        where = ", ".join(map(str, miss.box or ()))
        yield miss.frame, [clock(miss.seconds), "", "", where, words.REMARKS[miss.reason]]
