"""Every error meant for the user: one class a mend, with the sentence that page and command say."""

from __future__ import annotations

from collections.abc import Iterable
from copyreg import __newobj__  # type: ignore[attr-defined]  # makes one without __init__
from difflib import get_close_matches
from typing import Literal, Self

ACCEPTED = (
    "Accepted are photos (JPEG, PNG, WebP, GIF, BMP, HEIC, AVIF) "
    "and videos (MP4, MOV, WebM, MKV, AVI)."
)

Reason = Literal["type", "too_big", "damaged", "too_slow", "no_content", "busy", "internal"]


class MesoError(Exception):
    """Base of all errors meant for the user: what happened, what is accepted, what mends it, in
    one line that is written once and survives a trip between processes.

    reason: why an upload was refused; None: no upload was, or the user wanted it so
    facts:  what it was made from besides the name of the file
    """

    reason: Reason | None
    facts: dict[str, object]

    def __init_subclass__(cls, *, reason: Reason | None = None) -> None:
        cls.reason = reason

    def __new__(cls, *words: object, **facts: object) -> Self:
        error = super().__new__(cls, *words)
        error.facts = facts
        return error

    def __reduce__(self) -> tuple[object, ...]:
        return __newobj__, (type(self), str(self)), self.__dict__


class UnreadableMedia(MesoError, reason="damaged"):
    """The content, whatever the name says, is no picture or video that can be decoded."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} could not be opened as a photo or a video. {ACCEPTED} If it is one of these, "
            "it may be cut short: play it once, then save it again as MP4 (H.264) or JPEG."
        )


class WrongType(UnreadableMedia, reason="type"):
    """The first bytes are those of nothing that may be opened."""

    def __init__(self, name: str) -> None:
        said = "is neither a photo nor a video: what it holds decides, not its name."
        MesoError.__init__(self, f"{name} {said} {ACCEPTED} Save it again as one of these.")


class EmptyFile(MesoError, reason="damaged"):
    """The file has no bytes."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is empty (0 bytes). {ACCEPTED} Copy or download it again: "
            "the first copy did not finish."
        )


class NoPicture(MesoError, reason="no_content"):
    """The file holds sound but no picture."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} holds no picture, only sound. {ACCEPTED} Choose the version with video."
        )


class DamagedMedia(MesoError, reason="damaged"):
    """None of the frames asked for could be read; or some, but they show no face."""

    def __init__(self, name: str, *, read: int, wanted: int) -> None:
        super().__init__(
            f"{name} is damaged or cut short: {read} of the {wanted} frames to look at could be "
            f"read. {ACCEPTED} Copy or download it again, or save it again as MP4 (H.264)."
        )


class UnreadableDocument(MesoError, reason="damaged"):
    """The content is no mail, web page or PDF that can be taken apart."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} could not be opened as a mail, a web page or a PDF. Accepted are mails (EML), "
            "saved web pages (HTML, MHTML) and PDFs without a password. Save it again as one of "
            "these, or choose the pictures one by one."
        )


class DocumentTooLarge(MesoError, reason="too_big"):
    """The document has more of something than is safe to take out."""

    def __init__(self, name: str, *, what: str) -> None:
        super().__init__(
            f"{name} has more than {what}, so nothing in it was looked at. Accepted are ordinary "
            "newsletters and documents. Save the pictures that matter and choose those."
        )


class TooSmall(MesoError, reason="no_content"):
    """The picture is smaller than the smallest face that can be scored."""

    def __init__(self, name: str, *, width: int, height: int, smallest: int) -> None:
        super().__init__(
            f"{name} is {width} × {height} pixels, too small to hold a face. {ACCEPTED} "
            f"Choose one in which a face is at least {smallest} pixels wide."
        )


class TooLarge(MesoError, reason="too_big"):
    """The file has so much of something that reading it could take all of the memory, or hours."""

    def __init__(self, name: str, *, what: str) -> None:
        super().__init__(
            f"{name} has more than {what}, the most that is read here. {ACCEPTED} "
            "Make it smaller or shorter, and save it again."
        )


