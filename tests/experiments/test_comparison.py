"""Networks compared on generated faces: what is trained, adapted, kept and told."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from meso.errors import BadFaces
from meso.experiments import few_shot, generality
from meso.experiments.comparison import NetworksCompared
from meso.experiments.settings import TRANSFER, Comparison, compared_recipe, few_shot_recipe

pytestmark = pytest.mark.slow

METHODS = ["striped", "dotted"]
TINY = Comparison(
    networks=("meso1", "forensic_transfer"),
    faces=12,
    held_out=6,
    drawn=64,
    few=(4, 10),
    seeds=2,
    few_steps=2,
)


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def whole(faces, tmp_path_factory, told):
    """A comparison that ran through."""
    out = tmp_path_factory.mktemp("runs") / "whole"
    experiment = NetworksCompared([faces], METHODS, out, TINY)
    experiment.run(lambda *at: told.append(at))
    return experiment


class TestTheScores:
    def test_are_of_every_network_on_every_kind(self, whole):
        assert whole.sources == [
            f"{network}/{kind}" for network in TINY.networks for kind in METHODS
        ]
        for source in whole.sources:
            for kind in METHODS:
                found = whole.scores(source, kind).fake_score
                assert found.shape[0] == 12
                assert ((found >= 0) & (found <= 1)).all()

    def test_are_after_adaptation_too_where_the_kind_is_another(self, whole):
        own, other = (whole.scores("forensic_transfer/striped", kind) for kind in METHODS)
        assert own.what.tolist() == [TRANSFER]
        adapted = [f"few-shot {few}" for few in (4, 4, 10, 10)]
        assert other.what.tolist() == [TRANSFER, *adapted]
        assert other.seed.tolist() == [0, 0, 1, 0, 1]

    def test_of_adapted_networks_are_others_for_other_faces(self, whole):
        columns = whole.scores("forensic_transfer/striped", "dotted").fake_score.T
        assert all((one != other).any() for one, other in pairwise(columns))

    def test_stay_when_a_network_was_adapted_before(self, whole, faces, tmp_path):
        """Each adaptation begins from the numbers of the file."""
        out = tmp_path / "again"
        shutil.copytree(whole.folder.out, out)
        again = NetworksCompared([faces], METHODS, out, TINY)
        again.folder.cell("meso1/dotted", "striped").unlink()
        again.run(lambda *at: None)
        pair = [run.scores("meso1/dotted", "striped").fake_score for run in (whole, again)]
        np.testing.assert_allclose(*pair, atol=1e-3)


def test_more_faces_than_there_are_are_not_told_of(faces, tmp_path):
    settings = replace(TINY, few=(4, 24, 25))
    small = NetworksCompared([faces], METHODS, tmp_path / "small", settings)
    assert small.settings.few == (4, 24)


class TestTheFolder:
    def test_has_a_network_of_each_source(self, whole):
        assert all(whole.folder.network(source).is_file() for source in whole.sources)

    def test_is_finished_where_it_was(self, whole, faces, tmp_path):
        out = tmp_path / "again"
        shutil.copytree(whole.folder.out, out)
        times = {path: path.stat().st_mtime_ns for path in out.rglob("*.npz")}
        NetworksCompared([faces], METHODS, out, TINY).run(lambda *at: None)
        assert {path: path.stat().st_mtime_ns for path in out.rglob("*.npz")} == times
        assert len(times) == 8

    def test_is_not_taken_for_another_comparison(self, whole, faces):
        other = NetworksCompared([faces], METHODS, whole.folder.out, replace(TINY, seeds=3))
        with pytest.raises(BadFaces, match="other settings or other faces"):
            other.run(lambda *at: None)


def test_progress_goes_from_0_to_all(whole, told):
    done, of = zip(*told, strict=True)
    assert list(done) == sorted(done)
    assert done[-1] == of[-1] == of[0]


@pytest.fixture(scope="module")
def generality_text(whole):
    return generality.report(whole)


class TestTheReportOfGenerality:
    def test_has_a_row_a_network_cheapest_first(self, generality_text):
        rows = [line.split(" | ") for line in generality_text.splitlines() if line.startswith("| ")]
        assert [row[0] for row in rows[1:]] == ["| meso1", "| forensic_transfer"]
        assert rows[2][1] == "99,368"

    def test_tells_apart_the_own_kind_and_the_others(self, whole, generality_text):
        with (whole.folder.out / "comparison.csv").open(newline="") as file:
            measured = [row for row in csv.DictReader(file) if row["what"] == TRANSFER]
        other = np.mean(
            [
                float(row["auc"])
                for row in measured
                if row["source"] == f"meso1/{'dotted' if row['target'] == 'striped' else 'striped'}"
            ]
        )
        (line,) = [line for line in generality_text.splitlines() if line.startswith("| meso1 ")]
        assert f"{other:.2f} [" in line.split(" | ")[5]

    def test_draws_the_chart_as_a_page_and_as_a_picture(self, whole, generality_text):
        out = whole.folder.out
        assert "forensic_transfer" in (out / "whole.html").read_text("utf-8")
        assert (out / "whole.svg").read_text("utf-8").startswith("<svg")
        assert "](whole.svg)" in generality_text

    def test_measures_the_cost_once(self, whole, generality_text):
        assert whole.cost("meso1") == whole.cost("meso1")
        assert whole.folder.cost("meso1").is_file()


@pytest.fixture(scope="module")
def few_shot_text(whole):
    return few_shot.report(whole)


class TestTheReportOfAdaptation:
    def test_has_a_row_a_network_and_pair_in_auc_and_in_accuracy(self, few_shot_text):
        rows = [line for line in few_shot_text.splitlines() if "striped → dotted" in line]
        assert [row.split(" | ")[0] for row in rows] == 2 * ["| forensic_transfer", "| meso1"]
        assert all(row.count(" ± ") == 2 for row in rows)

    def test_has_the_published_figures_beside(self, few_shot_text):
        (row,) = [
            line for line in few_shot_text.splitlines() if "published ForensicTransfer" in line
        ]
        assert row.split(" | ")[2:6] == ["60.6", "–", "70.5", "– |"]

    def test_ends_with_the_same_network_trained_on_that_kind(self, whole, few_shot_text):
        with (whole.folder.out / "few-shot.csv").open(newline="") as file:
            (own,) = [
                row["auc"]
                for row in csv.DictReader(file)
                if (row["source"], row["target"]) == ("meso1/dotted", "dotted")
            ]
        first = next(
            x for x in few_shot_text.splitlines() if x.startswith("| meso1 | striped → dotted")
        )
        assert first.endswith(f"| {float(own):.2f} |")


class TestRecipes:
    def test_differ_in_the_loss_of_forensic_transfer_only(self):
        plain, split = (
            compared_recipe(TINY, network, "dotted") for network in ("meso4", "forensic_transfer")
        )
        assert split.loss == "split_latent"
        same = replace(plain, architecture=split.architecture, loss=split.loss, dropout=0.0)
        assert same == split

    def test_of_a_few_faces_are_shorter_and_slower(self):
        recipe = few_shot_recipe(TINY, "meso4", "dotted")
        assert (recipe.steps_per_epoch, recipe.learning_rate) == (2, TINY.few_rate)
