"""What a watch came to in; a page with its chart of score versus time out."""

from __future__ import annotations

from datetime import date

import meso
from meso.charts import ScoresOverTime, score_vs_time, time_in_words
from meso.charts.svg import svg
from meso.detection.watch_words import watched_in_words
from meso.detection.watched import Watched
from meso.markup import tag
from meso.models.weights import Weights
from meso.takeaway import words
from meso.takeaway.page import listed, page, pairs, part

TITLE, CHART = "Real or fake? A stream", "Fake score over time"


def as_page(
    watched: Watched, name: str, weights: Weights, *, length: float, threshold: float, on: date
) -> str:
    """The whole page; it fetches nothing and runs nothing.

    name: of the source; weights: of the network; length: of a window, in seconds
    threshold: where fake begins; on: the date that the page bears. Something must have been seen.
    """
    seconds, points = zip(*watched.points(), strict=True)
    frames, windows = zip(*points, strict=True)
    scores = ScoresOverTime(seconds, frames, windows, watched.step, length, threshold)
    chart = svg(score_vs_time(scores), title=CHART, alt=time_in_words(scores))
    how = [
        ("source", name),
        ("network", weights.name),
        ("SHA-256 of its weights", weights.sha256),
        ("licence of its weights", weights.licence),
        ("made by", f"meso {meso.__version__}, {on.isoformat()}"),
    ]
    body = [
        tag("h1", TITLE),
        tag("p", f"{name} · {on.isoformat()}", class_="quiet"),
        *part(CHART, tag("div", chart, class_="wide", tabindex=0, role="group", aria_label=CHART)),
        *part("In words", listed(watched_in_words(watched, name, length=length))),
        *part(words.HOW, pairs(how)),
        *part(words.KNOWS, listed(words.LIMITS)),
    ]
    return page(f"{name}: {CHART}", body)
