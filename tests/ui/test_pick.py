"""The face that a page works on: picked from the reports that the session has kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from meso.ui import kept, words

pytestmark = pytest.mark.slow  # half a second a page


@pytest.fixture
def picking(client):
    """A page that says which face was picked, opened with these reports, the newest last."""

    def picking(*reports):
        def script(reports):
            import streamlit as st

            from meso.ui.kept import keep, kept
            from meso.ui.pick import pick_face

            if not kept():
                for report in reports:
                    keep(report)
            picked = pick_face()
            if picked:
                st.write(f"picked {picked.report.source} {picked.place} {picked.score:.2f}")

        return AppTest.from_function(script, kwargs={"reports": reports}, default_timeout=30).run()

    return picking


def picked(page):
    (said,) = [text.value for text in page.markdown if text.value.startswith("picked")]
    return said.removeprefix("picked ")


class TestPickingAFace:
    def test_begins_with_the_most_fake_face_of_the_newest_file(self, picking, clip, photo):
        newest = replace(photo, source="party.jpg")
        assert picked(picking(clip, newest)) == "party.jpg 1 0.80"

    def test_takes_another_file_and_another_face(self, picking, clip, photo):
        page = picking(clip, replace(photo, source="party.jpg"))
        page.selectbox[0].set_value(1).run()
        assert picked(page) == "holiday.mp4 5 0.90"
        page.select_slider[0].set_value(2).run()
        assert picked(page) == "holiday.mp4 2 0.70"

    def test_names_files_with_their_network(self, picking, clip):
        assert picking(clip).selectbox[0].options == ["holiday.mp4 · meso4"]

    def test_asks_for_no_face_where_there_is_one(self, picking, made):
        page = picking(made.report([(0, 0, 0.3)], looked_at=[0], kind="image"))
        assert not page.select_slider
        assert picked(page) == "holiday.mp4 0 0.30"


class TestWithoutAnyFile:
    def test_says_what_to_do_and_picks_nothing(self, picking):
        page = picking()
        assert [note.value for note in page.info] == [words.NOTHING_YET]

    def test_takes_the_sample_photo(self, picking, client, photo, monkeypatch):
        client.samples["photo"] = ("astronaut.png", b"pixels")
        sent = []

        def submit(data, name):
            sent.append((data, name))
            job = type(client).submit(client, data, name, model=None, frames=1)
            job.ends(replace(photo, source=name))
            return job

        monkeypatch.setattr(client, "submit", submit)
        page = picking()
        page.button[0].click().run()
        assert sent == [(b"pixels", "astronaut.png")]
        assert picked(page) == "astronaut.png 1 0.80"


class TestKeeping:
    @pytest.fixture(autouse=True)
    def _session(self, monkeypatch):
        class Session(dict):
            __setattr__ = dict.__setitem__

        monkeypatch.setattr(kept.st, "session_state", Session())

    def test_keeps_the_newest_first_and_none_twice(self, clip, photo):
        party = replace(photo, source="party.jpg")
        for report in (clip, party, clip):
            kept.keep(report)
        assert kept.kept() == [clip, party]

    def test_keeps_what_two_networks_say_of_one_file(self, clip):
        other = replace(clip, model="meso_inception4")
        for report in (clip, other):
            kept.keep(report)
        assert kept.kept() == [other, clip]

    def test_forgets_the_oldest(self, clip):
        for number in range(kept.MOST + 1):
            kept.keep(replace(clip, source=f"{number}.mp4"))
        names = [report.source for report in kept.kept()]
        assert len(names) == kept.MOST
        assert "0.mp4" not in names
