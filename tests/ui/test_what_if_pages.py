"""The pages "What if" and "Make a fake": they ask once, show both sides, and tell what failed."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from meso.errors import WorkerLost
from meso.service.what_if import Changed, Faked
from meso.ui import words
from meso.ui.words import fake as fake_words
from meso.ui.words import what_if as what_if_words

pytestmark = pytest.mark.slow  # half a second a page

SLIDERS = what_if_words.SLIDERS


def answered(question, options):
    """Crops of black, and scores that rise from 0 to 1 over the slider."""
    many = len(options.get("values") or options["percents"])
    crops = np.zeros((many, 256, 256, 3), np.uint8)
    scores = np.linspace(0, 1, many).astype(np.float32)
    if question.__name__ == "change":
        return Changed(crops, scores)
    return Faked(crops, scores, crops, crops[0], crops[0, ..., 0], crops[0])


@pytest.fixture
def opened(client, photo):
    """Opens a page with a report kept; the most fake of its three faces is picked."""
    client.answer = answered

    def opened(page):
        def script(name, report):
            from importlib import import_module

            from meso.ui.kept import keep, kept

            if not kept():
                keep(report)
            import_module(f"meso.ui.{name}").show()

        kwargs = {"name": page, "report": photo}
        app = AppTest.from_function(script, kwargs=kwargs, default_timeout=30).run()
        assert not app.exception
        return app

    return opened


def texts(page):
    return "\n".join(element.value for element in page.markdown)


def slider(page, name):
    (found,) = [one for one in page.select_slider if one.label == name]
    return found


class TestSliders:
    @pytest.mark.parametrize("way", SLIDERS)
    def test_begin_at_one_of_their_values_and_name_each(self, way):
        one = SLIDERS[way]
        assert one.start in one.values
        assert len(set(one.positions)) == len(one.values) <= 16


class TestWhatIf:
    def test_asks_the_network_of_the_report_about_the_picked_face(self, opened, client, photo):
        opened("what_if_page")
        ((name, model, options),) = client.questions
        assert (name, model) == ("change", "meso4")
        assert (options["way"], options["values"]) == ("jpeg", SLIDERS["jpeg"].values)
        np.testing.assert_array_equal(options["crop"], photo.crops[1])

    def test_shows_both_scores_and_where_fake_begins(self, opened):
        page = opened("what_if_page")
        place = SLIDERS["jpeg"].values.index(SLIDERS["jpeg"].start)
        assert "Fake] · 0.80" in texts(page)
        assert f"**JPEG quality: {SLIDERS['jpeg'].start}**" in texts(page)
        assert f"· {place / 12:.2f}" in texts(page)
        assert "fake begins at 0.50" in texts(page)

    def test_moving_the_slider_asks_nothing_again(self, opened, client):
        page = opened("what_if_page")
        slider(page, "JPEG quality").set_value(0).run()
        assert "**JPEG quality: 100**" in texts(page)
        assert what_if_words.TURNS in texts(page)  # from 0.80 to 0.00
        slider(page, "JPEG quality").set_value(12).run()
        assert what_if_words.STAYS in texts(page)
        assert len(client.questions) == 1

    def test_every_change_has_its_slider_and_its_lesson(self, opened):
        page = opened("what_if_page")
        for way, one in SLIDERS.items():
            page.button_group[0].set_value(way).run()
            assert not page.exception
            assert slider(page, one.name).value == one.values.index(one.start)
            assert [note.value for note in page.info] == [one.learnt]

    def test_going_back_to_a_change_asks_nothing_again(self, opened, client):
        page = opened("what_if_page")
        for way in ("blur", "jpeg", "blur"):
            page.button_group[0].set_value(way).run()
        assert [options["way"] for _, _, options in client.questions] == ["jpeg", "blur"]

    def test_another_face_is_another_question(self, opened, client, photo):
        page = opened("what_if_page")
        slider(page, words.WHICH_FACE).set_value(2).run()
        assert len(client.questions) == 2
        np.testing.assert_array_equal(client.questions[-1][2]["crop"], photo.crops[2])
        assert "Real] · 0.40" in texts(page)


class TestMakeAFake:
    def test_begins_at_full_strength_and_says_whether_the_network_noticed(self, opened):
        page = opened("fake_page")
        assert "Fake] · 0.80" in texts(page)
        assert "Fake] · 1.00" in texts(page)
        assert fake_words.BOTH_FAKE in texts(page)

    def test_a_weaker_one_asks_nothing_again(self, opened, client):
        page = opened("fake_page")
        slider(page, fake_words.STRENGTH).set_value(0).run()
        assert fake_words.THE_WRONG_WAY in texts(page)
        assert len(client.questions) == 1

    def test_another_one_has_another_seed_and_keeps_the_strength(self, opened, client):
        page = opened("fake_page")
        slider(page, fake_words.STRENGTH).set_value(4).run()
        page.button[0].click().run()
        assert [options["seed"] for _, _, options in client.questions] == [0, 1]
        assert slider(page, fake_words.STRENGTH).value == 4

    def test_says_that_what_was_made_is_labelled(self, opened):
        page = opened("fake_page")
        assert fake_words.LABELLED in [caption.value for caption in page.caption]


@pytest.mark.parametrize("name", ["what_if_page", "fake_page"])
class TestWhenThereIsNoAnswer:
    def test_a_lost_worker_is_told_and_nothing_is_scored(self, opened, client, name):
        client.answer = lambda question, options: WorkerLost(words.THIS_FACE)
        page = opened(name)
        (error,) = page.error
        assert "stopped unexpectedly" in error.value.replace("\\", "")
        assert "Real]" not in texts(page)
        assert "Fake]" not in texts(page)

    def test_trying_again_asks_again(self, opened, client, name):
        client.answer = lambda question, options: WorkerLost(words.THIS_FACE)
        page = opened(name)
        client.answer = answered
        (again,) = [button for button in page.button if button.label == words.TRY_AGAIN]
        again.click().run()
        assert not page.error
        assert len(client.questions) == 2
        assert "Fake]" in texts(page)

    def test_a_busy_worker_is_told_until_it_answers(self, opened, client, name):
        client.answer = lambda question, options: None  # the job is not done
        page = opened(name)
        client.asked[0].waiting_for = 2
        page.run()
        (note,) = page.info
        assert "2 jobs are ahead of yours" in note.value
        assert "Fake]" not in texts(page)
        question, _, options = client.questions[0]
        client.asked[0].ends(answered(type("Q", (), {"__name__": question}), options))
        page.run()
        assert "Fake]" in texts(page)
        assert len(client.questions) == 1
