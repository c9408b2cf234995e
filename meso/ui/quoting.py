"""Words from outside in, Markdown that shows them and does nothing else out.

Streamlit reads most of what it is given as Markdown, in which the name of an upload could draw a
picture from the internet, or pass itself off as a heading of the page.
"""

from __future__ import annotations

import re

from meso.errors import MesoError
from meso.markup import printable


def as_text(text: str) -> str:
    """The text with every sign of Markdown disarmed, and an address in it as code, for Markdown
    makes a link even of one whose every sign is disarmed.
    """
    words = re.split(r"(\s+)", text)
    return "".join(as_code(word) if _is_address(word) else _disarmed(word) for word in words)


def _is_address(word: str) -> bool:
    mail = "." in word.partition("@")[2]
    return mail or re.search(r"https?://|www\.", word, re.IGNORECASE) is not None


def _disarmed(text: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def as_code(name: str) -> str:
    """A file's name as Markdown code, in which nothing is a command; unprintable signs as �."""
    shown = printable(name)
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    return f"{fence} {shown} {fence}"


def problem(error: MesoError, name: str) -> str:
    """What the command says of this error, word for word, with the name of the upload as code."""
    before, found, after = str(error).partition(name)
    return as_text(before) + (as_code(found) if found else "") + as_text(after)
