"""What `python -m benchmarks.visit` measures, on a clip that is at hand."""

from __future__ import annotations

import pytest

from benchmarks.visit import visits

pytestmark = pytest.mark.slow


def test_a_visit_sees_progress_then_the_chart_then_the_threshold_move(app, chromium, clip):
    (visit,) = visits(app, chromium, clip, runs=1)
    assert 0 < visit.first_progress < visit.to_chart
    assert visit.cpu > visit.slider_cpu > 0
    assert visit.slider > 0
