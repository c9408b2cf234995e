"""What a face becomes inside a network in; the branches of a stage side by side on the page out."""

from __future__ import annotations

import streamlit as st

from meso.charts.heat import enlarged
from meso.models.maps import Inside
from meso.ui import layers
from meso.ui.show_maps import Scale, map_name, pictures_of, scale_in_words, scale_of
from meso.ui.words import look_inside as words
from meso.values import Floats

TILE = 256  # pixels, as sent


def show_branches(inside: Inside) -> None:
    """The maps of each branch of a stage: what it starts from, and what it finds."""
    parts = {
        part: inside.maps[stage.layer]
        for stage in inside.stages
        if (part := layers.part_of(stage.layer))
    }
    if not parts:
        st.info(words.NO_BRANCHES)
        return
    st.markdown(words.BRANCHES)
    number = st.segmented_control(
        words.WHICH_STAGE,
        sorted({stage for stage, _ in parts}),
        default="1",
        required=True,
        format_func=lambda stage: words.STAGE.format(stage=stage),
    )
    own_scale = st.toggle(
        words.OWN_SCALE, value=True, help=words.OWN_SCALE_HELP, key="scale of branches"
    )
    everything = inside.maps[f"features_{number}_join"]
    st.caption(words.EACH_ITS_OWN if own_scale else scale_in_words(everything))
    _show_side_by_side(
        {part: maps for (stage, part), maps in parts.items() if stage == number},
        None if own_scale else scale_of(everything),
    )


def _show_side_by_side(parts: dict[str, Floats], scale: Scale | None) -> None:
    with st.container(horizontal=True, wrap=False, gap="small"):
        for branch, title in words.BRANCH.items():
            with st.container(width="stretch", gap="xsmall"):
                st.markdown(f"**{title}**")
                _show_maps(title, parts[branch], scale)
                begins_with = branch.replace("dilated", "reduce")
                if begins_with != branch:
                    st.caption(words.BEGINS_WITH)
                    _show_maps(f"{title}, {words.BEGINS_WITH}", parts[begins_with], scale)


def _show_maps(of: str, maps: Floats, scale: Scale | None) -> None:
    for place, picture in enumerate(pictures_of(maps, scale)):
        alt = f"{of}: {map_name(place)}"
        st.image(enlarged(picture, TILE), width="stretch", alt=alt)
