"""What was measured in, the Markdown that the command prints and a card holds out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from meso.evaluation.evaluate import Row, Scored, by_clip, evaluate, measures, row, trust
from meso.evaluation.metrics import FEWEST_PEOPLE, auc
from meso.evaluation.robustness import MOST_OF_A_KIND, quarters
from meso.evaluation.table import table

Folders = Mapping[str, Sequence[Scored]]  # what was scored, by the name of the folder

BRACKETS = (
    "In brackets: where 95% of the values lie when other people of the same kind are drawn "
    f"(bootstrap by person); – where fewer than {FEWEST_PEOPLE} people are real or fake."
)


FACES, CLIPS = "Faces, each for itself", "Clips, each the mean over its frames"


class Both(NamedTuple):
    """What one network scored."""

    faces: Folders
    clips: Folders


class Thresholds(NamedTuple):
    """Where fake begins for a single face, and for the mean over a clip."""

    face: float
    clip: float


def numbers(faces: Folders, clips: Folders, at: Thresholds) -> str:
    """The tables of faces and of clips, how sure the scores are, and what was uncertain."""
    faces, clips = _with_clips(faces, clips)
    parts = [
        *_counted(FACES, faces, at.face),
        *_counted(CLIPS, clips, at.clip),
        f"{BRACKETS} Accuracy and the shares are taken at the threshold {at.face:.2f} for faces "
        f"and {at.clip:.2f} for clips.",
        "**How sure the scores are**, as they are: the error of calibration (ECE, ten bins), and "
        "the share judged wrongly when those nearest to the threshold are left out.",
        table([*_trust("faces", faces, at.face), *_trust("clips", clips, at.clip)]),
        *(_uncertain(name, items, at.clip) for name, items in clips.items()),
    ]
    return "\n\n".join(filter(None, parts))


def robustness(
    faces: Folders, clips: Folders, changed: Mapping[str, Sequence[Row]], at: Thresholds
) -> str:
    """The curves of degraded crops by folder, then those of the face's size and brightness."""
    parts = [
        f"### {name}: when every crop is degraded\n\nAt most {MOST_OF_A_KIND} faces of each kind."
        f"\n\n{table(rows, 'crop')}"
        for name, rows in changed.items()
    ]
    for folders, threshold in [(faces, at.face), (clips, at.clip)]:
        for name, items in folders.items():
            for what, rows in _quarters(items, threshold).items():
                if rows:
                    parts.append(f"### {name}: by {what}\n\n{table(rows, what)}")
    return "\n\n".join(parts)


def honesty(rows: Sequence[Row]) -> str:
    """What a shortcut would give."""
    return "\n\n".join(
        [
            "### What a shortcut would give",
            "The AUC of the network when the face is painted over, and of measures that know "
            "nothing of faces. 0.50 tells nothing; far above or far below, the data offer a "
            f"shortcut. At most {MOST_OF_A_KIND} faces of each kind.",
            table(rows, shares=False),
        ]
    )


def beside(networks: Mapping[str, Both]) -> str:
    """The AUC of networks, by name, side by side: all of them scored the same faces and clips."""
    scored = [_with_clips(*one) for one in networks.values()]
    parts = [
        f"**{title}**: AUC\n\n{table(_side_by_side([*networks], folders), shares=False)}"
        for title, folders in zip((FACES, CLIPS), zip(*scored, strict=True), strict=True)
        if folders[0]
    ]
    return "\n\n".join([*parts, BRACKETS])


def _side_by_side(names: Sequence[str], of_each: Sequence[Folders]) -> list[Row]:
    """A row a kind of fake, a number a network."""
    rows = [
        [row for name, items in folders.items() for row in evaluate(name, items, {"AUC": auc})]
        for folders in of_each
    ]
    return [
        replace(
            same[0],
            numbers={name: row.numbers["AUC"] for name, row in zip(names, same, strict=True)},
        )
        for same in zip(*rows, strict=True)
    ]


def _with_clips(faces: Folders, clips: Folders) -> Both:
    """The same, and as clips also the frames of those whose frames are among the faces."""
    all_clips = {name: by_clip(items) for name, items in faces.items()} | dict(clips)
    return Both(faces, {name: items for name, items in all_clips.items() if items})


def _counted(title: str, folders: Folders, threshold: float) -> Iterator[str]:
    if folders:
        yield f"**{title}**"
        of = measures(threshold)
        yield table([row for name, items in folders.items() for row in evaluate(name, items, of)])


def _trust(what: str, folders: Folders, threshold: float) -> list[Row]:
    of = trust(threshold)
    return [row(f"{name}, {what}", items, of) for name, items in folders.items()]


def _uncertain(name: str, clips: Sequence[Scored], threshold: float) -> str:
    """A sentence on the clips that got no verdict; none where there were no verdicts."""
    judged = [clip for clip in clips if clip.uncertain is not None]
    sure = [clip for clip in judged if not clip.uncertain]
    if not judged:
        return ""
    wrong = sum((clip.fake_score >= threshold) != clip.is_fake for clip in sure)
    return (
        f"{name}: {len(judged) - len(sure)} of {len(judged)} clips are uncertain "
        f"({1 - len(sure) / len(judged):.0%}); of the others {wrong} of {len(sure)} are judged "
        f"wrongly{f' ({wrong / len(sure):.0%})' if sure else ''}."
    )


def _quarters(items: Sequence[Scored], threshold: float) -> dict[str, list[Row]]:
    return {
        "width of the face in pixels": quarters(items, lambda item: item.width, threshold),
        "brightness, 0 to 255": quarters(items, lambda item: item.brightness, threshold),
    }
