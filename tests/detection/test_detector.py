from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest

from meso.detection.decide import Rule
from meso.detection.detector import Detector
from meso.errors import DamagedMedia, EmptyFile, NoFaceFound
from meso.faces.crop import crop
from meso.values import Box, NotScored
from tests.faces.marked import Marked, find_marked, lossless_clip, lossless_photo, picture

pytestmark = pytest.mark.slow

ANNA, BEN = Marked(90, 110, 120, 51), Marked(240, 110, 90, 204)
TINY = Marked(290, 200, 50, 230)
NOBODY = picture()


class TestDetect:
    def test_reports_every_frame_it_was_asked_for(self, detect):
        report = detect(*[picture(ANNA)] * 50, frames=10)
        assert report.frame.tolist() == [0, 5, 11, 16, 22, 27, 33, 38, 44, 49]
        np.testing.assert_allclose(report.seconds, report.frame / 10, atol=1e-3)
        assert report.verdict.frames == 10

    def test_scores_each_face_of_each_frame(self, detect):
        report = detect(picture(ANNA), picture(BEN, ANNA), picture(BEN))
        assert report.scores.frame.tolist() == [0, 1, 1, 2]
        assert report.scores.person.tolist() == [0, 0, 1, 1]
        np.testing.assert_allclose(report.scores.fake_score, [0.2, 0.2, 0.8, 0.8])
        np.testing.assert_allclose(report.scores.seconds, [0, 0.1, 0.1, 0.2], atol=1e-3)
        assert report.boxes == (ANNA.box, ANNA.box, BEN.box, BEN.box)

    def test_follows_people_who_change_places(self, detect):
        steps = [
            picture(Marked(80 + 18 * step, 70, 100, 50), Marked(240 - 18 * step, 180, 100, 200))
            for step in range(9)
        ]
        report = detect(*steps)
        assert set(report.scores.of(0).fake_score) != set(report.scores.of(1).fake_score)
        assert all(len(set(report.scores.of(person).fake_score)) == 1 for person in (0, 1))

    def test_decides_by_the_mean_of_the_frames_most_fake_faces(self, detect):
        report = detect(*[picture(ANNA, BEN)] * 3, *[picture(ANNA)] * 3)
        assert report.verdict.score == pytest.approx((0.8 + 0.2) / 2)
        assert report.verdict.label == "fake"

    def test_decides_by_its_rule(self, network):
        strict = Detector(network, find_marked, Rule(threshold=0.9))
        photo = BytesIO(lossless_photo(picture(BEN)))
        verdict = strict.detect_stream(photo, "photo.png").verdict
        assert (verdict.label, verdict.threshold) == ("real", 0.9)

    def test_decides_a_photo_on_its_one_frame(self, bright_is_fake):
        photo = BytesIO(lossless_photo(picture(ANNA)))
        report = bright_is_fake.detect_stream(photo, "photo.png")
        assert (report.kind, report.source) == ("image", "photo.png")
        assert report.frame.tolist() == [0]
        assert report.verdict.label == "real"

    def test_says_which_network_scored(self, detect, network):
        report = detect(picture(ANNA))
        assert report.model == network.weights.name
        assert report.weights_sha256 == network.weights.sha256

    def test_says_how_long_each_stage_took(self, detect):
        took = detect(*[picture(ANNA)] * 5).took
        assert list(took) == ["decode", "find", "score", "total"]
        assert all(seconds > 0 for seconds in took.values())
        parts = took["decode"] + took["find"] + took["score"]
        assert parts == pytest.approx(took["total"])

    def test_gives_the_same_scores_every_time(self, bright_is_fake, tmp_path):
        path = tmp_path / "clip.mkv"
        path.write_bytes(lossless_clip([picture(ANNA, BEN), NOBODY, picture(BEN)]))
        first, second = bright_is_fake.detect(path), bright_is_fake.detect(str(path))
        with path.open("rb") as stream:
            third = bright_is_fake.detect_stream(stream, path.name)
        for other in (second, third):
            np.testing.assert_array_equal(first.scores.fake_score, other.scores.fake_score)
            np.testing.assert_array_equal(first.scores.person, other.scores.person)
            np.testing.assert_array_equal(first.crops, other.crops)
            assert first.verdict == other.verdict
            assert first.source == other.source == "clip.mkv"

    def test_tells_its_progress(self, detect):
        told = []
        detect(picture(ANNA), NOBODY, picture(ANNA, BEN), progress=lambda *at: told.append(at))
        assert told == [
            ("find", 0, 3),
            ("find", 1, 3),
            ("find", 2, 3),
            ("score", 0, 3),
            ("score", 3, 3),
        ]


