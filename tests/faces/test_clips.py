from __future__ import annotations

from pathlib import Path

import pytest

from meso.errors import BadFaces
from meso.faces.clips import OFFICIAL, Clip, Listed, divide
from meso.faces.dataset import shared_people

FOLDER = Path("videos")


def clip(file, person, donor="", official=""):
    return Clip(FOLDER / file, file, person, "ff", donor=donor, official=official)


def pair(one, other, official=""):
    return [
        clip(f"real/{one}.mp4", one, official=official),
        clip(f"real/{other}.mp4", other, official=official),
        clip(f"fake/deepfakes/{one}_{other}.mp4", one, other, official),
    ]


def listed(*clips):
    return Listed(FOLDER, list(clips), ["something else is left out."])


class TestByShares:
    def test_every_clip_gets_a_side_and_nobody_two(self):
        clips = [one for number in range(10) for one in pair(f"a{number}", f"b{number}")]
        divided = divide(listed(*clips), (0.6, 0.2, 0.2)).clips
        assert [one.file for one in divided] == [one.file for one in clips]
        sides = {side: [one for one in divided if one.side == side] for side in ("train", "val")}
        assert shared_people(*sides.values()) == set()
        assert [len(side) for side in sides.values()] == [18, 6]
        assert {one.side for one in divided} == {"train", "val", "test"}

    def test_the_official_lists_do_not_count(self):
        clips = pair("a", "b", official="test") + pair("c", "d", official="test")
        assert {one.side for one in divide(listed(*clips), (0.5, 0.5)).clips} == {"train", "val"}

    def test_one_side_that_would_lack_fakes_is_refused(self):
        clips = [*pair("a", "b"), clip("real/c.mp4", "c")]
        with pytest.raises(BadFaces, match="val would have no fake clip"):
            divide(listed(*clips), (0.8, 0.2))


class TestByTheOfficialLists:
    def test_clips_go_where_their_makers_put_them_and_others_are_told(self):
        clips = [*pair("a", "b", "train"), *pair("c", "d", "val"), clip("real/e.mp4", "e")]
        divided = divide(listed(*clips), OFFICIAL)
        assert [one.side for one in divided.clips] == ["train"] * 3 + ["val"] * 3
        assert divided.problems == [
            "something else is left out.",
            "On no official list and left out: 1 of 7 clips, such as real/e.mp4.",
        ]

    def test_a_list_of_test_clips_alone_is_enough(self):
        divided = divide(listed(*pair("a", "b", "test"), *pair("a", "c")), OFFICIAL)
        assert {one.side for one in divided.clips} == {"test"}

    def test_a_list_that_leaks_is_refused(self):
        clips = [*pair("a", "b", "train"), *pair("c", "b", "val")]
        with pytest.raises(BadFaces, match=r"leaks: train and val share 1 person, such as b \("):
            divide(listed(*clips), OFFICIAL)

    def test_no_list_is_asked_for(self):
        with pytest.raises(BadFaces, match=r"videos has no official list .*: --split 0\.8"):
            divide(listed(*pair("a", "b")), OFFICIAL)
