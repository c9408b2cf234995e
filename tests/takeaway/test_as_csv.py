"""The table in a file: what a spreadsheet or a program reads of it."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

from meso.takeaway.as_csv import as_csv


def rows(report):
    return list(csv.DictReader(StringIO(as_csv(report))))


def test_each_face_is_a_row_with_its_box_and_score(clip):
    assert rows(clip)[2] == {
        "frame": "25",
        "seconds": "1.000",
        "person": "1",
        "left": "2",
        "top": "22",
        "right": "112",
        "bottom": "152",
        "fake_score": "0.700000",
        "not_scored": "",
    }


def test_what_was_not_scored_is_a_row_with_the_reason_and_no_score(clip):
    nobody, small = (row for row in rows(clip) if row["not_scored"])
    assert (nobody["frame"], nobody["fake_score"], nobody["left"]) == ("50", "", "")
    assert (small["not_scored"], small["fake_score"], small["bottom"]) == ("too small", "", "42")


def test_rows_are_in_the_order_of_the_frames(clip):
    assert [row["frame"] for row in rows(clip)] == ["0", "25", "25", "50", "75", "100"]


def test_the_name_of_the_file_cannot_become_a_formula(clip):
    assert "=1+1" not in as_csv(replace(clip, source="=1+1.mp4"))
