"""What a visit cost: the medians beside the aims."""

from __future__ import annotations

from benchmarks.visit import Visit, rows


def test_the_table_has_the_medians_beside_what_is_aimed_at():
    seen = [Visit(1, 0.1, 2, 0.3, 0.9), Visit(5, 0.2, 4, 0.1, 0.7), Visit(3, 0.9, 9, 0.2, 0.8)]
    assert rows(seen) == [
        ["from the drop to the chart", "3.00", "4.00", "4 s of CPU"],
        ["to the first progress", "", "0.20", "0.5 s"],
        ["threshold moved", "0.20", "0.80", "1 s"],
    ]
