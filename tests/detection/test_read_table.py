"""The table of `meso batch`, read again: every cell as it was, and nothing else is believed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meso.detection import read_table as reader
from meso.detection.read_table import read_table
from meso.detection.row import COLUMNS, LATER, Row
from meso.errors import UnreadableTable
from meso.limits import Limit
from tests.tables import FAKE, REAL, ROWS, TORN, as_csv

FACE = "data:image/jpeg;base64,/9j/4AAQSkZJRg=="


def refused(data):
    with pytest.raises(UnreadableTable) as told:
        read_table(data, "scores.csv")
    said = str(told.value)
    assert said.startswith("scores.csv ")
    assert said.isprintable()
    return said


class TestATable:
    def test_that_was_written_is_read_as_it_was(self):
        assert read_table(as_csv(ROWS), "scores.csv") == (ROWS, 0)

    @pytest.mark.parametrize("name", ['a,"b"\n.jpg', "=1+1", "<img src=x>", "ä\x00\u202e.jpg", ""])
    def test_keeps_any_name_as_it_is(self, name):
        odd = replace(REAL, file=name, thumbnail=FACE)
        assert read_table(as_csv([odd]), "scores.csv").rows == [odd]

    def test_may_begin_with_the_mark_that_a_spreadsheet_puts_there(self):
        assert read_table(b"\xef\xbb\xbf" + as_csv(ROWS), "scores.csv").rows == ROWS

    def test_of_no_row_is_empty(self):
        assert read_table(as_csv([]), "scores.csv").rows == []

    def test_of_an_older_version_lacks_what_came_later(self):
        columns = [column for column in COLUMNS if column not in LATER]
        (row,) = read_table(as_csv([TORN], columns=columns), "scores.csv").rows
        assert row == replace(TORN, refusal="")

    def test_of_a_newer_version_is_read_without_what_is_unknown(self):
        rows, unknown = read_table(as_csv(ROWS, mood="calm", tide="high"), "scores.csv")
        assert (rows, unknown) == (ROWS, 2)

    def test_has_its_columns_in_any_order(self):
        assert read_table(as_csv(ROWS, columns=COLUMNS[::-1]), "scores.csv").rows == ROWS


class TestWhatIsNoTable:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", "it has no column called file"),
            (b"name,price\nbread,2\n", "it has no column called file"),
            (as_csv([]).replace(b",score,", b";score;"), "it has no column called"),
            (as_csv(ROWS).replace(b"problem", b"file"), "it has no column called problem"),
            (as_csv(ROWS, mood=1).replace(b"mood", b"file"), "two of its columns"),
            (as_csv(ROWS).decode().encode("utf-16"), "it is no text in UTF-8"),
            (b"\x00\x01\x02\xff", "it is no text in UTF-8"),
        ],
    )
    def test_is_told_and_what_to_drop_instead(self, data, says):
        said = refused(data)
        assert says in said
        assert "`meso batch FOLDER --out scores.csv`" in said

    def test_in_parquet_is_told_where_the_same_rows_are(self):
        assert "as CSV beside it" in refused(b"PAR1" + bytes(100))


class TestATableThatWasChanged:
    @pytest.mark.parametrize(
        ("row", "column"),
        [
            (replace(FAKE, label="surely fake"), "label"),
            (replace(FAKE, score="1.5"), "score"),
            (replace(FAKE, score="nan"), "score"),
            (replace(FAKE, threshold="-0.1"), "threshold"),
            (replace(FAKE, score="high"), "score"),
            (replace(FAKE, kind="sound"), "kind"),
            (replace(FAKE, frames="-1"), "frames"),
            (replace(FAKE, frames="9" * 5000), "frames"),
            (replace(FAKE, total="inf"), "total"),
            (replace(FAKE, codes="<script>"), "codes"),
            (replace(FAKE, file_sha256="AB" * 32), "file_sha256"),
            (replace(FAKE, model="me so\u202e"), "model"),
            (replace(TORN, refusal="boredom"), "refusal"),
            (replace(FAKE, thumbnail="https://elsewhere.test/x.jpg"), "thumbnail"),
            (replace(FAKE, thumbnail="data:image/svg+xml;base64,/9j/AAAA"), "thumbnail"),
            (replace(FAKE, thumbnail=FACE + "\n"), "thumbnail"),
        ],
    )
    def test_is_refused_by_the_cell(self, row, column):
        said = refused(as_csv([REAL, row]))
        assert f"row 2 has no sound “{column}”" in said
        assert "Type the same `meso batch` command again" in said

    @pytest.mark.parametrize(
        "row",
        [
            replace(TORN, score=0.5, threshold=0.5),
            replace(TORN, problem=""),
            replace(FAKE, score=None),
            replace(FAKE, kind=""),
            replace(FAKE, weights_sha256=""),
            replace(FAKE, problem="torn"),
        ],
    )
    def test_has_no_score_for_a_failure_and_no_verdict_without_one(self, row):
        assert "neither a verdict with its score nor a problem" in refused(as_csv([row]))

    def test_that_was_cut_short_is_told_at_every_place_but_the_end_of_a_row(self):
        whole = as_csv([replace(row, thumbnail=FACE) for row in (FAKE, REAL)])
        lines = whole.splitlines(keepends=True)
        ends = {b"".join(lines[:number]).rstrip() for number in range(1, len(lines) + 1)}
        for at in range(len(lines[0]) + 1, len(whole)):
            if whole[:at].rstrip() not in ends:
                assert "cut short or changed" in refused(whole[:at])

    def test_with_a_quote_in_the_wrong_place_is_no_csv(self):
        assert "is no CSV" in refused(as_csv([]) + b'"a"b,c\n')


class TestLimits:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("TABLE_BYTES", as_csv(ROWS)),
            ("TABLE_ROWS", as_csv(ROWS)),
            ("TABLE_COLUMNS", as_csv(ROWS)),
            ("TABLE_CELL", as_csv([replace(FAKE, file="a" * 30)])),
        ],
    )
    def test_are_told_with_what_to_do(self, name, data, monkeypatch):
        monkeypatch.setattr(reader, name, Limit(3, "3 of something"))
        said = refused(data)
        assert "more than 3 of something" in said
        assert "`--where`" in said

    def test_of_a_cell_hold_for_one_that_the_parser_refuses_too(self):
        assert "is no CSV" in refused(as_csv([replace(FAKE, file="a" * 200_000)]))


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
def test_whatever_follows_the_header_is_rows_or_a_refusal(tail):
    try:
        found = read_table(as_csv([]) + tail, "scores.csv")
    except UnreadableTable:
        return
    assert all(isinstance(row, Row) for row in found.rows)
