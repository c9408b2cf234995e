"""Nothing in; charts in which the first tap of a finger chooses its point, out.

Plotly chooses the point that the mouse is over, and a finger was over none before it touched: the
first tap chose nothing, and the second the point of the first. No setting of Plotly or Streamlit
changes that. So the chart is told of a touch as of a mouse that comes over the same place.
"""

from __future__ import annotations

import streamlit as st

LAYER = ".nsewdrag"  # Plotly's, which lies over a plot and takes clicks
SCRIPT = f"""<script>
if (!window.tapsChoose) {{
    window.tapsChoose = true;
    document.addEventListener("touchstart", ({{target, touches}}) => {{
        if (!target.matches("{LAYER}")) return;
        const {{clientX, clientY}} = touches[0];
        target.dispatchEvent(new MouseEvent("mousemove", {{clientX, clientY, bubbles: true}}));
    }}, {{capture: true, passive: true}});
}}
</script>"""


def let_taps_choose() -> None:
    """For a page with a chart whose points are chosen; the script is the same for everybody."""
    st.html(SCRIPT, unsafe_allow_javascript=True)
