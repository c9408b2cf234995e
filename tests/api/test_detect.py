"""A file in, the report out; in between the queue that all requests share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from meso.detection.as_json import as_json
from meso.errors import BadWeights, NoFaceFound
from meso.models.weights import known
from meso.service import client as client_module
from tests.api.asking import answer_of, form, part
from tests.document_files import newsletter

pytestmark = pytest.mark.slow  # starts a worker


class TestAReport:
    def test_is_the_json_of_the_command(self, api, app):
        report = app.state.client.submit(b"score", "a.mp4", model="the default").result(20)
        assert api.send(b"score", "a.mp4").told == as_json(report)

    def test_is_of_the_network_and_the_frames_that_were_asked_for(self, api):
        answer = api.send(b"score", query="?model=meso4&frames=7")
        assert (answer.told["model"], len(answer.told["frames"])) == ("meso4", 7)

    def test_is_of_the_network_that_the_api_was_started_with_where_none_is_named(self, api):
        assert api.send(b"score").told["model"] == "the default"
        assert api.send(b"score", query="?model=").told["model"] == "the default"

    def test_is_given_to_each_of_many_who_ask_at_once(self, api):
        names = [f"{number}.jpg" for number in range(12)]
        with ThreadPoolExecutor(12) as programs:
            answers = programs.map(lambda name: api.send(b"score", name, "?frames=1"), names)
            assert [answer.told["source"] for answer in answers] == names


class TestARefusal:
    def test_says_the_reason_and_the_sentence_of_the_worker(self, api):
        answer = api.send(b"refuse", "sky.jpg")
        sentence = str(NoFaceFound("sky.jpg", looked_at=32, too_small=3, smallest=64))
        assert answer.status == 422
        assert answer.told == {"reason": "no_content", "problem": sentence}

    @pytest.mark.parametrize("order", [b"end 9", b"leave 3"])
    def test_of_what_crashes_the_worker_costs_nobody_else(self, api, order):
        answer = api.send(order, "film.mp4")
        assert (answer.status, answer.told["reason"]) == (500, "internal")
        assert "film.mp4 was not analysed" in answer.told["problem"]
        assert api.send(b"score").status == 200

    def test_of_what_takes_too_long_says_so(self, open_api, tmp_path):
        api, _ = open_api(seconds=0.5)
        answer = api.send(f"wait {tmp_path / 'never'}".encode())
        assert (answer.status, answer.told["reason"]) == (422, "too_slow")

    def test_of_one_too_many_says_when_to_come_back(self, api, app, tmp_path, until, monkeypatch):
        monkeypatch.setattr(client_module, "MOST_WAITING", 1)
        client = app.state.client
        first = client.submit(f"wait {tmp_path / 'go'}".encode(), "first.mp4")
        until(lambda: first.step)
        second = client.submit(b"score", "second.mp4")
        answer = api.send(b"score", "late.mp4")
        assert (answer.status, answer.told["reason"]) == (503, "busy")
        assert "late.mp4 was not taken: 1 files are ahead of it" in answer.told["problem"]
        assert int(answer.headers["retry-after"]) > 0
        (tmp_path / "go").touch()
        second.result(20)

    @pytest.mark.parametrize("query", ["?frames=0", "?frames=129", "?frames=many", "?frames="])
    def test_of_frames_that_nobody_may_ask_for_says_which_are_accepted(self, api, query):
        answer = api.send(b"score", query=query)
        assert (answer.status, answer.told["reason"]) == (422, "bad_request")
        assert answer.told["problem"].startswith("frames: Input should be")

    def test_of_a_network_that_is_not_there_tells_the_near_ones(self, api):
        answer = api.send(b"score", query="?model=meso5")
        assert (answer.status, answer.told["reason"]) == (422, "bad_request")
        assert "Did you mean" in answer.told["problem"]

    def test_of_a_mistake_of_ours_quotes_nothing_and_is_logged_without_the_name(
        self, api, app, caplog, capfd
    ):
        app.state.client.submit = lambda data, name, **options: 1 / 0
        answer = api.send(b"score", "canary.mp4")
        assert (answer.status, answer.told["reason"]) == (500, "internal")
        out, err = capfd.readouterr()
        assert "ZeroDivisionError" in caplog.text
        assert "canary" not in caplog.text + out + err + answer.told["problem"]

    def test_of_what_is_not_there_has_the_same_form(self, api):
        for path, method, status in (("/nothing", "GET", 404), ("/detect", "GET", 405)):
            answer = api.ask(path, method)
            assert (answer.status, answer.told["reason"]) == (status, "bad_request")


class TestADocument:
    def test_that_hangs_up_has_its_job_given_up(self, api, app, until):
        """The obedient detector is asked for each picture, which says nothing that it obeys."""
        mail = form(part(newsletter().as_bytes(), "news.eml"))
        with api.begun(mail):
            until(lambda: app.state.client._running is not None)
        until(lambda: app.state.client._running is None and not app.state.client._waiting)

    def test_has_an_item_for_each_picture_in_the_words_of_the_command(self, api):
        told = api.send(newsletter().as_bytes(), "news.eml").told
        assert (told["source"], told["kind"], told["document"]) == ("news.eml", "document", "mail")
        assert (told["remote"], told["ignored"], len(told["items"])) == (3, 1, 4)
        assert told["items"][0]["where"] == "part 1.2.2"
        assert "our fault" in told["items"][0]["problem"]  # no picture is an order

    def test_that_was_let_in_waits_where_the_queue_is_full(
        self, api, app, tmp_path, until, monkeypatch
    ):
        client, submit = app.state.client, app.state.client.submit
        full = [True, True, False]

        def submit_when_there_is_room(*arguments, **options):
            if full and full.pop(0):
                monkeypatch.setattr(client_module, "MOST_WAITING", -1)
            else:
                monkeypatch.setattr(client_module, "MOST_WAITING", 40)
            return submit(*arguments, **options)

        monkeypatch.setattr(client, "submit", submit_when_there_is_room)
        told = api.send(newsletter().as_bytes(), "news.eml").told
        assert not full
        assert not [item for item in told["items"] if "was not taken" in item["problem"]]


class TestHealth:
    def test_tells_whether_files_can_be_scored(self, api, app, until):
        until(lambda: app.state.client.state == "ready")
        assert api.ask("/health").told == {"state": "ready"}

    def test_is_bad_where_the_worker_cannot_start(self, open_api, until):
        api, app = open_api(load="obedient:load_and_die")
        assert api.ask("/health").told == {"state": "starting"}
        until(lambda: app.state.client.problem)
        answer = api.ask("/health")
        assert (answer.status, answer.told["reason"]) == (500, "internal")

    def test_names_no_path_where_weights_are_missing(self, api, app):
        app.state.client.problem = BadWeights("/home/anna/weights/a.h5 is missing.")
        assert "anna" not in str(api.ask("/health"))
        app.state.client.problem = None


class TestModels:
    def test_are_those_of_the_command(self, open_api, app):
        api, app = open_api()
        app.state.model = next(iter(known()))
        told = api.ask("/models").told
        assert [one["name"] for one in told] == [*known()]
        assert [one["name"] for one in told if one["default"]] == [app.state.model]
        assert {one["weights_sha256"] for one in told} == {one.sha256 for one in known().values()}


def test_an_upload_that_is_answered_leaves_the_connection_to_the_next(api):
    with api.begun(form(part(b"score"))) as connection:
        assert answer_of(connection).status == 200
        connection.request("GET", "/health")
        assert answer_of(connection).status == 200