class TestPixels:
    def test_reach_the_finder_as_they_are_in_the_file(self, network):
        seen = []

        def look(pixels):
            seen.append(pixels)
            return find_marked(pixels)

        pictures = [picture(ANNA), picture(BEN)]
        clip = BytesIO(lossless_clip(pictures))
        Detector(network, look, Rule()).detect_stream(clip, "clip.mkv")
        np.testing.assert_array_equal(seen, pictures)
        assert {pixels.dtype for pixels in seen} == {np.dtype(np.uint8)}

    def test_reach_the_network_through_the_one_crop(self, detect, network):
        both = picture(ANNA, BEN)
        detect(both, picture(BEN))
        expected = [
            crop(both, ANNA.landmarks),
            crop(both, BEN.landmarks),
            crop(picture(BEN), BEN.landmarks),
        ]
        np.testing.assert_array_equal(network.crops, expected)

    def test_in_the_report_are_those_that_the_network_saw(self, detect, network):
        report = detect(picture(ANNA, BEN), picture(BEN))
        assert report.crops.shape == (3, 256, 256, 3)
        assert report.crops.dtype == np.uint8
        np.testing.assert_array_equal(report.crops, network.crops)


class TestWhatIsNotScored:
    def test_a_frame_without_a_face_is_a_gap(self, detect):
        report = detect(picture(ANNA), NOBODY, picture(ANNA))
        assert report.frame.tolist() == [0, 1, 2]
        assert report.scores.frame.tolist() == [0, 2]
        assert report.not_scored == (NotScored(1, pytest.approx(0.1), "no face"),)

    def test_a_face_that_is_too_small_is_named_and_its_neighbour_scored(self, detect, network):
        report = detect(picture(ANNA, TINY))
        assert report.boxes == (ANNA.box,)
        assert len(network.crops) == 1
        assert report.not_scored == (NotScored(0, 0.0, "too small", TINY.box),)

    def test_is_counted_by_reason(self, detect):
        report = detect(picture(ANNA, TINY), NOBODY, picture(TINY), NOBODY)
        assert report.why_not_scored() == {"too small": 2, "no face": 2}

    def test_leaves_too_little_for_a_verdict_on_a_clip(self, detect):
        report = detect(picture(BEN), *[NOBODY] * 9)
        assert report.verdict.label == "uncertain"
        assert report.verdict.reasons[0].startswith("Only 1 of the 10 frames")


class TestErrors:
    def test_no_face_in_any_frame(self, detect, network):
        with pytest.raises(NoFaceFound) as raised:
            detect(NOBODY, NOBODY, NOBODY)
        assert "clip.mkv (frames looked at: 3; faces found: none at all)" in str(raised.value)
        assert network.crops is None

    def test_only_faces_that_are_too_small(self, detect):
        with pytest.raises(NoFaceFound, match=r"faces found: 2 narrower than 64 pixels"):
            detect(picture(TINY), NOBODY, picture(TINY))

    def test_a_damaged_clip_gets_no_score(self, bright_is_fake, network):
        clip = lossless_clip([picture(ANNA)] * 20)
        with pytest.raises(DamagedMedia, match=r"clip\.mkv"):
            bright_is_fake.detect_stream(BytesIO(clip[: len(clip) // 2]), "clip.mkv")
        assert network.crops is None

    def test_an_empty_file(self, bright_is_fake, tmp_path):
        (tmp_path / "a.mp4").touch()
        with pytest.raises(EmptyFile, match=r"^a\.mp4 is empty"):
            bright_is_fake.detect(tmp_path / "a.mp4")

    def test_a_file_that_is_not_there(self, bright_is_fake, tmp_path):
        with pytest.raises(FileNotFoundError):
            bright_is_fake.detect(tmp_path / "a.mp4")


class TestMarkedFaces:
    """The finder of these tests sees what it must."""

    def test_are_found_where_they_were_drawn(self):
        larger, smaller = find_marked(picture(BEN, ANNA))
        assert (larger.box, smaller.box) == (ANNA.box, BEN.box)
        np.testing.assert_array_equal(larger.landmarks, ANNA.landmarks)

    def test_are_lost_with_swapped_channels(self):
        assert find_marked(picture(ANNA)[..., ::-1]) == []

    def test_are_found_elsewhere_in_a_mirrored_frame(self):
        (face,) = find_marked(picture(ANNA)[:, ::-1])
        assert face.box != Box(*ANNA.box)
