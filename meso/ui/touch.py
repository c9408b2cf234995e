"""Nothing in; charts in which the first tap of a finger chooses its point, out.

Plotly chooses the point that the mouse is over, and a finger was over none before it touched: the
first tap chose nothing, and the second the point of the first. No setting of Plotly or Streamlit
changes that. So the chart is told of a touch as of a mouse that comes over the same place.
"""

from __future__ import annotations

from functools import lru_cache

from streamlit.components import v2
from streamlit.components.v2.types import ComponentRenderer

JS = """
export default function () {
    const comesOver = ({target, touches}) => {
        if (!target.matches(".nsewdrag")) return;  // what Plotly lays over a plot to take clicks
        const {clientX, clientY} = touches[0];
        target.dispatchEvent(new MouseEvent("mousemove", {clientX, clientY, bubbles: true}));
    };
    document.addEventListener("touchstart", comesOver, {capture: true, passive: true});
    return () => document.removeEventListener("touchstart", comesOver, {capture: true});
}
"""


def let_taps_choose() -> None:
    """For a page with a chart whose points are chosen."""
    _component()(height=1)


@lru_cache(maxsize=1)
def _component() -> ComponentRenderer:
    return v2.component("taps choose a point", js=JS)
