"""Values in, Plotly figures out."""

from __future__ import annotations

from plotly.graph_objects import Figure

from meso.charts.overlap_heatmap import overlap_alt_text, overlap_heatmap
from meso.charts.reliability import coverage_risk, reliability_diagram
from meso.charts.score_scale import score_scale
from meso.charts.score_vs_frames import Levels, alt_text, score_vs_frames

__all__ = [
    "Figure",
    "Levels",
    "alt_text",
    "coverage_risk",
    "overlap_alt_text",
    "overlap_heatmap",
    "reliability_diagram",
    "score_scale",
    "score_vs_frames",
]
