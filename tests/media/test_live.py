"""A file is watched by its own time, whatever its format; what cannot be watched is named."""

from __future__ import annotations

import pytest

from meso.errors import EmptyFile, MesoError, NotWatched, WrongType
from meso.media.live import CUT, check, name_of, watched
from meso.media.newest import Gap, Picture
from tests.media_files import clip_bytes, number_in, picture_bytes, shown_at

pytestmark = pytest.mark.slow

ENCODERS = {
    "MP4, H.264 with B-frames": ("mp4", "libx264", {"bf": "3"}),
    "WebM, VP9 with hidden frames": ("webm", "libvpx-vp9", {"auto-alt-ref": "1", "cpu-used": "4"}),
    "AVI, MPEG-4 with B-frames": ("avi", "mpeg4", {"bf": "2"}),
}


@pytest.fixture
def at(tmp_path):
    """Write a file and say where it is."""

    def at(data, name="clip.mp4"):
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return at


def seen(happenings):
    return [each for each in happenings if isinstance(each, Picture)]


class TestAFile:
    @pytest.mark.parametrize("encoder", ENCODERS)
    def test_gives_the_first_picture_of_every_so_many_seconds(self, at, encoder):
        container, codec, options = ENCODERS[encoder]
        path = at(clip_bytes(container, codec, frames=40, options=options))
        pictures = seen(watched(path, every=0.4))
        assert [each.number for each in pictures] == [0, 10, 20, 30]
        assert [number_in(each.frame.pixels) for each in pictures] == [0, 10, 20, 30]
        assert [each.seconds for each in pictures] == pytest.approx([0, 0.4, 0.8, 1.2])

    def test_keeps_the_times_of_its_pictures(self, at):
        path = at(clip_bytes(frames=shown_at(0, 40, 900, 1000, 1100)))
        pictures = seen(watched(path, every=0.5))
        assert [each.seconds for each in pictures] == pytest.approx([0, 0.9, 1.0])

    def test_a_hole_in_it_is_told(self, at):
        path = at(clip_bytes(frames=shown_at(0, 40, 9000, 9040)))
        _, gap, _ = watched(path, every=1)
        assert gap == Gap(0.0, 9.0, "no picture came")

    def test_that_is_cut_short_says_so_at_its_end(self, at):
        data = clip_bytes("matroska", frames=100)
        *pictures, end = watched(at(data[: len(data) // 2], "clip.mkv"), every=0.04)
        assert 0 < len(seen(pictures)) < 100
        assert (end.end, end.why) == (None, CUT)

    def test_is_played_at_real_speed_if_that_is_asked_for(self, at):
        from time import monotonic

        begun = monotonic()
        pictures = seen(watched(at(clip_bytes(frames=26)), every=0.2, live=True))
        assert monotonic() - begun >= 1.0
        assert pictures[-1].seconds == pytest.approx(1.0)
        assert len(pictures) + pictures[-1].left_out == 6


class TestWhatCannotBeWatched:
    @pytest.mark.parametrize(
        ("name", "data", "error", "why"),
        [
            ("photo.jpg", picture_bytes(), NotWatched, "it is a photo, which `meso detect` takes"),
            ("empty.mp4", b"", EmptyFile, "is empty"),
            ("list.mp4", b"#EXTM3U\nhttp://127.0.0.1/a.ts\n", WrongType, "neither a photo nor"),
            ("torn.mp4", clip_bytes()[:900], MesoError, "cut short"),
        ],
    )
    def test_is_an_error_that_names_it_and_never_a_picture(self, at, name, data, error, why):
        with pytest.raises(error) as caught:
            list(watched(at(data, name), every=1))
        assert name in str(caught.value)
        assert why in str(caught.value)

    @pytest.mark.parametrize("source", ["no/such/clip.mp4", ".", "gopher://a/b", "http://[a"])
    def test_is_told_before_anything_is_loaded(self, source):
        with pytest.raises(NotWatched):
            check(source)


class TestItsName:
    @pytest.mark.parametrize(
        ("source", "name"),
        [
            ("0", "Webcam 0"),
            ("/home/anna/clip.mp4", "clip.mp4"),
            ("rtsp://anna:secret@10.0.0.7/door?key=secret", "rtsp://10.0.0.7/door"),
            ("http://[a", "This address"),
        ],
    )
    def test_tells_no_folder_and_no_password(self, source, name):
        assert name_of(source) == name
