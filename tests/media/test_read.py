"""One door for all media: by content, with errors that name the file and say what mends it."""

from __future__ import annotations

import io
from contextlib import suppress

import numpy as np
import pytest

from meso.errors import (
    ACCEPTED,
    DamagedMedia,
    EmptyFile,
    MesoError,
    NoPicture,
    TooLarge,
    UnreadableMedia,
    WrongType,
)
from meso.limits import Limit
from meso.media import frame_at, open_between, open_media, read, timeline
from meso.media.read import AnySize
from tests.media_files import (
    clip_bytes,
    grainy_pictures,
    number_in,
    picture_bytes,
    shown_at,
    sound_bytes,
)

pytestmark = pytest.mark.slow


class TestOpenMedia:
    def test_a_photo_is_one_frame_at_the_start(self):
        media = open_media(io.BytesIO(picture_bytes()), "me.jpg")
        (frame,) = media.frames
        assert (media.name, media.kind, media.wanted) == ("me.jpg", "image", 1)
        assert (frame.index, frame.seconds, frame.pixels.shape) == (0, 0.0, (64, 96, 3))

    def test_a_video_says_how_many_frames_will_come(self):
        media = open_media(io.BytesIO(clip_bytes(frames=50)), "me.mp4")
        assert (media.name, media.kind, media.wanted) == ("me.mp4", "video", 32)
        assert len(list(media.frames)) == 32

    def test_a_short_video_gives_all_it_has(self):
        media = open_media(io.BytesIO(clip_bytes(frames=7)), "me.mp4", frames=128)
        assert media.wanted == 7
        assert [frame.index for frame in media.frames] == list(range(7))

    @pytest.mark.parametrize("frames", [0, -1, 129])
    def test_a_number_of_frames_out_of_range_is_a_mistake_of_the_caller(self, frames):
        with pytest.raises(ValueError, match=f"from 1 to 128, not {frames}"):
            open_media(io.BytesIO(clip_bytes()), "me.mp4", frames=frames)

    def test_a_wrong_name_changes_nothing(self):
        clip = open_media(io.BytesIO(clip_bytes()), "holiday.jpg")
        assert [number_in(frame.pixels) for frame in clip.frames] == list(range(30))
        assert open_media(io.BytesIO(picture_bytes("PNG")), "clip.mp4").kind == "image"

    def test_a_stream_that_was_read_before_is_read_from_its_start(self):
        stream = io.BytesIO(clip_bytes())
        stream.read()
        assert open_media(stream, "me.mp4").wanted == 30

    def test_the_same_file_can_be_looked_at_twice_from_the_disk(self, tmp_path):
        path = tmp_path / "clip.mp4"
        path.write_bytes(clip_bytes())
        with path.open("rb") as stream:
            for _ in range(2):
                assert len(list(open_media(stream, path.name).frames)) == 30


