"""The page for a class: an address of this machine in; what the class needs to get there out."""

from __future__ import annotations

import errno
import socket
from io import StringIO
from typing import NamedTuple

import click
import segno

from meso.service.access_code import new_code

FIRST_PORT, PORTS = 8501, 100
OUT_THERE = ("198.51.100.1", 9)  # an address that nobody has (RFC 5737); nothing is sent to it
NO_NETWORK = (
    "This machine is in no network, so no class can reach it. Join the network of the class and "
    "try again, or name one of this machine's addresses: --address 192.168.1.5"
)
NOT_OURS = "{address} is no address of this machine. Leave --address out, or name one of its own."
NO_PORT = "No port from {first} on is free at {address}. Name another one: --port 9000"
INVITATION = """
The class opens      {url}
and types the code   {code}

{picture}
The picture holds the address, not the code. Whoever is in this network and knows the code can use
the page. Files travel unencrypted through this network, and are read on this machine only.
Ctrl-C ends it; the next start has another code.
"""


class Classroom(NamedTuple):
    """Where the class comes to, and what lets them in."""

    address: str
    port: int
    code: str

    @property
    def options(self) -> list[str]:
        """What makes Streamlit serve there, to those who ask for just this address."""
        at = {"server.address": self.address, "server.port": self.port}
        at |= {"server.allowedHosts": self.address, "browser.serverAddress": self.address}
        return [f"--{name}={value}" for name, value in at.items()]

    @property
    def invitation(self) -> str:
        """What to show the class."""
        url = f"http://{self.address}:{self.port}"
        picture = StringIO()
        segno.make(url, error="m").terminal(picture, compact=True)
        return INVITATION.format(url=url, code=self.code, picture=picture.getvalue())


def open_classroom(address: str | None, port: int | None) -> Classroom:
    """Choose what was not chosen: an address of this machine, a free port; and a new code."""
    address = address or _own_address()
    return Classroom(address, _free_port(address, port or FIRST_PORT), new_code())


def _own_address() -> str:
    """The address from which this machine would reach others."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way_out:
        try:
            way_out.connect(OUT_THERE)
        except OSError as error:
            raise click.ClickException(NO_NETWORK) from error
        return str(way_out.getsockname()[0])


def _free_port(address: str, first: int) -> int:
    for port in range(first, first + PORTS):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                door.bind((address, port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise click.ClickException(NOT_OURS.format(address=address)) from error
            else:
                return port
    raise click.ClickException(NO_PORT.format(first=first, address=address))
