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
        _show_layer(layer, filters, largest)


def remarks(found: dict[str, Floats]) -> list[str]:
    """What is special about a network's first filters."""
    one_pixel = any(filters.shape[1] == 1 for filters in found.values())
    said = [words.WITH_DETAIL[layer] for layer in found if layer in words.WITH_DETAIL]
    return [*said, *([words.ONE_PIXEL] if one_pixel else [])]


def _show_layer(layer: str, filters: Floats, largest: float) -> None:
    part = layers.part_of(layer)
    if part:
        st.markdown(f"**{words.FILTER_LAYERS[part[1]]}**")
    with st.container(horizontal=True, gap="small"):
        for place, weights in enumerate(filters, start=1):
            with st.container(width=TILE, gap="xsmall"):
                _show_filter(f"Filter {place}", weights, largest)


def _show_filter(name: str, weights: Floats, largest: float) -> None:
    """One picture for each three channels: of the picture and, where there is one, its detail."""
    for begin in range(0, weights.shape[-1], 3):
        colours = filter_colours(weights[..., begin : begin + 3], largest=largest)
        st.image(enlarged(colours, 2 * TILE), width="stretch", alt=name)
    st.caption(name)