class TestErrors:
    @pytest.mark.parametrize(
        ("data", "error"),
        [
            (b"", EmptyFile),
            (b"This is no clip, whatever it is called.\n", WrongType),
            (b"ffconcat version 1.0\nfile 'secret.mp4'\n", WrongType),
            (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", UnreadableMedia),
            (b"\x1a\x45\xdf\xa3", UnreadableMedia),
            (b"RIFF\xff\xff\xff\x7fAVI ", UnreadableMedia),
            (b"\xff\xd8\xff\xe0", UnreadableMedia),
            (b"\x89PNG\r\n\x1a\n", UnreadableMedia),
            (sound_bytes(), NoPicture),
        ],
    )
    def test_each_names_the_file_and_says_what_is_accepted_and_what_to_do(self, data, error):
        with pytest.raises(error) as caught:
            open_media(io.BytesIO(data), "clip.mp4")
        said = str(caught.value)
        assert "clip.mp4" in said
        assert ACCEPTED in said
        assert "\n" not in said

    def test_a_text_called_mp4_does_not_open_the_file_that_it_names(self, tmp_path, monkeypatch):
        (tmp_path / "secret.mp4").write_bytes(clip_bytes())
        monkeypatch.chdir(tmp_path)
        playlist = tmp_path / "clip.mp4"
        playlist.write_text("ffconcat version 1.0\nfile 'secret.mp4'\n")
        with playlist.open("rb") as stream, pytest.raises(UnreadableMedia):
            open_media(stream, "clip.mp4")

    def test_the_decoders_write_nothing_to_the_terminal(self, capfd):
        clip = clip_bytes("matroska", frames=grainy_pictures(30))
        hurt = clip[: len(clip) // 2] + bytes(500) + clip[len(clip) // 2 + 500 :]
        for data in (hurt, clip[: len(clip) // 3], picture_bytes("JPEG")[:-300]):
            with suppress(MesoError):
                list(open_media(io.BytesIO(data), "clip.mkv").frames)
        assert capfd.readouterr() == ("", "")


class TestOneFrame:
    @pytest.mark.parametrize("index", [0, 13, 29])
    def test_of_a_video_is_the_one_with_that_index(self, index):
        frame = frame_at(io.BytesIO(clip_bytes()), "me.mp4", index)
        assert number_in(frame.pixels) == frame.index == index

    def test_is_the_same_as_when_the_whole_was_looked_at(self):
        data = clip_bytes()
        whole = list(open_media(io.BytesIO(data), "me.mp4", frames=5).frames)
        for seen in whole:
            again = frame_at(io.BytesIO(data), "me.mp4", seen.index)
            np.testing.assert_array_equal(again.pixels, seen.pixels)
            assert again.seconds == seen.seconds

    def test_of_a_photo_is_the_photo(self):
        frame = frame_at(io.BytesIO(picture_bytes()), "me.jpg", 0)
        assert (frame.index, frame.pixels.shape) == (0, (64, 96, 3))

    @pytest.mark.parametrize("index", [-1, 30])
    def test_that_is_not_there_is_an_error(self, index):
        with pytest.raises(DamagedMedia, match=r"me\.mp4"):
            frame_at(io.BytesIO(clip_bytes()), "me.mp4", index)

    def test_of_something_else_is_an_error(self):
        with pytest.raises(EmptyFile):
            frame_at(io.BytesIO(b""), "me.mp4", 0)


class TestFramesBetween:
    def test_are_those_halfway_between_the_known_ones(self):
        media = open_between(io.BytesIO(clip_bytes()), "me.mp4", [0, 10, 11, 13, 29])
        assert media.wanted == 3
        frames = list(media.frames)
        assert [frame.index for frame in frames] == [5, 12, 21]
        assert [number_in(frame.pixels) for frame in frames] == [5, 12, 21]

    @pytest.mark.parametrize("known", [[0], [0, 1, 2], []])
    def test_are_none_where_no_place_is_left(self, known):
        with pytest.raises(ValueError, match="no frame between"):
            open_between(io.BytesIO(clip_bytes()), "me.mp4", known)

    def test_of_a_photo_there_are_none(self):
        with pytest.raises(ValueError, match="no frame between"):
            open_between(io.BytesIO(picture_bytes()), "me.jpg", [0, 9])


class TestTooLarge:
    @pytest.fixture
    def long_clip(self):
        """601 seconds, in seven frames."""
        return clip_bytes("matroska", frames=shown_at(*range(0, 601_000, 100_000), 601_000))

    def test_a_clip_of_more_than_ten_minutes_is_refused(self, long_clip):
        with pytest.raises(TooLarge, match="more than 10 minutes"):
            open_media(io.BytesIO(long_clip), "clip.mkv")

    def test_ones_own_may_be_as_long_as_it_likes(self, long_clip):
        assert open_media(io.BytesIO(long_clip), "clip.mkv", any_size=True).wanted == 8

    def test_a_clip_of_more_frames_than_the_limit_is_refused(self, monkeypatch):
        monkeypatch.setattr(timeline, "VIDEO_FRAMES", Limit(29, "29 frames"))
        with pytest.raises(TooLarge, match="more than 29 frames"):
            open_media(io.BytesIO(clip_bytes(frames=30)), "clip.mp4")
        assert open_media(io.BytesIO(clip_bytes(frames=29)), "clip.mp4").wanted == 29

    @pytest.mark.parametrize(
        ("data", "limit"), [(picture_bytes(), "PHOTO_BYTES"), (clip_bytes(), "VIDEO_BYTES")]
    )
    def test_more_bytes_than_the_limit_are_refused(self, data, limit, monkeypatch):
        monkeypatch.setattr(read, limit, Limit(len(data), "as many MB"))
        assert open_media(io.BytesIO(data), "upload").wanted
        with pytest.raises(TooLarge, match="more than as many MB"):
            open_media(io.BytesIO(data + b"\0"), "upload")
        assert open_media(io.BytesIO(data + b"\0"), "upload", any_size=True).wanted

    def test_a_film_in_more_than_4k_is_refused(self):
        clip = bytearray(clip_bytes("avi", "rawvideo", frames=1))
        size = clip.index(b"strf") + 12
        clip[size : size + 8] = (3001).to_bytes(4, "little") * 2
        with pytest.raises(TooLarge, match="more than 9 million pixels in a frame"):
            open_media(io.BytesIO(clip), "clip.avi")

    def test_the_reader_for_any_size_takes_both_and_frames_between_too(self, long_clip):
        media = AnySize.open_media(io.BytesIO(long_clip), "clip.mkv")
        assert [frame.index for frame in media.frames] == list(range(8))
        between = AnySize.open_between(io.BytesIO(long_clip), "clip.mkv", [0, 2])
        assert [frame.index for frame in between.frames] == [1]
        with pytest.raises(TooLarge):
            open_between(io.BytesIO(long_clip), "clip.mkv", [0, 2])
