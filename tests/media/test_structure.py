"""A container whose parts no longer fit the file is broken; an open or a longer file is not."""

from __future__ import annotations

import io

import pytest

from meso.media.structure import is_whole
from tests.media_files import clip_bytes

CLIPS = {
    "mov": ("mp4", "libx264", {}),
    "avi": ("avi", "mpeg4", {}),
    "matroska": ("webm", "libvpx-vp9", {}),
}


@pytest.fixture(params=CLIPS)
def clip(request):
    container, codec, options = CLIPS[request.param]
    return request.param, clip_bytes(container, codec, container_options=options)


def whole(data: bytes, demuxer: str) -> bool:
    return is_whole(io.BytesIO(data), demuxer)


class TestIsWhole:
    def test_a_finished_file_is(self, clip):
        demuxer, data = clip
        assert whole(data, demuxer)

    @pytest.mark.parametrize("kept", [0.4, 0.8, 0.99])
    def test_a_file_that_is_cut_short_is_not(self, clip, kept):
        demuxer, data = clip
        assert not whole(data[: int(kept * len(data))], demuxer)

    def test_a_file_that_something_was_appended_to_is(self, clip):
        demuxer, data = clip
        assert whole(data + b"SEFT and whatever a phone adds", demuxer)

    def test_bytes_lost_in_the_middle_of_matroska_show(self):
        data = clip_bytes("matroska", "mpeg4")
        middle = len(data) // 2
        assert not whole(data[:middle] + data[middle + 7 :], "matroska")

    @pytest.mark.parametrize("options", [{"live": "1"}, {"live": "1", "cluster_time_limit": "200"}])
    def test_a_live_recording_is_wherever_it_ends_between_two_clusters(self, options):
        data = clip_bytes("webm", "libvpx-vp9", container_options=options)
        assert whole(data, "matroska")

    def test_an_avi_whose_recorder_was_switched_off_is(self):
        data = clip_bytes("avi", "mpeg4")
        for unknown in (b"\0\0\0\0", b"\xff\xff\xff\xff"):
            assert whole(b"RIFF" + unknown + data[8:-500], "avi")

    def test_a_box_may_give_its_size_in_eight_bytes(self):
        head = b"\0\0\0\x10ftypqt  \0\0\0\0"
        large = b"\0\0\0\x01mdat" + (16 + 100).to_bytes(8)
        assert whole(head + large + bytes(100), "mov")
        assert not whole(head + large + bytes(99), "mov")

    def test_a_box_of_size_0_reaches_to_the_end(self):
        assert whole(b"\0\0\0\x10ftypqt  \0\0\0\0" + b"\0\0\0\0mdat" + bytes(9), "mov")
