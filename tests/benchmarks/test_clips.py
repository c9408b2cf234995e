"""A generated clip has the size, the length, the key frames and the faces it was asked for."""

from __future__ import annotations

import av
import numpy as np
import pytest

from benchmarks import clips
from benchmarks.clips import Clip, made

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def short_rounds(monkeypatch):
    monkeypatch.setattr(clips, "ROUND", 1)


def packets_of(path):
    with av.open(path) as file:
        return [packet for packet in file.demux(video=0) if packet.size]


class TestClip:
    def test_is_of_its_size_length_and_key_frames(self, tmp_path):
        path = made(tmp_path, Clip(height=90, seconds=1, gop=10))
        with av.open(path) as file:
            pictures = list(file.decode(video=0))
        assert {(picture.width, picture.height) for picture in pictures} == {(160, 90)}
        assert len(pictures) == 25
        assert [number for number, one in enumerate(pictures) if one.key_frame] == [0, 10, 20]

    def test_a_long_one_repeats_a_short_one_without_a_gap(self, tmp_path):
        packets = packets_of(made(tmp_path, Clip(height=90, seconds=3)))
        times = sorted(packet.pts for packet in packets)
        assert len(times) == 75
        assert len(set(np.diff(times))) == 1
        assert bytes(packets[0]) == bytes(packets[25]) == bytes(packets[50])

    def test_is_made_once(self, tmp_path):
        path = made(tmp_path, Clip(height=90, seconds=1))
        path.write_bytes(b"kept")
        assert made(tmp_path, Clip(height=90, seconds=1)).read_bytes() == b"kept"

    @pytest.mark.parametrize(("faces", "tiles"), [(1, 1), (2, 2), (3, 3)])
    def test_has_a_tile_a_face(self, faces, tiles, tmp_path):
        path = made(tmp_path, Clip(height=180, seconds=1, faces=faces))
        with av.open(path) as file:
            pixels = next(file.decode(video=0)).to_ndarray(format="rgb24").astype(int)
        across = int(np.ceil(np.sqrt(faces)))
        down = -(-faces // across)
        rows = np.array_split(pixels, down)
        parts = [part for row in rows for part in np.array_split(row, across, axis=1)]
        assert sum(part.std() > 30 for part in parts) == tiles  # the rest is grey with grain
