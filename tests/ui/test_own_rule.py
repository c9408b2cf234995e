"""Rules to try on a video's scores: what they move, and what they leave as it is."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from meso.detection.decide import REDUCTIONS, decide
from meso.ui import own_rule, sentences, words

pytestmark = pytest.mark.slow  # half a second a page

NETWORKS = "With the network's own rule:"
YOURS = "With your rule:"


@pytest.fixture
def decided(monkeypatch):
    """The rules that were decided by, in their order."""
    rules = []

    def counted(scores, rule, **options):
        rules.append((rule.threshold, rule.reduction))
        return decide(scores, rule, **options)

    monkeypatch.setattr(own_rule, "decide", counted)
    return rules


@pytest.fixture
def clip(made):
    """Six frames of one person: on average 0.5, and fake begins at 0.45."""
    scores = [0.1, 0.7, 0.35, 0.9, 0.15, 0.8]
    faces = [(frame, 0, score) for frame, score in enumerate(scores)]
    return made.report(faces, looked_at=range(6), label="fake", score=0.5, threshold=0.45)


@pytest.fixture
def result(drop, page, client, clip):
    """The page with the verdict of the clip."""
    drop()
    client.jobs[-1].ends(clip)
    return page.run()


def threshold(page):
    (slider,) = [slider for slider in page.slider if slider.label == "Threshold"]
    return slider


def reduction(page):
    (box,) = [box for box in page.selectbox if box.label == "One score from many frames"]
    return box


def back(page):
    return [button for button in page.button if button.label == words.BACK]


def told(page):
    """The sentences on the visitor's rule and on the network's; none where nothing was moved."""
    lists = [text.value for text in page.markdown if text.value.startswith(f"- {YOURS}")]
    return lists[0].replace("\\", "").split("\n") if lists else []


def lines(page):
    """The labels beside the chart of score over frames, and the heights of its lines."""
    figure = json.loads(page.get("plotly_chart")[1].proto.spec)
    labels = [label["text"] for label in figure["layout"]["annotations"]]
    dashed = [shape for shape in figure["layout"]["shapes"] if shape["line"].get("dash")]
    return dict(zip(labels, [shape["y0"] for shape in dashed], strict=True))


def top(page):
    """All that the page says above the chart."""
    texts = [text.value for text in page.markdown]
    return page.header[0].value, texts[: texts.index(f"**{words.OWN_RULE}**")]


class TestBeforeAnythingIsMoved:
    def test_the_controls_show_the_networks_own_rule(self, result):
        assert (threshold(result).min, threshold(result).max) == (0, 1)
        assert (threshold(result).value, threshold(result).step) == (0.45, 0.01)
        assert reduction(result).value == "mean"

    def test_nothing_is_decided_and_nothing_compared(self, result, decided):
        result.run()
        assert decided == []
        assert told(result) == []
        assert back(result) == []

    def test_a_threshold_with_more_digits_is_not_another_rule(self, shown, clip, decided):
        own = replace(clip.verdict, threshold=0.4768)
        app = shown(replace(clip, verdict=own))
        assert threshold(app).value == 0.48
        assert told(app) == []
        assert lines(app)["threshold<br>0.48"] == 0.4768

    def test_a_photo_has_no_controls(self, shown, photo):
        app = shown(photo)
        assert not app.slider
        assert not app.selectbox
        assert not any(words.OWN_RULE in text.value for text in app.markdown)


class TestAMovedThreshold:
    def test_decides_once_and_asks_nothing_of_the_worker(self, result, client, decided):
        threshold(result).set_value(0.61).run()
        assert decided == [(0.61, "mean")]
        assert len(client.jobs) == 1

    def test_tells_what_either_rule_says_and_that_they_disagree(self, result):
        threshold(result).set_value(0.61).run()
        assert told(result) == [
            f"- {YOURS} **:blue[:material/check_circle: Real]**. "
            "One score from 6 frames: 0.50. Fake begins at 0.61.",
            f"- {NETWORKS} **:orange[:material/warning: Fake]**. "
            "One score from 6 frames: 0.50. Fake begins at 0.45.",
            "- The verdict hangs on the rule: the two do not agree.",
        ]

    def test_tells_that_they_agree(self, result):
        threshold(result).set_value(0.4).run()
        assert told(result)[-1] == "- The verdict holds: both rules agree."

    def test_moves_the_line_in_the_chart(self, result):
        assert lines(result) == {"threshold<br>0.45": 0.45, "mean<br>0.50": 0.5}
        threshold(result).set_value(0.61).run()
        assert lines(result) == {"threshold<br>0.61": 0.61, "mean<br>0.50": pytest.approx(0.5)}
        assert "Threshold 0.61, mean 0.50." in result.get("plotly_chart")[1].proto.alt

    def test_leaves_the_verdict_at_the_top_as_it_is(self, result):
        before = top(result)
        threshold(result).set_value(0.99).run()
        assert top(result) == before


class TestAnotherReduction:
    def test_decides_once_and_asks_nothing_of_the_worker(self, result, client, decided):
        reduction(result).set_value("median").run()
        assert decided == [(0.45, "median")]
        assert len(client.jobs) == 1

    def test_moves_the_line_in_the_chart(self, result):
        reduction(result).set_value("most fake tenth").run()
        assert lines(result)["top tenth<br>0.80"] == pytest.approx((0.9 + 0.8 + 0.7) / 3)
        assert "mean<br>0.50" not in lines(result)

    def test_a_share_is_no_score_and_has_no_line(self, result):
        threshold(result).set_value(0.12).run()
        reduction(result).set_value("fake share").run()
        assert lines(result) == {"threshold<br>0.12": 0.12}
        assert told(result)[0].endswith(
            "83% of 6 frames score 0.12 or more; half of them are enough."
        )

    @pytest.mark.parametrize("name", REDUCTIONS)
    def test_has_a_name_and_a_short_explanation(self, result, name):
        title, explanation = words.WAYS[name]
        reduction(result).set_value(name).run()
        assert title in reduction(result).options
        assert explanation in [caption.value for caption in result.caption]
        assert len(explanation) < 160

    def test_what_keeps_it_from_a_verdict_is_told(self, shown, made):
        faces = [(frame, 0, 0.9 if frame < 3 else 0.1) for frame in range(10)]
        app = shown(made.report(faces, looked_at=range(10), score=0.34))
        threshold(app).set_value(0.6).run()
        assert "Can't tell" in told(app)[0]
        assert told(app)[0].endswith("Seconds 0.0 to 0.1 look fake although the whole does not.")


class TestWhatWasMeasured:
    def test_is_not_told_of_the_visitors_rule(self, shown, clip):
        measured = replace(clip.verdict, probability=0.2, error_rate=0.08)
        app = shown(replace(clip, verdict=measured))
        threshold(app).set_value(0.3).run()
        assert not any("probable" in sentence or "Of 100" in sentence for sentence in told(app))
        assert words.NOT_YOURS in [caption.value for caption in app.caption]

    def test_is_still_told_of_the_networks(self, shown, clip):
        measured = replace(clip.verdict, probability=0.2, error_rate=0.08)
        app = shown(replace(clip, verdict=measured))
        threshold(app).set_value(0.3).run()
        _, above = top(app)
        assert any("A fake is 20% probable" in text for text in above)
        assert any("about 8 were judged wrongly" in text for text in above)


class TestTheWayBack:
    def test_a_button_leads_to_the_networks_own_rule(self, result, client):
        threshold(result).set_value(0.61).run()
        reduction(result).set_value("median").run()
        back(result)[0].click().run()
        assert (threshold(result).value, reduction(result).value) == (0.45, "mean")
        assert (told(result), back(result)) == ([], [])
        assert lines(result) == {"threshold<br>0.45": 0.45, "mean<br>0.50": 0.5}
        assert len(client.jobs) == 1

    def test_another_file_begins_there(self, result, drop, client, clip):
        threshold(result).set_value(0.61).run()
        drop("another.mp4")
        client.jobs[-1].ends(clip)
        result.run()
        assert threshold(result).value == 0.45
        assert told(result) == []

    def test_so_does_another_file_that_is_done_at_once(self, result, drop, client, clip):
        threshold(result).set_value(0.61).run()
        submit = client.submit

        def done_at_once(*args, **options):
            job = submit(*args, **options)
            job.ends(clip)
            return job

        client.submit = done_at_once
        drop("another.mp4")
        assert len(client.jobs) == 2
        assert threshold(result).value == 0.45

    def test_another_network_begins_at_its_own(self, result, page, client, clip):
        threshold(result).set_value(0.61).run()
        page.selectbox[0].set_value("meso_inception4").run()
        own = replace(clip.verdict, threshold=0.3)
        client.jobs[-1].ends(replace(clip, model="meso_inception4", verdict=own))
        assert threshold(page.run()).value == 0.3
        assert told(page) == []


def test_a_doubt_of_a_rule_can_be_no_markdown(clip):
    doubted = replace(clip.verdict, label="uncertain", reasons=("*so* so",))
    assert sentences.compared(clip, doubted, 0.5)[0].endswith(r"\*so\* so")
