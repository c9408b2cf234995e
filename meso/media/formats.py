"""The first bytes of a file in; out what it is and the one decoder that may open it.

A name says nothing here: a playlist or a text called clip.mp4 must never reach a decoder, because
FFmpeg, left to guess, would open the other files that it names.
"""

from __future__ import annotations

from typing import NamedTuple

from meso.values import Kind

HEAD = 512  # bytes that are enough to tell the formats apart, brands included


class Format(NamedTuple):
    """What a file is, and the name of the Pillow format or FFmpeg demuxer that opens it."""

    kind: Kind
    opener: str


AVIF = Format("image", "AVIF")
HEIF = Format("image", "HEIF")
MOV = Format("video", "mov")
MATROSKA = Format("video", "matroska")
AVI = Format("video", "avi")

STARTS = {
    b"\xff\xd8\xff": Format("image", "JPEG"),
    b"\x89PNG\r\n\x1a\n": Format("image", "PNG"),
    b"GIF87a": Format("image", "GIF"),
    b"GIF89a": Format("image", "GIF"),
    b"BM": Format("image", "BMP"),
    b"\x1a\x45\xdf\xa3": MATROSKA,
}
RIFF_TYPES = {b"WEBP": Format("image", "WEBP"), b"AVI ": AVI}
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
AVIF_BRANDS = {b"avif", b"avis"}
EITHER_BRANDS = {b"mif1", b"msf1"}  # what a compatible brand says about the coding decides
OLD_QUICKTIME = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}  # from before `ftyp` came


def sniff(head: bytes) -> Format | None:
    """Tell the format by the first HEAD bytes of a file; None: none of those accepted."""
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head[4:8] in OLD_QUICKTIME:
        return MOV
    if head[:4] == b"RIFF":
        return RIFF_TYPES.get(head[8:12])
    return next((found for start, found in STARTS.items() if head.startswith(start)), None)


def _by_brand(head: bytes) -> Format:
    """HEIC, AVIF, MP4 and MOV are one container; its brands tell them apart (ISO 14496-12, 4.3)."""
    major = head[8:12]
    if major in HEIF_BRANDS:
        return HEIF
    if major in AVIF_BRANDS:
        return AVIF
    if major in EITHER_BRANDS:
        return HEIF if AVIF_BRANDS.isdisjoint(_compatible_brands(head)) else AVIF
    return MOV


def _compatible_brands(head: bytes) -> set[bytes]:
    end = int.from_bytes(head[:4])
    return {head[at : at + 4] for at in range(16, min(end, len(head)), 4)}
