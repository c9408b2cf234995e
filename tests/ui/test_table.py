"""The table of a report: a row a score, and a row a miss without a number."""

from __future__ import annotations

import pandas as pd

from meso.ui.table import score_table


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
