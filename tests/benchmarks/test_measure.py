"""Costs are added up by stage, and runs take turns."""

from __future__ import annotations

import time

import numpy as np
import pytest

from benchmarks.measure import PROCESS, Cost, Watch, cost_of, interleaved, middle, with_peak


@pytest.mark.slow  # sleeps
class TestWatch:
    def test_waiting_costs_wall_clock_and_no_cpu(self):
        cost = cost_of(lambda: time.sleep(0.2))
        assert cost.wall >= 0.2
        assert cost.cpu < 0.1

    def test_a_stage_that_comes_again_is_added_to(self):
        watch = Watch()
        for stage in ("wait", "nothing", "wait"):
            with watch(stage):
                time.sleep(0.1 * (stage == "wait"))
        assert watch.stages["wait"].wall >= 0.2
        assert watch.stages["nothing"].wall < 0.1
        assert watch.total.wall == pytest.approx(
            watch.stages["wait"].wall + watch.stages["nothing"].wall
        )


class TestRuns:
    def test_take_turns(self):
        order = []

        def run(name):
            return lambda: order.append(name) or Cost(len(order), 0)

        costs = interleaved({"a": run("a"), "b": run("b")}, runs=3)
        assert order == ["a", "b"] * 3
        assert [cost.cpu for cost in costs["b"]] == [2, 4, 6]

    def test_the_middle_one_is_told_of_each_clock(self):
        assert middle([Cost(3, 10), Cost(1, 30), Cost(2, 20)]) == Cost(2, 20)


@pytest.mark.slow  # holds much memory
@pytest.mark.skipif(not (PROCESS / "clear_refs").exists(), reason="Linux keeps the peak")
class TestPeak:
    def test_it_is_that_of_the_work_alone(self):
        _, before = with_peak(lambda: None)
        size, during = with_peak(lambda: np.ones(30_000_000).size)
        _, after = with_peak(lambda: None)
        assert size == 30_000_000
        assert during - before > 200
        assert after - before < 100
