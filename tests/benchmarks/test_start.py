"""What the first visitor waited for: the medians of several starts."""

from __future__ import annotations

from benchmarks.start import Start, rows


def test_the_medians_stand_beside_the_aim():
    seen = [Start(1.0, 0.5, 9.0, 0.5), Start(3.0, 0.25, 4.0, 0.25), Start(2.0, 1.75, 5.0, 1.0)]
    server, page, again, network = rows(seen)
    assert server[1:] == ["2.00", ""]
    assert page[1:] == ["0.50", "2 s"]
    assert again[1:] == ["0.50", ""]
    assert network[1:] == ["5.00", ""]
