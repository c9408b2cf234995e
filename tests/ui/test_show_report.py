"""What the page shows of a report: everything in it, and nothing that is not."""

from __future__ import annotations

import json

import pytest

from meso.charts import alt_text
from meso.errors import Busy, DamagedMedia
from meso.ui.words import glossary

pytestmark = pytest.mark.slow  # half a second a page


def full(*_, **options):
    """A client that takes no more questions."""
    raise Busy("holiday.mp4", ahead=40, seconds=None)


def texts(app):
    return [element.value for element in app.markdown]


def charts(app):
    """Description and figure of every chart, from top to bottom."""
    return [(chart.proto.alt, json.loads(chart.proto.spec)) for chart in app.get("plotly_chart")]


def images(app):
    """The words under each picture, or none."""
    return [image.captions[0] if image.captions else "" for image in app.get("image")]


def captions(app, report):
    """The words under every face of the strips, which come last."""
    return images(app)[-len(report.scores.frame) :]


class TestTheVerdict:
    @pytest.mark.parametrize(
        ("label", "word", "icon"),
        [
            ("real", "Real", "check_circle"),
            ("fake", "Fake", "warning"),
            ("uncertain", "Can't tell", "help"),
        ],
    )
    def test_is_a_word_an_icon_and_a_colour(self, shown, made, label, word, icon):
        (header,) = shown(made.report([(0, 0, 0.5)], looked_at=[0], label=label)).header
        assert word in header.value
        assert icon in header.value
        assert header.value.startswith((":blue[", ":orange[", ":gray["))

    def test_no_two_verdicts_share_a_colour(self, shown, made):
        colours = {
            shown(made.report([(0, 0, 0.5)], looked_at=[0], label=label)).header[0].value[:4]
            for label in ("real", "fake", "uncertain")
        }
        assert len(colours) == 3

    def test_stands_under_the_name_of_the_file(self, shown, clip):
        assert texts(shown(clip))[0] == "` holiday.mp4 `"

    def test_is_told_as_a_number_between_two_named_ends(self, shown, clip):
        assert (
            "The faces in this video score on average **0.25** on a scale from **0 (real)** to "
            "**1 (fake)**. Fake begins at 0.50."
        ) in texts(shown(clip))

    def test_is_marked_on_that_scale(self, shown, clip):
        (_, scale), _ = charts(shown(clip))
        assert scale["data"][0]["x"] == [0.25]
        assert scale["layout"]["xaxis"]["ticktext"] == ["0 real", "1 fake"]

    def test_comes_with_its_reasons_and_what_it_stands_on(self, shown, clip):
        facts = next(text for text in texts(shown(clip)) if text.startswith("- "))
        assert facts.replace("\\", "").split("\n") == [
            "- The mean score 0.25 is below the threshold 0.50.",
            "- This stands on 4 of 5 frames looked at, which show 2 people.",
            "- How often such verdicts are wrong was not measured, so do not rely on this one.",
        ]

    def test_comes_with_what_makes_the_file_hard_to_judge(self, shown, made):
        report = made.report([(0, 0, 0.5)], looked_at=[0], cautions=("The face is small.",))
        facts = next(text for text in texts(shown(report)) if text.startswith("- "))
        assert "- **Take care:** The face is small" in facts

    def test_says_how_to_read_it(self, shown, clip):
        labels = [box.label for box in shown(clip).expander]
        assert labels == ["How to read the score", glossary.TITLE]


class TestTheChart:
    def test_has_a_point_for_every_scored_face(self, shown, clip):
        _, (_, figure) = charts(shown(clip))
        points = [score for curve in figure["data"] for score in curve["y"] if score is not None]
        assert sorted(points) == pytest.approx(sorted(clip.scores.fake_score.tolist()))

    def test_is_described_for_who_cannot_see_it(self, shown, clip):
        (alt_of_scale, _), (alt, _) = charts(shown(clip))
        assert alt == alt_text(clip)
        assert "0.25" in alt_of_scale

    def test_its_text_has_the_colour_of_the_pages_text(self, shown, clip):
        _, (_, figure) = charts(shown(clip))
        assert figure["layout"]["xaxis"]["tickfont"]["color"] == "#0B131B"


class TestThePeople:
    def test_have_a_face_each_beside_the_chart(self, shown, clip):
        assert images(shown(clip))[:2] == ["person 1", "person 2"]


