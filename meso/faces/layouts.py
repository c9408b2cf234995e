"""A folder of videos as its makers published it in; its clips and whom they show out.

plain          real/ and fake/METHOD/, as in plain.py
faceforensics  FaceForensics++ (Rössler et al. 2019, arXiv 1901.08971) as its script downloads it:
               dataset/README.md of github.com/ondyari/FaceForensics. A fake is named <target
               sequence>_<source sequence>. The official pairs are train.json, val.json and
               test.json of its dataset/splits/, if they lie in the folder or in its splits/
celeb-df       Celeb-DF v1 and v2 (Li et al. 2020, arXiv 1909.12962): README.md of both in
               github.com/yuezunli/celeb-deepfakeforensics. id0_id1_0000 is the clip id0_0000 with
               the face of id1; every clip of YouTube-real shows somebody else. The official
               list, List_of_testing_videos.txt, is one of test clips only
dfdc           DeepFake Detection Challenge (Dolhansky et al. 2020, arXiv 2006.07397): the
               metadata.json of each part gives the label, the split and a fake's original. Who is
               who is not published: a person has the name of the real clip, so somebody who was
               filmed twice counts as two
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from meso.errors import BadFaces, UnknownName
from meso.faces.clips import SIDES, Clip, Listed
from meso.faces.plain import read_plain

AUTO, PLAIN = "auto", "plain"
FACEFORENSICS = {
    ("original_sequences", "youtube"): "real",
    ("manipulated_sequences", "Deepfakes"): "fake/deepfakes",
    ("manipulated_sequences", "Face2Face"): "fake/face2face",
    ("manipulated_sequences", "FaceSwap"): "fake/faceswap",
    ("manipulated_sequences", "NeuralTextures"): "fake/neuraltextures",
    ("manipulated_sequences", "FaceShifter"): "fake/faceshifter",
}
COMPRESSIONS = {"raw": "c0", "c0": "c0", "c23": "c23", "c40": "c40"}
CELEB_DF = {
    "Celeb-real": "real/celeb-real",
    "YouTube-real": "real/youtube-real",
    "Celeb-synthesis": "fake/celeb_df",
}


def read_layout(folder: Path, layout: str = AUTO, *, about: Path | None = None) -> Listed:
    """List the clips of a folder in one of the LAYOUTS; "auto" goes by the folders that it has.

    about: for the plain layout only, as in read_plain

    Raises UnknownName for another layout, and BadFaces when the folder is not in the layout.
    """
    if layout not in LAYOUTS:
        raise UnknownName("layout", layout, LAYOUTS)
    layout = _recognised(folder) if layout == AUTO else layout
    if layout == PLAIN:
        return read_plain(folder, about=about)
    if about:
        raise BadFaces(
            f"{about} is of no use: the layout {layout} says itself who is on a clip. "
            "Leave out --about, or put the clips in real/ and fake/METHOD/."
        )
    listed = PUBLISHED[layout](folder)
    if not listed.clips:
        raise BadFaces(
            f"{folder} has no clip where the layout {layout} has them. Name the folder that was "
            "downloaded, with its folders as they were, or put the clips in real/ and fake/METHOD/."
        )
    return listed


def _recognised(folder: Path) -> str:
    has = {path.name for path in folder.iterdir()}
    if has & {"real", "fake"}:
        return PLAIN
    if has & {place for place, _ in FACEFORENSICS}:
        return "faceforensics"
    if has & {*CELEB_DF}:
        return "celeb-df"
    return "dfdc" if _parts(folder) else PLAIN


def _faceforensics(folder: Path) -> Listed:
    official = _official_pairs(folder)
    clips: list[Clip] = []
    others: set[str] = set()
    for path in sorted(folder.glob("*_sequences/*/*/videos/*.mp4")):
        kind, made_by, compression, *_ = path.relative_to(folder).parts
        place = FACEFORENSICS.get((kind, made_by))
        if place is None:
            others.add(f"{kind}/{made_by} is left out: it is no part that this layout knows.")
        elif compression in COMPRESSIONS:  # not in "masks"
            person, _, donor = path.stem.partition("_")
            sides = {official.get(name, "") for name in (person, donor or person)}
            clips.append(
                Clip(
                    path,
                    f"{place}/{COMPRESSIONS[compression]}/{path.name}",
                    person=person,
                    donor=donor,
                    source="faceforensics",
                    compression=COMPRESSIONS[compression],
                    official=sides.pop() if len(sides) == 1 else "",
                )
            )
    return Listed(folder, clips, sorted(others))


def _official_pairs(folder: Path) -> dict[str, str]:
    """The side of each sequence, as far as the lists are there."""
    sides = {}
    for side in SIDES:
        for path in (folder / f"{side}.json", folder / "splits" / f"{side}.json"):
            if path.is_file():
                sides.update({name: side for name in _in_pairs(path)})
    return sides


def _in_pairs(path: Path) -> list[str]:
    pairs = _json(path)
    if not isinstance(pairs, list) or not all(
        isinstance(pair, list) and len(pair) == 2 for pair in pairs
    ):
        raise _unreadable(path, "a list of pairs, as FaceForensics++ publishes it")
    return [str(name) for pair in pairs for name in pair]


def _celeb_df(folder: Path) -> Listed:
    tests = _celeb_tests(folder / "List_of_testing_videos.txt")
    clips = []
    for part, place in CELEB_DF.items():
        for path in sorted((folder / part).glob("*.mp4")):
            person, donor = _celebrities(part, path.stem)
            clips.append(
                Clip(
                    path,
                    f"{place}/{path.name}",
                    person=person,
                    donor=donor,
                    source="celeb_df",
                    official="test" if f"{part}/{path.name}" in tests else "",
                )
            )
    return Listed(folder, clips, [])


def _celebrities(part: str, name: str) -> tuple[str, str]:
    """The person of a clip and the donor, if any."""
    person, *others = name.split("_")
    if part == "YouTube-real":
        return f"youtube-{name}", ""
    return person, others[0] if part == "Celeb-synthesis" and len(others) == 2 else ""


def _celeb_tests(path: Path) -> set[str]:
    """The listed files. The number before each says real or fake, and so does its folder."""
    lines = path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []
    return {line.split()[-1] for line in lines if line.strip()}


def _dfdc(folder: Path) -> Listed:
    clips: list[Clip] = []
    problems = []
    for metadata in _parts(folder):
        listed = [_dfdc_clip(metadata, name, about) for name, about in _entries(metadata)]
        clips += [clip for clip in listed if clip.path.is_file()]
        if missing := [clip.path.name for clip in listed if not clip.path.is_file()]:
            some = f"{len(missing)} of {len(listed)} clips"
            where = metadata.relative_to(folder)
            problems.append(f"Listed in {where} but not there: {some}, such as {missing[0]}.")
    return Listed(folder, clips, problems)


def _parts(folder: Path) -> list[Path]:
    return sorted([*folder.glob("metadata.json"), *folder.glob("*/metadata.json")])


def _entries(metadata: Path) -> list[tuple[str, dict[str, str]]]:
    entries = _json(metadata)
    if not isinstance(entries, dict) or not all(map(_says_enough, entries.values())):
        raise _unreadable(
            metadata, "of each clip whether it is REAL or FAKE, and a fake's original"
        )
    return sorted(entries.items())


def _says_enough(about: object) -> bool:
    match about:
        case {"label": "REAL"} | {"label": "FAKE", "original": str()}:
            return True
    return False


def _dfdc_clip(metadata: Path, name: str, about: Mapping[str, str]) -> Clip:
    path = metadata.parent / Path(name).name
    place = "fake/dfdc" if about["label"] == "FAKE" else "real"
    official = about.get("split", "")
    return Clip(
        path,
        f"{place}/{metadata.parent.name}/{path.name}",
        person=Path(about.get("original") or name).stem,
        source="dfdc",
        official=official if official in SIDES else "",
    )


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError:
        return None


def _unreadable(path: Path, what: str) -> BadFaces:
    return BadFaces(f"{path} cannot be read. It should be JSON: {what}. Download it again.")


PUBLISHED: dict[str, Callable[[Path], Listed]] = {
    "faceforensics": _faceforensics,
    "celeb-df": _celeb_df,
    "dfdc": _dfdc,
}
LAYOUTS = (AUTO, PLAIN, *PUBLISHED)
