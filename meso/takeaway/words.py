"""The words that a report file says whatever the report."""

from __future__ import annotations

from meso.values import Kind

TITLE = "Real or fake? A report"
HEADINGS: dict[Kind, str] = {"image": "The score", "video": "Score frame by frame"}
SCALE = "The score on its scale"
CHART = "Fake score over the frames"
FACES = "What the network saw"
NOT_SCORED = "What was not scored"
HOW = "How this was made"
KNOWS = "What it knows, and what it does not"
TABLE = "Every score"
CAUTION = "Take care:"
COLUMNS = ("frame", "time", "person", "fake score", "box in pixels", "remark")
REMARKS = {"no face": "no face found", "too small": "face too small"}
TOOK = {"decode": "reading", "find": "finding faces", "score": "scoring", "total": "in all"}
GONE = "not known: the network is no longer installed, or has changed since"
LIMITS = (
    "The score is not a probability: 0.9 does not mean “90 % sure”. How probable a fake is, and "
    "how often such verdicts are wrong, is only said where it was measured, on validation people "
    "whom the network never saw in training.",
    "“Can't tell” is an answer, too.",
    "It is about faces only. A fake voice, text or background goes unnoticed.",
    "It knows the kinds of fakes that it was trained on, and may miss all others.",
    "Compression, blur, filters and small faces change the score without any face being faked.",
    "It makes mistakes both ways. “Real” means that nothing was noticed, not that the recording is "
    "genuine. Never accuse anyone on the strength of this report alone: look for the source, the "
    "date and other recordings of the same event.",
)