class TestTheFaces:
    def test_each_has_its_person_its_time_and_its_score_below(self, shown, clip):
        assert captions(shown(clip), clip) == [
            "person 1, 0.0 s: 0.10",
            "person 1, 1.0 s: 0.20",
            "person 1, 3.0 s: 0.30",
            "person 1, 4.0 s: 0.40",
            "person 2, 1.0 s: 0.70",
            "person 2, 4.0 s: 0.90",
        ]

    def test_people_are_apart_under_their_names(self, shown, clip):
        names = [text for text in texts(shown(clip)) if text.startswith("**Person")]
        assert names == ["**Person 1**", "**Person 2**"]

    def test_those_of_a_photo_are_in_one_row_without_times(self, shown, photo):
        app = shown(photo)
        assert captions(app, photo) == ["person 1: 0.20", "person 2: 0.80", "person 3: 0.40"]
        assert not [text for text in texts(app) if text.startswith("**Person")]

    def test_one_person_needs_no_name(self, shown, made):
        app = shown(made.report([(0, 0, 0.1), (9, 0, 0.2)], looked_at=[0, 9]))
        assert not [text for text in texts(app) if text.startswith("**Person")]


class TestTheRest:
    def test_the_table_has_every_score(self, shown, clip):
        table = shown(clip).dataframe[0].value
        assert table["fake score"].dropna().tolist() == pytest.approx(
            [0.1, 0.2, 0.7, 0.3, 0.4, 0.9]
        )

    def test_what_was_not_scored_is_told_with_the_reason(self, shown, clip):
        facts = [text for text in texts(shown(clip)) if text.startswith("- ")][1]
        assert facts.split("\n") == [
            "- No face was found in 1 frame.",
            "- 1 face was too small to score (narrower than 64 pixels).",
        ]

    def test_times_network_and_fingerprint_are_told_last(self, shown, clip):
        took, made_by = [text.value.replace("\\", "") for text in shown(clip).caption[-2:]]
        assert took == "reading 0.4 s · finding faces 1.5 s · scoring 0.1 s · in all 2.0 s"
        assert made_by == "Network meso4 · SHA-256 of its weights begins with 0123456789ab"


class TestMoreFrames:
    @pytest.fixture
    def result(self, drop, page, client, clip):
        """The page with the verdict of the clip."""
        drop()
        client.jobs[-1].ends(clip)
        return page.run()

    @pytest.fixture
    def more(self, result, client, clip, made):
        """Press the button; the worker answers with this."""

        def more(answer):
            frames = client.answer
            client.answer = lambda question, options: (
                answer if question.__name__ == "look_closer" else frames(question, options)
            )
            (button,) = [button for button in result.button if "more frames" in button.label]
            return button.click().run()

        return more

    def test_are_offered_as_many_as_fit_between(self, result):
        assert [b.label for b in result.button if "more" in b.label] == ["Look at 4 more frames"]

    def test_are_asked_for_with_the_report_that_is_there(self, more, client, clip):
        more(None)
        (asked,) = [question for question in client.questions if question[0] == "look_closer"]
        options = {"upload": b"some bytes", "called": "holiday.mp4", "known": clip}
        assert asked == ("look_closer", "meso4", options)

    def test_take_the_place_of_the_report_when_they_are_scored(self, more, made):
        closer = made.report([(0, 0, 0.9), (9, 0, 0.8)], looked_at=[0, 9], label="fake", score=0.85)
        page = more(closer)
        assert "Fake" in page.header[0].value
        assert page.session_state["reports"][0] is closer

    def test_that_cannot_be_read_leave_the_report_as_it_was(self, more):
        page = more(DamagedMedia("holiday.mp4", read=3, wanted=4))
        assert "Real" in page.header[0].value

    def test_that_there_is_no_room_for_in_the_queue_are_an_error_in_words(self, more, client):
        client.ask = full
        page = more(None)
        assert "was not taken" in page.error[0].value
        assert "Real" in page.header[0].value

    def test_are_waited_for_and_may_be_cancelled(self, more):
        page = more(None)
        assert not page.header
        (cancel,) = [button for button in page.button if button.label == "Cancel"]
        assert "Real" in cancel.click().run().header[0].value

    def test_are_not_offered_for_a_photo_nor_where_all_were_looked_at(self, shown, photo, made):
        every = made.report([(0, 0, 0.1), (1, 0, 0.2)], looked_at=[0, 1])
        for report in (photo, every):
            assert not [button for button in shown(report).button if "more" in button.label]
