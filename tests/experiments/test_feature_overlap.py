"""An experiment as a whole on generated faces: known answers, interruption, its files."""

from __future__ import annotations

import csv
import re
import shutil
import tomllib
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from meso.errors import BadFaces, NotWritten
from meso.experiments.cells import a_few
from meso.experiments.feature_overlap import FeatureOverlap
from meso.experiments.report import report
from meso.experiments.settings import OVERLAP, TRANSFER, Settings, recipe_of
from tests.experiments.conftest import write_people

pytestmark = pytest.mark.slow

TINY = Settings(faces=24, held_out=12, drawn=32 * 12, seeds=2, steps=60, few=(5, 10), few_steps=10)
METHODS = ["striped", "dotted"]


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def whole(faces, tmp_path_factory, told):
    """An experiment that ran through, and its tables."""
    out = tmp_path_factory.mktemp("runs") / "whole"
    experiment = FeatureOverlap([faces], METHODS, out, TINY)
    experiment.run(lambda *at: told.append(at))
    return experiment, report(experiment)


@pytest.fixture(scope="module")
def table(whole):
    """overlap.csv, row by row."""
    with (whole[0].folder.out / "overlap.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def cells(path):
    """Of a CSV file, line by line."""
    return [line.split(",") for line in path.read_text("utf-8").splitlines()]


def aucs(table, source, target, what):
    wanted = {"source": source, "target": target, "what": what}
    return [float(row["auc"]) for row in table if wanted.items() <= row.items()]


class TestTheNumbers:
    def test_of_a_target_that_is_its_own_source_are_about_those_of_the_source(self, table):
        for kind in METHODS:
            (own,) = aucs(table, kind, kind, TRANSFER)
            retrained = aucs(table, kind, kind, OVERLAP)
            assert np.mean(retrained) > own - 0.1

    def test_are_there_for_every_pair_with_every_control(self, table):
        sources = {row["source"] for row in table}
        assert sources == {"striped", "dotted", "all", "random"}
        for source in sources:
            for target in METHODS:
                assert len(aucs(table, source, target, OVERLAP)) == TINY.seeds
                assert len(aucs(table, source, target, "few-shot 10")) == TINY.seeds
                assert len(aucs(table, source, target, TRANSFER)) == (source != "random")

    def test_count_real_and_fake_faces_alike(self, table):
        assert {row["n"] for row in table} == {"24"}

    def test_are_shares(self, table):
        shares = [
            [float(row[name]) for name in ("auc", "recall_real", "recall_fake")] for row in table
        ]
        assert 0 <= np.min(shares) <= np.max(shares) <= 1

    def test_are_told_as_tables_with_the_random_extractor_beside_each(self, whole, table):
        random = np.mean(aucs(table, "random", "dotted", OVERLAP))
        found = np.mean(aucs(table, "striped", "dotted", OVERLAP))
        text = whole[1]
        assert f"| {found:.2f} ±" in text
        assert text.count(f"({random:.2f})") >= 3

    def test_of_two_held_out_people_tell_nothing_of_what_survives(self, whole):
        assert "**What survives the control**: cannot be told of any of the 2 pairs" in whole[1]

    def test_say_how_long_looking_and_retraining_took(self, whole):
        kept = cells(whole[0].folder.out / "seconds.csv")[1:]
        assert len(kept) == 2 * 4 * 2  # what is seen, and scores, of each source and kind
        minutes = sum(float(seconds) for _, seconds in kept) / 60
        assert minutes > 0
        assert f"looking and retraining took {minutes:.1f} minutes" in whole[1]

    def test_of_a_run_by_an_older_version_say_that_this_is_not_known(self, whole, faces, tmp_path):
        out = tmp_path / "older"
        shutil.copytree(whole[0].folder.out, out)
        (out / "seconds.csv").unlink()
        older = FeatureOverlap([faces], METHODS, out, TINY)
        older.run(lambda *at: None)
        assert "took was not recorded" in report(older)


class TestTheFolder:
    def test_says_what_was_done_and_with_how_many_faces(self, whole):
        protocol = tomllib.loads((whole[0].folder.out / "protocol.toml").read_text("utf-8"))
        assert protocol["settings"]["drawn"] == TINY.drawn
        assert protocol["settings"]["few"] == [5, 10]
        trained, held_out = protocol["train"]["striped"], protocol["held_out"]["dotted"]
        assert (trained["real"], trained["fake"], trained["people"]) == (24, 24, 4)
        assert (held_out["real"], held_out["fake"], held_out["people"]) == (12, 12, 2)

    def test_has_the_chart_and_how_alike_what_the_extractors_see_is(self, whole):
        out = whole[0].folder.out
        chart = (out / "overlap.html").read_text("utf-8")
        assert "striped" in chart
        assert re.search(r"[01]\.\d\d\\u003cbr\\u003e\([01]\.\d\d\)", chart)  # and the random one
        lines = (out / "cka.csv").read_text().splitlines()
        assert len(lines) == 1 + 4 * 4
        assert "striped,striped,1.0000" in lines

    def test_holds_what_was_seen_as_1024_numbers_a_face(self, whole):
        seen = whole[0].seen("random", "dotted")
        assert seen.train.shape == (48, 1_024)
        assert seen.held_out.shape == (24, 1_024)

    def test_is_not_taken_for_another_experiment(self, whole, faces):
        other = FeatureOverlap([faces], METHODS, whole[0].folder.out, replace(TINY, seeds=3))
        with pytest.raises(BadFaces, match="other settings or other faces"):
            other.run(lambda *at: None)

    def test_is_not_mixed_up_with_one_of_as_many_other_faces(self, whole, faces, tmp_path):
        shutil.copytree(faces / "train", tmp_path / "train")
        write_people(tmp_path / "val", ["gus", "hal"], each=6)
        other = FeatureOverlap([tmp_path], METHODS, whole[0].folder.out, TINY)
        with pytest.raises(BadFaces, match="other settings or other faces"):
            other.run(lambda *at: None)

    def test_that_cannot_be_written_says_what_is_done(self, whole, faces, tmp_path):
        (tmp_path / "file").write_text("no folder")
        lost = FeatureOverlap([faces], METHODS, tmp_path / "file", TINY)
        with pytest.raises(NotWritten, match=r"protocol\.toml could not be written: .* 0 of 22"):
            lost.run(lambda *at: None)


class TestProgress:
    def test_goes_from_0_to_all(self, whole, told):
        done, of = zip(*told, strict=True)
        assert list(done) == sorted(done)
        assert done[-1] == of[-1] == of[0]


class TestInterrupted:
    @pytest.fixture
    def run_until(self, faces, tmp_path):
        """Run; as soon as a file of the name is there, the power is cut."""

        class PowerCut(Exception):
            pass

        def run(name):
            experiment = FeatureOverlap([faces], METHODS, tmp_path / "cut", TINY)

            def cut(done, of):
                if name and (tmp_path / "cut" / name).exists():
                    raise PowerCut

            try:
                experiment.run(cut)
            except PowerCut:
                return None
            return report(experiment)

        return run

    def test_thrice_it_comes_to_the_same_end(self, whole, run_until, tmp_path):
        for name in (
            "networks/striped.weights.h5",
            "features/all/striped.npz",
            "cells/dotted/dotted.npz",
        ):
            assert run_until(name) is None
        assert not (tmp_path / "cut" / "cells" / "random").exists()
        assert run_until(None)
        cut, uncut = tmp_path / "cut", whole[0].folder.out
        assert (cut / "protocol.toml").read_bytes() == (uncut / "protocol.toml").read_bytes()
        for name, columns in (("overlap.csv", 4), ("cka.csv", 2)):
            mine, theirs = (cells(folder / name) for folder in (cut, uncut))
            assert [row[:columns] for row in mine] == [row[:columns] for row in theirs]
            numbers = [np.array([r[columns:] for r in rows[1:]], float) for rows in (mine, theirs)]
            np.testing.assert_allclose(*numbers, atol=0.1)  # a face or two: sums are rounded

    def test_does_nothing_twice(self, whole, faces, tmp_path):
        out = tmp_path / "again"
        shutil.copytree(whole[0].folder.out, out)
        times = {path: path.stat().st_mtime_ns for path in out.rglob("*.npz")}
        FeatureOverlap([faces], METHODS, out, TINY).run(lambda *at: None)
        assert {path: path.stat().st_mtime_ns for path in out.rglob("*.npz")} == times
        assert len(times) == 18


class TestAFew:
    IS_FAKE = np.repeat([False, True], [30, 20])

    def test_are_half_fake_and_three_of_five(self):
        for count, fakes in ((5, 3), (10, 5), (25, 13)):
            places = a_few(self.IS_FAKE, count, 0)
            assert (len(places), self.IS_FAKE[places].sum()) == (count, fakes)

    def test_are_among_more_of_the_same_seed(self):
        assert {*a_few(self.IS_FAKE, 5, 3)} < {*a_few(self.IS_FAKE, 10, 3)}
        assert {*a_few(self.IS_FAKE, 5, 3)} != {*a_few(self.IS_FAKE, 5, 4)}


class TestRecipe:
    def test_shows_a_network_as_many_faces_as_the_settings_say(self):
        recipe = recipe_of(replace(TINY, drawn=6_400), "dotted")
        assert recipe.epochs * recipe.steps_per_epoch * recipe.batch_size == 6_400
        assert Counter(recipe.fakes) == {"dotted": 1.0}
