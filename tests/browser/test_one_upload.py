"""One upload as a person does it: drop, watch, read the verdict; and what must not happen."""

from __future__ import annotations

import re

import pytest

from meso.errors import Cancelled, EmptyFile, WrongType

pytestmark = pytest.mark.slow

MEAN_COLOUR = """picture => {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.drawImage(picture, 0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
}"""
NAUGHTY = "![x](http://evil.example/x.png) :smile: $a$ **b** a--b -> <img src=x>.mp4"


FACES = '[class*="st-key-faces-"] [data-testid="stImage"]'  # the strips of all faces


def faces(visitor):
    """The width of every crop and the words below it."""
    return visitor.page.locator(FACES).evaluate_all(
        "all => all.map(one => [one.querySelector('img').naturalWidth, one.innerText])"
    )


@pytest.fixture(scope="module")
def video(open_page, clip):
    """Someone who has dropped the clip and sees the verdict."""
    return dropped(open_page(), clip)


@pytest.fixture(scope="module")
def photo_shown(open_page, photo):
    """Someone who has dropped the photo and sees the verdict."""
    return dropped(open_page(), photo)


def dropped(visitor, upload):
    visitor.drops(*upload)
    visitor.waits_for_the_verdict()
    return visitor


class TestADroppedVideo:
    def test_ends_with_a_verdict_and_no_progress(self, video):
        assert video.page.get_by_role("heading", name=re.compile("Real|Fake|Can't tell")).count()
        assert video.page.get_by_test_id("stProgress").count() == 0

    def test_names_both_ends_of_the_scale(self, video):
        assert "on a scale from 0 (real) to 1 (fake)" in video.text

    def test_draws_one_point_for_each_scored_frame(self, video):
        (scored,) = re.findall(r"stands on (\d+) of 32 frames", video.text)
        assert len({frame for curve in video.curves for frame, _ in curve}) == int(scored)

    def test_draws_scores_between_0_and_1_in_the_order_of_the_frames(self, video):
        for curve in video.curves:
            assert all(0 <= score <= 1 for _, score in curve)
            assert curve == sorted(curve)

    def test_shows_every_face_as_the_network_saw_it(self, video):
        points = [point for curve in video.curves for point in curve]
        assert len(faces(video)) == len(points)
        assert {width for width, _ in faces(video)} == {256}

    def test_tells_person_time_and_score_below_each(self, video):
        words = [text for _, text in faces(video)]
        assert all(re.fullmatch(r"person \d+, \d\.\d s: [01]\.\d\d", text) for text in words)

    def test_describes_the_chart_to_who_cannot_see_it(self, video):
        assert video.page.get_by_label(re.compile("Chart of the fake score")).count() == 1

    def test_asks_nothing_of_another_machine(self, video):
        assert len(video.requested) > 10
        assert video.elsewhere == []


class TestADroppedPhoto:
    def test_shows_the_face_in_its_own_colours(self, photo_shown):
        red, _, blue, _ = photo_shown.page.locator(f"{FACES} img").evaluate(MEAN_COLOUR)
        assert red > blue + 20  # skin; with red and blue swapped it would be the other way round

    def test_ends_with_a_verdict(self, photo_shown):
        assert "The face in this photo scores" in photo_shown.text

    def test_is_one_point_and_one_face(self, photo_shown):
        ((point,),) = photo_shown.curves
        assert point[0] == 0
        assert [text for _, text in faces(photo_shown)] == [f"person 1: {point[1]:.2f}"]

    def test_asks_nothing_of_another_machine(self, photo_shown):
        assert photo_shown.elsewhere == []


class TestASample:
    def test_goes_the_same_way_as_a_drop(self, visitor):
        visitor.page.get_by_role("button", name="Sample photo").click()
        visitor.waits_for_the_verdict()
        assert "The face in this photo scores" in visitor.text


class TestAFileThatIsNone:
    @pytest.mark.parametrize(
        ("name", "data", "error"),
        [
            ("notes.mp4", b"Dear diary, this is no video.", WrongType),
            ("nothing.jpg", b"", EmptyFile),
            (NAUGHTY, b"Dear diary, this is no video.", WrongType),
        ],
    )
    def test_is_refused_in_the_words_of_the_command(self, visitor, name, data, error):
        visitor.drops(name, data, "video/mp4")
        visitor.is_told(str(error(name)))
        assert visitor.page.locator(".js-plotly-plot").count() == 0
        assert visitor.elsewhere == []


class TestOtherSettings:
    def test_going_back_to_the_first_starts_nothing_again(self, visitor, clip):
        visitor.drops(*clip)
        visitor.waits_for_the_verdict()
        visitor.page.get_by_text("Settings", exact=True).click()
        slider = visitor.page.get_by_role("slider", name="Frames to look at")
        slider.press("ArrowRight")
        visitor.page.get_by_text("of 33 frames looked at").wait_for()
        visitor.forgets_progress()
        slider.press("ArrowLeft")
        visitor.page.get_by_text("of 32 frames looked at").wait_for()
        assert visitor.progress == []


class TestARuleOfOnesOwn:
    def test_is_told_below_the_chart_and_nothing_is_looked_at_again(self, visitor, clip):
        visitor.drops(*clip)
        visitor.waits_for_the_verdict()
        verdict = visitor.page.get_by_role("heading", level=2).first.inner_text()
        visitor.forgets_progress()
        visitor.moves_the_threshold("End")
        visitor.page.get_by_text("Fake begins at 1.00").wait_for()
        visitor.page.locator(".annotation-text", has_text="1.00").wait_for()
        assert visitor.page.get_by_role("heading", level=2).first.inner_text() == verdict
        visitor.page.get_by_role("button", name="Back to the network's own rule").click()
        visitor.page.get_by_text("This is the network's own rule").wait_for()
        assert visitor.page.get_by_text("Fake begins at 1.00").count() == 0
        assert visitor.progress == []


@pytest.fixture
def patient(visitor):
    """Someone who has asked for the most frames, which take long enough to watch and to cancel."""
    visitor.page.get_by_text("Settings", exact=True).click()
    visitor.page.get_by_role("slider").press("End")
    visitor.page.get_by_test_id("stSliderThumbValue").get_by_text("128").wait_for()
    return visitor


class TestProgress:
    def test_shows_how_far_the_work_is(self, patient, long_clip):
        patient.drops(*long_clip)
        patient.waits_for_the_verdict()
        shown = [re.search(r"Looking for faces in frame (\d+) of 128", s) for s in patient.progress]
        numbers = [int(found[1]) for found in shown if found]
        assert len(numbers) > 1
        assert numbers == sorted(numbers)


class TestCancel:
    def test_stops_the_work_and_shows_no_verdict(self, patient, long_clip):
        patient.drops(*long_clip)
        patient.cancels()
        patient.is_told(str(Cancelled(long_clip[0])))
        assert patient.page.locator(".js-plotly-plot").count() == 0

    def test_the_next_file_is_looked_at(self, patient, long_clip, photo):
        patient.drops(*long_clip)
        patient.cancels()
        patient.alert.wait_for()
        patient.drops(*photo)
        patient.waits_for_the_verdict()
        assert "The face in this photo scores" in patient.text
