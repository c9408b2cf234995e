"""The settings in .streamlit: private, and legible in both themes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text())
TEXTS = ("textColor", "linkColor", "blueTextColor", "orangeTextColor", "grayTextColor")
CAPTION = 0.6  # how opaque Streamlit draws a caption


def rgb(colour):
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def luminance(colour):
    """Relative luminance of [red, green, blue], as WCAG 2 defines it."""
    parts = [part / 255 for part in colour]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(text, page, opacity=1.0):
    ink = [opacity * t + (1 - opacity) * p for t, p in zip(rgb(text), rgb(page), strict=True)]
    dark, light = sorted([luminance(ink), luminance(rgb(page))])
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=["light", "dark"])
def theme(request):
    return CONFIG["theme"][request.param]


@pytest.mark.parametrize("page", ["backgroundColor", "secondaryBackgroundColor"])
class TestContrast:
    """WCAG 2.2, 1.4.3: text needs 4.5 : 1."""

    @pytest.mark.parametrize("text", TEXTS)
    def test_every_text_is_legible(self, theme, text, page):
        assert contrast(theme[text], theme[page]) >= 4.5

    def test_captions_are_too(self, theme, page):
        assert contrast(theme["textColor"], theme[page], CAPTION) >= 4.5


class TestPrivacy:
    def test_only_this_machine_reaches_the_page(self):
        assert CONFIG["server"]["address"] == "127.0.0.1"

    def test_nothing_is_told_to_anyone(self):
        assert CONFIG["browser"]["gatherUsageStats"] is False

    def test_the_first_start_asks_no_question(self):
        assert CONFIG["server"]["showEmailPrompt"] is False

    def test_a_traceback_shows_no_paths(self):
        assert CONFIG["client"]["showErrorDetails"] == "none"

    def test_no_file_of_the_folder_is_served(self):
        assert CONFIG["server"]["enableStaticServing"] is False

    def test_the_guards_against_other_sites_stay_on(self):
        assert CONFIG["server"]["enableXsrfProtection"] is True
        assert CONFIG["server"]["enableCORS"] is True

    def test_no_program_drives_the_page(self):
        assert CONFIG["server"]["enableAgentApi"] is False
