"""A person's number or a time in; the look and the words that every chart gives it out.

Colours are those of Okabe and Ito that keep 3 : 1 against a white and a near-black page alike
(their yellow, orange and sky blue fade on white), so that one figure serves both themes.
"""

from __future__ import annotations

from plotly.graph_objects import Figure

BLUE, VERMILION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
GREY = "#7A7A7A"  # lines that belong to no person
SHADE = "rgba(122, 122, 122, 0.22)"
GRID = "rgba(122, 122, 122, 0.25)"
CLEAR = "rgba(0, 0, 0, 0)"

# As many symbols as colours and one more: person 5 has the colour of person 1, but not its symbol.
COLOURS = (BLUE, VERMILION, GREEN, PURPLE)
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross")
DASHES = ("solid", "6px,2px", "2px,2px")  # gaps of 2 pixels do not look like frames without a face
CROWDED = 48  # frames


def person_look(person: int, *, frames: int) -> dict[str, dict[str, object]]:
    """Line and marker of a person's curve over so many frames, unlike those of all the others."""
    colour = COLOURS[person % len(COLOURS)]
    symbol = SYMBOLS[person % len(SYMBOLS)]
    dash = DASHES[person % len(DASHES)]
    return {
        "line": {"color": colour, "dash": dash, "width": 2},
        "marker": {"color": colour, "symbol": symbol, "size": _marker_size(frames)},
    }


def _marker_size(frames: int) -> int:
    """In pixels; in a crowd, markers of full size would hide the gaps."""
    return 12 if frames == 1 else 6 if frames < CROWDED else 4


def person_name(person: int) -> str:
    """What a reader calls the person: counted from 1, in the order they were met."""
    return f"person {person + 1}"


def with_text(figure: Figure, *, colour: str) -> Figure:
    """The figure with all its text in this colour: the page knows whether it is light or dark."""
    figure.update_xaxes(tickfont_color=colour, title_font_color=colour)
    figure.update_yaxes(tickfont_color=colour, title_font_color=colour)
    figure.update_annotations(font_color=colour)
    return figure.update_layout(font_color=colour, legend_font_color=colour)


def clock(seconds: float) -> str:
    """A time in a form to read: `4.2 s`, from a minute on `1:04.2`."""
    minutes, tenths = divmod(round(float(seconds) * 10), 600)
    return f"{minutes}:{tenths / 10:04.1f}" if minutes else f"{tenths / 10:.1f} s"
