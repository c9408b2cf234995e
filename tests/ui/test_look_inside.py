"""The page "Look inside": what it asks of the worker, and what it shows of the answers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from meso.errors import WorkerLost
from meso.models import weights
from meso.models.maps import Checked, Inside, Occlusion, Stage
from meso.ui import look_inside_page
from meso.ui.show_filters import remarks
from meso.ui.show_maps import pictures_of, scale_in_words, scale_of
from meso.ui.show_occlusion import how_alike
from meso.ui.words import NO_NETWORK, NOTHING_YET
from meso.ui.words import look_inside as words

pytestmark = pytest.mark.slow  # half a second a page

PARTS = {"skip": 1, "reduce_1": 2, "reduce_2": 2, "reduce_3": 1}
PARTS |= {"dilated_1": 2, "dilated_2": 2, "dilated_3": 1}


def maps_of(count, side=32):
    """Maps of which each is stronger than the one before, and none answers at the left."""
    slope = np.linspace(0, 1, side, dtype=np.float32)
    return np.repeat(slope[None, :, None], side, axis=0) * np.arange(count, dtype=np.float32)


PLAIN = Inside(
    0.81,
    (Stage("features_1_conv", 32, 8, 3), Stage("features_2_conv", 16, 30, 12)),
    {"features_1_conv": maps_of(8), "features_2_conv": maps_of(30, 16)},
)
JOINED = Stage("features_1_join", 32, 6, 7)
BRANCHED = Inside(
    0.33,
    (*(Stage(f"features_1_{part}", 32, count, 3) for part, count in PARTS.items()), JOINED),
    {f"features_1_{part}": maps_of(count) for part, count in PARTS.items()}
    | {"features_1_join": maps_of(6)},
)
FILTERS = {"features_1_conv": np.linspace(-1, 1, 8 * 27, dtype=np.float32).reshape(8, 3, 3, 3)}
DROPS = np.linspace(-0.1, 0.3, 144, dtype=np.float32).reshape(12, 12)
CHECKED = Checked(Occlusion(0.81, DROPS), Occlusion(0.5, -DROPS[::-1]))


@pytest.fixture
def answers(client):
    """What the worker says to each question; a test may change it."""
    said = {
        "inside": PLAIN,
        "filters": FILTERS,
        "occlusion": CHECKED,
        "strengths": {layer: np.zeros((6, 30), np.float32) for layer in PLAIN.maps},
    }
    client.answer = lambda question, options: said[question.__name__]
    return said


@pytest.fixture
def looking(client, answers, networks, weights_folder, monkeypatch):
    """The page, opened with these reports kept."""
    monkeypatch.setattr(look_inside_page, "known", partial(weights.known, weights_folder))

    def looking(*reports, tab="Maps"):
        def script(reports):
            from meso.ui.kept import keep, kept
            from meso.ui.look_inside_page import show

            if not kept():
                for report in reports:
                    keep(report)
            show()

        page = AppTest.from_function(script, kwargs={"reports": reports}, default_timeout=30)
        page.session_state["inside"] = tab
        return page.run()

    return looking


def captions(page):
    """What stands below the pictures."""
    return [caption for image in page.get("image") for caption in image.captions]


def asked(client):
    return [question for question, _, _ in client.questions]


class TestTheMaps:
    def test_are_asked_for_with_the_face_and_its_network(self, looking, client, clip):
        looking(clip)
        question, model, options = client.questions[0]
        assert (question, model) == ("inside", "meso4")
        np.testing.assert_array_equal(options["crop"], clip.crops[5])

    def test_come_with_the_score(self, looking, clip):
        assert "meso4 scores this face 0.81." in [
            note.value.replace("\\", "") for note in looking(clip).caption
        ]

    def test_can_each_be_chosen(self, looking, clip):
        page = looking(clip)
        assert [button.label for button in page.button] == [f"Map {n}" for n in range(1, 9)]

    def test_begin_with_the_strongest_beside_the_face(self, looking, clip):
        assert captions(looking(clip))[1:3] == [words.THE_FACE, "Map 8"]

    def test_show_the_one_that_was_chosen_and_ask_nothing_again(self, looking, client, clip):
        page = looking(clip)
        before = asked(client)
        page.button[2].click().run()
        assert captions(page)[1:3] == [words.THE_FACE, "Map 3"]
        assert asked(client) == before

    def test_show_the_face_that_the_chosen_map_likes_most(self, looking, answers, clip):
        answers["strengths"]["features_1_conv"][3, 7] = 1
        page = looking(clip)
        assert captions(page)[3] == f"{words.STRONGEST_FACE}: person 1, 3.0 s"

    def test_of_the_only_face_are_compared_with_no_other(self, looking, client, made):
        page = looking(made.report([(0, 0, 0.3)], looked_at=[0], kind="image"))
        assert words.ONE_FACE in [note.value for note in page.caption]
        assert "strengths" not in asked(client)

    def test_of_a_wide_step_come_two_dozen_at_a_time(self, looking, clip):
        page = looking(clip)
        (step,) = [box for box in page.selectbox if box.label == words.LAYER]
        step.select_index(1).run()
        assert len(page.button) == 24
        (pages,) = page.segmented_control
        pages.set_value(24).run()
        assert [button.label for button in page.button] == [f"Map {n}" for n in range(25, 31)]

    def test_come_strongest_first_if_wanted(self, looking, clip):
        page = looking(clip)
        page.toggle[1].set_value(True).run()
        assert page.button[0].label == "Map 8"

    def test_begin_after_the_finest_detail_which_has_little_to_show(self, looking, answers, clip):
        detail = Stage("detail", 32, 3, 3)
        answers["inside"] = replace(
            PLAIN, stages=(detail, *PLAIN.stages), maps=PLAIN.maps | {"detail": maps_of(3)}
        )
        assert len(looking(clip).button) == 8

    def test_of_another_network_are_asked_for(self, looking, client, clip):
        page = looking(clip)
        page.selectbox[1].set_value("meso_inception4").run()
        assert ("inside", "meso_inception4") in [said[:2] for said in client.questions]


class TestTheOtherTabs:
    def test_draw_nothing_before_they_are_opened(self, looking, client, clip):
        looking(clip)
        assert set(asked(client)) == {"inside", "strengths"}

    def test_show_every_filter(self, looking, clip):
        page = looking(clip, tab="Filters")
        names = [note.value for note in page.caption if note.value.startswith("Filter")]
        assert names == [f"Filter {n}" for n in range(1, 9)]

    def test_tell_the_filters_of_the_two_parts_of_a_pair_apart(self, looking, answers, clip):
        filters = FILTERS["features_1_conv"]
        answers["filters"] = {
            "features_1_shrink_patch_conv": filters[:2],
            "features_1_shrink_conv": filters,
        }
        page = looking(clip, tab="Filters")
        shown = [text.value for text in page.markdown]
        heads = ["**Of the whole network**", "**Of the part that sees patches**"]
        assert [text for text in shown if text in heads] == heads
        assert not any("two squares" in text for text in shown)

    def test_say_where_there_are_no_branches(self, looking, clip):
        page = looking(clip, tab="Branches")
        assert [note.value for note in page.info] == [words.NO_BRANCHES]

    def test_show_branches_side_by_side_with_what_they_look_at(self, looking, answers, clip):
        answers["inside"] = BRANCHED
        page = looking(clip, tab="Branches")
        titles = [text.value.strip("*") for text in page.markdown]
        assert set(words.BRANCH.values()) <= set(titles)
        assert len(page.get("image")) == 1 + sum(PARTS.values())  # and the face that was picked

    def test_show_where_the_score_hangs_and_the_check(self, looking, client, clip):
        page = looking(clip, tab="Where it looks")
        assert client.questions[-1][2]["patch"] == 64
        shown = captions(page)
        assert "score 0.81, full colour is a change of 0.3" in shown[2]
        assert "score 0.50" in shown[3]
        assert words.NOT_PROVED_LIST.strip() in [text.value.strip() for text in page.markdown]

    def test_cover_with_another_square(self, looking, client, clip):
        page = looking(clip, tab="Where it looks")
        page.select_slider[-1].set_value(32).run()
        assert client.questions[-1][2]["patch"] == 32


class TestWithoutSomething:
    def test_no_network_is_said(self, looking, clip, monkeypatch):
        monkeypatch.setattr(look_inside_page, "known", dict)
        page = looking(clip)
        assert [note.value for note in page.warning] == [NO_NETWORK]

    def test_no_file_is_said(self, looking):
        page = looking()
        assert [note.value for note in page.info] == [NOTHING_YET]
        assert not page.tabs

    def test_a_lost_worker_is_an_error_and_no_map(self, looking, answers, clip):
        answers["inside"] = WorkerLost("holiday.mp4")
        page = looking(clip)
        assert len(page.error) == 1
        assert "stopped unexpectedly" in page.error[0].value
        assert not page.tabs


class TestColours:
    def test_of_one_scale_keep_weak_maps_dark(self):
        maps = maps_of(3)
        weak, strong = pictures_of(maps, scale_of(maps))[1:]
        assert weak.astype(int).sum() < strong.astype(int).sum()

    def test_each_on_its_own_scale_make_weak_maps_as_bright(self):
        weak, strong = pictures_of(maps_of(3), None)[1:]
        np.testing.assert_array_equal(weak, strong)

    def test_are_told_in_words_with_how_many_maps_stay_dark(self):
        said = scale_in_words(maps_of(3))
        assert said.startswith("One scale for all: dark blue is 0 or less, yellow is 1.9 or more.")
        assert said.endswith("nothing in this face makes them answer: 1 map.")

    def test_do_not_go_by_what_is_at_the_border_only(self):
        maps = maps_of(3)
        maps[:, :2] = maps[:, -2:] = 900
        assert scale_of(maps)[1] < 2

    def test_reach_below_0_where_a_map_does(self):
        assert scale_of(maps_of(3) - 1)[0] == pytest.approx(-1)
        assert "dark blue is −1 or less" in scale_in_words(maps_of(3) - 1)


class TestRemarksOnFilters:
    @pytest.mark.parametrize(
        ("architecture", "said"),
        [
            *[("meso_deep", ["finest detail"]), ("forensic_transfer", ["brightness bends"])],
            *[("meso_inception4", ["one pixel wide"]), ("meso4", []), ("meso1", [])],
            *[("efficientnet_lite", []), ("lite_short", []), ("lite_pair", [])],
        ],
    )
    def test_say_what_is_special_and_only_of_whom_it_is_true(self, architecture, said):
        from meso.models.architectures import BUILDERS
        from meso.models.look_inside import first_filters

        told = remarks(first_filters(BUILDERS[architecture]()))
        assert len(told) == len(said)
        assert all(part in remark for part, remark in zip(said, told, strict=True))


class TestTheCheckInWords:
    @pytest.mark.parametrize(
        ("other", "said"),
        [
            (DROPS * 2, "**alike** (1.00"),
            (-DROPS[::-1], "**not alike**"),
            (DROPS * 0, "same every"),
        ],
    )
    def test_says_whether_the_two_maps_are_alike(self, other, said):
        assert said in how_alike(Checked(Occlusion(0.8, DROPS), Occlusion(0.5, other)))
