from __future__ import annotations

import errno
from pathlib import Path

import cv2
import numpy as np
import pytest

from meso.errors import BadFaces, NotWritten
from meso.faces.clips import divide
from meso.faces.crop import crop, into_crop
from meso.faces.dataset import read_crop, read_index, refuse_leak
from meso.faces.extract import extract
from meso.faces.layouts import read_layout
from tests.faces.marked import Marked, find_marked, lossless_clip, lossless_photo, picture

pytestmark = pytest.mark.slow

ANNA, BEN, FAR_AWAY = Marked(90, 110, 120, 60), Marked(240, 110, 90, 200), Marked(90, 110, 50, 60)


@pytest.fixture
def save(tmp_path):
    """Write bytes, or pixels as a photo, below the source folder."""

    def write(file, content):
        path = tmp_path / "source" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else lossless_photo(content))

    return write


@pytest.fixture
def run(tmp_path):
    """Extract the faces of the source folder by their marks."""

    def run(*, find=find_marked, about=None, split=None, **options):
        listed = read_layout(tmp_path / "source", about=about)
        listed = divide(listed, split) if split else listed
        return extract(listed, tmp_path / "faces", find, **options)

    return run


def files_below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


class TestExtract:
    def test_writes_the_one_crop_of_the_widest_face(self, save, run, tmp_path):
        save("real/1_a.png", picture(BEN, ANNA))
        (face,) = run().faces
        written = read_crop(tmp_path / "faces" / face.file)
        np.testing.assert_array_equal(written, crop(picture(BEN, ANNA), ANNA.landmarks))
        np.testing.assert_allclose(face.landmarks, into_crop(ANNA.landmarks), atol=0.01)

    def test_labels_by_folder_and_names_persons_by_file(self, save, run):
        save("real/183_a.png", picture(ANNA))
        save("fake/face2face/c23/253_183.png", picture(BEN))
        fake, real = run().faces
        assert (fake.is_fake, fake.method, fake.person) == (True, "face2face", "253")
        assert (real.is_fake, real.method, real.person) == (False, "", "183")
        assert fake.source == real.source == "source"

    def test_lists_in_the_index_what_it_found(self, save, run, tmp_path):
        for number in range(3):
            save(f"real/{number}.png", picture(ANNA))
        files = [face.file for face in run().faces]
        assert [face.file for face in read_index(tmp_path / "faces")] == files
        assert len(files) == 3

    def test_takes_several_frames_of_a_clip(self, save, run):
        save("real/anna_1.mkv", lossless_clip([picture(ANNA), *[picture()] * 5, picture(ANNA)]))
        faces = run(frames=3).faces
        assert [face.file for face in faces] == [
            "real/anna_1.mkv/00000.png",
            "real/anna_1.mkv/00006.png",
        ]
        assert {face.person for face in faces} == {"anna"}

    def test_keeps_files_apart_that_differ_in_the_suffix_only(self, save, run, tmp_path):
        save("real/a.png", picture(ANNA))
        save("real/a.mkv", lossless_clip([picture(BEN)]))
        save("real/a.mov", lossless_clip([picture(ANNA)]))
        files = [face.file for face in run().faces]
        assert len({*files}) == 3
        assert all((tmp_path / "faces" / file).is_file() for file in files)

    def test_names_what_cannot_be_used_and_goes_on(self, save, run):
        save("real/a.png", picture(ANNA))
        save("real/b.png", picture())
        save("real/c.png", picture(FAR_AWAY))
        save("somewhere/d.png", picture(ANNA))
        save("real/e.png", b"no picture")
        save("fake/faceswap/f.png", b"")
        extracted = run()
        assert [face.file for face in extracted.faces] == ["real/a.png.png"]
        for file, problem in zip(
            ["fake/faceswap/f.png", "real/b.png", "real/c.png", "real/e.png", "somewhere/d.png"],
            extracted.problems,
            strict=True,
        ):
            assert problem.startswith(file)

    def test_takes_no_half_clip(self, save, run):
        clip = lossless_clip([picture(ANNA)] * 20)
        save("real/a.mkv", clip)
        save("real/b.mkv", clip[: len(clip) // 2])
        extracted = run()
        assert {face.file.partition("/0")[0] for face in extracted.faces} == {"real/a.mkv"}
        assert extracted.problems[0].startswith("real/b.mkv is damaged or cut short")

    def test_refuses_a_folder_without_any_face(self, save, run, tmp_path):
        save("real/a.png", picture())
        with pytest.raises(BadFaces, match=r"source gave no face at all\. It needs"):
            run()
        assert list((tmp_path / "faces").iterdir()) == []

    def test_tells_how_far_it_is(self, save, run):
        for number in range(3):
            save(f"real/{number}.png", picture(ANNA))
        told = []
        run(tell=lambda done, of: told.append((done, of)))
        assert told == [(1, 3), (2, 3), (3, 3)]


class TestAbout:
    def test_says_who_it_is_and_how_wide_the_face_was_before_it_was_cut_out(
        self, save, run, tmp_path
    ):
        save("real/183_a.png", picture(ANNA))
        save("real/253_b.png", picture(BEN))
        about = tmp_path / "about.csv"
        about.write_text("file,person,source,compression,width\nreal/183_a.png,anna,ff,c40,91.6\n")
        listed, other = run(about=about).faces
        assert (listed.person, listed.source, listed.compression) == ("anna", "ff", "c40")
        assert (listed.clip, listed.width) == ("real/183_a.png", 92)
        assert (other.person, other.source, other.compression) == ("253", "source", "")
        assert other.width == BEN.box.width


class TestSides:
    def test_get_a_folder_with_an_index_each(self, save, run, tmp_path):
        for person in ("183", "253", "469"):
            save(f"real/{person}.png", picture(ANNA))
            save(f"fake/blend/{person}_x.png", picture(BEN))
        run(split=(0.6, 0.4))
        train, val = (read_index(tmp_path / "faces" / side) for side in ("train", "val"))
        assert {face.person for face in train} | {face.person for face in val} == {
            "183",
            "253",
            "469",
        }
        refuse_leak(train, val)
        for side, faces in (("train", train), ("val", val)):
            assert {face.is_fake for face in faces} == {True, False}
            assert all((tmp_path / "faces" / side / face.file).is_file() for face in faces)

    def test_without_any_face_are_refused_and_no_index_is_written(self, save, run, tmp_path):
        save("real/183.png", picture(ANNA))
        save("real/253.png", picture())
        with pytest.raises(BadFaces, match=r"source gave no face for (train|val)\. Choose another"):
            run(split=(0.5, 0.5))
        assert list((tmp_path / "faces").rglob("faces.csv")) == []


class TestInterrupted:
    """A run that stops in the middle, by its user or by a full disk."""

    @pytest.fixture
    def finder(self):
        """Finds marked faces until it has been called so often; remembers how often it was."""

        def make(stops_after):
            def find(pixels):
                if len(calls) == stops_after:
                    raise KeyboardInterrupt
                calls.append(pixels)
                return find_marked(pixels)

            calls = []
            return find, calls

        return make

    @pytest.fixture
    def three(self, save):
        save("real/1.mkv", lossless_clip([picture(ANNA), picture(BEN)]))
        save("real/2.png", picture(ANNA))
        save("real/3.mkv", lossless_clip([picture(BEN), picture(ANNA)]))

    def interrupt(self, run, finder, *, after):
        find, _ = finder(after)
        with pytest.raises(KeyboardInterrupt):
            run(find=find)

    def test_goes_on_where_it_was(self, three, run, finder, tmp_path):
        self.interrupt(run, finder, after=4)
        assert not (tmp_path / "faces" / "faces.csv").exists()
        find, calls = finder(-1)
        files = [face.file for face in run(find=find).faces]
        assert len(calls) == 2  # the two frames of the third file alone
        assert files == [
            "real/1.mkv/00000.png",
            "real/1.mkv/00001.png",
            "real/2.png.png",
            "real/3.mkv/00000.png",
            "real/3.mkv/00001.png",
        ]

    def test_gives_in_the_end_what_one_run_gives(self, three, run, finder, tmp_path):
        run()
        whole = (tmp_path / "faces" / "faces.csv").read_bytes()
        listed = files_below(tmp_path / "faces")
        (tmp_path / "faces").rename(tmp_path / "whole")
        self.interrupt(run, finder, after=3)
        run()
        assert (tmp_path / "faces" / "faces.csv").read_bytes() == whole
        assert files_below(tmp_path / "faces") == listed  # and nothing half-written

    def test_begins_anew_with_another_number_of_frames(self, three, run, finder):
        self.interrupt(run, finder, after=4)
        find, calls = finder(-1)
        run(find=find, frames=1)
        assert len(calls) == 3

    def test_looks_again_at_a_file_that_changed_and_at_a_crop_that_is_gone(
        self, three, run, finder, save, tmp_path
    ):
        self.interrupt(run, finder, after=4)
        save("real/2.png", picture(ANNA, width=321))
        (tmp_path / "faces" / "real" / "1.mkv" / "00001.png").unlink()
        find, calls = finder(-1)
        run(find=find)
        assert len(calls) == 5

    def test_after_the_whole_was_done_it_is_done_anew(self, three, run, finder):
        run()
        find, calls = finder(-1)
        run(find=find)
        assert len(calls) == 5

    def test_by_a_full_disk_says_how_much_is_done_and_leaves_nothing_half_written(
        self, three, run, finder, tmp_path, monkeypatch
    ):
        def fills_up(path, data):
            if "3.mkv" in str(path):
                write(path, data[:100])
                raise OSError(errno.ENOSPC, "No space left on device")
            return write(path, data)

        write = Path.write_bytes
        monkeypatch.setattr(Path, "write_bytes", fills_up)
        with pytest.raises(NotWritten, match=r"00000\.png .* No space left .*2 of 3 files") as full:
            run()
        assert "the same command again" in str(full.value)
        assert [file for file in files_below(tmp_path / "faces") if "3.mkv/" in file] == []
        monkeypatch.undo()
        find, calls = finder(-1)
        assert len(run(find=find).faces) == 5
        assert len(calls) == 2


class TestAFileThatCannotBeRead:
    def test_is_named_and_the_rest_goes_on(self, save, run, monkeypatch):
        def locked(path, *args, **options):
            if path.name == "1.png":
                raise PermissionError(errno.EACCES, "Permission denied")
            return opened(path, *args, **options)

        save("real/1.png", picture(ANNA))
        save("real/2.png", picture(BEN))
        opened = Path.open
        monkeypatch.setattr(Path, "open", locked)
        extracted = run()
        assert [face.file for face in extracted.faces] == ["real/2.png.png"]
        assert extracted.problems == [
            "real/1.png cannot be read: Permission denied. Copy it again."
        ]


@pytest.mark.slow
class TestWithTheRealFinder:
    def test_crops_photos_so_that_eyes_and_mouth_are_in_place(self, save, run, find, astronaut):
        altered = cv2.GaussianBlur(astronaut, (0, 0), 1.5)
        save("real/1_photo.png", astronaut)
        save("fake/blurred/2_photo.png", cv2.resize(altered, None, fx=1.5, fy=1.5))
        save("real/3_noise.png", np.random.default_rng(0).integers(0, 256, (300, 400, 3), np.uint8))
        extracted = run(find=find)
        fake, real = extracted.faces
        assert (fake.method, fake.person, real.person) == ("blurred", "2", "1")
        np.testing.assert_allclose(fake.landmarks, real.landmarks, atol=8)
        assert extracted.problems == ["real/3_noise.png shows no face that is large enough."]
