"""File names and errors on the page: shown as they are, never carried out."""

from __future__ import annotations

import pytest

from meso.errors import EmptyFile, MesoError, NoFaceFound
from meso.ui.quoting import as_code, as_text, problem

BACKSLASH = "\\"


class TestAsText:
    def test_letters_digits_and_spaces_stay(self):
        assert as_text("Größe 12 für 学生") == "Größe 12 für 学生"

    @pytest.mark.parametrize("sign", list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"))
    def test_every_sign_of_markdown_is_disarmed(self, sign):
        assert as_text(f"a{sign}b") == f"a{BACKSLASH}{sign}b"

    @pytest.mark.parametrize(
        "address",
        ["https://x.test/a_b", "(HTTP://x.test)", "www.x.test", "me@x.test", "a@b@x.test"],
    )
    def test_an_address_is_code_for_it_would_become_a_link(self, address):
        assert as_text(f"*see* {address}\nnow!") == f"\\*see\\* ` {address} `\nnow\\!"

    def test_many_signs_take_no_time(self):
        assert len(as_text("@" * 100_000 + " " + "w" * 100_000)) == 300_001


class TestAsCode:
    def test_is_fenced(self):
        assert as_code("holiday.mp4") == "` holiday.mp4 `"

    def test_a_longer_fence_holds_backticks(self):
        assert as_code("a``b`c") == "``` a``b`c ```"

    def test_what_cannot_be_printed_or_turns_the_line_around_is_replaced(self):
        assert as_code("gpj.\u202e\nexe\x00") == "` gpj.��exe� `"


class TestProblem:
    def test_is_the_error_with_the_name_as_code(self):
        shown = problem(EmptyFile("![x](y)*.mp4"), "![x](y)*.mp4")
        assert shown.startswith("` ![x](y)*.mp4 ` is empty")

    def test_finds_the_name_in_the_middle(self):
        error = NoFaceFound("a-b.jpg", looked_at=1, too_small=0, smallest=64)
        assert problem(error, "a-b.jpg").startswith("No face to score in ` a-b.jpg ` ")

    def test_disarms_the_words_round_the_name(self):
        assert problem(MesoError("*a* b.mp4 _c_"), "b.mp4") == "\\*a\\* ` b.mp4 ` \\_c\\_"

    def test_shows_errors_that_do_not_name_the_file(self):
        assert problem(EmptyFile("other"), "mine.mp4").startswith("other is empty")
