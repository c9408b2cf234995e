from __future__ import annotations

from time import perf_counter

import cv2
import numpy as np
import pytest

from meso.errors import BadFaces
from meso.faces.dataset import (
    COLUMNS,
    LabelledFace,
    as_png,
    label_and_method,
    read_crop,
    read_index,
    refuse_leak,
    shared_people,
    write_index,
)

pytestmark = pytest.mark.slow

LANDMARKS = np.array(
    [[80.5, 90], [170, 92.25], [120, 130], [90, 180], [160, 181]], dtype=np.float32
)


def labelled(file="real/a.png", person="183", source="c23", **more):
    is_fake, method = label_and_method(file)
    return LabelledFace(file, is_fake, method, source, person, "1.mp4", LANDMARKS, **more)


class TestLabelAndMethod:
    @pytest.mark.parametrize("file", ["real/a.png", "real/c23/183.mp4/00001.png"])
    def test_of_a_file_in_real(self, file):
        assert label_and_method(file) == (False, "")

    @pytest.mark.parametrize("file", ["fake/face2face/a.png", "fake/face2face/c23/1.mp4"])
    def test_of_a_file_in_fake(self, file):
        assert label_and_method(file) == (True, "face2face")

    def test_of_a_file_in_fake_itself_has_no_named_method(self):
        assert label_and_method("fake/a.mp4") == (True, "unnamed")

    @pytest.mark.parametrize("file", ["a.png", "Real/a.png", "other/real/a.png"])
    def test_of_any_other_file_is_asked_for(self, file):
        with pytest.raises(BadFaces, match=rf"^{file} is neither .* Put real faces in real/"):
            label_and_method(file)


class TestIndex:
    def test_gives_back_what_was_written(self, tmp_path):
        faces = [
            labelled("real/Zoë, 1.png", person="Zoë"),
            labelled("fake/faceswap/b.png", source='a "quoted", one', compression="c40", width=91),
            labelled("fake/faceswap/c.png", donor="253"),
        ]
        write_index(tmp_path, faces)
        back = read_index(tmp_path)
        for face, read in zip(faces, back, strict=True):
            np.testing.assert_allclose(read.landmarks, face.landmarks, atol=0.051)
            assert read.landmarks.dtype == np.float32
            assert vars(read) | {"landmarks": None} == vars(face) | {"landmarks": None}

    def test_has_the_columns_that_its_docstring_names(self, tmp_path):
        write_index(tmp_path, [labelled("fake/faceswap/b.png")])
        head, row = (tmp_path / "faces.csv").read_text("utf-8").splitlines()
        assert (
            head
            == ",".join(COLUMNS)
            == ("file,label,method,source,compression,person,donor,clip,width,landmarks")
        )
        assert row.startswith(
            "fake/faceswap/b.png,fake,faceswap,c23,,183,,1.mp4,0,80.5 90.0 170.0 92.2"
        )

    def test_without_the_column_donor_was_written_by_an_earlier_version(self, tmp_path):
        head = ",".join(column for column in COLUMNS if column != "donor")
        row = "fake/faceswap/b.png,fake,faceswap,c23,c40,183,1.mp4,91,1 2 3 4 5 6 7 8 9 10"
        (tmp_path / "faces.csv").write_text(f"{head}\n{row}\n")
        (face,) = read_index(tmp_path)
        assert (face.person, face.donor, face.clip, face.width) == ("183", "", "1.mp4", 91)

    def test_of_many_faces_is_read_at_once(self, tmp_path):
        write_index(tmp_path, [labelled(f"real/{number}.png") for number in range(20_000)])
        began = perf_counter()
        assert len(read_index(tmp_path)) == 20_000
        assert perf_counter() - began < 1

    def test_is_the_old_one_if_writing_is_interrupted(self, tmp_path):
        def interrupted():
            yield labelled("real/new.png")
            raise KeyboardInterrupt

        write_index(tmp_path, [labelled("real/old.png")])
        with pytest.raises(KeyboardInterrupt):
            write_index(tmp_path, interrupted())
        assert [face.file for face in read_index(tmp_path)] == ["real/old.png"]
        assert [path.name for path in tmp_path.iterdir()] == ["faces.csv"]

    def test_that_is_missing_is_asked_for(self, tmp_path):
        with pytest.raises(BadFaces, match=rf"{tmp_path} has no faces.csv\. .*: meso faces"):
            read_index(tmp_path)

    def test_without_a_face_is_refused(self, tmp_path):
        write_index(tmp_path, [])
        with pytest.raises(BadFaces, match="lists no face"):
            read_index(tmp_path)

    @pytest.mark.parametrize(
        "rows",
        [
            b"real/a.png,real,,c23,,183,,1.mp4,0,1 2 3",
            b"real/a.png,real,,c23,,183,,1.mp4,0,1 2 3 4 5 6 7 8 9 ten",
            b"real/a.png,real,,c23,,183,,1.mp4,wide,1 2 3 4 5 6 7 8 9 10",
            b"real/a.png,real",
            b"real/Zo\xeb.png,real,,c23,,183,,1.mp4,0,1 2 3 4 5 6 7 8 9 10",
        ],
        ids=["few numbers", "no number", "no width", "few columns", "not UTF-8"],
    )
    def test_with_a_bad_row_is_refused_with_the_line(self, tmp_path, rows):
        (tmp_path / "faces.csv").write_bytes(",".join(COLUMNS).encode() + b"\n" + rows)
        with pytest.raises(BadFaces, match=r"faces\.csv cannot be read near line [12]\. .*anew"):
            read_index(tmp_path)

    def test_with_other_columns_is_refused(self, tmp_path):
        (tmp_path / "faces.csv").write_text("path,label\nreal/a.png,real\n")
        with pytest.raises(
            BadFaces, match="Its columns are file, label, method, source, compression"
        ):
            read_index(tmp_path)


