from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from importlib.resources import files

import cv2
import numpy as np
import pytest

from meso.errors import BadFaces, BadWeights
from meso.models.weights import check, known
from meso.training.recipes import RECIPES, SELF_BLENDED

pytestmark = pytest.mark.slow

SMOKE = RECIPES["smoke"]
PHOTO = files("skimage") / "data" / "astronaut.png"


def people(astronaut, names):
    """A few crops of people who differ in their light; one fake of each."""
    faces = {}
    for place, name in enumerate(names):
        lit = cv2.convertScaleAbs(astronaut, alpha=0.7 + 0.2 * place, beta=10 * place)
        faces[f"real/{name}.png", name, "nasa"] = lit
        faces[f"fake/blurred/{name}.png", name, "nasa"] = cv2.GaussianBlur(lit, (0, 0), 3)
    return faces


@pytest.fixture(scope="module")
def trained(write_faces, astronaut, tmp_path_factory):
    """The best weights of one short training, and what it told on the way."""
    from meso.training.run import run

    folder = tmp_path_factory.mktemp("trained")
    write_faces(folder / "train", people(astronaut, ["anna", "ben"]))
    write_faces(folder / "val", people(astronaut, ["carl"]))
    told = []
    return run(SMOKE, [folder], folder / "out", lambda *at: told.append(at)), told


