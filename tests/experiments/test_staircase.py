"""A staircase on generated faces: who and what is shown at each step, and what is kept and told."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest

from meso.errors import BadFaces
from meso.experiments.choose import choose
from meso.experiments.files import load
from meso.experiments.rows import as_csv
from meso.experiments.settings import Stairs
from meso.experiments.staircase import Staircase, compressed, other_frames
from meso.experiments.staircase_report import claim, report
from meso.experiments.steps import (
    HEAVY,
    METHOD,
    OTHERS,
    SAME,
    SHARP_METHOD,
    STAIRCASE_CSV,
    STEPS,
    Step,
    read_steps,
    shares,
)

pytestmark = pytest.mark.slow

METHODS = ["striped", "dotted"]
TINY = Stairs(faces=24, held_out=12, drawn=32 * 8)


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def whole(faces, tmp_path_factory, told):
    """One that ran through, and its tables."""
    out = tmp_path_factory.mktemp("runs") / "stairs"
    experiment = Staircase([faces], METHODS, out, TINY)
    experiment.run(lambda *at: told.append(at))
    return experiment, report(experiment)


@pytest.fixture(scope="module")
def steps(whole):
    return {
        (step.kind, step.step): step for step in read_steps(whole[0].folder.out / STAIRCASE_CSV)
    }


def clips(chosen):
    return {(one.about.person, one.face.file.rpartition("_")[2]) for one in chosen}


class TestOtherFrames:
    @pytest.mark.parametrize("method", ["striped", "resampled"])
    def test_are_of_the_same_people_and_of_no_frame_that_is_trained_on(self, faces, method):
        (kind,) = choose([faces], "train", [method], most=100, seed=0).values()
        kept, same = other_frames(kind, 0.2)
        assert {one.about.person for one in same} == {one.about.person for one in kept}
        assert not clips(kept) & clips(same)
        assert len(kept) + len(same) == len(kind)
        assert len(same) == 8  # of each of four people one real and one fake

    def test_are_none_of_somebody_who_has_one(self, faces):
        (kind,) = choose([faces], "train", ["striped"], most=4, seed=0).values()
        kept, same = other_frames(kind, 0.2)
        assert len(kept) == 8
        assert same == []


class TestCompressed:
    def test_is_worse_the_more_it_is_compressed_and_as_it_was_at_0(self):
        noise = np.random.default_rng(0).integers(0, 256, (1, 256, 256, 3), np.uint8)
        apart = [np.abs(compressed(noise, q).astype(int) - noise).mean() for q in (0, 23, 40)]
        assert apart[0] == 0 < apart[1] < apart[2]


class TestTheSteps:
    def test_are_all_there_for_each_kind(self, steps):
        assert {*steps} == {(kind, step) for kind in METHODS for step in (*STEPS, SHARP_METHOD)}

    def test_count_as_many_real_faces_as_fakes(self, whole, steps):
        assert steps["striped", SAME].n == 8
        assert steps["striped", OTHERS].n == 24
        judged = load(whole[0].folder.cell("striped", "striped.same"))
        assert judged["is_fake"].sum() == 4

    def test_of_another_method_are_judged_on_its_faces(self, whole, steps):
        """With two methods, the other's are those of its own last column, by this network."""
        judged = load(whole[0].folder.cell("striped", "dotted.heavy"))
        right = (judged["fake_score"] >= 0.5) == judged["is_fake"]
        assert steps["striped", METHOD].accuracy == pytest.approx(right.mean(), abs=1e-3)

    def test_are_of_other_people_but_for_the_first(self, whole):
        person = [
            {*load(whole[0].folder.cell("striped", f"striped.{look}"))["person"].tolist()}
            for look in ("same", "sharp", HEAVY)
        ]
        assert person == [{"anna", "ben", "carl", "dora"}, {"emil", "fay"}, {"emil", "fay"}]

    def test_are_the_same_after_a_trip_through_the_file(self, steps):
        text = as_csv(Step, [*steps.values()])
        assert text.splitlines()[0] == "kind,step,accuracy,low,high,auc,n"

    def test_are_drawn_and_told(self, whole, steps):
        out = whole[0].folder.out
        assert (out / "stairs.svg").read_text("utf-8").startswith("<svg")
        assert "striped" in (out / "stairs.html").read_text("utf-8")
        assert f"{steps['dotted', OTHERS].accuracy:.1%}" in whole[1]
        assert "](stairs.svg)" in whole[1]
        assert shares([*steps.values()])["dotted"][1] == steps["dotted", OTHERS].accuracy


