"""A worker's client in; the app that answers HTTP requests with its reports out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.responses import JSONResponse
from fastapi.telemetry import TelemetryConfig

import meso
from meso.api import shapes
from meso.api.answers import answer_in_json, statuses
from meso.api.door import OF_THIS_MACHINE, Door, knows_the_code
from meso.api.look import Looker
from meso.api.upload import FIELD, FORM, Room, Upload, uploaded
from meso.limits import FRAMES_LOOKED_AT
from meso.models.weights import known, named
from meso.service import Client

DESCRIPTION = (
    "Finds the faces in a photo, a video or a document and says how fake they look: 0 is real, 1 "
    "is fake. Files are read on this machine, in memory, and are not kept. A score is not evidence "
    "about a person or a recording."
)
NONE_OF_IT: TelemetryConfig = {  # whatever the environment says
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
BINARY = {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"}
THE_FORM = {"type": "object", "required": [FIELD], "properties": {FIELD: BINARY}}
BODY = {"requestBody": {"required": True, "content": {FORM: {"schema": THE_FORM}}}}
REFUSED: dict[int | str, dict[str, Any]] = {
    status: {"model": shapes.Refusal, "description": meaning}
    for status, meaning in {
        400: "The form is not one with one file.",
        401: "The access code is missing or wrong.",
        **statuses(),
    }.items()
}

outside, inside = APIRouter(), APIRouter()  # what is open to all, and what asks for the code


def create_app(
    client: Client, *, model: str, code: str = "", names: Collection[str] = OF_THIS_MACHINE
) -> FastAPI:
    """The app, which does not close the client.

    model: the network that is used where a request names none
    code:  the access code that requests must send; "": none
    names: the names and addresses under which it may be asked for
    """
    app = FastAPI(
        title="meso",
        summary="Is this face real?",
        description=DESCRIPTION,
        version=meso.__version__,
        docs_url=None,  # such pages load their programs from elsewhere
        redoc_url=None,
        telemetry=NONE_OF_IT,
    )
    app.state.client, app.state.room = client, Room()
    app.state.model, app.state.code = model, code
    app.include_router(outside)
    app.include_router(inside, dependencies=[Depends(knows_the_code)] if code else [])
    answer_in_json(app)
    app.add_middleware(Door, names=names)
    return app


@outside.get("/health", responses={500: REFUSED[500]})
async def health(request: Request) -> shapes.Health:
    """Whether files can be scored."""
    client: Client = request.app.state.client
    if client.problem is not None:
        raise client.problem.with_traceback(None)  # which would grow each time that one asks
    return shapes.Health(state="ready" if client.state == "ready" else "starting")


@inside.get("/models", responses={401: REFUSED[401]})
def models(request: Request) -> list[shapes.Network]:
    """The networks that can be asked for."""
    return [
        shapes.Network(
            name=network.name,
            default=network.name == request.app.state.model,
            architecture=network.architecture,
            threshold=network.threshold,
            note=network.note,
            licence=network.licence,
            weights_sha256=network.sha256,
        )
        for network in known().values()
    ]


def model_asked_for(
    request: Request,
    model: Annotated[
        str | None, Query(description="A name of `/models`; else its default.")
    ] = None,
) -> str:
    """The name of an installed network; raises UnknownName."""
    default: str = request.app.state.model
    return named(model).name if model else default


@inside.post(
    "/detect",
    response_class=JSONResponse,
    responses={200: {"model": shapes.Report | shapes.Document}, **REFUSED},
    openapi_extra=BODY,
)
async def detect(
    request: Request,
    model: Annotated[str, Depends(model_asked_for)],
    upload: Annotated[Upload, Depends(uploaded)],
    frames: Annotated[int, Query(ge=1, le=FRAMES_LOOKED_AT, description="Of a video.")] = 32,
) -> JSONResponse:
    """Score the faces in a file.

    A photo or a video gives one report; a mail, a saved web page or a PDF one for each picture and
    video that it carries. It waits in the queue that all requests share. Hang up to stop it.
    """
    looker = Looker(request.app.state.client, request, model, frames)
    return JSONResponse(await looker.look_at(upload))
