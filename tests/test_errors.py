from __future__ import annotations

import copy
import inspect
import pickle

import pytest

from meso import errors
from meso.errors import ACCEPTED, MesoError

# One of each, as the rooms raise them, and the words that tell the mend.
EXAMPLES = {
    errors.UnreadableMedia("a.mp4"): "save it again",
    errors.WrongType("a.mp4"): "Save it again as one of these",
    errors.EmptyFile("a.mp4"): "Copy or download it again",
    errors.NoPicture("a.mp4"): "Choose the version with video",
    errors.DamagedMedia("a.mp4", read=3, wanted=32): "Copy or download it again",
    errors.UnreadableDocument("a.mp4"): "Save it again as one of these",
    errors.DocumentTooLarge("a.mp4", what="25 MB"): "Save the pictures that matter",
    errors.TooSmall("a.mp4", width=1, height=2, smallest=32): "Choose one in which",
    errors.TooLarge("a.mp4", what="50 MB"): "Make it smaller",
    errors.NoFaceFound("a.mp4", looked_at=32, too_small=0, smallest=64): "look at more frames",
    errors.NotWatched("a.mp4", why="nobody answers"): "Give the number of a webcam",
    errors.UnknownName("network", "a.mp4", ["meso4"]): "There are: meso4",
    errors.BadWeights("a.mp4 was altered. Get it again."): "Get it again",
    errors.NotInstalled("a.mp4", listed_in="requirements-export.txt"): "pip install -r",
    errors.BadFaces("a.mp4 has no face. Add some."): "Add some",
    errors.UnreadableTable("a.mp4 is no table. Drop the CSV."): "Drop the CSV",
    errors.NotWritten("a.mp4", why="No space left", done=3, of=9): "Make room on the disk",
    errors.WorkerLost("a.mp4"): "save the file anew",
    errors.TookTooLong("a.mp4", seconds=60): "Look at fewer frames",
    errors.Busy("a.mp4", ahead=40, seconds=300): "try again in a while",
    errors.NotStarted(): "Close other programs",
    errors.OurFault("a.mp4", job="7"): "Try once more",
    errors.Cancelled("a.mp4"): "Drop it again",
}
ABOUT_THE_CONTENT = (
    errors.UnreadableMedia,
    errors.WrongType,
    errors.EmptyFile,
    errors.NoPicture,
    errors.DamagedMedia,
    errors.TooSmall,
    errors.TooLarge,
    errors.NoFaceFound,
)


def subclasses():
    return {
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, MesoError) and kind is not MesoError
    }


def test_every_class_has_an_example_here():
    assert {type(error) for error in EXAMPLES} == subclasses()


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
class TestEveryError:
    @pytest.mark.parametrize("travel", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
    def test_survives_a_trip_between_processes(self, error, travel):
        arrived = travel(error)
        assert type(arrived) is type(error)
        assert str(arrived) == str(error)
        assert arrived.facts == error.facts

    def test_survives_a_second_trip(self, error):
        arrived = copy.copy(copy.copy(error))
        assert (type(arrived), str(arrived)) == (type(error), str(error))

    def test_is_one_line_of_whole_sentences(self, error):
        assert str(error).isprintable()
        assert str(error)[-1] in ".?"
        assert "  " not in str(error)

    def test_names_the_file(self, error):
        if not isinstance(error, errors.NotStarted):
            assert "a.mp4" in str(error)

    def test_tells_the_mend(self, error):
        assert EXAMPLES[error] in str(error)

    def test_says_what_is_accepted_if_it_is_about_the_content(self, error):
        assert (ACCEPTED in str(error)) == isinstance(error, ABOUT_THE_CONTENT)


class TestTheReason:
    @pytest.mark.parametrize(
        ("error", "reason"),
        [
            (errors.WrongType, "type"),
            (errors.TooLarge, "too_big"),
            (errors.DocumentTooLarge, "too_big"),
            (errors.UnreadableMedia, "damaged"),
            (errors.DamagedMedia, "damaged"),
            (errors.TookTooLong, "too_slow"),
            (errors.NoFaceFound, "no_content"),
            (errors.TooSmall, "no_content"),
            (errors.Busy, "busy"),
            (errors.OurFault, "internal"),
            (errors.WorkerLost, "internal"),
        ],
    )
    def test_is_one_of_seven_words(self, error, reason):
        assert error.reason == reason

    def test_is_none_where_no_upload_was_refused(self):
        without = {kind for kind in subclasses() if kind.reason is None}
        assert without == {
            errors.UnknownName,
            errors.BadWeights,
            errors.BadFaces,
            errors.NotInstalled,
            errors.NotWatched,
            errors.NotWritten,
            errors.UnreadableTable,
            errors.Cancelled,
        }


class TestNoFaceFound:
    def test_counts_what_was_found(self):
        said = str(errors.NoFaceFound("a.mp4", looked_at=32, too_small=0, smallest=64))
        assert "(frames looked at: 32; faces found: none at all)" in said
        said = str(errors.NoFaceFound("a.mp4", looked_at=32, too_small=3, smallest=64))
        assert "faces found: 3 narrower than 64 pixels" in said

    def test_proposes_no_more_frames_of_a_photo(self):
        said = str(errors.NoFaceFound("a.png", looked_at=1, too_small=0, smallest=64))
        assert said.endswith("at least 64 pixels wide.")


class TestUnknownName:
    def test_proposes_what_is_near(self):
        said = str(errors.UnknownName("network", "mesoo4", ["meso4", "meso1", "other"]))
        assert said.startswith("There is no network named mesoo4. Did you mean meso4")
        assert "other" not in said

    def test_lists_all_where_nothing_is_near(self):
        said = str(errors.UnknownName("recipe", "xyz", ["smoke", "plain"]))
        assert said == "There is no recipe named xyz. There are: plain, smoke."