class NoFaceFound(MesoError, reason="no_content"):
    """Nothing to score: no frame that was looked at shows a face that is large enough."""

    def __init__(self, name: str, *, looked_at: int, too_small: int, smallest: int) -> None:
        found = f"{too_small} narrower than {smallest} pixels" if too_small else "none at all"
        more = f", or look at more frames than {looked_at}" if looked_at > 1 else ""
        super().__init__(
            f"No face to score in {name} (frames looked at: {looked_at}; faces found: {found}). "
            f"{ACCEPTED} Choose one in which a face is at least {smallest} pixels wide{more}."
        )


class NotWatched(MesoError):
    """A source gives no picture to watch; why: in words, without a full stop, kept in `facts`."""

    def __init__(self, name: str, *, why: str) -> None:
        mend = "Give the number of a webcam (0 is the first), a video, or an rtsp or http address."
        super().__init__(f"{name} cannot be watched: {why}. {mend}")


class UnknownName(MesoError):
    """A name that is in no list; says which ones are near it."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = get_close_matches(name, names, n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(names)}."
        super().__init__(f"There is no {what} named {name}. {hint}")


class BadWeights(MesoError):
    """A weights file is missing, was altered, or belongs to another network."""


class NotInstalled(MesoError):
    """Something that is not installed with the rest is missing."""

    def __init__(self, package: str, *, listed_in: str) -> None:
        super().__init__(
            f"This needs the package {package}, which is not installed. Type "
            f"`.venv/bin/pip install -r {listed_in} -c requirements.lock`, then try again."
        )


class BadFaces(MesoError):
    """A folder of labelled faces lacks what training, evaluation or the quiz needs."""


class UnreadableTable(MesoError):
    """The file is no table that `meso batch` wrote, or holds more than the page shows."""


class NotWritten(MesoError):
    """A file could not be written, most often because the disk is full; what is done is kept."""

    def __init__(self, name: str, *, why: str, done: int, of: int) -> None:
        super().__init__(
            f"{name} could not be written: {why}. {done} of {of} files are done and are kept. Make "
            "room on the disk, or see that the folder may be written to; then type the same "
            "command again, and it goes on from there."
        )


class WorkerLost(MesoError, reason="internal"):
    """The process that finds and scores faces ended in the middle of a job."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} was not analysed: the process that scores it stopped unexpectedly and is "
            "being started again. Try once more; if it happens again, save the file anew as MP4 or "
            "JPEG and take that."
        )


class TookTooLong(MesoError, reason="too_slow"):
    """The job used up the time that one job may take, and was stopped."""

    def __init__(self, name: str, *, seconds: float) -> None:
        super().__init__(
            f"{name} was not analysed: it took longer than {seconds:g} s and was stopped, because "
            "others may be waiting. Look at fewer frames, or choose a shorter or a smaller version."
        )


class Busy(MesoError, reason="busy"):
    """So many jobs wait already that this one was not taken."""

    def __init__(self, name: str, *, ahead: int, seconds: float | None) -> None:
        about = f", which takes about {max(1, round(seconds / 60))} min" if seconds else ""
        super().__init__(
            f"{name} was not taken: {ahead} files are ahead of it{about}. Nothing is lost; try "
            "again in a while."
        )


class NotStarted(MesoError, reason="internal"):
    """The process that finds and scores faces cannot be started."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing can be analysed: the process that scores could not be started. Close other "
            "programs (it needs 2 GB of memory) and try again. If that does not help, start this "
            "program from a terminal, which shows the cause."
        )


class OurFault(MesoError, reason="internal"):
    """A mistake in this program. It is logged under the job's number, without the file's name."""

    def __init__(self, name: str, *, job: str) -> None:
        super().__init__(
            f"{name} was not analysed: this program made a mistake, which is our fault. Try once "
            f"more; if it happens again, report what the terminal says of job {job}."
        )


class Cancelled(MesoError):
    """The user stopped the job."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} was not analysed: you stopped it. Drop it again to start over.")
