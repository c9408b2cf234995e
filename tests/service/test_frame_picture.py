"""The picture of one frame: a question to the worker, asked here in the process of the test."""

from __future__ import annotations

import numpy as np
import pytest

from meso.errors import UnreadableMedia
from meso.service.frame_picture import picture
from tests.media_files import CORNERS, clip_bytes, corners_of, number_in, numbered_picture

pytestmark = pytest.mark.slow  # decodes video


def test_is_the_frame_that_was_asked_for_at_its_own_size():
    shown = picture(None, upload=clip_bytes(), called="me.mp4", index=17)
    assert number_in(shown.pixels) == 17
    assert (shown.pixels.shape, shown.scale) == ((64, 96, 3), 1)


def test_is_made_smaller_where_it_is_too_large_for_the_page():
    large = [numbered_picture(number, width=1920, height=1080) for number in range(5)]
    shown = picture(None, upload=clip_bytes(frames=large), called="me.mp4", index=3)
    np.testing.assert_allclose(corners_of(shown.pixels), CORNERS, atol=12)
    assert (shown.pixels.shape, shown.scale) == ((540, 960, 3), 0.5)


def test_of_what_is_no_video_is_an_error():
    with pytest.raises(UnreadableMedia, match=r"diary\.mp4"):
        picture(None, upload=b"Dear diary", called="diary.mp4", index=0)
