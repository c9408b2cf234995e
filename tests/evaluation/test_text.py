from __future__ import annotations

from dataclasses import replace

import pytest

from meso.evaluation.evaluate import Number, Row, Scored
from meso.evaluation.text import Both, Thresholds, beside, honesty, numbers, robustness

HALF = Thresholds(face=0.5, clip=0.5)


def people(frames=1, uncertain=None):
    """Six people, each once real and once fake; the last fake scores like a real one."""
    return [
        Scored(
            "faceswap" * fake,
            "ff",
            0.1 if place == 5 else 0.2 + 0.6 * fake,
            person=f"{place}",
            clip=f"{fake}/{place}",
            width=100 + place,
            brightness=90 + place,
            uncertain=uncertain,
        )
        for place in range(6)
        for fake in (False, True)
        for _ in range(frames)
    ]


def tables(text):
    """The rows of each table of the text, by the table's first cell."""
    found = {}
    for block in text.split("\n\n"):
        if block.startswith("|"):
            head, _, *rows = block.splitlines()
            found.setdefault(head.split(" | ")[0].strip("| "), []).append((head, rows))
    return found


class TestBeside:
    def other(self, frames=1):
        """The same, scored by a network for which all are alike."""
        return [replace(item, fake_score=0.5) for item in people(frames)]

    def test_has_a_column_a_network_and_a_row_of_what_it_was_tested_on(self):
        text = beside(
            {"ours": Both({"val": people()}, {}), "theirs": Both({"val": self.other()}, {})}
        )
        ((head, rows),) = tables(text)["tested on"]
        assert head == "| tested on | real | fake | ours | theirs |"
        assert len(rows) == 1
        assert rows[0].startswith("| val, faceswap | 6 | 6 | 0.85 [0.")
        assert rows[0].endswith("| 0.50 [0.50–0.50] |")

    def test_takes_frames_for_faces_and_together_for_clips(self):
        ours, theirs = Both({"ff": people(2)}, {}), Both({"ff": self.other(2)}, {})
        (_, faces), (_, clips) = tables(beside({"ours": ours, "theirs": theirs}))["tested on"]
        assert faces[0].startswith("| ff, faceswap | 12 | 12 |")
        assert clips[0].startswith("| ff, faceswap | 6 | 6 | 0.85 [")

    def test_has_no_table_of_faces_for_clips(self):
        ours, theirs = Both({}, {"clips": people()}), Both({}, {"clips": self.other()})
        text = beside({"ours": ours, "theirs": theirs})
        assert "**Faces" not in text
        assert "| clips, faceswap | 6 | 6 | 0.85 [" in text


class TestNumbers:
    def test_counts_faces_and_where_there_are_frames_clips(self):
        text = numbers({"val": people(), "ff": people(frames=3)}, {}, HALF)
        (_, faces), (_, clips), (_, trust) = tables(text)["tested on"]
        assert [row[: row.index("| 0.")] for row in faces] == [
            "| val, faceswap | 6 | 6 ",
            "| ff, faceswap | 18 | 18 ",
        ]
        assert [row[: row.index("| 0.")] for row in clips] == ["| ff, faceswap | 6 | 6 "]
        assert [row.split(" | ")[0] for row in trust] == [
            "| val, faces",
            "| ff, faces",
            "| ff, clips",
        ]
        assert text.index("**Faces, each for itself**") < text.index("**Clips, each the mean")

    def test_has_no_table_of_faces_for_clips(self):
        text = numbers({}, {"clips": people(uncertain=False)}, HALF)
        assert "**Faces" not in text
        assert "| clips, faceswap | 6 | 6 | 0.85 [" in text

    def test_shows_intervals_or_says_why_not(self):
        text = numbers({"val": people()}, {}, HALF)
        assert "| 0.85 [0." in text
        few = numbers({"val": people()[8:]}, {}, HALF)
        assert "| 0.62 [–] |" in few
        assert "fewer than 5 people" in few

    def test_says_at_which_threshold(self):
        text = numbers({"val": people()}, {}, Thresholds(face=0.35, clip=0.6))
        assert "at the threshold 0.35 for faces and 0.60 for clips." in text

    def test_says_how_many_verdicts_were_uncertain_and_the_error_of_the_rest(self):
        clips = [*people(uncertain=False), *people(uncertain=True)[:4]]
        text = numbers({}, {"clips": clips}, HALF)
        assert "clips: 4 of 16 clips are uncertain (25%); of the others 1 of 12" in text
        assert text.endswith("are judged wrongly (8%).")

    def test_divides_by_no_nothing_if_all_were(self):
        text = numbers({}, {"clips": people(uncertain=True)}, HALF)
        assert text.endswith("of the others 0 of 0 are judged wrongly.")

    def test_is_silent_on_verdicts_that_nobody_gave(self):
        assert "uncertain" not in numbers({"ff": people(frames=2)}, {}, HALF)

    @pytest.mark.parametrize("items", [people()[:2], people(frames=2)[:4]], ids=["photos", "clips"])
    def test_works_with_one_person(self, items):
        assert "| val, faceswap |" in numbers({"val": items}, {}, HALF)


class TestRobustness:
    ROW = Row("JPEG 30", 6, 6, {"AUC": Number(0.75)})

    def test_has_a_curve_of_degradations_of_width_and_of_brightness(self):
        text = robustness({"val": people()}, {}, {"val": [self.ROW]}, HALF)
        found = tables(text)
        assert found["crop"][0][1] == ["| JPEG 30 | 6 | 6 | 0.75 [–] |"]
        ((_, widths),) = found["width of the face in pixels"]
        assert widths[0].startswith("| 100 to 101 | 2 | 2 | 1.00")
        assert len(widths) == len(found["brightness, 0 to 255"][0][1]) == 4
        assert "### val: when every crop is degraded" in text

    def test_of_clips_has_no_degradations(self):
        found = tables(robustness({}, {"clips": people(uncertain=False)}, {}, HALF))
        assert list(found) == ["width of the face in pixels", "brightness, 0 to 255"]

    def test_leaves_out_widths_that_are_not_known(self):
        items = [Scored("", "ff", 0.1, brightness=3), Scored("faceswap", "ff", 0.9, brightness=4)]
        assert list(tables(robustness({"val": items}, {}, {}, HALF))) == ["brightness, 0 to 255"]


class TestHonesty:
    def test_says_what_to_look_for(self):
        text = honesty([Row("val, all", 3, 4, {"sharpness": Number(0.91)})])
        assert text.startswith("### What a shortcut would give")
        assert "| val, all | 3 | 4 | 0.91 [–] |" in text
