"""The table of a report: a row a score, and a row a miss without a number; and of several files."""

from __future__ import annotations

import numpy as np
import pandas as pd

from meso.errors import EmptyFile
from meso.ui.table import files_table, score_table, thumbnail


def test_rows_are_in_the_order_of_the_frames(clip):
    assert score_table(clip)["frame"].tolist() == [0, 25, 25, 50, 75, 75, 100, 100]


def test_a_frame_without_a_face_has_no_score_but_a_remark(clip):
    (row,) = score_table(clip).query("frame == 50").itertuples(index=False)
    assert pd.isna(row[3])
    assert (row[1], row[2], row[4]) == (2.0, "", "no face found")


def test_a_face_that_is_too_small_has_a_row_beside_those_scored(clip):
    rows = score_table(clip).query("frame == 75")
    assert rows["person"].tolist() == ["person 1", ""]
    assert rows["remark"].tolist() == ["", "face too small"]


def test_without_a_miss_there_is_no_column_of_remarks(photo):
    assert list(score_table(photo)) == ["frame", "seconds", "person", "fake score"]


class TestSeveralFiles:
    def test_each_has_a_row_with_what_became_of_it(self, clip):
        table = files_table([("a.mp4", clip), ("b.mp4", EmptyFile("b.mp4")), ("c.mp4", None)])
        assert table["file"].tolist() == ["a.mp4", "b.mp4", "c.mp4"]
        assert table["verdict"].tolist() == ["Real", "no verdict", "under way"]
        assert table["score"].tolist() == [0.25, pd.NA, pd.NA]
        assert table["faces"].tolist() == [6, pd.NA, pd.NA]

    def test_numbers_can_be_sorted_by_even_where_some_are_missing(self, clip):
        table = files_table([("b.mp4", EmptyFile("b.mp4")), ("a.mp4", clip)])
        assert table.sort_values("score")["file"].tolist() == ["a.mp4", "b.mp4"]

    def test_what_documents_carry_has_its_place(self, clip):
        files = [("a.mp4", clip), ("b.mp4", None)]
        table = files_table(files, places=["part 2", ""])
        assert list(table)[-2:] == ["reason", "place"]
        assert table["place"].tolist() == ["part 2", ""]
        assert "place" not in files_table(files, places=["", ""])

    def test_the_reason_is_the_verdicts_or_the_errors(self, clip):
        table = files_table([("a.mp4", clip), ("b.mp4", EmptyFile("b.mp4"))])
        assert table["reason"].tolist() == [clip.verdict.reasons[0], str(EmptyFile("b.mp4"))]


def test_a_thumbnail_is_the_most_fake_face_a_quarter_as_large(clip):
    small = thumbnail(clip)
    assert (small.shape, small.dtype) == ((64, 64, 3), np.uint8)
    most_fake = clip.crops[5].astype(float)
    assert small[0, 0].tolist() == most_fake[:4, :4].mean(axis=(0, 1)).round().tolist()
    assert small[63, 5].tolist() == most_fake[252:, 20:24].mean(axis=(0, 1)).round().tolist()
