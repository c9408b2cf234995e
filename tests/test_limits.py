"""The limits are one list: what words say of a number is that number."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from meso import limits
from meso.limits import MB, Limit

ROOT = Path(__file__).resolve().parent.parent
LIMITS = {name: value for name, value in vars(limits).items() if isinstance(value, Limit)}
UNITS = {"MB": MB, "GB": 1024 * MB, "KB": 1024, "million": 10**6, "minutes": 60}


@pytest.mark.parametrize("name", LIMITS)
def test_the_words_tell_the_number(name):
    number, unit = re.match(r"([\d.,]+) (\w+)", LIMITS[name].what).groups()
    assert float(number.replace(",", "")) * UNITS.get(unit, 1) == LIMITS[name].most


def test_the_door_of_the_page_lets_in_what_the_limits_do():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["server"]["maxUploadSize"] * MB == limits.VIDEO_BYTES.most
    assert max(limits.PHOTO_BYTES, limits.DOCUMENT_BYTES) < limits.VIDEO_BYTES


def test_what_a_decoder_may_tell_is_every_limit_of_media():
    assert {*limits.OF_MEDIA} == {
        limit for name, limit in LIMITS.items() if name.startswith(("PHOTO_", "VIDEO_", "DECODER_"))
    }
