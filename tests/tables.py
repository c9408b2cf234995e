"""Tables as `meso batch` writes them, with rows made by hand."""

from __future__ import annotations

import csv
from dataclasses import asdict, replace
from hashlib import sha256
from io import StringIO

from meso.detection.row import COLUMNS, Row

CLIP = b"some bytes"  # of the file in the first row
FAKE = Row(
    file="2024/holiday.mp4",
    kind="video",
    label="fake",
    score=0.8125,
    threshold=0.5,
    probability=0.99,
    error_rate=0.01,
    codes="small",
    reasons="The mean score 0.81 is above the threshold 0.50.",
    looked_at=32,
    frames=30,
    faces=30,
    people=1,
    decode=0.5,
    find=1.5,
    score_seconds=0.1,
    total=2.2,
    file_sha256=sha256(CLIP).hexdigest(),
    model="meso4",
    weights_sha256=sha256(b"meso4").hexdigest(),
)
REAL = replace(
    FAKE,
    file="party.jpg",
    kind="image",
    label="real",
    score=0.125,
    codes="",
    looked_at=1,
    frames=1,
    file_sha256="ab" * 32,
)
UNSURE = replace(
    REAL, file="news.eml", part="part 2: ben.png", label="uncertain", score=0.47, codes="in_band"
)
TORN = Row(
    file="torn.mp4",
    problem="torn.mp4 could not be opened as a photo or a video.",
    refusal="damaged",
    file_sha256="cd" * 32,
)
ROWS = [FAKE, REAL, UNSURE, TORN]


def as_csv(rows, *, columns=COLUMNS, **more):
    """The bytes of the table; more: columns that no version knows, each with its only value."""
    text = StringIO()
    table = csv.DictWriter(text, [*columns, *more], extrasaction="ignore")
    table.writeheader()
    table.writerows(asdict(row) | more for row in rows)
    return text.getvalue().encode()
