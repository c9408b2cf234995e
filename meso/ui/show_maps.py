"""What a face becomes inside a network in; its maps on the page, one of them large, out."""

from __future__ import annotations

import numpy as np
import streamlit as st

from meso.charts.heat import enlarged, heat
from meso.detection.words import counted
from meso.models.maps import Inside, Stage
from meso.service import inside as questions
from meso.ui import layers, sentences
from meso.ui.asked import asked
from meso.ui.pick import Picked
from meso.ui.words import look_inside as words
from meso.values import Floats, Pixels

TILE, LARGE = 104, 512  # pixels: of a map among others as it is shown, of one as it is sent
A_PAGE = 24  # maps
BRIGHTEST = 0.998  # the share of a step's points that are no brighter than full yellow
BORDER = 16  # a sixteenth of the side

Scale = tuple[float, float]  # the values that are shown in dark blue and in full yellow


def show_maps(picked: Picked, model: str, inside: Inside, side: int) -> None:
    """All maps of a step, and the chosen one beside the face and the face that it likes most."""
    stage = _ask_for_stage(inside, side)
    maps = inside.maps[stage.layer]
    with st.container(horizontal=True, gap="medium"):
        own_scale = st.toggle(words.OWN_SCALE, help=words.OWN_SCALE_HELP)
        strongest_first = st.toggle(words.STRONGEST_FIRST)
    pictures = pictures_of(maps, None if own_scale else scale_of(maps))
    chosen = _chosen(stage, maps)
    _show_large(picked, model, stage, chosen, pictures[chosen])
    st.caption(words.EACH_ITS_OWN if own_scale else scale_in_words(maps))
    order = np.argsort(-maps.mean(axis=(0, 1)), kind="stable").tolist()
    _show_grid(stage, order if strongest_first else sorted(order), pictures, chosen)


def scale_of(maps: Floats) -> Scale:
    """From where to where the colours go: from 0, or below, to all but the very brightest.

    The border is left out: beyond it a network sees black, which makes an edge that is none.
    """
    border = len(maps) // BORDER
    inner = maps[border : len(maps) - border, border : len(maps) - border]
    lowest, highest = np.quantile(inner, [1 - BRIGHTEST, BRIGHTEST])
    return min(0.0, float(lowest)), float(highest)


def pictures_of(maps: Floats, scale: Scale | None) -> list[Pixels]:
    """(side, side, maps) to a picture each; without a scale, each on its own."""
    pictures = []
    for one in np.moveaxis(maps, -1, 0):
        lowest, highest = scale or scale_of(one)
        pictures.append(heat(one, lowest=lowest, highest=highest))
    return pictures


def scale_in_words(maps: Floats) -> str:
    """What the colours of maps on one scale mean, and how many of the maps are dark."""
    lowest, highest = scale_of(maps)
    dark = int((maps.max(axis=(0, 1)) <= 0).sum())
    said = words.ONE_SCALE.format(
        lowest=sentences.signed(f"{lowest:.2g}"), highest=sentences.signed(f"{highest:.2g}")
    )
    return f"{said} {words.DARK.format(maps=counted(dark, 'map', 'maps'))}" if dark else said


def _ask_for_stage(inside: Inside, side: int) -> Stage:
    steps = layers.whole_steps(inside.stages)
    stage = st.selectbox(
        words.LAYER,
        steps,
        index=int(steps[0].layer == "detail"),  # which has little to show
        format_func=lambda step: layers.plain_name(step.layer),
    )
    st.caption(f"{layers.about(stage, side)} {words.NAMES_ARE_A_HINT}")
    return stage


def _chosen(stage: Stage, maps: Floats) -> int:
    """The map that was chosen last in this step, else the one that answers most."""
    chosen = st.session_state.get("map", {}).get(stage.layer)
    if chosen is None or chosen >= stage.maps:
        return int(maps.mean(axis=(0, 1)).argmax())
    return int(chosen)


def _choose(stage: Stage, place: int) -> None:
    st.session_state.setdefault("map", {})[stage.layer] = place


def _show_large(picked: Picked, model: str, stage: Stage, chosen: int, picture: Pixels) -> None:
    crops = picked.report.crops
    shown = [(picked.crop, words.THE_FACE), (enlarged(picture, LARGE), map_name(chosen))]
    if len(crops) > 1:
        strengths = asked(
            questions.strengths,
            picked.report.source,
            model=model,
            meanwhile=words.LOOKING,
            crops=crops,
        )
        best = int(strengths[stage.layer][:, chosen].argmax())
        face = sentences.whose(picked.report, best)
        shown.append((crops[best], f"{words.STRONGEST_FACE}: {face}"))
    side_by_side(shown)
    if len(crops) == 1:
        st.caption(words.ONE_FACE)


def side_by_side(pictures: list[tuple[Pixels, str]]) -> None:
    """Pictures with their captions in one row, however narrow the page is."""
    with st.container(horizontal=True, wrap=False, gap="small"):
        for pixels, caption in pictures:
            with st.container(width="stretch"):
                st.image(pixels, width="stretch", caption=caption, alt=caption)


def map_name(place: int) -> str:
    """What a reader calls a map: counted from 1."""
    return f"Map {place + 1}"


def _show_grid(stage: Stage, order: list[int], pictures: list[Pixels], chosen: int) -> None:
    begins = range(0, len(order), A_PAGE)
    begin = 0
    if len(begins) > 1:
        begin = st.segmented_control(
            words.WHICH_MAPS,
            begins,
            default=0,
            required=True,
            format_func=lambda first: f"{first + 1}–{min(first + A_PAGE, len(order))}",
            key=f"maps of {stage.layer} {len(order)}",
        )
    with st.container(horizontal=True, gap="xsmall"):
        for place in order[begin : begin + A_PAGE]:
            with st.container(width=TILE, gap=None):
                name = map_name(place)
                st.image(enlarged(pictures[place], TILE), width="stretch", alt=name)
                st.button(
                    name,
                    key=f"{stage.layer} {place}",
                    type="secondary" if place == chosen else "tertiary",
                    width="stretch",
                    on_click=_choose,
                    args=(stage, place),
                )
