from __future__ import annotations

import cv2
import numpy as np
import pytest

from meso.errors import BadFaces
from meso.evaluation.honesty import blockiness, mirrored, sharpness, shortcuts
from meso.faces.degrade import FLAT, blurred, brightened, jpeg

pytestmark = pytest.mark.slow


def cloudy(seed, finest=2.0):
    """Coloured clouds of all sizes from `finest` pixels on, (256, 256, 3), no two alike."""
    noise = np.random.default_rng(seed).normal(0, 1, (256, 256, 3)).astype(np.float32)
    clouds = sum(cv2.GaussianBlur(noise, (0, 0), finest * 2**n) * 2**n for n in range(5))
    return np.clip(110 + 30 * clouds / clouds.std() + [20, 0, -20], 0, 255).astype(np.uint8)


def grey(pixels):
    return pixels.astype(np.float32).mean(axis=-1)


@pytest.fixture(scope="module")
def clouds():
    return [cloudy(seed) for seed in range(8)]


@pytest.fixture(scope="module")
def soft():
    """As soft as what is behind a face."""
    return [cloudy(seed, finest=6) for seed in range(8)]


class TestSharpness:
    def test_falls_with_blur_only(self, clouds):
        crop = clouds[0]
        assert sharpness(grey(blurred(crop, 1))) < sharpness(grey(crop)) / 1.5
        assert sharpness(grey(brightened(crop, 9))) == pytest.approx(sharpness(grey(crop)), 0.02)


class TestBlockiness:
    @pytest.mark.parametrize("side", [256, 200])
    def test_sees_jpeg_even_when_the_crop_was_scaled_since(self, clouds, side):
        for crop in clouds:
            small = cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA)
            saved, unsaved = (
                blockiness(grey(cv2.resize(one, (256, 256)))) for one in (jpeg(small, 30), small)
            )
            assert saved > 1.3 * unsaved

    def test_sees_blocks_in_either_direction(self, clouds):
        stripes = grey(clouds[0])
        stripes[:, ::8] += 12
        assert blockiness(stripes) == blockiness(stripes.T) > 2 * blockiness(grey(clouds[0]))

    def test_of_a_flat_crop_is_nothing(self):
        assert blockiness(np.full((256, 256), 90, np.float32)) == 0


class TestMirrored:
    @staticmethod
    def cut(pixels, left=0, bottom=0, turn=0.0):
        """A crop of the picture that leaves it by so much at the left and at the bottom."""
        matrix = cv2.getRotationMatrix2D((127.5, 127.5), turn, 1)
        matrix[:, 2] += matrix[:, :2] @ [left, 0]
        inside = pixels[: 256 - bottom, left:]
        return grey(
            cv2.warpAffine(
                inside, matrix, (256, 256), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
            )
        )

    def test_is_nothing_in_a_whole_crop(self, soft):
        assert np.mean([mirrored(grey(crop)) for crop in soft]) < 0.02

    @pytest.mark.parametrize("turn", [0, 3, -7])
    @pytest.mark.parametrize("columns", [24, 60])
    def test_is_the_share_beyond_the_border_even_slanted(self, soft, columns, turn):
        found = [mirrored(self.cut(crop, left=columns, turn=turn)) for crop in soft]
        assert np.median(found) == pytest.approx(columns / 256, abs=0.03)

    def test_adds_up_the_sides(self, soft):
        found = np.median([mirrored(self.cut(crop, left=30, bottom=50)) for crop in soft])
        assert found == pytest.approx(80 / 256, abs=0.03)

    def test_does_not_take_a_flat_border_for_one(self):
        flat = np.full((256, 256), 90, np.float32)
        assert mirrored(flat) == 0


class TestShortcuts:
    @pytest.fixture
    def crops(self, clouds):
        """Fakes are blurred, which no network need look at a face for."""
        return {f"real/{n}.png": crop for n, crop in enumerate(clouds[:5])} | {
            f"fake/soft/{n}.png": blurred(crop, 2) for n, crop in enumerate(clouds[:5])
        }

    def test_finds_the_one_that_the_data_offer(self, write, crops, tmp_path, redness, tell, told):
        write(crops)
        (row,) = shortcuts("val", tmp_path, redness, tell)
        assert (row.tested_on, row.reals, row.fakes) == ("val, soft", 5, 5)
        values = {name: number.value for name, number in row.numbers.items()}
        assert list(values) == [
            "without the face",
            "width",
            "sharpness",
            "JPEG blocks",
            "brightness",
            "mirrored border",
        ]
        assert values["sharpness"] == 0  # every fake is softer than every real one
        assert values["brightness"] == pytest.approx(0.5, abs=0.1)
        assert row.numbers["brightness"].low <= values["brightness"]
        assert told == [(10, 10)]

    def test_says_nothing_of_widths_that_are_not_known(self, write, crops, tmp_path, redness, tell):
        write(crops, width=0)
        (row,) = shortcuts("val", tmp_path, redness, tell)
        assert np.isnan(row.numbers["width"].value)

    def test_shows_the_network_no_face(self, write, crops, tmp_path, tell):
        seen = []

        def fake_scores(crops):
            seen.extend(crops)
            return np.linspace(0, 1, len(crops), dtype=np.float32)

        write(crops)
        (row,) = shortcuts("val", tmp_path, fake_scores, tell)
        assert len(seen) == 10
        assert all((crop[30:210, 60:190] == FLAT).all() for crop in seen)
        assert (seen[0][0, 0] == crops["real/0.png"][0, 0]).all()
        assert row.numbers["without the face"].value == 1  # the fakes come last, and score highest

    def test_has_a_row_a_method_and_one_of_all(self, write, crops, tmp_path, redness, tell):
        write(crops | {"fake/other/1.png": crops["real/1.png"]})
        rows = shortcuts("val", tmp_path, redness, tell)
        assert [row.tested_on for row in rows] == ["val, other", "val, soft", "val, all"]

    def test_refuses_real_faces_only(self, write, tmp_path, redness, tell):
        write({"real/a.png": 1})
        with pytest.raises(BadFaces, match=r"^val needs real and fake"):
            shortcuts("val", tmp_path, redness, tell)
