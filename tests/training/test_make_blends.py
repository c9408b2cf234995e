from __future__ import annotations

import errno
from pathlib import Path

import numpy as np
import pytest

from meso.errors import BadFaces, NotWritten
from meso.faces.dataset import read_crop, read_index
from meso.training.make_blends import make_blends
from meso.training.recipes import MADE

pytestmark = pytest.mark.slow

BOTH = ("self_blended", "cross_blended")
OF_TWO = ("cross_blended", "landmark_swap")


@pytest.fixture
def reals(write_faces, astronaut, tmp_path):
    """Real faces of three people from two collections, and a fake that is in the way."""
    people = {"anna": "ff", "ben": "ff", "carl": "dfdc"}
    faces = {
        (f"real/{person}.mkv/0000{place}.png", person, source): np.roll(astronaut, place, axis=2)
        for place, (person, source) in enumerate(people.items())
    }
    faces["fake/faceswap/anna.png", "anna", "ff"] = astronaut[::-1]
    write_faces(tmp_path / "reals", faces)
    return tmp_path / "reals"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "blends"


def files_below(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.*"))
        if path.is_file()
    }


class TestTheFolder:
    def test_holds_the_real_faces_as_they_were_and_a_fake_of_each(self, reals, out):
        make_blends(reals, out)
        index = read_index(out)
        assert [face.is_fake for face in index] == [False, True] * 3
        for real, fake in zip(index[::2], index[1::2], strict=True):
            assert (out / real.file).read_bytes() == (reals / real.file).read_bytes()
            assert (read_crop(out / fake.file) != read_crop(out / real.file)).any()
        assert {*files_below(out)} == {"faces.csv", *(face.file for face in index)}

    def test_lists_each_fake_with_what_is_known_of_its_face(self, reals, out):
        real, fake, *_ = make_blends(reals, out)
        assert (fake.method, fake.file) == (
            "self_blended",
            "fake/self_blended/anna.mkv/00000.png-0.png",
        )
        assert (fake.person, fake.donor, fake.source) == ("anna", "", "ff")
        np.testing.assert_array_equal(fake.landmarks, real.landmarks)
        assert fake.clip != real.clip  # a clip is real or fake

    def test_holds_as_many_fakes_of_each_kind_as_are_asked_for(self, reals, out):
        index = make_blends(reals, out, BOTH, per_face=2)
        methods = [face.method for face in index]
        assert {method: methods.count(method) for method in ("", *BOTH)} == {
            "": 3,
            "self_blended": 6,
            "cross_blended": 6,
        }
        assert len({*files_below(out).values()}) == 15 + 1  # all pictures differ

    @pytest.mark.parametrize("method", MADE)
    def test_holds_fakes_by_every_method_there_is(self, reals, out, method):
        real, fake, *_ = make_blends(reals, out, [method])
        assert (fake.method, fake.file) == (method, f"fake/{method}/anna.mkv/00000.png-0.png")
        assert bool(fake.donor) == (method in OF_TWO)
        changed = read_crop(out / fake.file) != read_crop(out / real.file)
        assert changed.any(axis=-1).mean() > 0.01

    def test_is_told_face_by_face(self, reals, out):
        told = []
        make_blends(reals, out, tell=lambda done, of: told.append((done, of)))
        assert told == [(1, 3), (2, 3), (3, 3)]


class TestTheDonor:
    @pytest.mark.parametrize("method", OF_TWO)
    def test_is_somebody_else_of_the_same_source_where_there_is_one(self, reals, out, method):
        fakes = [face for face in make_blends(reals, out, [method], per_face=8) if face.is_fake]
        donors = {name: {f.donor for f in fakes if f.person == name} for name in ("anna", "ben")}
        assert donors == {"anna": {"ben"}, "ben": {"anna"}}
        assert {face.donor for face in fakes if face.person == "carl"} <= {"anna", "ben"}

    @pytest.mark.parametrize("method", OF_TWO)
    def test_is_asked_for_where_there_is_one_person_only(
        self, write_faces, astronaut, tmp_path, out, method
    ):
        write_faces(tmp_path / "reals", {("real/a.png", "anna", "ff"): astronaut})
        with pytest.raises(BadFaces, match=r"shows one person only, .* --method self_blended\."):
            make_blends(tmp_path / "reals", out, ["self_blended", method])
        assert not out.exists()


class TestTheSeed:
    def test_decides_every_pixel(self, reals, tmp_path):
        for name, seed in (("one", 5), ("again", 5), ("other", 6)):
            make_blends(reals, tmp_path / name, BOTH, seed=seed)
        one, again, other = (files_below(tmp_path / name) for name in ("one", "again", "other"))
        assert one == again
        changed = {file for file in one if one[file] != other[file]}
        assert {file for file in one if file.startswith("fake/")} <= changed

    def test_gives_a_face_the_same_fake_whatever_faces_are_beside_it(
        self, reals, write_faces, astronaut, tmp_path, out
    ):
        make_blends(reals, out, seed=5)
        write_faces(tmp_path / "alone", {("real/anna.mkv/00000.png", "anna", "ff"): astronaut})
        _, fake = make_blends(tmp_path / "alone", tmp_path / "alone_too", seed=5)
        alone = (tmp_path / "alone_too" / fake.file).read_bytes()
        assert alone == (out / fake.file).read_bytes()


class TestInterrupted:
    def test_by_a_full_disk_it_says_so_and_goes_on_from_there(self, reals, out, monkeypatch):
        def fills_up(path, data):
            if "carl" in str(path):
                raise OSError(errno.ENOSPC, "No space left on device")
            written.append(path)
            return write(path, data)

        written, write = [], Path.write_bytes
        monkeypatch.setattr(Path, "write_bytes", fills_up)
        with pytest.raises(NotWritten, match=r"No space left on device\. 2 of 3 files are done"):
            make_blends(reals, out)
        assert len(written) == 4
        assert not (out / "faces.csv").exists()
        monkeypatch.undo()
        monkeypatch.setattr(Path, "write_bytes", lambda *to: written.append(to) or write(*to))
        make_blends(reals, out)
        assert len(written) == 6
        monkeypatch.undo()
        make_blends(reals, out.parent / "whole")
        assert files_below(out) == files_below(out.parent / "whole")


class TestRefusals:
    def test_of_a_folder_without_a_real_face(self, write_faces, astronaut, tmp_path, out):
        write_faces(tmp_path / "reals", {("fake/faceswap/a.png", "anna", "ff"): astronaut})
        with pytest.raises(BadFaces, match=r"reals has no real face to blend\. Put some in real/"):
            make_blends(tmp_path / "reals", out)

    def test_of_a_folder_that_holds_faces_already(self, reals):
        before = files_below(reals)
        with pytest.raises(BadFaces, match=r"reals holds faces already\. Name a new folder"):
            make_blends(reals, reals)
        assert files_below(reals) == before

    def test_of_a_folder_without_an_index(self, tmp_path, out):
        with pytest.raises(BadFaces, match=r"has no faces\.csv\. .* meso faces"):
            make_blends(tmp_path, out)

    def test_of_a_crop_that_is_no_picture_by_its_name(self, reals, out):
        (reals / "real/ben.mkv/00001.png").write_bytes(b"no picture")
        with pytest.raises(BadFaces, match=r"00001\.png cannot be read as a picture"):
            make_blends(reals, out)
        assert not (out / "faces.csv").exists()
