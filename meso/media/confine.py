"""A process that is about to decode in; the limits that it has from now on, and cannot lift, out.

Each system has some of the limits: those of Linux are all here, macOS and Windows lack most.
"""

from __future__ import annotations

import ctypes
import signal
import sys
from collections.abc import Callable
from errno import ENETUNREACH
from mmap import mmap
from socket import AF_INET, SOCK_DGRAM, socket
from types import MappingProxyType

from meso.limits import DECODER_CPU_SECONDS, DECODER_FILES, DECODER_MEMORY, DECODER_SECONDS

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # of unshare(2)
ADDRESSES = ("127.0.0.1", "192.0.2.1")  # this machine, and one that there is not (RFC 5737)
DIE_WITH_PARENT, NO_NEW_PRIVILEGES = 1, 38  # of prctl(2)


def confine() -> list[str]:
    """Set every limit that this system has on this process; the names of those that hold."""
    return [name for name, limit in LIMITS.items() if _holds(limit)]


def cut_off() -> bool:
    """Take the network from this thread and every process that it starts; whether that holds.

    For who starts decoders by the thousand: they have none to leave then, and the kernel is slow to
    clear away a network for each.
    """
    return _holds(_network)


def allow_seconds(seconds: int) -> None:
    """End this process that many seconds from now, even in the middle of C code; 0: never.

    Does nothing on Windows; there the parent alone keeps the time.
    """
    if sys.platform != "win32":
        signal.alarm(seconds)


def _holds(limit: Callable[[], None]) -> bool:
    try:
        limit()
    except (ImportError, AttributeError, TypeError, OSError, ValueError):
        return False  # this system does not know it, or does not let us
    return True


def _lower(name: str, most: int, *, grace: int = 0) -> None:
    """Lower a resource's limit; grace: how far the last word lies above the warning."""
    import resource  # not on Windows

    which = getattr(resource, name)
    _, hard = resource.getrlimit(which)
    last = most + grace if hard == resource.RLIM_INFINITY else min(hard, most + grace)
    resource.setrlimit(which, (min(most, last), last))


def _memory() -> None:
    _lower("RLIMIT_AS", DECODER_MEMORY.most)
    try:
        mmap(-1, DECODER_MEMORY.most + 1).close()
    except OSError:
        return
    raise OSError("the limit is not heeded")  # macOS


def _cpu() -> None:
    _lower("RLIMIT_CPU", DECODER_CPU_SECONDS, grace=1)


def _files() -> None:
    _lower("RLIMIT_NOFILE", DECODER_FILES)
    _lower("RLIMIT_FSIZE", 0)
    _lower("RLIMIT_CORE", 0)


def _time() -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    allow_seconds(DECODER_SECONDS)


def _network() -> None:
    if not _alone() and _libc("unshare", NEW_NETWORK):
        _must(_libc("unshare", NEW_USER | NEW_NETWORK))  # without being root


def _alone() -> bool:
    """Whether nobody can be reached from here already, this machine included; nothing is sent."""
    with socket(AF_INET, SOCK_DGRAM) as probe:
        return all(probe.connect_ex((address, 9)) == ENETUNREACH for address in ADDRESSES)


def _privileges() -> None:
    _must(_libc("prctl", NO_NEW_PRIVILEGES, 1, 0, 0, 0))


def _parent() -> None:
    _must(_libc("prctl", DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0))


def _libc(function: str, *numbers: int) -> int:
    answer: int = getattr(ctypes.CDLL(None), function)(*map(ctypes.c_ulong, numbers))
    return answer


def _must(answer: int) -> None:
    if answer:
        raise OSError("refused")


LIMITS = MappingProxyType(
    {
        "memory": _memory,
        "cpu": _cpu,
        "files": _files,
        "time": _time,
        "network": _network,
        "privileges": _privileges,
        "parent": _parent,
    }
)
