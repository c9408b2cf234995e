"""A detector that does what the upload tells it, to be loaded in a real worker process."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np

from meso.errors import BadWeights, NoFaceFound
from meso.media import isolate
from meso.service import worker
from meso.values import Box, FaceScores, Report, Verdict

loads = 0


def load(model):
    global loads
    loads += 1
    return Obedient(model)


def load_when_there(model):
    """`model` is the path of a file: there are no weights as long as it is missing."""
    if not Path(model).exists():
        raise BadWeights(f"{Path(model).name} is missing.")
    return load(model)


def load_after(model):
    """`model` is the path of a file to wait for."""
    wait_for(model)
    return load(model)


def load_and_die(model):
    os.kill(os.getpid(), signal.SIGKILL)


def load_and_blunder(model):
    raise ModuleNotFoundError(f"No module named {model}")


def load_real(model):
    """The real detector, once seen that networks share a finder and the default is loaded once,
    and that it decodes in a process of its own."""
    default, first, second = (
        worker._detector(worker.LOAD, name) for name in (None, "first", model)
    )
    assert default is first
    assert second is not first
    assert second._find is first._find
    assert second._media is isolate
    return second


def about(detector, *, word):
    """A question: what the worker makes of its detector and the word."""
    return detector.model, word, os.getpid()


def tell_all(detector, *, word):
    """A question that fails, with what it was asked in the error's words."""
    raise ValueError(word)


def too_hard(detector, *, word):
    raise NoFaceFound(word, looked_at=1, too_small=0, smallest=64)


def without_end(detector, *, word, tell):
    """A question that tells how far it is, again and again."""
    while True:
        tell(len(word), 7)
        time.sleep(0.01)


class Obedient:
    device = "a slate"

    def __init__(self, model):
        self.model = model

    def look(self, _, name):
        """Look at one frame after another, without end."""
        while True:
            self.progress("find", 0, 1)
            time.sleep(0.01)

    def detect_stream(self, stream, name, *, frames, progress):
        self.progress = progress
        order, _, operand = stream.read().decode().partition(" ")
        progress("find", 0, frames)
        says = getattr(self, order)(operand, name)
        progress("score", frames, frames)
        return says if order == "unpicklable" else self.report(says or name, frames)

    def score(self, _, name): ...

    def wait(self, path, name):
        wait_for(path)

    def environment(self, variable, name):
        return os.environ.get(variable, "not set")

    def refuse(self, _, name):
        raise NoFaceFound(name, looked_at=32, too_small=3, smallest=64)

    def blunder(self, _, name):
        raise ValueError(f"cannot read /home/pupil/{name}")

    def unpicklable(self, _, name):
        return lambda: name

    def end(self, signal_number, name):
        os.kill(os.getpid(), int(signal_number))

    def leave(self, code, name):
        os._exit(int(code))

    def hang(self, _, name):
        """Heed no signal, as a loop in C does."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        time.sleep(3600)

    def freeze(self, _, name):
        """Be stopped, as by a debugger: nothing of the process runs any more."""
        os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(60)

    def report(self, source, frames):
        index = np.arange(frames)
        seconds = (index / 25).astype(np.float32)
        scores = FaceScores(index, seconds, index * 0, (index / frames).astype(np.float32))
        return Report(
            source=source,
            kind="video",
            model=str(self.model),
            weights_sha256="",
            verdict=Verdict("real", 0.25, 0.5, "mean", frames),
            frame=index,
            seconds=seconds,
            scores=scores,
            boxes=(Box(3, 5, 67, 81),) * frames,
            crops=np.arange(frames * 256 * 256 * 3, dtype=np.uint8).reshape(frames, 256, 256, 3),
            took={"process": os.getpid(), "loads": loads},
        )


def wait_for(path):
    while not Path(path).exists():
        time.sleep(0.01)
