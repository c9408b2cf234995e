"""A webcam, as far as it can be tested without one: OpenCV reads a file in its place."""

from __future__ import annotations

import numpy as np
import pytest

from meso.errors import NotWatched
from meso.media.newest import Due, Gap
from meso.media.webcam import GONE, pictures_of
from tests.media_files import CORNERS, clip_bytes, corners_of

pytestmark = pytest.mark.slow


@pytest.fixture
def camera(tmp_path):
    """What OpenCV opens in place of a device: 20 pictures, then it is unplugged."""
    path = tmp_path / "camera.avi"
    path.write_bytes(clip_bytes("avi", "mjpeg", frames=20, prepare=_in_the_colours_of_jpeg))
    return str(path)


def _in_the_colours_of_jpeg(stream):
    stream.pix_fmt = "yuvj444p"


class TestAWebcam:
    def test_gives_pictures_in_their_colours_by_the_clock(self, camera):
        clock = iter(np.arange(0, 9, 0.125)).__next__
        first, *_ = pictures_of(camera, Due(0.01), clock=clock)
        assert np.abs(corners_of(first.frame.pixels) - CORNERS).max() < 12
        assert first.seconds > 0

    def test_gives_as_many_as_are_wanted_and_tells_when_it_is_gone(self, camera):
        clock = iter(np.arange(0, 9, 0.125)).__next__  # looked at twice for the first picture
        *seen, gone = pictures_of(camera, Due(1.0), clock=clock)
        assert [each.number for each in seen] == [0, 7, 15]
        assert [int(each.seconds) for each in seen] == [0, 1, 2]
        assert gone == Gap(2.5, None, GONE)

    def test_that_is_not_there_is_an_error_that_names_its_number(self):
        with pytest.raises(NotWatched, match="Webcam 97 cannot be watched: there is no webcam"):
            list(pictures_of(97, Due(1.0)))
