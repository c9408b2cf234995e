"""The still picture of a chart: the points, the gaps and the words of the chart itself."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from meso.charts import alt_text, score_scale, score_vs_frames
from meso.charts.pareto import FRONT, pareto
from meso.charts.style import BLUE, VERMILION
from meso.charts.svg import svg
from meso.experiments.settings import COMPARED

SVG = "{http://www.w3.org/2000/svg}"


def drawn(figure, **options):
    return ElementTree.fromstring(svg(figure, title="Scores", alt="A < B", **options))


def words(picture):
    return [text.text for text in picture.iter(f"{SVG}text")]


def marks(picture, colour):
    """Where the middle of each circle of the colour is: x, y."""
    circles = [one.attrib for one in picture.iter(f"{SVG}circle") if one.get("fill") == colour]
    return [(float(one["cx"]), float(one["cy"])) for one in circles]


def wide(name):
    """Pixels in DejaVu Sans at 13, which is wider than what browsers choose elsewhere."""
    narrow = sum(name.count(sign) for sign in "filrt:_ ")
    return 5.5 * narrow + 8.2 * (len(name) - narrow)


class TestAClip:
    @pytest.fixture
    def picture(self, clip):
        return drawn(score_vs_frames(clip))

    def test_has_a_mark_for_every_scored_face(self, picture):
        curve = marks(picture, BLUE)[:4]  # and one in the legend
        squares = [one for one in picture.iter(f"{SVG}polygon") if one.get("fill") == VERMILION]
        assert len(marks(picture, BLUE)) == 4 + 1
        assert len(squares) == 2 + 1
        assert curve == sorted(curve)

    def test_a_higher_score_is_higher_up(self, picture):
        heights = [y for _, y in marks(picture, BLUE)[:4]]
        assert heights == sorted(heights, reverse=True)

    def test_the_ends_of_the_scale_are_where_their_words_are(self, picture):
        texts = [text for text in picture.iter(f"{SVG}text") if text.get("y")]
        feet = {text.text: float(text.get("y")) for text in texts}
        top = marks(picture, BLUE)[3][1]  # a score of 1
        assert top == pytest.approx(feet["1 fake"], abs=6)
        assert feet["0 real"] - feet["1 fake"] > 150

    def test_a_curve_breaks_where_there_is_no_face(self, picture):
        first, second = (path.get("d") for path in picture.iter(f"{SVG}path"))
        assert re.sub(r"[\d. ]", "", first) == "MLML"
        assert re.sub(r"[\d. ]", "", second) == "MM"

    def test_a_stretch_without_a_face_is_shaded(self, picture):
        area, sample = picture.iter(f"{SVG}rect")
        assert float(area.get("width")) > 5
        assert area.get("fill") == sample.get("fill")

    def test_says_what_the_chart_says(self, picture):
        said = words(picture)
        assert {"0 real", "1 fake", "threshold", "0.50", "mean", "0.40"} <= {*said}
        assert {"frame, and its time in the video", "fake score"} <= {*said}
        assert {"person 1", "person 2", "no face to score"} <= {*said}

    def test_nothing_is_outside_the_picture(self, picture):
        _, _, width, height = map(float, picture.get("viewBox").split())
        for x, y in marks(picture, BLUE):
            assert 0 < x < width
            assert 0 < y < height
        feet = [float(text.get("y")) for text in picture.iter(f"{SVG}text") if text.get("y")]
        assert max(feet) < height


class TestALegend:
    """Names of all lengths, which a browser draws in a font that is not known here."""

    @pytest.fixture
    def entries(self):
        """Row by row: from where to where each name reaches in a wide font, from its sample on."""
        points = {name: (10.0 ** (6 + at / 3), 0.6) for at, name in enumerate(COMPARED)}
        picture = drawn(pareto(points, cost="cost", gain="AUC"))
        rows = {}
        for text in picture.iter(f"{SVG}text"):
            if text.text in {FRONT, *COMPARED}:
                x = float(text.get("x"))
                rows.setdefault(text.get("y"), []).append((x - 38, x + wide(text.text)))
        assert sum(map(len, rows.values())) == 1 + len(COMPARED)
        return rows, float(picture.get("viewBox").split()[2])

    def test_has_no_name_upon_another(self, entries):
        rows, _ = entries
        assert len(rows) > 1
        for row in rows.values():
            assert all(left[1] < right[0] for left, right in pairwise(sorted(row)))

    def test_has_no_name_beyond_the_picture(self, entries):
        rows, width = entries
        assert all(end <= width for row in rows.values() for _, end in row)

    def test_has_more_than_one_name_a_row_where_there_is_room(self, entries):
        rows, _ = entries
        assert len(rows) < 1 + len(COMPARED)


class TestForWhoCannotSeeIt:
    def test_has_a_title_and_a_description(self, clip):
        picture = ElementTree.fromstring(
            svg(score_vs_frames(clip), title="Scores", alt=alt_text(clip))
        )
        assert picture.get("role") == "img"
        assert picture.find(f"{SVG}title").text == "Scores"
        assert picture.find(f"{SVG}desc").text == alt_text(clip)

    def test_what_it_says_is_text_whatever_it_says(self, clip):
        assert drawn(score_vs_frames(clip)).find(f"{SVG}desc").text == "A < B"


class TestAPhoto:
    def test_has_a_mark_a_face(self, photo):
        picture = drawn(score_vs_frames(photo))
        assert "the photo" in words(picture)
        assert len(marks(picture, BLUE)) == 1 + 1


class TestTheScale:
    def test_has_words_at_both_ends_and_a_mark_between(self, alone):
        picture = drawn(score_scale(alone.verdict), width=360)
        assert {"0 real", "1 fake", "fake from 0.50 →"} <= {*words(picture)}
        ends = {text.text: text for text in picture.iter(f"{SVG}text")}
        left, right = (float(ends[end].get("x")) for end in ("0 real", "1 fake"))
        assert (ends["0 real"].get("text-anchor"), ends["1 fake"].get("text-anchor")) == (
            "start",
            "end",
        )
        (mark,) = picture.iter(f"{SVG}polygon")
        x = [float(corner.split(",")[0]) for corner in mark.get("points").split()]
        middle = (min(x) + max(x)) / 2
        assert (middle - left) / (right - left) == pytest.approx(alone.verdict.score, abs=0.01)
