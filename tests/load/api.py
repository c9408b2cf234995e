"""Many programs at once: the real `meso serve`, each with a clip of five seconds.

    python -m tests.load.api [--clients 30]

Five clips are made, each with other scores, so that no client can get another one's report
unnoticed. With more clients than can wait, some are told to come back. Only this machine is talked
to.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from typing import NamedTuple

from scripts.server import ROOT, free_port
from tests.api.asking import Answer, Api
from tests.load.clips import clip

CLIPS = 5
SECONDS_TO_SERVE, SECONDS_EACH = 300, 60  # on a machine with much else to do
SECONDS_TO_END = 30


class Asked(NamedTuple):
    """What a client got, and after how many seconds."""

    answer: Answer
    seconds: float


class Figures(NamedTuple):
    """What came of it.

    right:   how many clients got the scores that a client alone got for the same clip
    wrong:   how many got others
    refused: how many were told to come back: 503, a reason, a sentence, and in how many seconds
    odd:     how many got anything else
    seconds: of each that was answered with scores, from the request to the whole answer
    """

    right: int
    wrong: int
    refused: int
    odd: int
    seconds: list[float]


def crowd(api: Api, clips: Sequence[bytes], clients: int) -> Figures:
    """Have so many clients send their clips at once, each the next one of those."""
    alone = [scores(api.send(data)) for data in clips]
    with ThreadPoolExecutor(clients) as pool:
        asked = [*pool.map(lambda place: ask(api, clips[place % len(clips)]), range(clients))]
    kinds = Counter(kind(one.answer, alone[place % len(clips)]) for place, one in enumerate(asked))
    seconds = [one.seconds for one in asked if one.answer.status == 200]
    return Figures(kinds["right"], kinds["wrong"], kinds["refused"], kinds["odd"], seconds)


def ask(api: Api, data: bytes) -> Asked:
    begun = time.monotonic()
    answer = api.send(data)
    return Asked(answer, time.monotonic() - begun)


def scores(answer: Answer) -> list[float | None]:
    """The fake score of each frame."""
    return [frame["fake_score"] for frame in answer.told["frames"]]


def kind(answer: Answer, alone: list[float | None]) -> str:
    """What an answer is, for one whose clip has those scores."""
    if answer.status == 200:
        return "right" if scores(answer) == alone else "wrong"
    headers = {name.lower() for name in answer.headers}
    clean = (
        answer.status == 503
        and answer.told["reason"] == "busy"
        and answer.told["problem"]
        and "retry-after" in headers
    )
    return "refused" if clean else "odd"


@contextmanager
def serving(clients: int) -> Iterator[Api]:
    """`meso serve`, once it can score, for so many clients; nothing of it is left afterwards."""
    api = Api(free_port(), SECONDS_EACH * clients)
    command = [sys.executable, "-m", "meso", "serve", "--port", str(api.port)]
    with (
        TemporaryFile() as log,
        subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log) as server,
    ):
        try:
            wait_until_ready(api, server)
            yield api
        finally:
            server.terminate()
            server.wait(SECONDS_TO_END)


def wait_until_ready(api: Api, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_SERVE
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError):
            if api.ask("/health").told == {"state": "ready"}:
                return
        time.sleep(0.1)
    raise RuntimeError("meso serve does not answer")


def table(figures: Figures, clients: int) -> str:
    """One line a figure."""
    cuts = statistics.quantiles(figures.seconds, n=20, method="inclusive")
    busy = " ".join(f"{load:.1f}" for load in os.getloadavg())
    lines = {
        "with the scores of a client alone": f"{figures.right} of {clients}",
        "with other scores": str(figures.wrong),
        "told to come back (503)": str(figures.refused),
        "anything else": str(figures.odd),
        "answer, p50 p95 max": f"{cuts[9]:.1f} {cuts[18]:.1f} {max(figures.seconds):.1f} s",
        "load of the machine": f"{busy}, {os.cpu_count()} cores",
    }
    return "\n".join(f"{name:36}{value}" for name, value in lines.items())


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=30)
    clients = parser.parse_args().clients
    with serving(clients) as api:
        figures = crowd(api, [*map(clip, range(CLIPS))], clients)
    sys.stdout.write(table(figures, clients) + "\n")
    return figures.right + figures.refused != clients


if __name__ == "__main__":
    sys.exit(main())
