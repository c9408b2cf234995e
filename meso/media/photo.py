"""A photo's bytes in; its pixels out, upright, and on white where it was see-through."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import numpy as np
from PIL import ExifTags, Image
from PIL.Image import Transpose
from pillow_heif import register_heif_opener

from meso.errors import MesoError, TooLarge, UnreadableMedia
from meso.limits import (
    DECODER_MEMORY,
    PHOTO_PIXELS,
    PHOTO_PIXELS_HEIF,
    PHOTO_PIXELS_PROGRESSIVE,
    PHOTO_PIXELS_WEBP,
    PHOTO_SCANS,
    PHOTO_SIDE,
)
from meso.media.limits import check, check_size
from meso.values import Pixels

START_OF_SCAN = b"\xff\xda"
CHUNK = 1 << 20
STRIP = 256  # rows
MOST_PIXELS = {"HEIF": PHOTO_PIXELS_HEIF, "AVIF": PHOTO_PIXELS_HEIF, "WEBP": PHOTO_PIXELS_WEBP}

Turn = tuple[Transpose | None, bool, bool]
# By EXIF's orientation: the turn that sets a picture upright, whether its columns become the rows,
# and whether the last of them becomes the first. A HEIC has been turned by its own plugin.
AS_IT_IS: Turn = (None, False, False)
UPRIGHT: dict[int, Turn] = {
    2: (Transpose.FLIP_LEFT_RIGHT, False, False),
    3: (Transpose.ROTATE_180, False, True),
    4: (Transpose.FLIP_TOP_BOTTOM, False, True),
    5: (Transpose.TRANSPOSE, True, False),
    6: (Transpose.ROTATE_270, True, False),
    7: (Transpose.TRANSVERSE, True, True),
    8: (Transpose.ROTATE_90, True, True),
}

register_heif_opener()  # Pillow has no HEIC of its own


class Photo:
    """A photo that has been decoded: its upright RGB pixels, strip by strip.

    So a large one is not held a second time while it is turned, converted and handed on.
    """

    def __init__(self, image: Image.Image) -> None:
        """Take a picture that has been loaded."""
        self._image = image
        turn = UPRIGHT.get(image.getexif().get(ExifTags.Base.Orientation, 1), AS_IT_IS)
        self._turn, self._sideways, self._from_the_end = turn
        width, height = image.size
        self.shape = (width, height) if self._sideways else (height, width)  # upright, rows first

    def strips(self) -> Iterator[Pixels]:
        """From the top, each (rows, width, 3) uint8 RGB."""
        for top in range(0, self.shape[0], STRIP):
            strip = self._image.crop(self._box(top, min(top + STRIP, self.shape[0])))
            upright = strip if self._turn is None else strip.transpose(self._turn)
            yield np.asarray(_rgb(upright))

    def pixels(self) -> Pixels:
        """All of them: (height, width, 3) uint8 RGB."""
        pixels = np.empty((*self.shape, 3), np.uint8)
        for place, strip in enumerate(self.strips()):
            pixels[place * STRIP :][: len(strip)] = strip
        return pixels

    def _box(self, top: int, bottom: int) -> tuple[int, int, int, int]:
        """Where upright rows are in the picture as it was saved: left, top, right, bottom."""
        if self._from_the_end:
            top, bottom = self.shape[0] - bottom, self.shape[0] - top
        width, height = self._image.size
        return (top, 0, bottom, height) if self._sideways else (0, top, width, bottom)


def open_photo(stream: BinaryIO, name: str, opener: str) -> Photo:
    """Decode a photo, or the first picture of an animated one.

    opener: the only Pillow format that may open it
    Raises UnreadableMedia, for one that is cut short too, TooSmall or TooLarge.
    """
    with _named(name):
        return _decoded(stream, name, opener)


def read_photo(stream: BinaryIO, name: str, opener: str) -> Pixels:
    """All pixels of a photo, (height, width, 3) uint8 RGB; else as `open_photo`."""
    with _named(name):
        return _decoded(stream, name, opener).pixels()


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Raise what Pillow raises as an error that names the photo."""
    try:
        yield
    except MesoError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge(name, what=PHOTO_PIXELS.what) from error
    except MemoryError as error:
        raise TooLarge(name, what=DECODER_MEMORY.what) from error
    except Exception as error:  # Pillow's formats raise some dozen types on damaged bytes
        raise UnreadableMedia(name) from error


def _scans(stream: BinaryIO) -> int:
    """How many passes a JPEG takes to decode, each of which costs as much as a whole picture."""
    here = stream.tell()
    stream.seek(0)
    scans = sum(chunk.count(START_OF_SCAN) for chunk in iter(lambda: stream.read(CHUNK), b""))
    stream.seek(here)
    return scans


def _decoded(stream: BinaryIO, name: str, opener: str) -> Photo:
    stream.seek(0)
    with warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning):
        image = Image.open(stream, formats=(opener,))
    progressive = "progressive" in image.info
    most = PHOTO_PIXELS_PROGRESSIVE if progressive else MOST_PIXELS.get(opener, PHOTO_PIXELS)
    check_size(name, *image.size, most)
    check(name, max(image.size), PHOTO_SIDE)
    if progressive:
        check(name, _scans(stream), PHOTO_SCANS)
    image.load()
    photo = Photo(image)
    next(photo.strips())  # what cannot be turned into RGB is refused here
    return photo


def _rgb(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I"):
        strip = _to_8_bits(strip)
    if strip.has_transparency_data:
        strip = _on_white(strip)
    return strip.convert("RGB")


def _to_8_bits(grey: Image.Image) -> Image.Image:
    """Scale 16-bit grey by its full range; Pillow's own conversion makes all above 255 white."""
    return Image.fromarray(np.rint(np.asarray(grey) / 257).astype(np.uint8))


def _on_white(image: Image.Image) -> Image.Image:
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA"))
