"""A photo of any accepted kind becomes the same upright RGB pixels."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageOps

from meso.errors import TooLarge, TooSmall, UnreadableMedia
from meso.media.photo import STRIP, open_photo
from tests.media_files import (
    BLUE,
    CORNERS,
    RED,
    corners_of,
    numbered_picture,
    picture_bytes,
    png_of_16_bits,
)

pytestmark = pytest.mark.slow

KINDS = ["JPEG", "PNG", "WEBP", "GIF", "BMP", "HEIF", "AVIF"]
SQUARE_ROOT_OF_THE_CAP = 6325  # 6325 x 6325 is a little more than 40 million


def two_pictures(kind: str) -> bytes:
    first, second = (Image.fromarray(numbered_picture(number)) for number in (1, 255))
    file = io.BytesIO()
    first.save(file, kind, save_all=True, append_images=[second.rotate(180)])
    return file.getvalue()


class TestColours:
    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_gives_the_colours_that_were_saved(self, kind, pixels_of):
        pixels = pixels_of(picture_bytes(kind))
        assert pixels.shape == (64, 96, 3)
        assert pixels.dtype == np.uint8
        assert pixels.flags.c_contiguous
        assert corners_of(pixels) == pytest.approx(np.array(CORNERS), abs=6)

    @pytest.mark.parametrize(
        ("kind", "mode"), [("PNG", "P"), ("GIF", "P"), ("JPEG", "CMYK"), ("PNG", "RGBA")]
    )
    def test_every_way_to_keep_colour_gives_the_same(self, kind, mode, pixels_of):
        pixels = pixels_of(picture_bytes(kind, mode=mode))
        assert corners_of(pixels) == pytest.approx(np.array(CORNERS), abs=12)

    @pytest.mark.parametrize(("kind", "mode"), [("PNG", "L"), ("JPEG", "L"), ("BMP", "L")])
    def test_grey_gives_three_equal_channels(self, kind, mode, pixels_of):
        pixels = pixels_of(picture_bytes(kind, mode=mode))
        assert (pixels.max(axis=2) == pixels.min(axis=2)).all()
        assert len(np.unique(corners_of(pixels)[:, 0])) == 4

    def test_one_bit_gives_black_and_white(self, pixels_of):
        assert np.unique(pixels_of(picture_bytes("PNG", mode="1"))).tolist() == [0, 255]

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF", "AVIF"])
    def test_what_is_seen_through_becomes_white(self, kind, pixels_of):
        pixels = np.dstack([numbered_picture(), np.full((64, 96), 255, np.uint8)])
        pixels[:32, :48, 3] = 0
        left_top, *others = corners_of(pixels_of(picture_bytes(kind, pixels=pixels, mode="RGBA")))
        assert left_top.min() > 250
        assert np.array(others) == pytest.approx(np.array(CORNERS[1:]), abs=6)

    def test_half_of_red_on_white_is_pink(self, pixels_of):
        pixels = np.full((80, 100, 4), (*RED, 128), np.uint8)
        pink = (np.array(RED) + 255) / 2
        assert pixels_of(picture_bytes("PNG", pixels=pixels, mode="RGBA"))[0, 0] == (
            pytest.approx(pink, abs=1)
        )

    def test_a_see_through_colour_of_a_palette_becomes_white(self, pixels_of):
        palette = Image.fromarray(numbered_picture()).quantize(16)
        file = io.BytesIO()
        palette.save(file, "GIF", transparency=palette.getpixel((5, 5)))
        pixels = corners_of(pixels_of(file.getvalue()))
        assert pixels[0].tolist() == [255, 255, 255]
        assert pixels[1:] == pytest.approx(np.array(CORNERS[1:]), abs=12)


class TestSixteenBits:
    def test_grey_is_scaled_by_its_full_range(self, pixels_of):
        ramp = np.linspace(0, 65_535, 64 * 96).astype(np.uint16).reshape(64, 96, 1)
        expected = np.rint(ramp / 257).repeat(3, axis=2)
        assert (pixels_of(png_of_16_bits(ramp)) == expected).all()

    @pytest.mark.parametrize("kind", ["grey", "colour"])
    def test_half_see_through_lies_half_on_white(self, kind, pixels_of):
        picture = numbered_picture()[:, :, : 1 if kind == "grey" else 3].astype(np.uint16) * 257
        half = np.full((64, 96, 1), 32_768, np.uint16)
        seen = corners_of(pixels_of(png_of_16_bits(np.dstack([picture, half]))))
        expected = np.broadcast_to((corners_of(picture // 257) + 255) / 2, (4, 3))
        assert seen == pytest.approx(expected, abs=1)

    def test_colour_keeps_its_colours(self, pixels_of):
        wide = numbered_picture().astype(np.uint16) * 257
        assert (pixels_of(png_of_16_bits(wide)) == numbered_picture()).all()


class TestOrientation:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
    @pytest.mark.parametrize(
        ("orientation", "upright"),
        [
            (1, lambda pixels: pixels),
            (2, lambda pixels: pixels[:, ::-1]),
            (3, lambda pixels: pixels[::-1, ::-1]),
            (4, lambda pixels: pixels[::-1]),
            (5, lambda pixels: pixels.swapaxes(0, 1)),
            (6, lambda pixels: np.rot90(pixels, -1)),
            (7, lambda pixels: pixels[::-1, ::-1].swapaxes(0, 1)),
            (8, lambda pixels: np.rot90(pixels)),
        ],
    )
    def test_a_turned_photo_comes_out_upright_once(self, kind, orientation, upright, pixels_of):
        expected = upright(numbered_picture())
        pixels = pixels_of(picture_bytes(kind, orientation=orientation))
        assert pixels.shape == expected.shape
        assert pixels.flags.c_contiguous
        assert corners_of(pixels) == pytest.approx(corners_of(expected), abs=6)

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_one_of_several_strips_is_turned_as_a_whole(self, orientation, pixels_of):
        noise = np.random.default_rng(8).integers(0, 256, (2 * STRIP + 30, STRIP + 70, 3), np.uint8)
        image, file = Image.fromarray(noise), io.BytesIO()
        image.getexif()[ExifTags.Base.Orientation] = orientation
        image.save(file, "PNG", exif=image.getexif())
        expected = np.asarray(ImageOps.exif_transpose(Image.open(file)))
        np.testing.assert_array_equal(pixels_of(file.getvalue()), expected)


class TestAnimated:
    @pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF", "HEIF"])
    def test_only_the_first_picture_is_seen(self, kind, drawn):
        frames = drawn(two_pictures(kind))
        assert [(frame.index, frame.seconds) for frame in frames] == [(0, 0.0)]
        assert corners_of(frames[0].pixels) == pytest.approx(np.array(CORNERS), abs=12)


class TestRefused:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
    def test_a_photo_that_is_cut_short_gives_no_half_picture(self, kind, kept, drawn):
        noise = np.random.default_rng(0).integers(0, 255, (64, 96, 3), np.uint8)
        data = picture_bytes(kind, pixels=noise)
        with pytest.raises(UnreadableMedia, match=r"^upload could not be opened"):
            drawn(data[: int(kept * len(data))])

    def test_a_progressive_jpeg_that_is_cut_short_gives_no_blurred_picture(self, drawn):
        data = picture_bytes("JPEG", progressive=True)
        with pytest.raises(UnreadableMedia):
            drawn(data[:-40])

    @pytest.mark.parametrize(("width", "height"), [(1, 1), (63, 200), (200, 63)])
    def test_one_too_small_for_any_face_is_named_with_its_size(self, width, height, drawn):
        data = picture_bytes("PNG", pixels=np.full((height, width, 3), BLUE, np.uint8))
        with pytest.raises(TooSmall, match=rf"^upload is {width} × {height} pixels"):
            drawn(data)

    def test_no_other_format_than_the_one_that_was_told_may_open_it(self):
        with pytest.raises(UnreadableMedia):
            open_photo(io.BytesIO(picture_bytes("PNG")), "upload", "JPEG")

    def test_the_smallest_that_can_be_looked_at_is_read(self, pixels_of):
        data = picture_bytes("PNG", pixels=np.full((64, 64, 3), BLUE, np.uint8))
        assert pixels_of(data).shape == (64, 64, 3)

    @pytest.mark.parametrize("side", [SQUARE_ROOT_OF_THE_CAP, 10_000, 20_000])
    def test_one_with_too_many_pixels_is_refused_by_its_header(self, side, drawn):
        header_only = bytearray(picture_bytes("BMP"))
        header_only[18:26] = side.to_bytes(4, "little") * 2
        with pytest.raises(TooLarge, match="more than 40 million pixels"):
            drawn(bytes(header_only))

    @pytest.mark.parametrize(
        ("kind", "options", "most"),
        [
            ("WEBP", {}, "14 million pixels in a WebP"),
            ("JPEG", {"progressive": True}, "24 million pixels in a progressive JPEG"),
            ("AVIF", {"speed": 10}, "25 million pixels in a HEIC or AVIF"),
        ],
    )
    def test_what_takes_more_memory_may_have_fewer_pixels(self, kind, options, most, drawn):
        file = io.BytesIO()
        Image.new("RGB", (5200, 5000)).save(file, kind, **options)
        with pytest.raises(TooLarge, match=f"more than {most}"):
            drawn(file.getvalue())

    @pytest.mark.parametrize("size", [(12_001, 64), (64, 12_001)])
    def test_one_with_a_side_that_is_too_long_is_refused(self, size, drawn):
        data = picture_bytes("PNG", pixels=np.zeros((*size, 3), np.uint8))
        with pytest.raises(TooLarge, match="more than 12,000 pixels on one side"):
            drawn(data)

    def test_a_jpeg_of_a_thousand_scans_is_refused(self, drawn):
        data = picture_bytes("JPEG", progressive=True)
        last_scan = data[data.rindex(b"\xff\xda") : -2]
        with pytest.raises(TooLarge, match="more than 100 passes"):
            drawn(data[:-2] + 1000 * last_scan + data[-2:])

    def test_a_jpeg_with_a_film_behind_it_is_no_bomb(self, pixels_of):
        motion_photo = picture_bytes("JPEG") + 1000 * b"\xff\xda of a film"
        assert pixels_of(motion_photo).shape == numbered_picture().shape
