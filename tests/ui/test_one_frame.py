"""One frame of a video: which one is shown, what is asked of the worker, what stands beside it."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from meso.errors import Busy, DamagedMedia
from meso.ui import one_frame
from meso.ui.jobs import Upload
from meso.ui.words import desk
from meso.values import Box

pytestmark = pytest.mark.slow  # half a second a page

MP4 = Upload(7, "holiday.mp4", b"some bytes")


def frames(page):
    """The slider that picks a frame."""
    (slider,) = [slider for slider in page.select_slider if slider.label == desk.WHICH_FRAME]
    return slider


def asked(client):
    """The frames that the worker was asked for."""
    return [options["index"] for _, _, options in client.questions]


def crops_of_the_frame(page, report):
    """The words under the crops between the people and the strips of all faces."""
    words = [caption for image in page.get("image") for caption in image.captions if caption]
    return words[len(report.scores.people) : -len(report.scores.frame)]


def chart(page):
    return json.loads(page.get("plotly_chart")[1].proto.spec)


class TestTheFrame:
    def test_is_the_most_fake_one_to_begin_with(self, shown, clip, client):
        page = shown(clip)
        assert frames(page).value == 100
        assert asked(client) == [100]

    def test_is_asked_of_the_network_that_gave_the_scores_with_the_bytes(self, shown, clip, client):
        shown(clip)
        options = {"upload": b"some bytes", "called": "holiday.mp4", "index": 100}
        assert client.questions == [("picture", "meso4", options)]

    def test_can_be_any_that_was_looked_at(self, shown, clip, client):
        page = shown(clip)
        assert [option[:3] for option in frames(page).options] == [
            "0 ·",
            "25 ",
            "50 ",
            "75 ",
            "100",
        ]
        frames(page).set_value(25).run()
        assert asked(client) == [100, 25]

    def test_is_asked_for_once(self, shown, clip, client):
        page = shown(clip)
        for frame in (25, 100, 25):
            frames(page).set_value(frame).run()
        assert asked(client) == [100, 25]

    def test_has_its_crops_beside_it_with_person_and_score(self, shown, clip):
        page = shown(clip)
        assert crops_of_the_frame(page, clip) == [
            "person 1, 4.0 s: 0.40",
            "person 2, 4.0 s: 0.90",
        ]

    def test_without_a_face_says_so_and_has_no_score(self, shown, clip):
        page = shown(clip)
        frames(page).set_value(50).run()
        assert crops_of_the_frame(page, clip) == []
        assert "No face was found in this frame, so it has no score." in [
            text.value for text in page.markdown
        ]

    def test_is_marked_in_the_chart(self, shown, clip):
        page = shown(clip)
        frames(page).set_value(75).run()
        upright = [shape for shape in chart(page)["layout"]["shapes"] if shape["x0"] == shape["x1"]]
        assert [line["x0"] for line in upright] == [75]

    def test_is_described_for_who_cannot_see_it(self, shown, clip):
        (alt,) = [
            image.proto.imgs[0].alt for image in shown(clip).get("image") if image.captions == [""]
        ]
        assert alt == "Frame 100, at 4.0 s, 2 scored faces outlined"

    def test_that_is_waited_for_comes_when_it_is_there(self, shown, clip, client):
        client.answer = lambda question, options: None
        page = shown(clip)
        assert [note.value for note in page.info] == [desk.IN_A_QUEUE]
        assert crops_of_the_frame(page, clip)  # they are in the report

    def test_that_cannot_be_read_is_an_error_in_words(self, shown, clip, client):
        client.answer = lambda *_: DamagedMedia("holiday.mp4", read=0, wanted=1)
        assert "damaged or cut short" in shown(clip).error[0].value

    def test_that_there_is_no_room_for_in_the_queue_is_an_error_in_words(self, shown, clip, client):
        page = shown(clip)

        def full(*_):
            raise Busy("holiday.mp4", ahead=40, seconds=None)

        client.answer = full
        frames(page).set_value(25).run()
        assert "was not taken" in page.error[0].value
        assert not page.exception

    def test_of_a_photo_is_the_photo_without_a_slider(self, shown, photo, client):
        page = shown(photo)
        assert asked(client) == [0]
        assert not page.select_slider
        assert crops_of_the_frame(page, photo) == []  # they stand below


class TestAPointOfTheChart:
    @pytest.fixture
    def state(self, monkeypatch):
        monkeypatch.setattr(one_frame.st, "session_state", {})
        return one_frame.st.session_state

    def clicked(self, *points):
        return SimpleNamespace(selection=SimpleNamespace(points=list(points)))

    def test_that_was_clicked_is_the_frame_that_is_shown(self, state, clip):
        state["chart"] = self.clicked({"x": 25, "y": 0.7, "curve_number": 1})
        one_frame.choose(clip, MP4, "chart")
        assert one_frame.chosen(clip, MP4) == 25

    def test_a_click_beside_all_points_changes_nothing(self, state, clip):
        state["chart"] = self.clicked()
        one_frame.choose(clip, MP4, "chart")
        assert one_frame.chosen(clip, MP4) == 100

    def test_another_file_has_a_frame_of_its_own(self, state, clip):
        state["chart"] = self.clicked({"x": 25})
        one_frame.choose(clip, MP4, "chart")
        assert one_frame.chosen(clip, MP4._replace(key=8)) == 100


class TestTheBoxes:
    def test_are_where_the_faces_are_in_the_picture_that_is_shown(self, clip, client):
        shown = client.answer(None, None)  # half as large as the frame
        boxed = one_frame._with_boxes(shown, clip, 25)
        changed = (boxed != shown.pixels).any(axis=2)
        left, top, right, bottom = (edge // 2 for edge in Box(10, 20, 110, 150))
        assert changed[(top + bottom) // 2, [left, right - 1]].all()
        assert not changed[(top + bottom) // 2, (left + right) // 2]

    def test_are_none_where_no_face_was_scored(self, clip, client):
        shown = client.answer(None, None)
        assert (one_frame._with_boxes(shown, clip, 50) == shown.pixels).all()


class TestThePlayer:
    def test_is_there_when_it_is_asked_for(self, shown, clip):
        page = shown(clip)
        assert not page.get("video")
        page.toggle[0].set_value(True).run()
        (video,) = page.get("video")
        assert video.proto.start_time == 4

    def test_is_not_offered_for_what_no_browser_plays(self, shown, made):
        report = made.report([(0, 0, 0.1), (9, 0, 0.2)], looked_at=[0, 9])
        object.__setattr__(report, "source", "holiday.avi")
        assert not shown(report).toggle
