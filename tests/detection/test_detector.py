from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import pytest

from meso.detection.decide import Rule, decide
from meso.detection.detector import Detector
from meso.errors import DamagedMedia, EmptyFile, NoFaceFound
from meso.faces.crop import crop
from meso.values import Box, NotScored
from tests.faces.marked import (
    Marked,
    MarkFinder,
    find_marked,
    lossless_clip,
    lossless_photo,
    picture,
)

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


class TestFollowing:
    def test_begins_anew_with_each_clip(self, network):
        finder = MarkFinder()
        detector = Detector(network, finder, Rule())
        clip = lossless_clip([picture(ANNA)] * 3)
        first, second = (detector.detect_stream(BytesIO(clip), "clip.mkv") for _ in range(2))
        assert finder.looked == ["everywhere", "near", "near"] * 2
        np.testing.assert_array_equal(first.scores.fake_score, second.scores.fake_score)

    def test_takes_the_same_place_in_another_shot_for_another_person(self, detect):
        anna, shot = picture(ANNA), picture()
        other = np.where((anna == shot).all(axis=-1, keepdims=True), 255, anna)
        report = detect(anna, anna, other, anna)
        assert report.scores.person.tolist() == [0, 0, 1, 0]


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


class TestTighterAndWiderCrops:
    def test_are_scored_of_four_frames_from_the_first_to_the_last(self, detect, network):
        pictures = [picture(ANNA._replace(x=80 + 4 * place)) for place in range(30)]
        report = detect(*pictures)
        _, again = network.calls
        assert len(again) == 8
        assert report.evidence.zoomed.shape == (3, 4)
        first, last = pictures[0], pictures[-1]
        for crops, pixels, x in ((again[:2], first, 80), (again[-2:], last, 80 + 4 * 29)):
            landmarks = ANNA._replace(x=x).landmarks
            expected = [crop(pixels, landmarks, wider=wider) for wider in (0.9, 1.1)]
            np.testing.assert_array_equal(crops, expected)

    def test_are_of_the_most_fake_face_of_a_frame(self, detect):
        report = detect(picture(ANNA, BEN), picture(BEN, ANNA))
        np.testing.assert_allclose(report.evidence.zoomed, 0.8)

    def test_of_a_photo_are_two(self, bright_is_fake, network):
        photo = BytesIO(lossless_photo(picture(ANNA, BEN)))
        bright_is_fake.detect_stream(photo, "photo.png")
        assert [len(crops) for crops in network.calls] == [2, 2]

    def test_are_left_out_where_those_frames_show_nobody(self, detect):
        wanted = [
            NOBODY if place in (0, 1, 3, 4, 6, 7, 9, 10) else picture(BEN) for place in range(11)
        ]
        report = detect(*wanted)
        assert report.evidence.zoomed.shape == (3, 0)
        assert "crops_disagree" not in report.verdict.codes

    def test_change_neither_scores_nor_crops_of_the_report(self, detect):
        report = detect(*[picture(ANNA)] * 3)
        assert len(report.crops) == len(report.scores.fake_score) == 3


class TestEvidence:
    def test_has_the_middlemost_width_and_brightness(self, detect):
        wide = Marked(160, 120, 200, 90)
        report = detect(picture(ANNA), picture(ANNA), picture(wide))
        assert report.evidence.width == ANNA.width
        assert 51 <= report.evidence.brightness < 70

    def test_tells_a_blurred_clip(self, network):
        patches = np.random.default_rng(2).integers(60, 250, (6, 8, 3), np.uint8)
        pixels = cv2.resize(patches, (320, 240), interpolation=cv2.INTER_CUBIC)
        blind = Detector(network, lambda _: find_marked(picture(BEN)), Rule())
        clip = BytesIO(lossless_clip([pixels] * 5))
        assert "blurred" in blind.detect_stream(clip, "clip.mkv").verdict.codes

    def test_knows_the_bits_of_a_pixel_of_a_video(self, bright_is_fake):
        data = lossless_clip([picture(ANNA)] * 20)
        for frames in (2, 20):
            report = bright_is_fake.detect_stream(BytesIO(data), "clip.mkv", frames=frames)
            assert report.evidence.bits_per_pixel == 8 * len(data) / (320 * 240 * 20)

    def test_knows_none_of_a_photo(self, bright_is_fake):
        photo = BytesIO(lossless_photo(picture(ANNA)))
        assert bright_is_fake.detect_stream(photo, "photo.png").evidence.bits_per_pixel == 0

    def test_is_all_that_it_takes_to_decide_again(self, detect, bright_is_fake):
        report = detect(picture(ANNA, BEN), picture(BEN), picture(ANNA))
        again = decide(
            report.scores,
            bright_is_fake.rule,
            looked_at=len(report.frame),
            evidence=report.evidence,
        )
        assert again == report.verdict


class TestADamagedClip:
    @pytest.fixture
    def cut(self):
        """A clip of 20 frames, cut short to a share of it."""
        clip = lossless_clip([picture(ANNA)] * 20)
        return lambda share: BytesIO(clip[: int(share * len(clip))])

    def test_is_scored_on_what_could_be_read_and_says_so(self, bright_is_fake, cut):
        report = bright_is_fake.detect_stream(cut(0.6), "clip.mkv")
        read = len(report.frame)
        assert 5 < read < 20
        assert report.evidence.unreadable == 20 - read
        assert report.verdict.label != "uncertain"
        assert report.verdict.codes == ("damaged",)
        assert f"{read} of the 20 frames to look at could be read" in report.verdict.cautions[0]

    def test_needs_as_many_frames_as_a_whole_one(self, bright_is_fake, cut):
        report = bright_is_fake.detect_stream(cut(0.16), "clip.mkv")
        assert len(report.frame) < bright_is_fake.rule.fewest_frames
        assert report.verdict.label == "uncertain"
        assert {"few_frames", "damaged"} <= {*report.verdict.codes}

    def test_stays_one_when_it_is_decided_again(self, bright_is_fake, cut):
        report = bright_is_fake.detect_stream(cut(0.6), "clip.mkv")
        again = decide(
            report.scores,
            bright_is_fake.rule,
            looked_at=len(report.frame),
            evidence=report.evidence,
        )
        assert again == report.verdict


class TestAPhotosRule:
    @pytest.fixture
    def two_rules(self, network):
        return Detector(network, find_marked, Rule(threshold=0.9), photo_rule=Rule(threshold=0.1))

    def test_is_its_own(self, two_rules):
        photo, clip = lossless_photo(picture(ANNA)), lossless_clip([picture(ANNA)])
        assert two_rules.detect_stream(BytesIO(photo), "a.png").verdict.label == "fake"
        assert two_rules.detect_stream(BytesIO(clip), "a.mkv").verdict.label == "real"
        assert two_rules.rule_for("image").threshold == 0.1

    def test_is_that_of_videos_where_there_is_none(self, bright_is_fake):
        assert bright_is_fake.rule_for("image") is bright_is_fake.rule_for("video")


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

    def test_a_damaged_clip_without_a_face_is_called_damaged(self, bright_is_fake, network):
        clip = lossless_clip([NOBODY] * 20)
        with pytest.raises(DamagedMedia, match=r"clip\.mkv .* of the 20 frames"):
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
