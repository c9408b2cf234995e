"""One frame of a video as a person looks at it: by a click, by the keyboard, in the player."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.slow


def picture(visitor, frame):
    """The picture of the frame with this index."""
    return visitor.page.get_by_alt_text(re.compile(f"^Frame {frame}, at .* outlined$"))


def slider(visitor):
    return visitor.page.get_by_role("slider", name="Which frame?")


class TestOneFrame:
    @pytest.fixture
    def visitor(self, open_page, look, clip):
        """Someone who sees the verdict of the clip and its most fake frame."""
        width, theme = look
        visitor = open_page(width=width, theme=theme)
        visitor.drops(*clip)
        visitor.waits_for_the_verdict()
        most_fake, _ = max(visitor.curves[0], key=lambda point: point[1])
        picture(visitor, most_fake).wait_for()
        return visitor

    def test_is_the_one_whose_point_was_clicked_and_nothing_is_looked_at_again(self, visitor):
        verdict = visitor.page.get_by_role("heading", level=2).first.inner_text()
        frame, score = visitor.curves[0][3]
        visitor.forgets_progress()
        visitor.clicks_on_point(3)
        picture(visitor, frame).wait_for()
        about = re.compile(rf"^person 1, .* s: {score:.2f}$")
        visitor.page.get_by_role("img", name=about).first.wait_for()
        assert visitor.page.get_by_role("heading", level=2).first.inner_text() == verdict
        assert visitor.progress == []
        assert visitor.elsewhere == []

    def test_can_be_moved_on_by_the_keyboard(self, visitor):
        frames = [frame for frame, _ in visitor.curves[0]]
        slider(visitor).press("Home")
        picture(visitor, frames[0]).wait_for()
        slider(visitor).press("ArrowRight")
        picture(visitor, frames[1]).wait_for()
        assert picture(visitor, frames[0]).count() == 0

    def test_is_where_the_player_begins(self, visitor):
        slider(visitor).press("End")
        visitor.page.get_by_text("Play the video from here").click()
        visitor.page.wait_for_function("document.querySelector('video')?.currentTime === 3")
        assert visitor.elsewhere == []


class TestAFinger:
    def test_needs_one_tap_to_choose_a_frame_and_one_for_the_next(self, open_page, clip):
        visitor = open_page(width=390, touch=True)
        visitor.drops(*clip)
        visitor.waits_for_the_verdict()
        for number in (3, 20):
            frame, _ = visitor.curves[0][number]
            visitor.taps_on_point(number)
            picture(visitor, frame).wait_for()
