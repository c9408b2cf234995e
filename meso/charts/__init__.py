"""Values in, Plotly figures out."""

from __future__ import annotations

from meso.charts.score_vs_frames import alt_text, score_vs_frames

__all__ = ["alt_text", "score_vs_frames"]
