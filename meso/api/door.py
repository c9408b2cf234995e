"""A request in; the same, or a refusal in its place, out: who may use the API at all."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from fastapi import HTTPException, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from meso.api.answers import NOT_LET_IN, our_fault, refusal
from meso.service.access_code import is_right

OF_THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")
WRONG_NAME = "Nothing is served under this name. Ask for {names}."
A_PAGE = "Pages of web sites may not use this API. Call it from a program, which sends no Origin."
NO_CODE = (
    "The access code is missing or wrong. It is shown where the API was started; send it as the "
    "header `Authorization: Bearer CODE`."
)
BEARER = HTTPBearer(auto_error=False, description="The access code that `meso serve` shows.")


class Door:
    """Around the whole app. It lets in who asks for it by its name, so that no name which a site
    points at this machine leads here; it turns away what browsers send for pages of other sites;
    and what fails in spite of all is our fault, and is logged without quoting anything.
    """

    def __init__(self, app: ASGIApp, *, names: Collection[str]) -> None:
        """names: what may stand in the header `Host`, before its port."""
        self._app = app
        self._names = {*names}
        self._wrong_name = WRONG_NAME.format(names=" or ".join(sorted(names)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        try:
            answer = self._turned_away(Headers(scope=scope)) or self._app
            await answer(scope, receive, send)
        except Exception as error:
            await our_fault(error)(scope, receive, send)

    def _turned_away(self, headers: Headers) -> Response | None:
        host = headers.get("host", "").lower()
        if not {host, host.rpartition(":")[0]} & {*self._names}:
            return refusal(
                421, NOT_LET_IN, WRONG_NAME.format(names=" or ".join(sorted(self._names)))
            )
        if "origin" in headers:
            return refusal(403, NOT_LET_IN, A_PAGE)
        return None


async def knows_the_code(
    request: Request, sent: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
) -> None:
    """Raise HTTPException for who does not; it is asked for before anything of a body is read."""
    code = request.app.state.code
    if sent is None or not await run_in_threadpool(is_right, sent.credentials, code):
        raise HTTPException(401, NO_CODE, {"WWW-Authenticate": "Bearer"})
