"""What the commands share in a terminal: kinds of arguments, the bar, a report in words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic

import click

from meso.detection import words
from meso.detection.documents import DocumentReport
from meso.values import Report, Tell

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FOR_RESULTS = click.Path(file_okay=False, path_type=Path)
ANY_SIZE = "Take files of more MB and minutes than the page does."
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class NewFile(click.ParamType[Path]):
    """A file to write, with the suffix that says what it will hold, in a folder that exists."""

    name = "file"

    def __init__(self, suffix: str) -> None:
        self.suffix = suffix

    def convert(
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """The path; anything else is told before the work begins."""
        path = Path(value)
        if path.suffix.lower() != self.suffix:
            self.fail(f"{path} must end in {self.suffix}.", param, ctx)
        if not path.parent.is_dir() or path.is_dir():
            self.fail(f"{path} cannot be written: name a file in a folder that exists.", param, ctx)
        return path


def in_words(report: Report) -> str:
    """The report in a few lines of text."""
    verdict, people = report.verdict, len(report.scores.people)
    lines = [
        f"{report.source}: {verdict.label} (score {verdict.score:.2f}; 0 is real, 1 is fake)",
        words.probability(verdict),
        *verdict.reasons,
        *(f"Take care: {caution}" for caution in verdict.cautions),
        "" if verdict.label == "uncertain" else words.error_rate(verdict, report.kind),
        f"{verdict.frames} of {len(report.frame)} frames scored, {people} "
        f"{'person' if people == 1 else 'people'}, network {report.model}, "
        f"{report.took['total']:.1f} s.",
    ]
    lines += [f"Not scored: {times} × {why}." for why, times in report.why_not_scored().items()]
    return "\n".join(line for line in lines if line)


def document_in_words(report: DocumentReport) -> str:
    """The report on a document: where each picture stood, and what came of it."""
    count = len(report.items)
    things = "1 picture or video" if count == 1 else f"{count} pictures and videos"
    lines = [
        f"{report.source}: {things} in this {report.what}; {report.remote} more that it only "
        f"points to were not fetched; {report.ignored} other things were left out."
    ]
    for item in report.items:
        alt = f", “{item.alt}”" if item.alt else ""
        lines += ["", f"{item.where}{alt}"]
        lines += [in_words(item.report) if item.report else str(item.problem)]
    return "\n".join(lines)


def say_problems(problems: list[str]) -> None:
    """What could not be used, a line each, on stderr."""
    for problem in problems:
        click.echo(problem, err=True)


class Pace:
    """How fast a long work goes and how much longer it takes.

    It counts from what it is told first: with that much the work may have begun, because another
    run had done it before.
    """

    def __init__(self, unit: str = "", clock: Callable[[], float] = monotonic) -> None:
        """unit: of what is done, to tell how many a second; "" to tell none."""
        self._unit, self._clock = unit, clock
        self._first: tuple[int, float] | None = None

    def told(self, done: int, of: int) -> str:
        """In words; "" while nothing is known, and the rate alone at the end."""
        if self._first is None or done < self._first[0]:
            self._first = done, self._clock()
        fresh, seconds = done - self._first[0], self._clock() - self._first[1]
        if not fresh or seconds <= 0:
            return ""
        rate = f"{fresh / seconds:.1f} {self._unit} a second" if self._unit else ""
        left = timedelta(seconds=round((of - done) * seconds / fresh))
        return ", ".join(filter(None, [rate, f"{left} left" if done < of else ""]))


@contextmanager
def bar(label: str, *, unit: str = "") -> Iterator[Tell]:
    """A bar on stderr, moved by calling what this yields with (done, of); unit: see `Pace`."""
    pace = Pace(unit)
    with click.progressbar(
        length=1, label=label, file=sys.stderr, show_eta=False, item_show_func=lambda text: text
    ) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos, pace.told(done, of))

        yield tell
