from __future__ import annotations

import pytest

from meso.faces.quality import too_small
from meso.values import SMALLEST_FACE


class TestTooSmall:
    @pytest.mark.parametrize(("width", "is_too_small"), [(63, True), (64, False), (500, False)])
    def test_is_a_face_narrower_than_64_pixels(self, face, width, is_too_small):
        assert SMALLEST_FACE == 64
        assert too_small(face(200, 100, width)) == is_too_small
