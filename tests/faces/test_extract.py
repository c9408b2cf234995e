from __future__ import annotations

import cv2
import numpy as np
import pytest

from meso.errors import BadFaces
from meso.faces.crop import crop, into_crop
from meso.faces.dataset import read_crop, read_index
from meso.faces.extract import extract
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
    return lambda **options: extract(
        tmp_path / "source", tmp_path / "faces", options.pop("find", find_marked), **options
    )


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

    def test_refuses_a_folder_without_any_face(self, save, run, tmp_path):
        save("real/a.png", picture())
        with pytest.raises(BadFaces, match=r"source gave no face at all\. It needs"):
            run()
        assert not (tmp_path / "faces" / "faces.csv").exists()

    def test_tells_how_far_it_is(self, save, run):
        for number in range(3):
            save(f"real/{number}.png", picture(ANNA))
        told = []
        run(tell=lambda done, of: told.append((done, of)))
        assert told == [(1, 3), (2, 3), (3, 3)]


class TestAbout:
    def test_gives_person_and_source_of_the_files_it_lists(self, save, run, tmp_path):
        save("real/183_a.png", picture(ANNA))
        save("real/253_b.png", picture(BEN))
        about = tmp_path / "about.csv"
        about.write_text("source,file,person\ndfdc,real/183_a.png,anna\n")
        listed, other = run(about=about).faces
        assert (listed.person, listed.source) == ("anna", "dfdc")
        assert (other.person, other.source) == ("253", "source")

    def test_may_know_compression_and_the_width_before_the_file_was_cut_out(
        self, save, run, tmp_path
    ):
        save("real/183_a.png", picture(ANNA))
        save("real/253_b.png", picture(BEN))
        about = tmp_path / "about.csv"
        about.write_text("file,person,source,compression,width\nreal/183_a.png,anna,ff,c40,91.6\n")
        listed, other = run(about=about).faces
        assert (listed.compression, listed.width, listed.clip) == ("c40", 92, "real/183_a.png")
        assert (other.compression, other.width) == ("", BEN.box.width)

    def test_is_refused_without_its_columns(self, save, run, tmp_path):
        save("real/a.png", picture(ANNA))
        about = tmp_path / "about.csv"
        about.write_text("file,who\nreal/a.png,anna\n")
        with pytest.raises(BadFaces, match=r"about\.csv lacks a column: person, source\. Its"):
            run(about=about)


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
