"""The page's address in, what a visitor had chosen out; and back: a link that restores the view.

It names the network, the frames and the rule, never a file: uploads stay where they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import NamedTuple

import streamlit as st

from meso.detection.reductions import REDUCTIONS


class View(NamedTuple):
    """What was chosen; None where the page is to use its default."""

    network: str | None = None
    frames: int | None = None
    threshold: float | None = None
    reduction: str | None = None


def restore(networks: Collection[str], *, most_frames: int) -> View:
    """The view that the address named when the session began, as far as there is such a thing.

    It stays the same: a control whose default moved with the address would be a new one each time.
    """
    if "view" not in st.session_state:
        st.session_state.view = view_in(st.query_params, networks, most_frames=most_frames)
    view: View = st.session_state.view
    return view


def restored() -> View:
    """What `restore` gave last; a view of defaults before that."""
    view: View = st.session_state.get("view", View())
    return view


def forget_rule() -> None:
    """From now on the view has the network's own rule."""
    st.session_state.view = restored()._replace(threshold=None, reduction=None)


def remember(**chosen: str | float | None) -> None:
    """Put parts of a view into the page's address; what is None is taken out of it."""
    for name, value in chosen.items():
        if value is None:
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != str(value):
            st.query_params[name] = str(value)


def view_in(address: Mapping[str, str], networks: Collection[str], *, most_frames: int) -> View:
    """What the address names. Anybody can write one: what is unknown or out of range is None."""
    network, reduction = address.get("network"), address.get("reduction")
    frames, threshold = _number(address.get("frames")), _number(address.get("threshold"))
    return View(
        network if network in networks else None,
        int(frames) if frames and frames in range(1, most_frames + 1) else None,
        round(threshold, 2) if threshold is not None and 0 <= threshold <= 1 else None,
        reduction if reduction in REDUCTIONS else None,
    )


def _number(text: str | None) -> float | None:
    with suppress(ValueError, TypeError):
        return float(text or "")
    return None
