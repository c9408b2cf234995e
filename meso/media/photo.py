"""A photo's bytes in; its pixels out, upright, and on white where it was see-through."""

from __future__ import annotations

import warnings
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from meso.errors import MesoError, TooLarge, UnreadableMedia
from meso.limits import DECODER_MEMORY, PHOTO_PIXELS, PHOTO_SCANS, PHOTO_SIDE
from meso.media.limits import check, check_size
from meso.values import Pixels

START_OF_SCAN = b"\xff\xda"
CHUNK = 1 << 20
STRIP = 256  # rows: so that a large photo is not held three times while it is turned into RGB

register_heif_opener()  # Pillow has no HEIC of its own


def read_photo(stream: BinaryIO, name: str, opener: str) -> Pixels:
    """Decode a photo, or the first picture of an animated one: (height, width, 3) uint8 RGB.

    opener: the only Pillow format that may open it
    Raises UnreadableMedia, for one that is cut short too, TooSmall or TooLarge.
    """
    try:
        return _decoded(stream, name, opener)
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


def _decoded(stream: BinaryIO, name: str, opener: str) -> Pixels:
    stream.seek(0)
    with warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning):
        image = Image.open(stream, formats=(opener,))
    check_size(name, *image.size, PHOTO_PIXELS)
    check(name, max(image.size), PHOTO_SIDE)
    if "progressive" in image.info:
        check(name, _scans(stream), PHOTO_SCANS)
    ImageOps.exif_transpose(image, in_place=True)  # a HEIC has been turned by its own plugin
    pixels = np.empty((image.height, image.width, 3), np.uint8)
    for top in range(0, image.height, STRIP):
        bottom = min(top + STRIP, image.height)
        pixels[top:bottom] = np.asarray(_rgb(image.crop((0, top, image.width, bottom))))
    return pixels


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