class TestFit:
    def test_leaves_the_best_and_the_last_weights(self, trained):
        best, _ = trained
        assert best.name == "best.weights.h5"
        assert best.stat().st_size > 100_000
        assert (best.parent / "last.weights.h5").stat().st_size > 100_000

    def test_writes_what_each_epoch_gave(self, trained):
        with (trained[0].parent / "history.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == SMOKE.epochs
        assert 0 <= float(rows[0]["val_auc"]) <= 1
        assert np.isfinite(float(rows[0]["loss"]))

    def test_writes_the_recipe(self, trained):
        written = json.loads((trained[0].parent / "recipe.json").read_text("utf-8"))
        assert written == asdict(SMOKE)

    def test_tells_every_step(self, trained):
        _, told = trained
        assert told == [(1, 2), (2, 2)]

    def test_goes_on_from_the_weights_it_is_given(self, trained, tmp_path):
        from meso.models.architectures import BUILDERS
        from meso.training.fit import fit

        best, _ = trained
        no_change = replace(SMOKE, learning_rate=0.0)
        again = fit(no_change, [best.parent.parent], tmp_path / "out", start=best)
        first, second = BUILDERS["meso4"](), BUILDERS["meso4"]()
        first.load_weights(best)
        second.load_weights(again)
        kernels = [model.get_layer("features_1_conv").get_weights()[0] for model in (first, second)]
        np.testing.assert_array_equal(*kernels)

    def test_refuses_to_go_on_from_another_network(self, trained, tmp_path):
        from meso.training.fit import fit

        best, _ = trained
        inception = replace(SMOKE, architecture="meso_inception4")
        with pytest.raises(BadWeights, match="no weights of meso_inception4 at 256 pixels"):
            fit(inception, [best.parent.parent], tmp_path / "out", start=best)

    def test_refuses_a_person_on_both_sides_by_name(self, write_faces, astronaut, tmp_path):
        from meso.training.fit import fit

        write_faces(tmp_path / "train", people(astronaut, ["anna", "ben"]))
        write_faces(tmp_path / "val", people(astronaut, ["carl", "ben"]))
        with pytest.raises(BadFaces, match=r"leaks: .* 1 person, such as ben \(train/real/ben"):
            fit(SMOKE, [tmp_path], tmp_path / "out")
        assert not (tmp_path / "out").exists()

    def test_may_leave_that_person_out(self, write_faces, astronaut, tmp_path):
        from meso.training.fit import fit

        write_faces(tmp_path / "train", people(astronaut, ["anna", "ben"]))
        write_faces(tmp_path / "val", people(astronaut, ["carl", "ben"]))
        assert fit(SMOKE, [tmp_path], tmp_path / "out", without=["ben"]).is_file()

    def test_takes_training_faces_from_several_folders(self, trained, write_faces, astronaut):
        from meso.training.fit import _sides

        best, _ = trained
        more = best.parent.parent / "more"
        write_faces(more / "train", people(astronaut, ["dora"]))
        train, val = _sides([best.parent.parent, more], [])
        assert {face.person for face in train} == {"anna", "ben", "dora"}
        assert {face.person for face in val} == {"carl"}

    def test_asks_for_the_side_that_is_missing(self, write_faces, astronaut, tmp_path):
        from meso.training.fit import fit

        write_faces(tmp_path / "train", people(astronaut, ["anna"]))
        with pytest.raises(BadFaces, match=r"val has no faces\.csv"):
            fit(SMOKE, [tmp_path], tmp_path / "out")

    def test_has_an_architecture_for_every_recipe(self):
        from meso.models.architectures import BUILDERS

        assert {recipe.architecture for recipe in RECIPES.values()} <= {*BUILDERS}


class TestInterruptedRun:
    TWO = replace(SMOKE, epochs=2, dropout=0.0)

    def test_goes_on_to_the_same_end(self, trained, tmp_path):
        import keras

        from meso.training.fit import fit

        class PowerCut(keras.callbacks.Callback):
            def on_epoch_begin(self, epoch, logs=None):
                if epoch == 1:
                    raise KeyboardInterrupt

        faces = [trained[0].parent.parent]
        fit(self.TWO, faces, tmp_path / "whole")
        with pytest.raises(KeyboardInterrupt):
            fit(self.TWO, faces, tmp_path / "cut", callbacks=[PowerCut()])
        fit(self.TWO, faces, tmp_path / "cut")
        whole, cut = ((tmp_path / name / "history.csv").read_text() for name in ("whole", "cut"))
        assert len(whole.splitlines()) == 3
        for row, same in zip(whole.splitlines()[1:], cut.splitlines()[1:], strict=True):
            np.testing.assert_allclose(*(np.array(line.split(","), float) for line in (row, same)))

    def test_is_not_mixed_up_with_that_of_another_recipe(self, trained):
        from meso.training.fit import fit

        best, _ = trained
        with pytest.raises(BadFaces, match=r"holds the run of another recipe\. Choose another"):
            fit(self.TWO, [best.parent.parent], best.parent)


class TestRecipe:
    def test_decides_when_training_stops(self, trained, tmp_path):
        from meso.training.fit import HISTORY, fit

        faces = [trained[0].parent.parent]
        impatient = replace(SMOKE, epochs=12, learning_rate=0.0, patience=2)
        fit(impatient, faces, tmp_path / "out")
        with (tmp_path / "out" / HISTORY).open(newline="") as file:
            aucs = [float(row["val_auc"]) for row in csv.DictReader(file)]
        assert len(aucs) < 12
        assert aucs.index(max(aucs)) == len(aucs) - 1 - 2

    @pytest.mark.parametrize(("quick", "computed"), [(True, "bfloat16"), (False, "float32")])
    def test_decides_the_precision_where_it_saves_time(self, quick, computed, monkeypatch):
        import keras

        from meso.training import learner
        from meso.training.fit import compiled

        monkeypatch.setattr(learner, "quick_at_bfloat16", lambda: quick)
        before = keras.config.dtype_policy()
        model = compiled(replace(SMOKE, half_precision=True), None)
        assert model.get_layer("features_1_conv").compute_dtype == computed
        assert model.get_layer("features_1_conv").kernel.dtype == "float32"
        assert model.get_layer("fake_score").compute_dtype == "float32"
        assert keras.config.dtype_policy() == before

    def test_of_the_paper_takes_its_learning_rates(self):
        from meso.training.fit import _schedule

        rate = _schedule(RECIPES["paper"])
        steps = [0, 999, 1_500, 2_500, 5_000]
        np.testing.assert_allclose(
            [float(rate(step)) for step in steps], [1e-3, 1e-3, 1e-4, 1e-5, 1e-6], rtol=1e-5
        )


class TestInstall:
    @pytest.fixture
    def install(self, trained, tmp_path):
        """Install the trained weights under a name into a new folder."""
        from meso.training.run import install

        return lambda name: install(trained[0], SMOKE, name, folder=tmp_path / "weights")

    def test_makes_a_network_that_scores_as_the_trained_one(
        self, install, trained, astronaut, tmp_path
    ):
        from meso.models.network import load_network

        install("mine")
        network = load_network("mine", folder=tmp_path / "weights")
        (score,) = network.fake_scores(astronaut[None])
        network.model.load_weights(trained[0])
        assert network.fake_scores(astronaut[None]) == [score]

    def test_lists_it_with_all_that_is_known(self, install, tmp_path):
        installed = install("mine")
        assert known(tmp_path / "weights") == {"mine": installed}
        assert (installed.architecture, installed.threshold, installed.band) == ("meso4", 0.5, 0)
        assert "self_blended" in installed.note
        check(installed)

    def test_leaves_the_optimizer_behind(self, install, trained):
        assert install("mine").path.stat().st_size < trained[0].stat().st_size / 2

    def test_takes_the_place_of_an_older_one_of_that_name(self, install, tmp_path):
        install("mine").path.write_bytes(b"other numbers")
        check(install("mine"))
        assert len(known(tmp_path / "weights")) == 1

    @pytest.mark.parametrize("name", ["../mine", "My network", "", "a/b"])
    def test_refuses_what_cannot_be_a_name_before_it_copies_anything(self, install, tmp_path, name):
        with pytest.raises(BadWeights, match=r"cannot be named .*: use a-z"):
            install(name)
        assert list(tmp_path.rglob("*.h5")) == []


class TestForensicTransfer:
    def test_is_trained_installed_and_scores_a_photo_as_any_other(
        self, write_faces, astronaut, tmp_path
    ):
        from meso.training.run import install, run

        write_faces(tmp_path / "train", people(astronaut, ["anna", "ben"]))
        write_faces(tmp_path / "val", people(astronaut, ["carl"]))
        short = {"epochs": 1, "steps_per_epoch": 2, "batch_size": 4, "fakes": {SELF_BLENDED: 1.0}}
        recipe = replace(RECIPES["forensic-transfer"], **short)
        best = run(recipe, [tmp_path], tmp_path / "out", lambda *_: None)
        install(best, recipe, "mine", folder=tmp_path / "weights")
        command = [sys.executable, "-m", "meso", "detect", str(PHOTO), "--model", "mine", "--json"]
        environment = {**os.environ, "MESO_WEIGHTS": str(tmp_path / "weights")}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        report = json.loads(done.stdout)
        assert report["model"] == "mine"
        assert 0 < report["verdict"]["score"] < 1
