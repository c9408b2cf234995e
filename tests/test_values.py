from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meso.values import Box, FaceScores, NotScored, Report, Verdict


def scores(*entries):
    """Face scores from (frame, seconds, person, fake score)."""
    frame, seconds, person, fake_score = np.array(entries, float).reshape(-1, 4).T
    return FaceScores(
        frame.astype(np.int64),
        seconds.astype(np.float32),
        person.astype(np.int64),
        fake_score.astype(np.float32),
    )


CLIP = scores((0, 0.0, 0, 0.25), (0, 0.0, 1, 0.75), (4, 0.5, 1, 0.5), (9, 1.25, 0, 0.125))


class TestBox:
    def test_has_a_width_and_a_height(self):
        box = Box(left=10, top=20, right=40, bottom=100)
        assert (box.width, box.height) == (30, 80)


class TestFaceScores:
    def test_per_frame_takes_the_most_fake_face_of_each(self):
        frames = CLIP.per_frame()
        assert frames.frame.tolist() == [0, 4, 9]
        assert frames.seconds.tolist() == [0.0, 0.5, 1.25]
        assert frames.fake_score.tolist() == [0.75, 0.5, 0.125]
        assert frames.faces.tolist() == [2, 1, 1]
        assert frames.fake_score.dtype == np.float32

    def test_per_frame_of_nothing_is_nothing(self):
        frames = scores().per_frame()
        assert [len(each) for each in vars(frames).values()] == [0, 0, 0, 0]

    def test_of_a_person_are_the_entries_of_that_person(self):
        anna = CLIP.of(0)
        assert anna.frame.tolist() == [0, 9]
        assert anna.fake_score.tolist() == [0.25, 0.125]
        assert anna.person.tolist() == [0, 0]
        assert CLIP.of(7).frame.size == 0

    def test_name_the_people(self):
        assert CLIP.people == [0, 1]
        assert all(type(person) is int for person in CLIP.people)
        assert scores().people == []

    @settings(deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.floats(0, 1, width=32))))
    def test_lose_no_face_and_no_frame_on_the_way(self, entries):
        clip = scores(*[(frame, frame / 8, person, score) for frame, person, score in entries])
        frames = clip.per_frame()
        assert frames.frame.tolist() == sorted({frame for frame, _, _ in entries})
        assert frames.faces.sum() == len(entries)
        assert frames.seconds.tolist() == [frame / 8 for frame in frames.frame]
        assert sum(len(clip.of(person).frame) for person in clip.people) == len(entries)
        for index, most_fake in zip(frames.frame, frames.fake_score, strict=True):
            assert most_fake == max(score for frame, _, score in entries if frame == index)


class TestReport:
    @pytest.fixture
    def report(self):
        return Report(
            source="a.mp4",
            kind="video",
            model="meso4",
            weights_sha256="0" * 64,
            verdict=Verdict("real", 0.1, 0.5, "mean", 1),
            frame=np.arange(3),
            seconds=np.arange(3, dtype=np.float32),
            scores=scores((0, 0, 0, 0.1)),
            boxes=(Box(0, 0, 100, 100),),
            crops=np.zeros((1, 256, 256, 3), np.uint8),
            not_scored=(
                NotScored(0, 0.0, "too small", Box(0, 0, 9, 9)),
                NotScored(1, 1.0, "no face"),
                NotScored(2, 2.0, "no face"),
            ),
        )

    def test_counts_why_faces_were_not_scored(self, report):
        assert report.why_not_scored() == {"too small": 1, "no face": 2}

    def test_is_shown_without_its_pixels(self, report):
        assert "crops" not in repr(report)
        assert "a.mp4" in repr(report)
