"""The processes that Ray has for `meso batch --ray`, so that they can be killed."""

from __future__ import annotations

from scripts.processes import command, family


def lookers(pid: int, doing: str = "") -> list[int]:
    """The actors below a process; doing: only those that are at this method."""
    name = f"ray::Looker.{doing}" if doing else "ray::Looker"
    return [one for one in family(pid) if command(one).startswith(name)]
