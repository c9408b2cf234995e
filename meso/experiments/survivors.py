"""How much pairs of kinds give beyond a random extractor in; which survive it, in words, out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from meso.evaluation.evaluate import Number
from meso.experiments.rows import Pair

BY_CHANCE = 0.025  # of intervals of 95% lie above what they should hold
WHY_NOT = "fewer than five people in a class leave no interval"


def survivors(beyond: Mapping[Pair, Number]) -> str:
    """The pairs above 0, how many would be by chance, those below, and what cannot be told.

    beyond: by source and target
    """
    told = {pair: gain for pair, gain in beyond.items() if not math.isnan(gain.low)}
    if not told:
        return f"cannot be told of any of the {len(beyond)} pairs: {WHY_NOT}."
    above = [pair for pair, gain in told.items() if gain.low > 0]
    below = [pair for pair, gain in told.items() if gain.high < 0]
    said = [
        f"{len(above)} of {len(told)} pairs lie above 0{_listed(above, beyond)}. If nothing were "
        f"shared, about {BY_CHANCE * len(told):.2g} of them would by chance, for one interval in "
        "40 lies too high; nothing is corrected for asking of so many.",
        f"Worse than random features{_listed(below, beyond)}." if below else "",
        _not_told([pair for pair in beyond if pair not in told]),
    ]
    return " ".join(filter(None, said))


def gain_in_words(gain: Number) -> str:
    """As in "+0.10 [+0.04, +0.16]"."""
    between = "" if math.isnan(gain.low) else f" [{gain.low:+.2f}, {gain.high:+.2f}]"
    return f"{gain.value:+.2f}{between}"


def _listed(pairs: Iterable[Pair], beyond: Mapping[Pair, Number]) -> str:
    words = ", ".join(f"{s} → {t} {gain_in_words(beyond[s, t])}" for s, t in pairs)
    return f": {words}" if words else ""


def _not_told(pairs: list[Pair]) -> str:
    if not pairs:
        return ""
    words = ", ".join(f"{source} → {target}" for source, target in pairs)
    return f"Cannot be told, for {WHY_NOT}: {words}."
