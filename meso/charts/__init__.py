"""Values in, Plotly figures out."""

from __future__ import annotations

from plotly.graph_objects import Figure

from meso.charts.overlap_heatmap import overlap_alt_text, overlap_heatmap
from meso.charts.pareto import pareto, pareto_in_words
from meso.charts.reliability import coverage_risk, reliability_diagram
from meso.charts.score_histogram import histogram_in_words, score_histogram
from meso.charts.score_scale import score_scale
from meso.charts.score_vs_change import ChangedScores, change_in_words, score_vs_change
from meso.charts.score_vs_frames import Levels, alt_text, score_vs_frames
from meso.charts.score_vs_time import ScoresOverTime, score_vs_time, time_in_words
from meso.charts.staircase import staircase, staircase_in_words
from meso.charts.two_curves import two_curves, two_curves_in_words

__all__ = [
    "ChangedScores",
    "Figure",
    "Levels",
    "ScoresOverTime",
    "alt_text",
    "change_in_words",
    "coverage_risk",
    "histogram_in_words",
    "overlap_alt_text",
    "overlap_heatmap",
    "pareto",
    "pareto_in_words",
    "reliability_diagram",
    "score_histogram",
    "score_scale",
    "score_vs_change",
    "score_vs_frames",
    "score_vs_time",
    "staircase",
    "staircase_in_words",
    "time_in_words",
    "two_curves",
    "two_curves_in_words",
]
