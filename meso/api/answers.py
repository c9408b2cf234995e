"""What went wrong in; the answer that says so out: a status, and the reason and sentence as JSON.

`STATUS` is the one table. The sentences are those that page and command say.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from secrets import token_hex
from traceback import format_tb
from typing import Literal, get_args

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from meso.errors import BadWeights, MesoError, NotStarted, OurFault, Reason, UnknownName

STATUS: dict[Reason, tuple[int, str]] = {
    "type": (415, "It is neither a photo, a video nor a document, by its first bytes."),
    "too_big": (413, "It has more bytes, pixels, minutes or parts than is read here."),
    "damaged": (422, "It is empty, damaged or cut short."),
    "no_content": (422, "It shows no face that is large enough to be scored."),
    "too_slow": (422, "To look at it, or to send it, took longer than one file may."),
    "busy": (503, "So many files wait that it was not taken: come back after `Retry-After`."),
    "internal": (500, "This program made a mistake, or cannot start."),
}
Why = Reason | Literal["bad_request", "not_let_in"]
BAD_REQUEST: Why = "bad_request"
NOT_LET_IN: Why = "not_let_in"

LOCKED = (401, 403, 421)  # the statuses of who is not let in
UNKNOWN = 422  # a network, a number or a form that does not exist
GONE = 499  # noted by nobody: who hung up reads no answer
COME_BACK = 30  # seconds, where nobody knows how long the others take
UNNAMED = "The file"

_log = logging.getLogger(__name__)


def statuses() -> dict[int, str]:
    """What each status of a refused file means, for the description of the API."""
    told: dict[int, list[str]] = {}
    for reason in get_args(Reason):
        status, meaning = STATUS[reason]
        told.setdefault(status, []).append(f"`{reason}`: {meaning}")
    return {status: " ".join(meanings) for status, meanings in told.items()}


def answer_in_json(app: FastAPI) -> None:
    """Have whatever is raised in this app answered in the one form."""
    app.add_exception_handler(MesoError, _of_meso)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_values)
    app.add_exception_handler(ClientDisconnect, _of_nobody)


def refusal(
    status: int, reason: Why, problem: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    """An answer in the one form; what is still on its way in is not waited for."""
    told = {"reason": reason, "problem": problem}
    return JSONResponse(told, status, {"Connection": "close", **(headers or {})})


def our_fault(error: Exception) -> JSONResponse:
    """The answer to who met a mistake of this program, which is logged without its words: they may
    quote the name or the content of a file.
    """
    job = token_hex(4)
    where = "".join(format_tb(error.__traceback__))
    _log.error("job %s failed: %s at\n%s", job, type(error).__name__, where)
    return of_error(OurFault(UNNAMED, job=job))


def of_error(error: MesoError) -> JSONResponse:
    """The answer that an error is."""
    if isinstance(error, UnknownName):
        return refusal(UNKNOWN, BAD_REQUEST, str(error))
    if error.reason is None:  # its words are for who started this program: they have its paths
        _log.error("nothing can be scored: %s", _for_the_terminal(error))
        error = NotStarted()
    reason = error.reason or "internal"
    status, _ = STATUS[reason]
    return refusal(status, reason, str(error), _when_to_come_back(error))


def _for_the_terminal(error: MesoError) -> str:
    return str(error) if isinstance(error, BadWeights) else type(error).__name__


def _when_to_come_back(error: MesoError) -> dict[str, str]:
    if error.reason != "busy":
        return {}
    seconds = error.facts.get("seconds")
    wait = math.ceil(seconds) if isinstance(seconds, float) and seconds > 0 else COME_BACK
    return {"Retry-After": str(wait)}


async def _of_meso(_: Request, error: Exception) -> Response:
    assert isinstance(error, MesoError)
    return of_error(error)


async def _of_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    reason = NOT_LET_IN if error.status_code in LOCKED else BAD_REQUEST
    return refusal(error.status_code, reason, str(error.detail), dict(error.headers or {}))


async def _of_values(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return refusal(UNKNOWN, BAD_REQUEST, " ".join(map(_sentence, error.errors())))


async def _of_nobody(_: Request, error: Exception) -> Response:
    return Response(status_code=GONE)


def _sentence(wrong: dict[str, object]) -> str:
    """Which value it is, and what is accepted; the value itself is not said."""
    place = wrong["loc"]
    assert isinstance(place, Sequence)
    return f"{place[-1]}: {wrong['msg']}."
