"""The page from a drop to the outcome: what it says, and what it asks of the worker."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from meso.errors import EmptyFile, NotStarted, UnreadableMedia, WorkerLost
from meso.ui import words
from meso.ui.jobs import KEPT
from tests.ui.conftest import APP

pytestmark = pytest.mark.slow  # half a second a page


def said(page):
    """All the words on the page, but for those of buttons and the like."""
    kinds = (page.title, page.header, page.subheader, page.markdown, page.caption, page.error)
    kinds += (page.info, page.warning, page.success)
    return "\n".join(element.value for kind in kinds for element in kind)


def button(page, label):
    (found,) = [button for button in page.button if button.label == label]
    return found


def progress(page):
    """Text and value, 0 to 100, of the progress bars on the page."""
    return [(bar.proto.text, bar.proto.value) for bar in page.get("progress")]


class TestBeforeAFile:
    def test_says_what_it_does_and_that_nothing_leaves_this_machine(self, page):
        assert page.title[0].value == "Real or fake?"
        assert "Drop a photo or a video" in said(page)
        assert "Nothing leaves this machine" in said(page)

    def test_asks_nothing_of_the_worker(self, page, client):
        assert client.jobs == []

    def test_offers_the_installed_networks_and_32_frames(self, page):
        assert page.selectbox[0].options == ["meso4", "meso_inception4"]
        assert page.selectbox[0].value == "meso4"
        assert (page.slider[0].min, page.slider[0].max, page.slider[0].value) == (1, 128, 32)

    def test_says_what_the_network_was_trained_on_and_its_licence(self, page):
        assert "What meso4 was trained on" in said(page)
        page.selectbox[0].set_value("meso_inception4").run()
        assert "What meso\\_inception4 was trained on" in said(page)
        assert "licence" in said(page)

    def test_says_that_the_network_is_loading_until_it_is(self, page, client):
        client.state = "starting"
        assert "The network is loading" in said(page.run())
        client.state = "ready"
        assert "The network is loading" not in said(page.run())
        assert "The network is loaded, runs on the CPU" in said(page)

    def test_says_what_keeps_the_network_from_loading(self, page, client):
        client.state, client.problem = "failed", NotStarted()
        assert [error.value for error in page.run().error] != []
        assert "The network is loaded" not in said(page)

    def test_explains_the_score_and_its_limits(self, page):
        (expander,) = [box for box in page.expander if box.label == "How to read the score"]
        assert "not a probability" in expander.markdown[0].value


class TestWithoutANetwork:
    def test_says_how_to_install_one_and_takes_no_file(self, page_without_networks):
        assert "meso weights import" in page_without_networks.warning[0].value
        assert not page_without_networks.file_uploader

    def test_a_broken_index_is_an_error_in_words(self, page_without_networks, weights_folder):
        (weights_folder / "index.toml").write_text("[meso4]\nfile = 3\n")
        page = page_without_networks.run()
        assert "meso4" in page.error[0].value
        assert not page.exception


class TestADroppedFile:
    def test_goes_to_the_worker_with_the_settings(self, drop, client):
        drop("holiday.mp4", b"its bytes")
        (job,) = client.jobs
        assert (job.name, job.data) == ("holiday.mp4", b"its bytes")
        assert (job.model, job.frames) == ("meso4", 32)

    @pytest.mark.parametrize(
        ("step", "shown"),
        [
            (("load", 0, 1), ("Loading the network", 0)),
            (("find", 6, 32), ("Looking for faces in frame 7 of 32", 18)),
            (("find", 31, 32), ("Looking for faces in frame 32 of 32", 96)),
            (("score", 0, 45), ("Scoring 45 faces", 100)),
            (("score", 0, 1), ("Scoring 1 face", 100)),
        ],
    )
    def test_shows_how_far_the_work_is(self, drop, page, client, step, shown):
        drop()
        client.jobs[0].at(*step)
        assert progress(page.run()) == [shown]

    def test_says_that_it_waits_for_the_network(self, drop, page, client):
        client.state = "starting"
        drop()
        assert progress(page) == [("Waiting for the network to load", 0)]

    def test_says_how_many_are_ahead(self, drop, page, client):
        drop()
        client.jobs[0].waiting_for = 1
        assert progress(page.run()) == [("Waiting in line: 1 file is ahead of yours", 0)]
        client.jobs[0].waiting_for = 2
        assert progress(page.run()) == [("Waiting in line: 2 files are ahead of yours", 0)]
        client.jobs[0].seconds_to_wait = 7.6
        assert progress(page.run()) == [
            ("Waiting in line: 2 files are ahead of yours, about 8 s", 0)
        ]

    def test_shows_no_verdict_before_there_is_one(self, drop, page):
        drop()
        assert not page.header
        assert not page.get("plotly_chart")
        assert not page.dataframe

    def test_shows_the_verdict_and_no_progress_when_it_is_done(self, drop, page, client, clip):
        drop()
        client.jobs[0].ends(clip)
        page.run()
        assert "Real" in page.header[0].value
        assert progress(page) == []

    def test_no_rerun_starts_it_again(self, drop, page, client, clip):
        drop()
        page.run()
        client.jobs[0].ends(clip)
        page.run().run()
        assert len(client.jobs) == 1


class TestOtherSettings:
    def test_start_a_job_of_their_own(self, drop, page, client, clip):
        drop()
        client.jobs[0].ends(clip)
        page.slider[0].set_value(64).run()
        assert [(job.model, job.frames) for job in client.jobs] == [("meso4", 32), ("meso4", 64)]
        assert client.jobs[1].data == b"some bytes"

    def test_another_network_too(self, drop, page, client):
        drop()
        page.selectbox[0].set_value("meso_inception4").run()
        assert client.jobs[-1].model == "meso_inception4"

    def test_stop_the_job_under_way(self, drop, page, client):
        drop()
        page.slider[0].set_value(64).run()
        assert [job.done() for job in client.jobs] == [True, False]

    def test_back_to_the_first_shows_its_report_again(self, drop, page, client, clip, made):
        drop()
        client.jobs[0].ends(clip)
        page.slider[0].set_value(64).run()
        client.jobs[1].ends(made.report([(0, 0, 0.9)], looked_at=[0], label="fake", score=0.9))
        assert "Fake" in page.run().header[0].value
        page.slider[0].set_value(32).run()
        assert "Real" in page.header[0].value
        assert len(client.jobs) == 2

    def test_back_to_a_job_that_was_stopped_starts_it_again(self, drop, page, client):
        drop()
        page.slider[0].set_value(64).run()
        page.slider[0].set_value(32).run()
        assert [job.frames for job in client.jobs] == [32, 64, 32]
        assert not client.jobs[-1].done()
        assert not page.info

    def test_only_the_latest_reports_are_kept(self, drop, page, client, clip):
        drop()
        client.jobs[0].ends(clip)
        for frames in range(1, KEPT + 1):
            page.slider[0].set_value(frames).run()
            client.jobs[-1].ends(clip)
        page.slider[0].set_value(KEPT).run()
        assert len(client.jobs) == KEPT + 1
        page.slider[0].set_value(32).run()
        assert len(client.jobs) == KEPT + 2


class TestAnotherFile:
    def test_joins_the_one_under_way(self, drop, client):
        drop("first.mp4")
        drop("second.mp4", b"other bytes")
        assert [(job.name, job.done()) for job in client.jobs] == [
            ("first.mp4", False),
            ("second.mp4", False),
        ]

    def test_is_the_one_whose_report_is_shown(self, drop, page, client, clip, photo):
        drop("first.mp4")
        client.jobs[0].ends(clip)
        drop("second.mp4", b"other bytes")
        client.jobs[1].ends(replace(photo, source="second.mp4"))
        texts = [text.value for text in page.run().markdown]
        assert texts.count("` first.mp4 `") == 1  # on its card
        assert texts.count("` second.mp4 `") == 2  # and over its report

    def test_the_same_file_dropped_again_is_looked_at_again(self, drop, page, client):
        drop()
        client.jobs[0].ends(WorkerLost("holiday.mp4"))
        assert page.run().error
        drop()
        assert len(client.jobs) == 2
        assert not page.error

    def test_a_file_taken_away_is_stopped(self, drop, page, client):
        drop()
        button(page, "Take the file away").click().run()
        assert client.jobs[0].done()
        assert progress(page) == []
        assert not page.info


class TestCancel:
    def test_stops_the_job_and_says_so(self, drop, page, client):
        drop()
        button(page, "Cancel").click().run()
        assert client.jobs[0].done()
        assert "you stopped it" in page.info[0].value.replace("\\", "")

    def test_does_not_start_it_again(self, drop, page, client):
        drop()
        button(page, "Cancel").click().run()
        page.run()
        assert len(client.jobs) == 1


class TestErrors:
    @pytest.mark.parametrize("error", [EmptyFile, UnreadableMedia, WorkerLost])
    def test_are_the_words_of_the_command(self, drop, page, client, error):
        drop()
        client.jobs[0].ends(error("holiday.mp4"))
        page.run()
        shown = page.error[0].value.replace("\\", "").replace("` holiday.mp4 `", "holiday.mp4")
        assert shown == str(error("holiday.mp4"))

    def test_come_without_a_verdict(self, drop, page, client):
        drop()
        client.jobs[0].ends(EmptyFile("holiday.mp4"))
        page.run()
        assert not page.header
        assert not page.get("plotly_chart")
        assert progress(page) == []


class TestSamples:
    def test_say_what_they_are(self, page):
        for fact in ("NASA", "Eileen Collins", "public domain", "scikit-image", "middle third"):
            assert fact in words.WHAT_SAMPLES_ARE
        assert words.WHAT_SAMPLES_ARE in said(page)

    @pytest.mark.parametrize(
        ("label", "which"),
        [("Sample photo", "photo"), ("Sample fake", "fake"), ("Sample clip", "clip")],
    )
    def test_go_the_way_of_a_dropped_file(self, page, client, label, which):
        client.samples[which] = (f"{which}.bin", b"made by the worker")
        button(page, label).click().run()
        (job,) = client.jobs
        assert (job.name, job.data) == (f"{which}.bin", b"made by the worker")

    def test_lie_beside_what_was_dropped(self, drop, page, client):
        client.samples["photo"] = ("photo.png", b"made by the worker")
        drop()
        button(page, "Sample photo").click().run()
        assert [job.name for job in client.jobs] == ["holiday.mp4", "photo.png"]
        assert not client.jobs[0].done()

    def test_are_made_once(self, page, client, clip):
        client.samples["clip"] = ("clip.mp4", b"made by the worker")
        button(page, "Sample clip").click().run()
        client.jobs[0].ends(clip)
        page.run()
        assert len(client.jobs) == 1

    def test_one_that_cannot_be_made_is_an_error_in_words(self, page, client):
        client.samples["clip"] = WorkerLost("The sample clip")
        button(page, "Sample clip").click().run()
        assert "was not analysed" in page.error[0].value
        assert client.jobs == []


class TestALink:
    def opened(self, **address):
        page = AppTest.from_file(APP, default_timeout=30)
        page.query_params.update(address)
        return page.run()

    def test_brings_back_network_and_frames(self, client, networks):
        page = self.opened(network="meso_inception4", frames="7")
        assert page.selectbox[0].value == "meso_inception4"
        assert page.slider[0].value == 7
        page.file_uploader[0].set_value([("a.mp4", b"bytes", "video/mp4")]).run()
        assert [(job.model, job.frames) for job in client.jobs] == [("meso_inception4", 7)]

    def test_brings_back_the_rule_that_was_tried(self, client, networks, clip):
        page = self.opened(threshold="0.15", reduction="median")
        page.file_uploader[0].set_value([("a.mp4", b"bytes", "video/mp4")]).run()
        client.jobs[0].ends(clip)
        assert "With your rule" in said(page.run())
        assert page.slider[-1].value == 0.15
        button(page, words.BACK).click().run()
        assert "With your rule" not in said(page)
        assert dict(page.query_params) == {}

    def test_says_what_was_chosen_and_nothing_that_was_not(self, page):
        assert dict(page.query_params) == {}
        page.slider[0].set_value(16).run()
        assert dict(page.query_params) == {"frames": "16"}
        page.slider[0].set_value(32).run()
        assert dict(page.query_params) == {}

    def test_never_names_a_file(self, drop, page):
        drop("secret.mp4")
        assert "secret" not in str(dict(page.query_params))
