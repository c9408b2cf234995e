"""The samples: a photo, a fake of it that says what it is, and a clip of both."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest

from meso.media import open_media
from meso.service.sample import LANDMARKS, make

pytestmark = pytest.mark.slow

EYES_TO_MOUTH = np.s_[100:140, 205:242]  # of the photo
FLAG = np.s_[40:300, 20:100]
LABEL = np.s_[-36:]


def pixels(which):
    name, data = make(which)
    return next(open_media(BytesIO(data), name).frames).pixels


def test_the_fake_is_the_photo_with_another_face_and_a_label():
    photo, fake = pixels("photo"), pixels("fake")
    assert photo.shape == fake.shape
    changed = np.abs(photo.astype(int) - fake).mean(axis=2)
    assert changed[EYES_TO_MOUTH].mean() > 5
    assert changed[FLAG].max() == 0
    assert changed[LABEL].mean() > 20


def test_the_fake_keeps_the_colours_of_skin():
    left, top = LANDMARKS.min(axis=0).astype(int)
    red, green, blue = pixels("fake")[top : top + 40, left : left + 40].reshape(-1, 3).mean(axis=0)
    assert red > green > blue


@pytest.mark.parametrize("which", ["photo", "fake"])
def test_a_sample_is_the_same_each_time(which):
    first = make(which)
    make.cache_clear()
    assert make(which) == first
