"""A title and parts in; a page that fetches nothing and runs nothing, out."""

from __future__ import annotations

from collections.abc import Iterable

from meso.markup import Markup, tag
from meso.takeaway.look import STYLE

NOTHING_FETCHED = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def page(title: str, body: Iterable[str]) -> str:
    """The whole file."""
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width"),
        tag("meta", http_equiv="Content-Security-Policy", content=NOTHING_FETCHED),
        tag("title", title),
        tag("style", STYLE),
    ]
    whole = tag("html", tag("head", *head), tag("body", tag("main", *body)), lang="en")
    return f"<!doctype html>\n{whole}\n"


def part(title: str, *content: str) -> list[Markup]:
    """A heading and what stands below it."""
    return [tag("h2", title), *(tag("div", one) for one in content)]


def listed(lines: Iterable[str]) -> Markup:
    """A list, a line each."""
    return tag("ul", *(tag("li", line) for line in lines))


def pairs(named: Iterable[tuple[str, str]]) -> Markup:
    """Names, and beside each what it is."""
    return tag(
        "dl", *(cell for name, value in named for cell in (tag("dt", name), tag("dd", value)))
    )
