"""Text and elements in; HTML or SVG out, in which text can do nothing but stand there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from html import escape

EMPTY = frozenset({"img", "link", "meta"})  # elements without an end


class Markup(str):
    """HTML or SVG as it is. Any other text is escaped when it is put into some."""

    __slots__ = ()


def tag(name: str, /, *content: str, **attributes: str | float) -> Markup:
    """An element. In the names of attributes, _ stands for - and is dropped at the end."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_escaped(str(value))}"'
        for key, value in attributes.items()
    )
    end = "" if name in EMPTY else f"</{name}>"
    return Markup(f"<{name}{told}>{together(content)}{end}")


def together(parts: Iterable[str]) -> Markup:
    """The parts, one after the other."""
    return Markup("".join(part if isinstance(part, Markup) else _escaped(part) for part in parts))


def printable(text: str) -> str:
    """The text with � for each sign that cannot be seen, or that turns the line around."""
    return "".join("�" if unicodedata.category(sign)[0] == "C" else sign for sign in text)


def _escaped(text: str) -> str:
    return escape(printable(text))
