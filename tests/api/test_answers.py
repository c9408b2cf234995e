"""Every refusal has one status, one reason and the sentence that page and command say."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from meso import errors
from meso.api.answers import STATUS, of_error, our_fault, statuses
from meso.errors import Reason

REFUSALS = {
    415: [errors.WrongType("a.jpg")],
    413: [
        errors.TooLarge("a.jpg", what="20 MB"),
        errors.DocumentTooLarge("a.eml", what="200 parts"),
    ],
    422: [
        errors.UnreadableMedia("a.jpg"),
        errors.UnreadableDocument("a.pdf"),
        errors.EmptyFile("a.jpg"),
        errors.DamagedMedia("a.mp4", read=0, wanted=32),
        errors.NoPicture("a.mp4"),
        errors.TooSmall("a.jpg", width=9, height=9, smallest=64),
        errors.NoFaceFound("a.jpg", looked_at=1, too_small=0, smallest=64),
        errors.TookTooLong("a.mp4", seconds=120),
    ],
    503: [errors.Busy("a.jpg", ahead=40, seconds=81.5)],
    500: [errors.WorkerLost("a.mp4"), errors.NotStarted(), errors.OurFault("a.jpg", job="7f3a")],
}
EACH = [(status, error) for status, found in REFUSALS.items() for error in found]


def told(answer):
    return json.loads(answer.body)


@pytest.mark.parametrize(("status", "error"), EACH, ids=lambda one: type(one).__name__)
def test_a_refusal_is_answered_with_its_reason_and_its_very_sentence(status, error):
    answer = of_error(error)
    assert answer.status_code == status
    assert told(answer) == {"reason": error.reason, "problem": str(error)}


def test_no_refusal_of_a_file_is_left_out():
    refusals = {one for one in vars(errors).values() if getattr(one, "reason", None)}
    assert {type(error) for _, error in EACH} == refusals


def test_the_table_has_every_reason_and_the_description_all_of_it():
    assert {*STATUS} == {*get_args(Reason)}
    described = statuses()
    for reason, (status, meaning) in STATUS.items():
        assert f"`{reason}`: {meaning}" in described[status]


@pytest.mark.parametrize(("seconds", "header"), [(81.5, "82"), (None, "30"), (0.0, "30")])
def test_who_has_to_come_back_is_told_when(seconds, header):
    answer = of_error(errors.Busy("a.jpg", ahead=40, seconds=seconds))
    assert answer.headers["Retry-After"] == header


def test_nobody_else_is_told_to_come_back():
    others = [of_error(error) for _, error in EACH if error.reason != "busy"]
    assert not any("Retry-After" in answer.headers for answer in others)


def test_a_name_that_is_in_no_list_is_told_with_its_near_ones():
    answer = of_error(errors.UnknownName("network", "meso", ["meso4"]))
    assert answer.status_code == 422
    assert told(answer) == {
        "reason": "bad_request",
        "problem": "There is no network named meso. Did you mean meso4?",
    }


def test_damaged_weights_are_told_to_the_terminal_and_their_path_to_nobody_else(caplog):
    answer = of_error(errors.BadWeights("/home/anna/weights/meso4.weights.h5 was altered."))
    assert answer.status_code == 500
    assert told(answer) == {"reason": "internal", "problem": str(errors.NotStarted())}
    assert "meso4.weights.h5 was altered" in caplog.text


def test_what_has_no_reason_is_never_told_with_its_words(caplog):
    answer = of_error(errors.Cancelled("canary.mp4"))
    assert "canary" not in answer.body.decode() + caplog.text


def test_a_mistake_of_ours_is_logged_by_its_number_and_where_but_not_in_its_words(caplog):
    words = "cannot read canary.mp4"
    try:
        raise ValueError(words)
    except ValueError as error:
        answer = our_fault(error)
    assert answer.status_code == 500
    assert told(answer)["reason"] == "internal"
    number = told(answer)["problem"].rpartition("job ")[2].rstrip(".")
    assert f"job {number} failed: ValueError" in caplog.text
    assert __file__ in caplog.text
    assert "canary" not in caplog.text + told(answer)["problem"]


def test_every_error_there_is_has_an_answer():
    for one in {one for one in vars(errors).values() if hasattr(one, "reason")}:
        assert of_error(one.__new__(one, "words")).status_code >= 400
