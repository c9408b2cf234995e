"""How people and times look: told apart, and legible on a light and on a dark page."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from meso.charts.style import COLOURS, GREY, clock, person_look, person_name

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text())


def luminance(colour):
    """Relative luminance of #rrggbb, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


class TestPeople:
    def test_are_counted_from_one(self):
        assert person_name(0) == "person 1"

    def test_up_to_sixty_look_different(self):
        looks = [
            (look["line"]["color"], look["line"]["dash"], look["marker"]["symbol"])
            for look in (person_look(person, frames=32) for person in range(60))
        ]
        assert len(set(looks)) == 60

    def test_no_two_of_a_class_differ_by_colour_alone(self):
        def shape(person):
            look = person_look(person, frames=32)
            return look["line"]["dash"], look["marker"]["symbol"]

        assert all(shape(one) != shape(other) for one, other in combinations(range(15), 2))

    def test_marker_and_line_have_one_colour(self):
        look = person_look(2, frames=32)
        assert look["line"]["color"] == look["marker"]["color"]

    def test_markers_shrink_where_frames_crowd(self):
        one, few, many = (person_look(0, frames=n)["marker"]["size"] for n in (1, 32, 128))
        assert one > few > many


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colour", [*COLOURS, GREY])
def test_every_line_stands_out_on_the_page(colour, theme):
    """WCAG 2.2, 1.4.11: graphics need a contrast of 3 : 1."""
    assert contrast(colour, CONFIG["theme"][theme]["backgroundColor"]) >= 3


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0.0 s"), (4.24, "4.2 s"), (59.97, "1:00.0"), (64.2, "1:04.2"), (3600, "60:00.0")],
)
def test_times_are_read_off_as_a_clock(seconds, words):
    assert clock(seconds) == words
