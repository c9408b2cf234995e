"""What if, and make a fake, as a person does it: the sample, a slider, another blend."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from meso.ui import words
from meso.ui.words import fake, what_if
from tests.browser.looks import fits, take_picture

pytestmark = pytest.mark.slow

PAIR = re.compile(r"(?:Real|Fake) · (\d\.\d+)")


@pytest.fixture
def visitor(open_page, look):
    width, theme = look
    visitor = open_page(width=width, theme=theme)
    visitor.page.get_by_text("The network is loaded").wait_for()
    return visitor


def takes_the_sample(visitor):
    visitor.page.get_by_role("button", name=words.SAMPLE_PHOTO).click()
    sees_both(visitor)


def sees_both(visitor):
    """Wait for the two scores and the curve."""
    visitor.page.get_by_test_id("stMarkdown").filter(has_text=PAIR).nth(1).wait_for()
    visitor.page.locator(".js-plotly-plot .point").first.wait_for()


def scores(visitor):
    """The two scores below the pictures."""
    return [float(score) for score in PAIR.findall(visitor.text)]


def curve(visitor):
    """The scores of the one plot; for a moment, the old one is there beside the new one."""
    plot = visitor.page.locator(".js-plotly-plot")
    expect(plot).to_have_count(1)
    return plot.evaluate("plot => [...plot.data[0].y]")


def pictures(visitor):
    """Left and width of the first two pictures."""
    boxes = (
        visitor.page.get_by_test_id("stImage")
        .locator("img")
        .evaluate_all(
            "all => all.map(one => one.getBoundingClientRect()).map(({left, top, right}) => "
            "[left, top, right])"
        )
    )
    return boxes[:2]


def assert_fits(visitor, look):
    """Both pictures are in sight beside each other, and nothing is wider than the page."""
    before, after = pictures(visitor)
    assert before[1] == after[1]
    assert before[2] < after[0]
    assert after[2] <= look[0]
    assert fits(visitor, look)


class TestWhatIf:
    def test_a_slider_moves_the_picture_the_score_and_the_mark(self, visitor, look):
        visitor.goes_to(what_if.PAGE, what_if.TITLE)
        takes_the_sample(visitor)
        start, jpeg = scores(visitor), curve(visitor)
        assert len(jpeg) == len(what_if.SLIDERS["jpeg"].values)
        visitor.page.get_by_role("slider", name="JPEG quality").press("End")
        visitor.page.get_by_text("JPEG quality: 5", exact=True).wait_for()
        visitor.page.wait_for_function(  # the mark
            "last => document.querySelector('.js-plotly-plot')?.data?.[1].x[0] === last",
            arg=len(jpeg) - 1,
        )
        before, after = scores(visitor)
        assert before == start[0]  # the face as it is must not move
        assert after == pytest.approx(jpeg[-1], abs=0.006)
        assert_fits(visitor, look)
        take_picture(visitor, "what-if", look)

    def test_another_change_draws_another_curve(self, visitor, look):
        visitor.goes_to(what_if.PAGE, what_if.TITLE)
        takes_the_sample(visitor)
        visitor.page.get_by_role("radio", name="Input range").or_(
            visitor.page.get_by_role("button", name="Input range")
        ).first.click()
        visitor.page.get_by_role("slider", name="Input range").wait_for()
        expect(visitor.page.get_by_text(what_if.SLIDERS["range"].learnt)).to_be_visible()
        visitor.page.wait_for_function(
            "count => document.querySelector('.js-plotly-plot')?.data?.[0].y.length === count",
            arg=len(what_if.SLIDERS["range"].values),
        )
        assert abs(curve(visitor)[-1] - 0.5) > 0.4
        assert_fits(visitor, look)
        take_picture(visitor, "what-if-range", look)
        assert visitor.elsewhere == []


class TestMakeAFake:
    def test_another_one_is_another_fake_of_the_same_face(self, visitor, look):
        visitor.goes_to(fake.PAGE, fake.TITLE)
        takes_the_sample(visitor)
        first, real = curve(visitor), scores(visitor)[0]
        assert re.search("The network (noticed|did not notice)", visitor.text)
        assert_fits(visitor, look)
        take_picture(visitor, "fake", look)
        visitor.page.get_by_role("button", name=fake.ANOTHER).click()
        visitor.page.wait_for_function(
            "old => (document.querySelector('.js-plotly-plot')?.data?.[0].y[0] ?? old) !== old",
            arg=first[0],
        )
        assert curve(visitor) != first
        assert scores(visitor)[0] == real  # the face as it is must not move
        assert visitor.elsewhere == []
