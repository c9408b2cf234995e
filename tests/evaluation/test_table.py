from __future__ import annotations

from meso.evaluation.evaluate import Number, Row
from meso.evaluation.table import markdown, table

NUMBERS = {
    "AUC": Number(0.9349, 0.91, 0.954),
    "accuracy": Number(0.8512, 0.804, 1),
    "EER": Number(0.125),
    "AP": Number(0.5),
    "ECE": Number(float("nan")),
}


class TestTable:
    def test_is_markdown_with_areas_shares_intervals_and_dashes(self):
        rows = [Row("val, swap", 40, 20, NUMBERS), Row("val, all", 80, 60, NUMBERS)]
        head, line, first, second = table(rows).splitlines()
        assert head == "| tested on | real | fake | AUC | accuracy | EER | AP | ECE |"
        assert line == "|---|---|---|---|---|---|---|---|"
        assert first == (
            "| val, swap | 40 | 20 | 0.93 [0.91–0.95] | 85% [80–100%] | 12% [–] | 0.50 [–] | – |"
        )
        assert second.startswith("| val, all | 80 | 60 | 0.93")

    def test_can_do_without_percent(self):
        row = Row("val", 1, 2, {"sharpness": Number(0.4312, 0.4, 0.45)})
        assert table([row], "folder", shares=False).splitlines() == [
            "| folder | real | fake | sharpness |",
            "|---|---|---|---|",
            "| val | 1 | 2 | 0.43 [0.40–0.45] |",
        ]


class TestMarkdown:
    def test_puts_a_rule_under_the_head(self):
        assert markdown([["a", "b"], ["1", "2"]]) == "| a | b |\n|---|---|\n| 1 | 2 |"