class TestNobodyWithTwoFaces:
    def test_leaves_the_first_step_out_and_the_others_in(self, faces, tmp_path):
        alone = Staircase([faces], METHODS, tmp_path / "alone", replace(TINY, faces=4, drawn=32))
        alone.run(lambda *at: None)
        assert {step.step for step in alone.steps()} == {*STEPS, SHARP_METHOD} - {SAME}
        assert "| striped | – |" in report(alone)


class TestTheClaim:
    def test_is_told_of_how_many_networks_it_holds_and_where_the_others_begin(self):
        shares = {"dfdc": 0.9321, "resampled": 0.994, "stylegan": 0.985}
        first = [Step(kind, SAME, share, 0.9, 1, 0.99, 40) for kind, share in shares.items()]
        later = Step("resampled", OTHERS, 0.6, 0.5, 0.7, 0.6, 40)
        assert claim([*first, later]).startswith(
            "**1 of 3 networks reach 99%** on the same people. Below 99% there already: "
            "dfdc 93.2%, stylegan 98.5%."
        )

    def test_that_holds_of_all_needs_no_more_words(self):
        said = claim([Step("dfdc", SAME, 0.99, 0.98, 1, 1, 40)])
        assert said == "**1 of 1 networks reach 99%** on the same people."

    def test_cannot_be_told_without_a_first_step(self):
        assert "no network has a first step" in claim([Step("a", OTHERS, 0.6, 0.5, 0.7, 0.6, 40)])

    def test_stands_in_the_report(self, whole):
        assert "of 2 networks reach 99%" in whole[1]


class TestAnotherNetwork:
    @pytest.mark.parametrize("architecture", ["meso1", "forensic_transfer"])
    def test_needs_no_halves_and_may_have_a_loss_of_its_own(self, faces, tmp_path, architecture):
        settings = replace(TINY, architecture=architecture, faces=8, held_out=4, drawn=32)
        stairs = Staircase([faces], METHODS, tmp_path / architecture, settings)
        stairs.run(lambda *at: None)
        assert {step.step for step in stairs.steps()} == {*STEPS, SHARP_METHOD}
        judged = load(stairs.folder.cell("striped", "dotted.sharp"))["fake_score"]
        assert ((judged >= 0) & (judged <= 1)).all()
        assert np.ptp(judged) > 0


class TestTheFolder:
    def test_is_finished_where_it_was(self, whole, faces, tmp_path):
        out = tmp_path / "again"
        shutil.copytree(whole[0].folder.out, out)
        (out / "cells" / "striped" / "dotted.heavy.npz").unlink()
        times = {path: path.stat().st_mtime_ns for path in out.rglob("*.npz")}
        Staircase([faces], METHODS, out, TINY).run(lambda *at: None)
        assert times.items() <= {p: p.stat().st_mtime_ns for p in out.rglob("*.npz")}.items()
        assert (out / "cells" / "striped" / "dotted.heavy.npz").is_file()

    def test_is_not_taken_for_another_experiment(self, whole, faces):
        other = Staircase([faces], METHODS, whole[0].folder.out, replace(TINY, heavy=51))
        with pytest.raises(BadFaces, match="other settings or other faces"):
            other.run(lambda *at: None)

    def test_progress_goes_from_0_to_all(self, whole, told):
        done, of = zip(*told, strict=True)
        assert list(done) == sorted(done)
        assert done[-1] == of[-1] == of[0]
