"""A network's name in; the filters of its first convolutions as pictures on the page out."""

from __future__ import annotations

import numpy as np
import streamlit as st

from meso.charts.heat import enlarged, filter_colours
from meso.service import inside as questions
from meso.ui import layers
from meso.ui.asked import asked
from meso.ui.pick import Picked
from meso.ui.words import look_inside as words
from meso.values import Floats

TILE = 104  # pixels
COLOURS = 3  # in a square


def show_filters(picked: Picked, model: str) -> None:
    """Every filter that looks at the picture itself, all on one scale."""
    found = asked(
        questions.filters, picked.report.source, model=model, meanwhile=words.FETCHING_FILTERS
    )
    largest = max(float(np.abs(filters).max()) for filters in found.values())
    st.markdown(words.FILTERS)
    for remark in remarks(found):
        st.markdown(remark)
    st.caption(words.SAME_SCALE.format(largest=largest))
    for layer, filters in sorted(found.items()):
        if len(found) > 1:
            st.markdown(f"**{heading(layer)}**")
        _show_layer(filters, largest)


def remarks(found: dict[str, Floats]) -> list[str]:
    """What is special about a network's first filters."""
    one_pixel = any(filters.shape[1] == 1 for filters in found.values())
    two_squares = [layer for layer, filters in found.items() if filters.shape[-1] > COLOURS]
    said = [words.TWO_SQUARES[layer] for layer in two_squares]
    return [*said, *([words.ONE_PIXEL] if one_pixel else [])]


def heading(layer: str) -> str:
    """Which of several first convolutions this is."""
    part = layers.part_of(layer)
    return words.FILTER_LAYERS[part[1] if part else layer]


def _show_layer(filters: Floats, largest: float) -> None:
    with st.container(horizontal=True, gap="small"):
        for place, weights in enumerate(filters, start=1):
            with st.container(width=TILE, gap="xsmall"):
                _show_filter(f"Filter {place}", weights, largest)


def _show_filter(name: str, weights: Floats, largest: float) -> None:
    """One picture for each three channels: of the picture and, where there is one, its detail."""
    for begin in range(0, weights.shape[-1], COLOURS):
        colours = filter_colours(weights[..., begin : begin + COLOURS], largest=largest)
        st.image(enlarged(colours, 2 * TILE), width="stretch", alt=name)
    st.caption(name)
