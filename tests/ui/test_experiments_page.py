"""The page "Experiments": a run shown, its control beside each number, a field retrained."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from meso.errors import Busy, Cancelled, WorkerLost
from meso.experiments.files import BEYOND_CSV, OVERLAP_CSV
from meso.experiments.live import Live
from meso.experiments.read_run import VARIABLE, OverlapRun
from meso.experiments.rows import Row
from meso.experiments.steps import STAIRCASE_CSV
from meso.ui import experiments_page
from meso.ui.words import experiments as words
from tests.runs import FACES, IS_FAKE, write_run, write_staircase

pytestmark = pytest.mark.slow  # half a second a page


@pytest.fixture
def runs(tmp_path, monkeypatch):
    """The folder that `meso app --experiments` names; nothing is shipped."""
    monkeypatch.setattr(experiments_page, "SHIPPED", tmp_path / "shipped")
    folder = tmp_path / "runs"
    folder.mkdir()
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


@pytest.fixture
def mine(runs):
    return write_run(runs / "mine", features=True)


def opened():
    def script():
        from meso.ui.experiments_page import show

        show()

    page = AppTest.from_function(script, default_timeout=30).run()
    assert not page.exception
    return page


def said(page):
    return "\n".join(text.value for text in [*page.markdown, *page.caption])


def heatmap(page):
    """Its numbers as they are written into the fields, row by row."""
    return drawn(page)["data"][0]["text"]


def frame(page):
    """The lines round the chosen field."""
    return drawn(page)["layout"].get("shapes")


def drawn(page):
    (chart,) = page.get("plotly_chart")
    return json.loads(chart.proto.spec)


def choose(page, source, target):
    page.selectbox[1].set_value(source)
    page.selectbox[2].set_value(target)
    return page.run()


def button(page, label):
    (found,) = [one for one in page.button if one.label == label]
    return found


def retrained(auc=0.99, seed=2, **more):
    row = Row("striped", "dotted", "overlap", seed, auc, 1.0, 1.0, FACES)
    return Live(replace(row, **more), np.where(IS_FAKE, 0.8, 0.3).astype(np.float32))


class TestTheHeatMap:
    def test_has_the_random_network_beside_every_number(self, client, mine):
        assert heatmap(opened())[:2] == [
            ["0.95<br>(0.60)", "0.80<br>(0.71)"],
            ["0.62<br>(0.60)", "0.91<br>(0.71)"],
        ]

    def test_follows_the_number_of_faces(self, client, mine):
        page = opened()
        page.select_slider[0].set_value("few-shot 5").run()
        assert heatmap(page)[0] == ["0.75<br>(0.40)", "0.60<br>(0.51)"]

    def test_has_no_random_network_where_nothing_is_retrained(self, client, mine):
        page = opened()
        page.select_slider[0].set_value("transferability").run()
        assert heatmap(page) == [["0.65", "0.50"], ["0.32", "0.61"], ["0.60", "0.58"]]
        assert words.NOTHING_TO_RETRAIN in said(page)
        assert words.RETRAIN not in [one.label for one in page.button]

    def test_asks_the_worker_nothing(self, client, mine):
        opened()
        assert client.questions == []


class TestAField:
    def test_is_told_beside_its_control_and_whether_that_is_survived(self, client, mine):
        text = said(choose(opened(), "striped", "dotted"))
        assert "**AUC 0.80** (the mean of 2 classifiers, 0.79 to 0.81)" in text
        assert "The random network gives **0.71** on the same faces: 0.09 less." in text
        assert "something **is** shared" in text
        assert "70% of the real faces real, and 60% of the fakes fake" in text

    def test_that_survives_nothing_says_so(self, client, mine):
        text = said(choose(opened(), "dotted", "striped"))
        assert "**not shown**" in text
        assert "between −0.10 and +0.10" in text

    def test_without_an_interval_cannot_be_told_and_says_so(self, client, mine):
        path = mine / BEYOND_CSV
        path.write_text(path.read_text().replace("0.0200,0.1500", "nan,nan"))
        text = said(choose(opened(), "striped", "dotted"))
        assert words.CANNOT_BE_TOLD in text
        assert "**not shown**" not in text
        assert "**is** shared" not in text

    def test_lists_the_faces_that_change_sides(self, client, mine):
        page = choose(opened(), "striped", "dotted")
        assert words.FLIPPED.format(flipped=3, faces=20, right=2, wrong=1) in said(page)
        (table,) = page.dataframe
        assert table.value[words.TRUTH].tolist() == ["fake", "real", "real"]
        assert table.value[words.NOW].tolist() == ["right", "right", "wrong"]
        assert table.value[words.FACE].str.startswith("data:image/jpeg").all()

    def test_of_a_network_that_learned_nothing_has_nothing_to_compare_with(self, client, mine):
        assert words.NO_BEFORE in said(choose(opened(), "random", "dotted"))

    def test_of_results_alone_says_what_is_not_there(self, client, runs):
        import shutil

        folder = write_run(runs / "shipped")
        shutil.rmtree(folder / "faces")
        page = choose(opened(), "striped", "dotted")
        assert words.CANNOT in said(page)
        assert words.NO_FACES in said(page)
        assert not page.dataframe


class TestAClick:
    @pytest.fixture
    def run(self, mine):
        return OverlapRun(mine)

    @pytest.fixture
    def state(self, monkeypatch):
        monkeypatch.setattr(experiments_page.st, "session_state", {})
        return experiments_page.st.session_state

    def clicks(self, state, *points):
        chart = SimpleNamespace(selection=SimpleNamespace(points=list(points)))
        state["map of mine"] = chart

    def test_on_a_field_chooses_it(self, run, state):
        self.clicks(state, {"x": "striped", "y": "all", "curve_number": 1})
        experiments_page._choose(run)
        assert experiments_page._chosen(run) == ("all", "striped")

    def test_that_takes_a_choice_back_changes_nothing(self, run, state):
        self.clicks(state)
        experiments_page._choose(run)
        assert experiments_page._chosen(run) == ("striped", "dotted")


class TestTheFrame:
    def test_is_round_the_field_in_the_boxes(self, client, mine):
        page = opened()
        assert {(shape["x0"], shape["y0"]) for shape in frame(page)} == {(0.5, 1)}
        choose(page, "dotted", "striped")
        assert {(shape["x0"], shape["y0"]) for shape in frame(page)} == {(0, 0.75)}

    def test_is_not_there_where_the_field_is_not(self, client, mine):
        page = choose(opened(), "random", "dotted")
        page.select_slider[0].set_value("transferability").run()
        assert not page.exception
        assert not frame(page)


class TestRetraining:
    @pytest.fixture
    def page(self, client, mine):
        client.answer = lambda question, options: None  # not yet
        page = choose(opened(), "striped", "dotted")
        button(page, words.RETRAIN).click().run()
        assert not page.exception
        return page

    def test_asks_for_the_field_with_a_seed_of_its_own(self, page, client, mine):
        ((question, _, options),) = client.questions
        field = {"source": "striped", "target": "dotted", "few": 0, "seed": 2}
        assert question == "retrain"
        assert options == {"folder": mine} | field

    def test_shows_how_far_it_is(self, page, client):
        client.asked[0].at("retrain", 40, 60)
        page.run()
        assert words.RETRAINING.format(done=40, of=60) in str(page.get("progress")[0].proto)

    def test_changes_its_field_of_the_heat_map_and_no_other(self, page, client):
        before = heatmap(page)
        client.asked[0].ends(retrained())
        page.run()
        after = heatmap(page)
        assert after[0][1] == "0.99*<br>(0.71)"
        assert after[0][0] == before[0][0]
        assert after[1:] == before[1:]
        assert words.JUST_NOW.format(seed=2, auc=0.99) in said(page)
        assert words.FRESH in said(page)

    def test_changes_which_faces_change_sides(self, page, client):
        client.asked[0].ends(retrained())
        page.run()
        assert words.FLIPPED.format(flipped=2, faces=20, right=2, wrong=0) in said(page)

    def test_again_has_another_seed(self, page, client):
        client.asked[0].ends(retrained())
        button(page.run(), words.RETRAIN).click().run()
        assert [options["seed"] for _, _, options in client.questions] == [2, 3]

    def test_with_a_few_faces_asks_for_so_many(self, client, mine):
        page = choose(opened(), "striped", "dotted")
        page.select_slider[0].set_value("few-shot 10").run()
        client.answer = lambda question, options: None
        button(page, words.RETRAIN).click().run()
        assert client.questions[-1][2]["few"] == 10

    def test_that_is_cancelled_changes_nothing(self, page, client):
        before = heatmap(page)
        button(page, "Cancel").click().run()
        assert isinstance(client.asked[0].outcome, Cancelled)
        page.run()
        assert heatmap(page) == before
        assert button(page, words.RETRAIN)

    @pytest.mark.parametrize(
        ("error", "told"),
        [
            (WorkerLost(words.THE_CLASSIFIER), "stopped unexpectedly"),
            (Cancelled(words.THE_CLASSIFIER), ""),
        ],
    )
    def test_that_fails_is_told_and_can_be_tried_again(self, page, client, error, told):
        client.asked[0].ends(error)
        page.run()
        assert told in "".join(one.value for one in page.error).replace("\\", "")
        assert button(page, words.RETRAIN)

    def test_that_has_no_room_is_told(self, client, mine):
        page = choose(opened(), "striped", "dotted")

        def busy(question, options):
            raise Busy(words.THE_CLASSIFIER, ahead=40, seconds=None)

        client.answer = busy
        button(page, words.RETRAIN).click().run()
        assert "40 files are ahead" in page.error[0].value.replace("\\", "")


class TestOfSeveralRuns:
    def test_one_is_chosen(self, client, mine, runs):
        write_run(runs / "other")
        page = opened()
        assert page.selectbox[0].options == ["mine", "other"]
        page.selectbox[0].set_value("other").run()
        assert words.CANNOT in said(page)

    def test_a_broken_one_is_named_and_the_others_stay(self, client, mine, runs):
        broken = runs / "broken"
        broken.mkdir()
        (broken / OVERLAP_CSV).write_text("a,b\n1,2\n")
        page = opened()
        (error,) = page.error
        assert "broken cannot be shown: overlap.csv" in error.value.replace("\\", "")
        page.selectbox[0].set_value("mine").run()
        assert not page.error
        assert heatmap(page)


class TestTheStaircase:
    def test_is_drawn_with_its_steps(self, client, runs):
        write_staircase(runs / "stairs")
        page = opened()
        assert not page.warning
        (chart,) = page.get("plotly_chart")
        assert "same<br>people" in chart.proto.spec.replace("\\u003c", "<").replace("\\u003e", ">")
        assert words.HOW_TO_READ_STAIRCASE in said(page)

    def test_that_is_broken_leaves_the_heat_map(self, client, mine, runs):
        stairs = write_staircase(runs / "stairs")
        (stairs / STAIRCASE_CSV).write_text("a,b\n")
        page = opened()
        assert "stairs cannot be shown" in page.error[0].value.replace("\\", "")
        assert heatmap(page)


class TestWithoutARun:
    def test_an_empty_folder_is_named_with_the_command(self, client, runs):
        page = opened()
        assert str(runs) in page.warning[0].value.replace("\\", "")
        assert "meso overlap" in page.warning[0].value

    def test_nobody_is_asked_for_one(self, client, runs, monkeypatch):
        monkeypatch.delenv(VARIABLE)
        page = opened()
        assert not page.warning
        assert "meso app --experiments" in said(page)