class TestReadCrop:
    def test_gives_rgb(self, tmp_path):
        red_left = np.zeros((256, 256, 3), np.uint8)
        red_left[:, :100, 0] = 250
        cv2.imwrite(str(tmp_path / "a.png"), red_left[..., ::-1])
        np.testing.assert_array_equal(read_crop(tmp_path / "a.png"), red_left)

    def test_gives_back_what_as_png_was_given(self, tmp_path):
        pixels = np.random.default_rng(0).integers(0, 256, (20, 30, 3), np.uint8)
        (tmp_path / "a.png").write_bytes(as_png(pixels))
        np.testing.assert_array_equal(read_crop(tmp_path / "a.png"), pixels)

    def test_names_a_file_that_is_no_picture(self, tmp_path):
        (tmp_path / "a.png").write_text("no picture")
        with pytest.raises(BadFaces, match=r"a\.png cannot be read as a picture\. Make it again"):
            read_crop(tmp_path / "a.png")


class TestSharedPeople:
    def test_are_those_on_more_than_one_side(self):
        train = [labelled(person="anna"), labelled(person="ben"), labelled(person="ben")]
        val = [labelled(person="carl"), labelled(person="ben")]
        test = [labelled("fake/faceswap/a.png", person="anna")]
        assert shared_people(train, val) == {"ben"}
        assert shared_people(train, val, test) == {"anna", "ben"}

    def test_are_none_in_a_clean_split(self):
        assert shared_people([labelled(person="anna")], [labelled(person="ben")], []) == set()

    def test_may_be_donors(self):
        train = [labelled("fake/deepfakes/183_253.mp4/0.png", person="183", donor="253")]
        assert shared_people(train, [labelled(person="253")]) == {"253"}
        back = [labelled("fake/deepfakes/253_183.mp4/0.png", person="253", donor="183")]
        assert shared_people(train, back) == {"183", "253"}


class TestRefuseLeak:
    def test_names_people_and_files_of_both_sides(self):
        train = [labelled("real/183.png"), labelled("fake/faceswap/9_253.png", "9", donor="253")]
        val = [labelled("real/253.png", "253"), labelled("real/8.png", "8")]
        with pytest.raises(BadFaces) as refused:
            refuse_leak(train, val)
        assert str(refused.value).startswith(
            "The split leaks: train and val share 1 person, such as 253 "
            "(train/fake/faceswap/9_253.png, val/real/253.png). Move all faces of a person"
        )
        assert "meso faces VIDEOS FACES --split 0.8" in str(refused.value)

    def test_names_three_of_many_and_says_how_many(self):
        side = [labelled(f"real/{name}.png", name) for name in "edcba"]
        with pytest.raises(
            BadFaces, match=r"val and test share 5 people, such as a \(val/"
        ) as told:
            refuse_leak(side, side, names=("val", "test"))
        assert "c (val/real/c.png, test/real/c.png). Move" in str(told.value)

    def test_lets_a_clean_split_pass(self):
        refuse_leak([labelled(person="anna")], [labelled(person="ben", donor="carl")])
