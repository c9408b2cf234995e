from __future__ import annotations

import pytest

from meso.errors import BadFaces
from meso.faces.plain import read_plain


@pytest.fixture
def folder(tmp_path):
    """A folder named clips with empty files in it."""

    def make(*files):
        for file in files:
            path = tmp_path / "clips" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return tmp_path / "clips"

    return make


@pytest.fixture
def about(tmp_path):
    """A CSV with these lines, or these bytes."""

    def write(*lines):
        path = tmp_path / "about.csv"
        path.write_bytes(
            b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
        )
        return path

    return write


class TestClips:
    def test_are_the_files_in_the_order_of_their_paths(self, folder):
        source = folder("real/b.mp4", "fake/blend/x/c.mov", "real/a.png", "fake/d.mp4")
        listed = read_plain(source)
        files = ["fake/blend/x/c.mov", "fake/d.mp4", "real/a.png", "real/b.mp4"]
        assert [clip.file for clip in listed.clips] == files
        assert [listed.name(clip) for clip in listed.clips] == files
        assert all(clip.path == source / clip.file for clip in listed.clips)
        assert listed.problems == []

    def test_elsewhere_are_told(self, folder):
        listed = read_plain(folder("real/a.mp4", "notes.txt", "faked/b.mp4"))
        assert [clip.file for clip in listed.clips] == ["real/a.mp4"]
        assert [problem.split(" is neither")[0] for problem in listed.problems] == [
            "faked/b.mp4",
            "notes.txt",
        ]

    def test_show_whom_their_name_begins_with(self, folder):
        clips = read_plain(folder("real/anna_1.mp4", "real/ben.mp4")).clips
        assert [(clip.person, clip.donor, clip.source) for clip in clips] == [
            ("anna", "", "clips"),
            ("ben", "", "clips"),
        ]

    def test_of_faceforensics_show_a_donor_too(self, folder):
        (clip,) = read_plain(folder("fake/face2face/c23/183_253.mp4")).clips
        assert (clip.person, clip.donor) == ("183", "253")

    @pytest.mark.parametrize(
        "file", ["real/183_253.mp4", "fake/mine/183_253.mp4", "fake/deepfakes/anna_253.mp4"]
    )
    def test_of_another_kind_show_no_donor(self, folder, file):
        (clip,) = read_plain(folder(file)).clips
        assert clip.donor == ""


class TestAbout:
    def test_gives_person_and_source_of_the_files_it_lists(self, folder, about):
        source = folder("real/183_a.png", "real/253_b.png")
        lines = about("source,file,person", "dfdc,real/183_a.png,anna")
        listed, other = read_plain(source, about=lines).clips
        assert (listed.person, listed.source, listed.width) == ("anna", "dfdc", None)
        assert (other.person, other.source) == ("253", "clips")

    def test_may_know_donor_compression_and_width(self, folder, about):
        lines = about(
            "file,person,source,donor,compression,width", "fake/swap/a.mp4,anna,ff,ben,c40,91.6"
        )
        (clip,) = read_plain(folder("fake/swap/a.mp4"), about=lines).clips
        assert (clip.person, clip.donor, clip.compression, clip.width) == ("anna", "ben", "c40", 92)

    def test_may_come_from_a_spreadsheet(self, folder, about):
        lines = about(b"\xef\xbb\xbffile,person,source\r", b"real/a.png,anna,ff\r")
        (clip,) = read_plain(folder("real/a.png"), about=lines).clips
        assert clip.person == "anna"

    def test_is_refused_without_its_columns(self, folder, about):
        with pytest.raises(BadFaces, match=r"about\.csv lacks a column: person, source\. Its"):
            read_plain(folder("real/a.png"), about=about("file,who", "real/a.png,anna"))

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            ("real/b.png,ben,ff,wide", "could not convert string to float: 'wide'"),
            ("real/b.png,ben,ff,nan", "cannot convert float NaN to integer"),
            ("real/b.png,ben,ff,inf", "cannot convert float infinity to integer"),
            ("real/b.png,ben,ff,-3", "the width is -3"),
            ("real/b.png", "it has no person"),
            ("real/b.png,,ff,90", "it has no person"),
            (b"real/Zo\xeb.png,Zo\xeb,ff,90", "codec can't decode"),
        ],
    )
    def test_is_refused_for_a_bad_row_with_its_line(self, folder, about, row, why):
        lines = about("file,person,source,width", "real/a.png,anna,ff,90", row)
        with pytest.raises(BadFaces, match=r"about\.csv cannot be read near line [123]: ") as told:
            read_plain(folder("real/a.png"), about=lines)
        assert why in str(told.value)
        assert "a width is a number of pixels, or empty" in str(told.value)
