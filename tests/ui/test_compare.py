"""The page "Compare": one file by two networks, two files by one, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from meso.detection.agreement import Agreement
from meso.models import weights
from meso.ui import compare_page
from meso.ui.show_comparison import agreement_in_words
from meso.ui.words import NO_NETWORK, NOTHING_YET
from meso.ui.words import compare as words

pytestmark = pytest.mark.slow  # half a second a page

OTHERS = np.array([0.9, 0.2, 0.7, 0.3, 0.4, 0.9], np.float32)  # of the second network, for `clip`


@pytest.fixture
def comparing(client, networks, weights_folder, monkeypatch):
    """The page, opened with these reports kept, the newest last."""
    monkeypatch.setattr(compare_page, "known", partial(weights.known, weights_folder))
    client.answer = lambda question, options: OTHERS[: len(options["crops"])]

    def comparing(*reports):
        def script(reports):
            from meso.ui.compare_page import show
            from meso.ui.kept import keep, kept

            if not kept():
                for report in reports:
                    keep(report)
            show()

        return AppTest.from_function(script, kwargs={"reports": reports}, default_timeout=30).run()

    return comparing


def headings(page):
    return [heading.value for heading in (*page.header, *page.subheader)]


def said(page):
    return "\n".join(text.value for text in [*page.markdown, *page.caption])


def captions(page):
    return [caption for image in page.get("image") for caption in image.captions]


class TestOneFileByTwoNetworks:
    def test_needs_no_file_only_the_faces_that_were_kept(self, comparing, client, clip):
        comparing(clip)
        ((question, model, options),) = client.questions
        assert (question, model) == ("scores", "meso_inception4")
        assert options["crops"] is clip.crops

    def test_shows_both_verdicts(self, comparing, clip):
        first, second, *_ = headings(comparing(clip))
        assert "Real" in first
        assert "Can't tell" in second  # four frames show a face, a verdict needs five

    def test_tells_how_many_faces_lie_on_the_same_side(self, comparing, clip):
        assert "5 of 6 faces lie on the same side" in said(comparing(clip))

    def test_shows_the_face_on_which_they_differ_most_first(self, comparing, clip):
        page = comparing(clip)
        assert words.FURTHEST in headings(page)
        notes = [note.value.replace("\\", "") for note in page.caption]
        most = next(note for note in notes if note.startswith("person"))
        assert most == "person 1, 0.0 s  \nmeso4 0.10  \nmeso_inception4 0.90"

    def test_draws_one_chart_of_both(self, comparing, clip):
        (chart,) = comparing(clip).get("plotly_chart")
        assert "meso_inception4 (fake from 0.50)" in chart.proto.spec

    def test_asks_again_for_nothing_that_it_was_told(self, comparing, client, clip):
        comparing(clip).run()
        assert len(client.questions) == 1

    def test_is_no_choice_where_one_network_is_installed(self, comparing, clip, monkeypatch):
        only = {"meso4": compare_page.known()["meso4"]}
        monkeypatch.setattr(compare_page, "known", lambda: only)
        page = comparing(clip)
        assert [note.value for note in page.info] == [words.NO_SECOND_NETWORK]
        assert not headings(page)


class TestTwoFilesByOneNetwork:
    @pytest.fixture
    def two_files(self, comparing, clip, made):
        """The page with a clip and a photo of one face, set to two files."""
        photo = made.report([(0, 0, 0.8)], looked_at=[0], kind="image", label="fake", score=0.8)

        def two_files(model="meso4"):
            page = comparing(replace(clip, model=model), replace(photo, source="party.jpg"))
            page.segmented_control[0].set_value("files").run()
            return page

        return two_files

    def test_shows_both_verdicts_and_matches_no_frames(self, two_files, client):
        page = two_files()
        first, second, *_ = headings(page)
        assert ("Fake" in first, "Real" in second) == (True, True)
        assert "The first file is judged **Fake**, the second **Real**" in said(page)
        assert words.NOT_PAIRED in said(page)
        assert words.FURTHEST not in headings(page)

    def test_asks_the_first_files_network_about_the_other_file(self, two_files, client):
        two_files(model="meso_inception4")
        assert client.questions[-1][:2] == ("scores", "meso4")

    def test_says_what_to_do_where_there_is_one(self, comparing, clip):
        page = comparing(clip)
        page.segmented_control[0].set_value("files").run()
        assert [note.value for note in page.info] == [words.NO_SECOND_FILE]


class TestWithoutSomething:
    def test_no_network_is_said(self, comparing, clip, monkeypatch):
        monkeypatch.setattr(compare_page, "known", dict)
        assert [note.value for note in comparing(clip).warning] == [NO_NETWORK]

    def test_no_file_is_said(self, comparing):
        page = comparing()
        assert [note.value for note in page.info] == [NOTHING_YET]
        assert not headings(page)


class TestInWords:
    def words(self, one, other, **found):
        known = {"faces": 10, "same_side": 9, "correlation": 0.9, "furthest": ()}
        return agreement_in_words(one, other, Agreement(**known | found))

    def test_tells_when_the_verdicts_differ(self, clip):
        fake = replace(clip, verdict=replace(clip.verdict, label="fake"))
        assert "**not** say the same: Real for the first, Fake" in self.words(clip, fake)[0]

    @pytest.mark.parametrize(
        ("correlation", "said"),
        [(0.9, "**together**"), (0.5, "only in part"), (-0.25, "0 is none"), (-0.25, "−0.25")],
    )
    def test_tells_how_far_the_curves_go_together(self, clip, correlation, said):
        assert said in self.words(clip, clip, correlation=correlation)[2]

    def test_says_nothing_about_a_correlation_that_there_is_none_of(self, clip):
        assert len(self.words(clip, clip, correlation=None)) == 2

    def test_counts_no_share_of_one_face(self, clip):
        assert "different sides" in self.words(clip, clip, faces=1, same_side=0)[1]
