"""What the API answers, for its description: OpenAPI is made from these, and no answer is.

Reports come from `meso.detection.as_json`, as in the command; a test holds these to them.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from meso.api.answers import Why
from meso.media.carried import DocumentKind
from meso.values import Kind, Verdict

Box = tuple[int, int, int, int]

SCORE = "From 0, real, to 1, fake."
BOX = "Left, top, right and bottom in pixels of the frame; the last two are just outside."
SECONDS = "Time from the start of the video; 0 for a photo."


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Face(_Shape):
    """A face that was scored."""

    person: int = Field(description="0 for who was met first.")
    box: Box = Field(description=BOX)
    fake_score: float = Field(ge=0, le=1, description=SCORE)


class Frame(_Shape):
    """A frame that was looked at."""

    index: int
    seconds: float = Field(description=SECONDS)
    fake_score: float | None = Field(
        ge=0, le=1, description=f"Of its most fake face. {SCORE} null: no face was scored in it."
    )
    faces: list[Face]


class NotScored(_Shape):
    """A frame, or a face in it, that got no score."""

    frame: int
    seconds: float = Field(description=SECONDS)
    reason: Literal["no face", "too small"]
    box: Box | None = Field(description=BOX)


class Report(_Shape):
    """What was found in a photo or a video."""

    source: str = Field(description="The name that the file was sent with.")
    kind: Kind
    model: str = Field(description="The network that gave the scores.")
    weights_sha256: str
    verdict: Verdict
    people: list[int]
    frames: list[Frame]
    not_scored: list[NotScored]
    seconds: dict[str, float] = Field(description="Seconds of wall clock by stage.")


class _Within(_Shape):
    where: str = Field(description="The place in the document, in words.")
    alt: str = Field(description="The text that stands for it there; empty: none.")


class Item(Report, _Within):
    """What was found in a picture or a video that a document carries."""


class Problem(_Within):
    """A picture or a video of a document that could not be scored."""

    source: str
    problem: str = Field(description="Why, and what to do, in a sentence.")


class Document(_Shape):
    """What was found in a mail, a web page or a PDF: each item has a verdict, the whole none."""

    source: str = Field(description="The name that the file was sent with.")
    kind: Literal["document"]
    document: DocumentKind
    items: list[Item | Problem]
    remote: int = Field(description="Pictures it only points to, which are never fetched.")
    ignored: int = Field(description="Other things it carries, which were not looked at.")


class Network(_Shape):
    """A network that can be asked for."""

    name: str
    default: bool = Field(description="Whether it is used where none is named.")
    architecture: str
    threshold: float = Field(description="Where fake begins, unless it is calibrated.")
    note: str
    licence: str
    weights_sha256: str


class Health(_Shape):
    """Whether files can be scored: a job that is sent while it starts waits until it has."""

    state: Literal["starting", "ready"]


class Refusal(_Shape):
    """Why there is no report. Act on the reason, and show the problem to people."""

    reason: Why
    problem: str = Field(description="What happened and what to do, in a sentence.")
