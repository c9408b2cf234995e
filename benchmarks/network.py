"""The installed networks in; how many crops a second each engine scores out.

    python -m benchmarks.network [NAME…] [--runs 5] [--write]

Speed is also given as a share of the ceiling: what this machine reaches in a product of two large
float32 matrices, which is all that a convolution could reach at best.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from math import prod

import click
import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from benchmarks.measure import Cost, cost_of, interleaved, middle
from benchmarks.page import finish, table
from meso.models.network import Network, load_network
from meso.models.weights import known
from meso.values import Floats, Pixels

BATCHES = (1, 4, 8, 16, 32)
CROPS = 64  # a run scores as many, in batches
SIDE = 4096  # of the matrices: smaller ones do not reach as much
CEILING = "ceiling"

Crops = Pixels | Floats
Engine = Callable[[Crops], NDArray[np.float32]]  # (batch, side, side, 3) to (batch, 1)


def _keras(model: keras.Model) -> Engine:
    engine: Engine = model.predict_on_batch
    return engine


def _compiled(model: keras.Model, *, xla: bool = False) -> Engine:
    compiled = tf.function(
        lambda crops: model(crops, training=False), autograph=False, jit_compile=xla
    )
    return lambda crops: compiled(tf.constant(crops)).numpy()


ENGINES: dict[str, Callable[[keras.Model], Engine]] = {
    "predict_on_batch": _keras,
    "tf.function": _compiled,
    "tf.function, XLA": partial(_compiled, xla=True),
}


def operations(model: keras.Model) -> int:
    """Floating-point operations, 2 a multiplication with its addition, to score one crop."""
    multiplied = 0
    for layer in model.layers:
        kernels = [weight.shape for weight in layer.weights if len(weight.shape) > 1]
        places = prod(layer.output.shape[1:-1])  # where a kernel is laid: rows × columns, or one
        multiplied += sum(prod(kernel) * places for kernel in kernels)
    return 2 * multiplied


def multiply_matrices() -> Cost:
    """What the product of two large float32 matrices costs, by TensorFlow, as the networks do."""
    one = tf.constant(np.random.default_rng(0).random((SIDE, SIDE), np.float32))
    return cost_of(lambda: tf.linalg.matmul(one, one).numpy())


def score(engine: Engine, crops: Crops, batch: int) -> Cost:
    """What it costs to put all crops through an engine, `batch` at a time."""

    def work() -> None:
        for start in range(0, len(crops), batch):
            engine(crops[start : start + batch])

    return cost_of(work)


def measured(network: Network, *, runs: int) -> list[list[object]]:
    """The rows of one network: an engine and a batch each."""
    side = network.weights.input_size
    crops = np.random.default_rng(0).integers(0, 256, (CROPS, side, side, 3), np.uint8)
    engines = {name: made(network.model) for name, made in ENGINES.items()}
    works: dict[str, Callable[[], Cost]] = {CEILING: multiply_matrices}
    for (name, engine), batch in product(engines.items(), BATCHES):
        engine(crops[:batch])  # compiled now, not while it is measured
        works[f"{name} {batch}"] = partial(score, engine, crops, batch)
    costs = {name: middle(each) for name, each in interleaved(works, runs=runs).items()}
    ceiling = 2 * SIDE**3 / costs[CEILING].cpu
    each = operations(network.model)
    return [
        _row(network.weights.name, name, batch, costs[f"{name} {batch}"], each / ceiling)
        for name, batch in product(engines, BATCHES)
    ]


def _row(network: str, engine: str, batch: int, cost: Cost, least: float) -> list[object]:
    """least: CPU seconds a crop would take at the ceiling."""
    per_second, per_cpu = CROPS / cost.wall, CROPS / cost.cpu
    return [network, engine, batch, f"{per_second:.0f}", f"{per_cpu:.0f}", f"{per_cpu * least:.0%}"]


@click.command()
@click.argument("names", nargs=-1)
@click.option("--runs", default=5, show_default=True, help="How often each is measured.")
@click.option("--write", is_flag=True, help="Put the result into docs/performance.md.")
def main(names: Sequence[str], runs: int, write: bool) -> None:
    """Measure the networks NAMES, or all that are installed."""
    networks = [load_network(name) for name in names or known()]
    rows = [row for network in networks for row in measured(network, runs=runs)]
    head = ["network", "engine", "batch", "crops / s", "crops / CPU s", "of the ceiling"]
    size = f"{CROPS} crops a run, medians of {runs} runs."
    per_crop = ", ".join(
        f"{one.weights.name} {operations(one.model) / 1e6:.0f} MFLOP a crop" for one in networks
    )
    finish("network", f"{size} {per_crop}.\n\n{table(head, rows)}", write=write)


if __name__ == "__main__":
    main()
