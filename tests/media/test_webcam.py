"""A webcam, as far as it can be tested without one: OpenCV reads a file in its place."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from meso.errors import NotWatched
from meso.media.newest import Due, Gap
from meso.media.webcam import GONE, LOST, pictures_of
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

    def test_tells_of_a_picture_that_cannot_be_read_and_goes_on(self, camera, monkeypatch):
        class Faulty:  # no file makes OpenCV do so, some webcams do
            """Not a subclass: OpenCV frees an instance of one at the wrong place of the heap."""

            def __init__(self, *where, camera=cv2.VideoCapture):
                self._camera = camera(*where)
                self._taken = 0

            def __getattr__(self, name):
                return getattr(self._camera, name)

            def retrieve(self):
                self._taken += 1
                return (False, None) if self._taken == 2 else self._camera.retrieve()

        monkeypatch.setattr(cv2, "VideoCapture", Faulty)
        clock = iter(np.arange(0, 9, 0.125)).__next__
        first, lost, last, gone = pictures_of(camera, Due(1.0), clock=clock)
        assert lost == Gap(1.0, None, LOST)
        assert [first.number, last.number] == [0, 15]
        assert last.frame.pixels.any()
        assert gone.why == GONE

    def test_that_is_not_there_is_an_error_that_names_its_number(self):
        with pytest.raises(NotWatched, match="Webcam 97 cannot be watched: there is no webcam"):
            list(pictures_of(97, Due(1.0)))
