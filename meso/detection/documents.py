"""A document in; a report on each picture and video that it carries out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from meso.detection.as_json import Json, as_json
from meso.errors import MesoError
from meso.media.carried import Carried, Document, DocumentKind
from meso.values import Report


@dataclass(frozen=True)
class Item:
    """One thing that a document carries, and what came of it.

    where:  its place in the document, in words
    alt:    the text that stands for it there; "" for none
    report: what was found; None where `problem` says what came in its place
    """

    name: str
    where: str
    alt: str
    report: Report | None
    problem: MesoError | None = None


@dataclass(frozen=True)
class DocumentReport:
    """What is known of a document. There is no verdict on the whole: each item has its own.

    remote:  pictures that it only points to, which were not fetched
    ignored: other things that it carries, and pictures too small to hold a face
    """

    source: str
    what: DocumentKind
    items: tuple[Item, ...]
    remote: int
    ignored: int


def report_on(document: Document, detect: Callable[[Carried], Report]) -> DocumentReport:
    """Look at everything in the document; what cannot be scored is named, and the rest goes on."""
    return joined(document, (_looked_at(carried, detect) for carried in document.carried))


def item_on(carried: Carried, outcome: Report | MesoError) -> Item:
    """One thing in a document, with its report or the reason why it has none."""
    report, problem = (None, outcome) if isinstance(outcome, MesoError) else (outcome, None)
    return Item(carried.name, carried.where, carried.alt, report, problem)


def joined(document: Document, items: Iterable[Item]) -> DocumentReport:
    """The report on a document whose items have been looked at."""
    remote, ignored = document.remote, document.ignored
    return DocumentReport(document.name, document.kind, tuple(items), remote, ignored)


def document_as_json(report: DocumentReport) -> Json:
    """Everything in it but the crops, in plain JSON types."""
    return {
        "source": report.source,
        "kind": "document",
        "document": report.what,
        "items": [_item(item) for item in report.items],
        "remote": report.remote,
        "ignored": report.ignored,
    }


def _looked_at(carried: Carried, detect: Callable[[Carried], Report]) -> Item:
    try:
        return item_on(carried, detect(carried))
    except MesoError as problem:
        return item_on(carried, problem)


def _item(item: Item) -> Json:
    place: Json = {"source": item.name, "where": item.where, "alt": item.alt}
    return place | (as_json(item.report) if item.report else {"problem": str(item.problem)})
