"""What a calibration is worth, as tables and as pages: made-up numbers, each to be found again."""

from __future__ import annotations

import re

import numpy as np
import pytest

from meso.cli.worth import draw, tables
from meso.detection.calibrate import Worth
from meso.models.reliability import CoverageRisk, Reliability

BEFORE = Reliability(np.array([0.5]), np.array([0.25]), np.array([1.0]), np.array([40]))
AFTER = Reliability(
    said=np.array([0.062, 0.55, 0.97]),
    true=np.array([0.11, 0.5, 1.0]),
    share=np.array([0.4, 0.3, 0.3]),
    items=np.array([17, 10, 13]),
)
SUREST = CoverageRisk(np.array([0.4, 0.6, 0.8, 0.95, 1]), np.array([0, 0.01, 0.0625, 0.2, 0.3]))


@pytest.fixture
def worth():
    return Worth(BEFORE, AFTER, SUREST, coverage=0.8, error=0.3, error_of_rest=0.0625)


class TestTables:
    def test_set_what_was_said_beside_what_was_true(self, worth):
        assert (
            "| said: fake with | items | were fake |\n|---|---|---|\n"
            "| 6% | 17 | 11% |\n| 55% | 10 | 50% |\n| 97% | 13 | 100% |"
        ) in tables(worth)

    def test_tell_what_the_surest_err(self, worth):
        assert tables(worth).endswith(
            "| get a verdict | of these wrong |\n|---|---|\n"
            "| 100% | 30.0% |\n| 90% | 20.0% |\n| 75% | 6.2% |\n| 50% | 1.0% |"
        )

    def test_are_parted_from_what_explains_them(self, worth):
        blocks = tables(worth).split("\n\n")
        assert [block.startswith("|") for block in blocks] == [False, True, False, True]


@pytest.mark.slow  # plotly's script is 4 MB
class TestDraw:
    @pytest.fixture
    def pages(self, worth, tmp_path):
        folder = tmp_path / "new" / "charts"
        draw({"Photos": worth, "Videos": worth}, folder, "mine")
        return {path.name: path.read_text("utf-8") for path in folder.iterdir()}

    def test_writes_two_pages_a_kind_and_one_script(self, pages):
        assert sorted(pages) == [
            "mine-photos-coverage-risk.html",
            "mine-photos-reliability.html",
            "mine-videos-coverage-risk.html",
            "mine-videos-reliability.html",
            "plotly.min.js",
        ]

    def test_needs_nothing_from_elsewhere(self, pages):
        page = pages["mine-videos-reliability.html"]
        assert 'src="plotly.min.js"' in page
        assert not re.search(r"(src|href)=.http", page)

    def test_draws_the_numbers_of_the_tables(self, pages):
        assert '"y":[0.11,0.5,1.0]' in pages["mine-photos-reliability.html"]
        assert '"y":[0.0,0.01,0.0625,0.2,0.3]' in pages["mine-photos-coverage-risk.html"]

    def test_marks_the_band_in_use(self, pages):
        assert '"x":[0.8],"y":[0.0625]' in pages["mine-photos-coverage-risk.html"]

    def test_names_the_network_and_the_kind_of_file(self, pages):
        assert '"text":"mine, photos"' in pages["mine-photos-reliability.html"]

    def test_says_where_they_are(self, worth, tmp_path, capsys):
        draw({"Photos": worth}, tmp_path, "mine")
        assert capsys.readouterr().out == f"The charts are in {tmp_path}.\n"
