"""Scores of held-out faces in; one measurement out.

Quick to import: while it is busy with a question, the worker may not hold itself up for seconds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meso.evaluation.metrics import auc, called_fake
from meso.experiments.rows import Row
from meso.values import Floats

THRESHOLD = 0.5


def measure(
    field: tuple[str, str, str], seed: int, is_fake: NDArray[np.bool_], score: Floats
) -> Row:
    """What scores of held-out faces come to; field: source, target and what, as in `Row`."""
    return Row(
        *field,
        seed,
        auc=auc(is_fake, score),
        recall_real=1 - called_fake(score[~is_fake], THRESHOLD),
        recall_fake=called_fake(score[is_fake], THRESHOLD),
        n=len(score),
    )
