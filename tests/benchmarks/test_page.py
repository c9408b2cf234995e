"""A result goes between its marks, with the machine, and touches nothing else."""

from __future__ import annotations

import re

import pytest

from benchmarks.page import finish, machine, table


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "page.md"
    file.write_text(
        "before\n<!-- one -->\nold\n<!-- end of one -->\nbetween\n"
        "<!-- two -->\nold, too\n<!-- end of two -->\n"
    )
    return file


class TestTable:
    def test_has_a_head_a_rule_and_a_line_a_row(self):
        assert table(["clip", "s"], [["a.mp4", 1.5], ["b.mp4", 2]]).splitlines() == [
            "| clip | s |",
            "| :-- | --: |",
            "| a.mp4 | 1.5 |",
            "| b.mp4 | 2 |",
        ]


class TestFinish:
    def test_what_was_measured_is_printed_with_the_machine(self, page, capsys):
        finish("one", "new", write=False, page=page)
        assert capsys.readouterr().out == f"new\n\n{machine()}\n"
        assert "old\n" in page.read_text()

    def test_written_it_takes_the_place_of_what_was_measured_before(self, page):
        finish("one", r"new \1", write=True, page=page)
        finish("one", r"newer \1", write=True, page=page)
        text = page.read_text()
        assert text.startswith("before\n<!-- one -->\nnewer \\1\n\nMeasured on ")
        assert text.endswith(
            "<!-- end of one -->\nbetween\n<!-- two -->\nold, too\n<!-- end of two -->\n"
        )

    def test_a_page_without_its_marks_is_refused(self, page):
        with pytest.raises(ValueError, match="<!-- three -->"):
            finish("three", "new", write=True, page=page)

    def test_the_machine_is_named_by_processor_cores_and_versions(self):
        assert re.search(r"Measured on \d{4}-\d\d-\d\d: .+, \d+ cores; Python 3\.", machine())
        assert re.search(r"tensorflow \d.*, av \d", machine())
