from __future__ import annotations

import numpy as np
import pytest

from meso.errors import BadFaces
from meso.evaluation import robustness
from meso.evaluation.evaluate import Scored
from meso.evaluation.robustness import (
    DEGRADATIONS,
    curves,
    quarters,
    score_changed,
    some_of_each_kind,
)
from meso.faces.dataset import read_index
from meso.faces.degrade import jpeg, noisy, rescaled, zoomed

pytestmark = pytest.mark.slow


def fineness(crops):
    """The stand-in for a network: how much neighbouring pixels differ, of 64."""
    return np.abs(np.diff(crops.astype(np.float32), axis=2)).mean(axis=(1, 2, 3)) / 64


@pytest.fixture
def grains():
    """Fakes whose grain is fine, reals whose grain is coarse but as strong; coloured."""
    rng = np.random.default_rng(4)

    def grain(size):
        coarse = rng.integers(60, 200, (256 // size, 256 // size, 3), np.uint8)
        return coarse.repeat(size, axis=0).repeat(size, axis=1) // np.array([1, 2, 3], np.uint8)

    return {f"real/{n}.png": grain(4) for n in range(3)} | {
        f"fake/grain/{n}.png": grain(2) for n in range(3)
    }


class TestDegradations:
    def test_are_those_of_the_card(self):
        assert list(DEGRADATIONS) == [
            "as it is",
            *("JPEG 90", "JPEG 70", "JPEG 50", "JPEG 30"),
            *("scaled to 192", "scaled to 128", "scaled to 96", "scaled to 64"),
            *("blur 1", "blur 2", "noise 3", "noise 6"),
            *("zoom 0.8", "zoom 0.9", "zoom 1.1", "zoom 1.25"),
        ]

    def test_do_what_they_say(self, grains):
        crop = grains["real/0.png"]
        assert (DEGRADATIONS["as it is"](crop) == crop).all()
        assert (DEGRADATIONS["JPEG 30"](crop) == jpeg(crop, 30)).all()
        assert (DEGRADATIONS["scaled to 96"](crop) == rescaled(crop, 96)).all()
        assert (DEGRADATIONS["zoom 0.8"](crop) == zoomed(crop, 0.8)).all()

    def test_give_each_crop_a_noise_of_its_own_that_never_changes(self, grains):
        noise = DEGRADATIONS["noise 6"]
        one, other = (noise(crop).astype(int) - crop for crop in list(grains.values())[:2])
        assert one.std() == pytest.approx(noisy(one * 0, 6, np.random.default_rng(1)).std(), 9)
        assert (one != other).mean() > 0.8
        crop = grains["real/0.png"]
        assert (noise(crop) == noise(crop)).all()


class TestSomeOfEachKind:
    def test_takes_all_where_there_are_few(self, write, tmp_path):
        write({"real/a.png": 1, "fake/faceswap/b.png": 2, "real/c.png": 3})
        files = [face.file for face in some_of_each_kind(read_index(tmp_path))]
        assert sorted(files) == ["fake/faceswap/b.png", "real/a.png", "real/c.png"]

    def test_spreads_the_others_over_the_list(self, write, tmp_path, monkeypatch):
        monkeypatch.setattr(robustness, "MOST_OF_A_KIND", 3)
        write({f"real/{n}.png": n for n in range(9)} | {"fake/faceswap/a.png": 1})
        files = [face.file for face in some_of_each_kind(read_index(tmp_path))]
        assert files == ["real/0.png", "real/4.png", "real/8.png", "fake/faceswap/a.png"]


class TestScoreChanged:
    def test_scores_every_crop_after_every_change(self, write, tmp_path, grains, tell, told):
        write(grains)
        changes = {name: DEGRADATIONS[name] for name in ("as it is", "scaled to 64")}
        changed = score_changed(tmp_path, changes, fineness, tell)
        assert list(changed) == ["as it is", "scaled to 64"]
        as_they_are = fineness(np.stack(list(grains.values())))
        scores = [item.fake_score for item in changed["as it is"]]
        assert scores == pytest.approx(as_they_are.tolist())
        assert all(item.fake_score < 0.1 for item in changed["scaled to 64"])
        assert [item.method for item in changed["as it is"]] == [""] * 3 + ["grain"] * 3
        assert told == [(6, 6)]

    def test_refuses_a_folder_without_an_index(self, tmp_path, tell):
        with pytest.raises(BadFaces, match=r"has no faces\.csv"):
            score_changed(tmp_path, DEGRADATIONS, fineness, tell)


class TestCurves:
    def test_show_where_the_verdict_breaks(self, write, tmp_path, grains, tell):
        write(grains)
        names = ("as it is", "JPEG 90", "scaled to 64")
        changes = {name: DEGRADATIONS[name] for name in names}
        rows = curves(score_changed(tmp_path, changes, fineness, tell), threshold=0.17)
        as_it_is, _, small = rows
        assert [row.tested_on for row in rows] == list(names)
        assert as_it_is.numbers["AUC"].value == 1
        assert as_it_is.numbers["error"].value == 0
        assert small.numbers["fakes found"].value == 0  # nothing fine is left
        assert small.numbers["error"].value == 0.5


class TestQuarters:
    @staticmethod
    def items(widths):
        """Real and fake by turns; only those of narrow faces are taken for one another."""
        return [
            Scored("faceswap" * fake, "", float(fake) if width > 100 else 0.4, width=width)
            for width in widths
            for fake in (False, True)
        ]

    def test_go_from_the_lowest_to_the_highest(self):
        rows = quarters(self.items([250, 80, 120, 200]), lambda item: item.width, 0.5)
        assert [row.tested_on for row in rows] == [
            "80 to 80",
            "120 to 120",
            "200 to 200",
            "250 to 250",
        ]
        assert [row.numbers["error"].value for row in rows] == [0.5, 0, 0, 0]
        assert [row.numbers["AUC"].value for row in rows] == [0.5, 1, 1, 1]
        assert {(row.reals, row.fakes) for row in rows} == {(1, 1)}

    def test_part_no_equal_ones(self):
        rows = quarters(self.items([90, 90, 90, 90, 90, 300]), lambda item: item.width, 0.5)
        assert [(row.tested_on, row.reals) for row in rows] == [("90 to 90", 5), ("300 to 300", 1)]

    def test_leave_out_what_is_not_known(self):
        rows = quarters(self.items([0, 0, 80]), lambda item: item.width, 0.5)
        assert sum(row.reals for row in rows) == 1
        nothing_known = Scored("", "", 0.5)
        assert quarters([nothing_known], lambda item: item.width, 0.5) == []
        assert quarters([nothing_known], lambda item: item.brightness, 0.5) == []
