"""The API for a machine or a network: an address in; what programs need to use it there out."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from ipaddress import IPv4Address, IPv6Address, ip_address

import click

from meso.errors import NotInstalled
from meso.models.weights import check_all, default_name, named
from meso.service.access_code import LENGTH, VARIABLE, new_code

SERVER = "meso.api.serve"
NEEDS_A_CODE = (
    "At {host} others reach it, so it needs an access code: add --code, and it makes one and shows "
    f"it. To choose one yourself, put it into {VARIABLE}."
)
NO_ADDRESS = (
    "{host} is not one address. Name one of this machine's, such as 192.168.1.5, by which it will "
    "be asked for."
)
BAD_CODE = f"The code in {VARIABLE} must be {LENGTH} or more letters and digits."
STARTING = "Starting the API at http://{at}:{port}. What it takes and answers: /openapi.json"
THE_CODE = "Requests must send the header   Authorization: Bearer {code}"
UNENCRYPTED = "Files and code travel unencrypted through this network."
TO_END = "Ctrl-C ends it."

Address = IPv4Address | IPv6Address


def start_api(host: str, port: int, model: str | None, *, with_code: bool) -> None:
    """Serve it in the place of this process; raises UsageError for what must not be served."""
    address = _address(host)
    code = _code(with_code)
    if not code and not address.is_loopback:
        raise click.UsageError(NEEDS_A_CODE.format(host=host))
    if find_spec("fastapi") is None:
        raise NotInstalled("fastapi", listed_in="requirements-api.txt")
    check_all()
    served = named(model or default_name()).name
    click.echo(_announced(address, port, code))
    command = [sys.executable, "-m", SERVER, str(address), str(port), served]
    _become(command, os.environ | {VARIABLE: code})


def _address(host: str) -> Address:
    """The one address that was named."""
    try:
        address = ip_address(host)
    except ValueError:
        address = None
    if address is None or address.is_unspecified:  # 0.0.0.0 would be all of them
        raise click.UsageError(NO_ADDRESS.format(host=host))
    return address


def _code(wanted: bool) -> str:
    """The code that the environment holds, as `is_right` compares it; else a new one, if wanted."""
    own = "".join(os.environ.get(VARIABLE, "").split()).upper()
    if own and not (len(own) >= LENGTH and own.isascii() and own.isalnum()):
        raise click.UsageError(BAD_CODE)
    return own or (new_code() if wanted else "")


def _announced(address: Address, port: int, code: str) -> str:
    at = f"[{address}]" if address.version == 6 else address
    lines = [STARTING.format(at=at, port=port)]
    lines += [THE_CODE.format(code=code)] if code else []
    lines += [] if address.is_loopback else [UNENCRYPTED]
    return "\n".join([*lines, TO_END])


def _become(command: list[str], environment: dict[str, str]) -> None:
    """Run it in the place of this process, so that whoever ends that one ends the API."""
    if os.name != "posix":  # Windows has no such thing
        raise SystemExit(subprocess.call(command, env=environment))
    os.execve(command[0], command, environment)
