"""The API, served at an address of this machine, until it is told to end.

    python -m meso.api.serve ADDRESS PORT MODEL

`meso serve` starts it, and hands it the access code, if there is one, in the environment.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from ipaddress import ip_address
from signal import SIGTERM, signal
from typing import NoReturn

import uvicorn
from fastapi import FastAPI

from meso.api.app import create_app
from meso.api.door import OF_THIS_MACHINE
from meso.service import Client
from meso.service.access_code import VARIABLE

NO_DOOR = "Nothing can be served at port {port} of {address}: {why}. Name another one: --port 8601"
SECONDS_TO_END = 5  # for requests that are still waited for


def names_of(address: str) -> tuple[str, ...]:
    """The names by which an address may be asked for."""
    own = f"[{address}]" if ":" in address else address
    return tuple({own, *OF_THIS_MACHINE}) if ip_address(address).is_loopback else (own,)


def serve(address: str, port: int, *, model: str, code: str) -> None:
    """Serve until a signal ends it; no process is left behind."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        door = socket.create_server((address, port), family=family)
    except OSError as error:
        raise SystemExit(NO_DOOR.format(port=port, address=address, why=error.strerror)) from None
    client = Client(model=model)
    app = create_app(client, model=model, code=code, names=names_of(address))
    try:
        with door:
            uvicorn.Server(settings_for(app)).run([door])
    finally:
        client.close()


def settings_for(app: FastAPI) -> uvicorn.Config:
    """How uvicorn serves the app: without a word of what is asked for in any log."""
    return uvicorn.Config(
        app,
        http="h11",  # the one that is tested, whatever else is installed
        ws="none",
        lifespan="off",
        access_log=False,  # what is asked for may quote a name
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )


def _end(*_: object) -> NoReturn:
    """On a signal, end as at the end of a program, which closes the client."""
    raise SystemExit


if __name__ == "__main__":
    signal(SIGTERM, _end)
    address, port, model = sys.argv[1:]
    with suppress(KeyboardInterrupt):
        serve(address, int(port), model=model, code=os.environ.pop(VARIABLE, ""))
