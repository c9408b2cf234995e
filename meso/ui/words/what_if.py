"""The words of the page "What if", and the sliders that they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meso.faces.change import Way

PAGE = "What if"
ICON = ":material/tune:"
TITLE = "What if the picture were different?"
WHAT = (
    "Change one thing about a face and watch its score. The person stays the same and so does the "
    "network: if the score moves, it moves for another reason than a fake."
)
WHICH_CHANGE = "What to change"
AS_IT_IS = "As it is"
TURNS = "The answer turned: the same face is now on the other side of the threshold."
STAYS = "The answer is the same as before."
ONE_FACE = (
    "This is about one face on its own. The verdict on a file weighs all its faces and says how "
    "often it is wrong; a score that hangs on such a change is no evidence of anything."
)
LEARNT_ICON = ":material/lightbulb:"


@dataclass(frozen=True)
class Slider:
    """One thing to change about a face.

    name:   of the change, and of its slider
    axis:   what the slider is about, in lower case
    values: one a position, in the unit of `meso.faces.change`
    start:  the value at which the slider begins: one that shows
    shown:  a value in words, as a format
    learnt: what one can learn from it, in a sentence or two
    names:  of the values, where they are no numbers
    """

    name: str
    axis: str
    values: tuple[float, ...]
    start: float
    shown: str
    learnt: str
    names: tuple[str, ...] = ()

    @property
    def positions(self) -> list[str]:
        """The values in words."""
        return list(self.names) or [self.shown.format(value) for value in self.values]


SLIDERS: Mapping[Way, Slider] = {
    "jpeg": Slider(
        "JPEG quality",
        "JPEG quality",
        (100, 95, 90, 80, 70, 60, 50, 40, 30, 20, 15, 10, 5),
        30,
        "{:.0f}",
        "Whoever sends, posts or saves a picture often saves it as JPEG anew, which throws fine "
        "detail away. Fine detail is what the network reads.",
    ),
    "scale": Slider(
        "Size",
        "width after shrinking, in pixels",
        (256, 224, 192, 160, 128, 112, 96, 80, 64, 48, 32, 24, 16),
        96,
        "{:.0f}",
        "A picture that was made small and large again has lost its detail for good. Faces far "
        "from the camera are like that from the start.",
    ),
    "blur": Slider(
        "Blur",
        "blur, in pixels",
        (0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6),
        1.5,
        "{:g}",
        "Many fakes are a little soft, so a network may take a blurred face for a fake. That is "
        "why this app warns about blurred faces.",
    ),
    "noise": Slider(
        "Noise",
        "noise, in grey levels",
        (0, 1, 2, 3, 4, 6, 8, 10, 12, 15, 20, 25, 30),
        8,
        "{:.0f}",
        "A camera in a dark room adds grain. Grain can hide the traces of a fake, and it can look "
        "like some.",
    ),
    "tight": Slider(
        "Tighter crop",
        "share of the crop that is left, in %",
        (100, 95, 90, 85, 80, 75, 70, 65, 60, 55, 50),
        80,
        "{:.0f}",
        "The network learnt from faces cut out in one way. Cut out in another way, the same face "
        "gets another score. (Wider is not on offer: what lies outside the crop is not kept, and "
        "this page does not make it up.)",
    ),
    "turn": Slider(
        "Rotation",
        "degrees, clockwise",
        tuple(range(-90, 91, 15)),
        30,
        "{:.0f}°",
        "The network learnt from upright faces, so this app turns every face upright before it is "
        "scored. (Corners that a turn lays bare are filled with a mirror image.)",
    ),
    "light": Slider(
        "Brightness",
        "grey levels added",
        tuple(range(-120, 121, 20)),
        -60,
        "{:+.0f}",
        "Too much light or too little cuts off what is near white or black. What was cut off "
        "cannot be judged.",
    ),
    "order": Slider(
        "Colour order",
        "order of the colours",
        (0, 1),
        1,
        "{:.0f}",
        "A pixel is three numbers: red, green, blue. Some programs hand them over as blue, green, "
        "red (BGR), and nothing breaks but the answer: a bug that is easy to miss.",
        ("RGB, as it is", "BGR"),
    ),
    "range": Slider(
        "Input range",
        "largest number that the network gets",
        (1, 2, 4, 8, 16, 32, 64, 128, 255),
        255,
        "{:.0f}",
        "Pixels are numbers from 0 to 255. Networks like this one learn with 0 to 1, so the app "
        "divides first. A program that forgets to hands over numbers far beyond white. They throw "
        "the score to one end with little regard to the face: a common reason why a detector "
        "“always says fake”.",
    ),
}
