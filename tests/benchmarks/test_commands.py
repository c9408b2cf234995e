"""Each command measures a tiny clip through all of its parts and prints a table."""

from __future__ import annotations

import re
from functools import partial

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks import clips, growth, isolation, network, page, pipeline, scale
from benchmarks.clips import Clip, made
from benchmarks.growth import Point
from meso.models.network import load_network
from meso.models.weights import known

pytestmark = pytest.mark.slow


@pytest.fixture
def tiny(monkeypatch):
    """A clip of a second; a longer one would repeat it."""
    monkeypatch.setattr(clips, "ROUND", 1)
    return Clip(height=240, seconds=1)


def rows_of(command, *arguments: str) -> list[list[str]]:
    """The cells of every line of a table that the command prints, without the rules."""
    done = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    lines = [line for line in done.output.splitlines() if line.startswith("|")]
    return [line.strip("| ").split(" | ") for line in lines if ":--" not in line]


class TestPipeline:
    def test_prints_costs_ratios_and_agreement(self, tiny, tmp_path):
        clip = made(tmp_path, tiny)
        rows = rows_of(pipeline.main, "--runs", "1", "--frames", "6", str(clip))
        heads = [row for row in rows if row[0] != clip.name and row[0] != "median"]
        costs, ratios = [row for row in rows if row[0] == clip.name]
        assert heads[0][1:] == [
            "naive: decode",
            "naive: find",
            "naive: score",
            "ours: detect",
            "floor: decode",
            "floor: network",
        ]
        assert all(re.fullmatch(r"\d+\.\d\d \(\d+\.\d\d\)", cell) for cell in costs[1:])
        assert all(float(ratio) > 0 for ratio in ratios[1:3])
        faces, found, ours, mtcnn, *labels = ratios[5:]
        assert (faces, found) == ("6", "100.0%")
        for of_clip, of_face in (ours.split(", "), mtcnn.split(", ")):
            assert float(of_clip) <= float(of_face) < 0.1
        assert labels[0] == labels[1]

    def test_a_clip_that_is_not_there_is_wrong_usage(self):
        done = CliRunner().invoke(pipeline.main, ["nowhere.mp4"])
        assert done.exit_code == 2


class TestNetwork:
    def test_prints_a_row_an_engine_and_batch(self, monkeypatch):
        monkeypatch.setattr(network, "CROPS", 4)
        monkeypatch.setattr(network, "BATCHES", (1, 4))
        head, *rows = rows_of(network.main, "meso4", "--runs", "1")
        assert head[:3] == ["network", "engine", "batch"]
        assert [row[1] for row in rows] == [name for name in network.ENGINES for _ in range(2)]
        assert all(int(row[4]) > 0 and row[5].endswith("%") for row in rows)

    @pytest.mark.parametrize("name", ["meso4", "meso_inception4"])
    def test_every_engine_gives_the_same_scores(self, name):
        model = load_network(name).model
        crops = np.random.default_rng(0).integers(0, 256, (3, 256, 256, 3), "uint8")
        scores = [made(model)(crops) for made in network.ENGINES.values()]
        assert all(one.shape == (3, 1) for one in scores)
        assert all(one == pytest.approx(scores[0], abs=1e-4) for one in scores)

    @pytest.mark.parametrize(("name", "million"), [("meso4", 120), ("meso_inception4", 114)])
    def test_operations_are_two_a_multiplication(self, name, million):
        assert name in known()
        model = load_network(name).model
        assert network.operations(model) / 1e6 == pytest.approx(million, rel=0.01)


class TestGrowth:
    def test_prints_a_row_a_point(self, tiny, monkeypatch):
        points = [Point("few", tiny, 2), Point("more", tiny, 4)]
        monkeypatch.setitem(growth.AXES, "frames", points)
        head, few, more = rows_of(growth.main, "frames", "--runs", "1")
        assert head[0] == "frames"
        assert (few[0], few[3], few[4]) == ("few", "1.0", "2")
        assert 300 < int(few[5]) < 1200
        assert (more[0], more[4]) == ("more", "4")

    def test_what_is_asked_to_be_written_is_written(self, tiny, monkeypatch, tmp_path):
        file = tmp_path / "page.md"
        file.write_text("<!-- growth: frames -->\n<!-- end of growth: frames -->\n")
        monkeypatch.setattr(growth, "finish", partial(page.finish, page=file))
        monkeypatch.setitem(growth.AXES, "frames", [Point("few", tiny, 2)])
        rows_of(growth.main, "frames", "--runs", "1", "--write")
        assert "| few | " in file.read_text()


class TestIsolation:
    def test_prints_what_a_process_costs_more(self, tiny, monkeypatch):
        monkeypatch.setattr(isolation, "HEIGHTS", (tiny.height,))
        monkeypatch.setattr(isolation, "PHOTO", (400, 300))
        _, photo, clip = rows_of(isolation.main, "--runs", "1", "--frames", "4")
        assert (photo[0], clip[0]) == ("a photo of 12 million pixels", "240p, 10 s")
        assert float(photo[3]) > 0
        assert float(clip[3]) > 0


class TestScale:
    def test_prints_speeds_by_workers_and_what_a_million_minutes_cost(self, tiny, monkeypatch):
        monkeypatch.setattr(scale, "ONE", tiny)
        monkeypatch.setattr(scale, "COSTED", [tiny])
        monkeypatch.setattr(scale, "WAYS", [("meso batch", 1), ("meso batch --ray", 1)])
        rows = rows_of(scale.main, "--files", "20", "--runs", "1", "--core-hour", "0.5")
        (photos, alone, on_ray), (clips, *_), (_, cost), (_, core, gpu) = (
            rows[:3],
            rows[3:6],
            rows[6:8],
            rows[8:],
        )
        assert (photos[0], clips[0]) == ("20 photos", "4 clips")
        assert [row[:2] for row in (alone, on_ray)] == [[name, "1"] for name, _ in scale.WAYS]
        assert all(float(row[2]) > 0 and row[4] == "100%" for row in (alone, on_ray))
        seconds, a_minute, hours, price = (float(cell.replace(",", "")) for cell in cost[1:])
        assert a_minute == pytest.approx(60 * seconds, abs=0.4)
        assert hours == pytest.approx(a_minute * 1e6 / 3600, rel=0.01)
        assert price == pytest.approx(hours / 2, abs=1)
        assert core[2:] == cost[3:]
        assert gpu[1:] == ["not measured"] * 3

    def test_knows_what_a_gpu_would_cost_where_somebody_timed_one(self):
        cpu = {scale.ONE: 2.0}
        _, gpu = scale.gpu_rows(cpu, scale.Prices(0.04, 1.0, gpu_clips=50))
        assert gpu == ["a GPU", "50.00", "33", "33"]
        told = scale.told_costs(cpu, scale.Prices(0.04, 1.0, None), runs=1)
        assert "scores more than 12 clips a second" in told

    def test_finds_its_marks_in_the_docs(self):
        marks = re.findall("<!-- end of (.*?) -->", scale.SCALE.read_text())
        assert marks == ["scale: photos", "scale: clips", "scale: cost"]


def test_the_page_of_the_docs_has_a_place_for_everything():
    sections = {
        "isolation",
        "pipeline",
        "network",
        "exports",
        "start",
        "visit",
        *(f"growth: {axis}" for axis in growth.AXES),
    }
    assert sections <= set(re.findall("<!-- end of (.*?) -->", page.PAGE.read_text()))
