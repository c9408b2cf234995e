"""The buttons that save a report: what each file holds, and what it is called."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from meso.detection.as_json import as_json
from meso.ui import take_away
from meso.ui.take_away import data, file_name, page


@pytest.mark.slow  # half a second a page
class TestTheButtons:
    def test_make_nothing_until_they_are_pressed(self, clip, monkeypatch):
        def script(report):
            from meso.ui.take_away import show_downloads

            show_downloads(report)

        made = []
        monkeypatch.setattr(take_away, "page", made.append)
        app = AppTest.from_function(script, kwargs={"report": clip}, default_timeout=30).run()
        assert not app.exception
        assert [button.label for button in app.get("download_button")] == [
            "Report (HTML)",
            "Table (CSV)",
            "Data (JSON)",
        ]
        assert made == []


class TestTheFiles:
    def test_the_page_is_of_this_report(self, clip):
        assert page(clip).startswith("<!doctype html>")
        assert clip.weights_sha256 in page(clip)

    def test_the_data_are_those_of_the_command(self, clip):
        assert json.loads(data(clip)) == json.loads(json.dumps(as_json(clip)))

    @pytest.mark.parametrize(
        ("source", "name"),
        [
            ("holiday.mp4", "holiday-meso4.csv"),
            ("Größe 12, 学生.final.mov", "Größe-12-学生-final-meso4.csv"),
            ("../../etc/passwd", "passwd-meso4.csv"),
            ('<script>"\n.mp4', "script-meso4.csv"),
            ("…", "report-meso4.csv"),
            ("a" * 300 + ".mp4", "a" * 60 + "-meso4.csv"),
        ],
    )
    def test_are_named_after_the_upload_in_harmless_signs(self, clip, source, name):
        assert file_name(replace(clip, source=source), "csv") == name
