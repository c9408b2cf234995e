"""How much of anything an upload may have: nothing in; numbers, with the words for them, out.

They are the same on the page, in the command and in a batch.
"""

from __future__ import annotations

from typing import NamedTuple

MB = 2**20


class Limit(NamedTuple):
    """The most that there may be of something, and that in words: "has more than …"."""

    most: int
    what: str


PHOTO_BYTES = Limit(20 * MB, "20 MB")
PHOTO_PIXELS = Limit(40_000_000, "40 million pixels")  # 120 MB of RGB; phones' have 12 to 24
# What is not decoded row by row takes 7 to 16 bytes a pixel, so that fewer pixels fill as much.
PHOTO_PIXELS_HEIF = Limit(25_000_000, "25 million pixels in a HEIC or AVIF")
PHOTO_PIXELS_PROGRESSIVE = Limit(24_000_000, "24 million pixels in a progressive JPEG")
PHOTO_PIXELS_WEBP = Limit(14_000_000, "14 million pixels in a WebP")
PHOTO_SIDE = Limit(12_000, "12,000 pixels on one side")
PHOTO_SCANS = Limit(100, "100 passes that build it up")  # real ones have up to 53, bombs thousands

VIDEO_BYTES = Limit(50 * MB, "50 MB")  # `server.maxUploadSize` refuses larger ones at the door
VIDEO_PIXELS = Limit(9_000_000, "9 million pixels in a frame")  # 4K has 8.3 to 8.8
VIDEO_SECONDS = Limit(600, "10 minutes")
VIDEO_FRAMES = Limit(36_000, "36,000 frames")  # 10 minutes of 60 a second
VIDEO_TRACKS = Limit(16, "16 tracks of picture and sound")
FRAMES_LOOKED_AT = 128  # of a video

DOCUMENT_BYTES = Limit(25 * MB, "25 MB")
DOCUMENT_PICTURES = Limit(50, "50 pictures and videos")
DOCUMENT_PARTS = Limit(200, "200 parts")
DOCUMENT_DEPTH = Limit(5, "5 levels of parts within parts")
DOCUMENT_PAGES = Limit(50, "50 pages")
DOCUMENT_DRAWN = Limit(100_000, "100,000 letters, lines and pictures on its pages")
# A second of unpacking; a pixel of a JPEG 2000 counts as four, for it takes as long.
DOCUMENT_PIXELS = Limit(30_000_000, "30 million pixels in pictures that are no JPEG")
DOCUMENT_READ = Limit(250 * MB, "250 MB of pictures, each as often as it is drawn")
CARRIED_BYTES = Limit(100 * MB, "100 MB of pictures and videos")  # 25 MB of PDF may unpack to more
HEADER_BYTES = Limit(64 * 2**10, "64 KB of headers")
HTML_BYTES = Limit(2 * MB, "2 MB of text, pictures not counted")
PICTURE_IN_TEXT = Limit(10 * MB, "10 MB in one picture within the text")

# Of a table of results: 2,000 rows have 1 MB, and with thumbnails some 5.
TABLE_BYTES = Limit(25 * MB, "25 MB")
TABLE_ROWS = Limit(20_000, "20,000 rows")
TABLE_COLUMNS = Limit(100, "100 columns")
TABLE_CELL = Limit(16_384, "16,384 characters in one cell")

# What the process that decodes one upload may use.
DECODER_MEMORY = Limit(1536 * MB, "1.5 GB to unpack")  # addresses; a fifth of them is ever filled
DECODER_CPU_SECONDS = 30
DECODER_SECONDS = 45  # of waiting for it
DECODER_FILES = 64

FILES_ON_THE_DESK = 20
BYTES_ON_THE_DESK = 200_000_000  # of all files together: every session keeps them in memory
BYTES_ON_ALL_DESKS = 1_600_000_000  # of all sessions together: a class of thirty, each with a video

OF_DOCUMENTS = (
    DOCUMENT_BYTES,
    DOCUMENT_PICTURES,
    DOCUMENT_PARTS,
    DOCUMENT_DEPTH,
    DOCUMENT_PAGES,
    DOCUMENT_DRAWN,
    DOCUMENT_PIXELS,
    DOCUMENT_READ,
    CARRIED_BYTES,
    HEADER_BYTES,
    HTML_BYTES,
    PICTURE_IN_TEXT,
    DECODER_MEMORY,
)
OF_MEDIA = (
    PHOTO_BYTES,
    PHOTO_PIXELS,
    PHOTO_PIXELS_HEIF,
    PHOTO_PIXELS_PROGRESSIVE,
    PHOTO_PIXELS_WEBP,
    PHOTO_SIDE,
    PHOTO_SCANS,
    VIDEO_BYTES,
    VIDEO_PIXELS,
    VIDEO_SECONDS,
    VIDEO_FRAMES,
    VIDEO_TRACKS,
    DECODER_MEMORY,
)
