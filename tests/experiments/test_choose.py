"""Which faces an experiment is made with: as many real as fake, of the same people, few at most."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from meso.errors import BadFaces
from meso.experiments.choose import check, choose, crops_of, few_of, is_fake, some_of_each
from meso.faces.dataset import read_crop, read_index, write_index
from meso.training.recipes import MADE
from tests.experiments.conftest import write_people

pytestmark = pytest.mark.slow


def chosen(folder, *methods, side="train", most=100):
    return choose([folder], side, methods, most=most, seed=0)


def people(kind, *, fake):
    return Counter(one.about.person for one in kind if one.about.is_fake == fake)


class TestKinds:
    def test_are_the_methods_that_are_there_and_those_that_our_code_makes(self, faces):
        assert {*chosen(faces)} == {"striped", "dotted", *MADE}

    def test_are_only_those_that_are_asked_for(self, faces):
        assert [*chosen(faces, "dotted", "resampled")] == ["dotted", "resampled"]

    def test_are_apart_by_compression_where_a_method_has_several(self, faces, tmp_path):
        index = write_people(tmp_path / "train", ["anna", "ben"], methods=["striped"], each=4)
        several = [
            replace(face, compression=("c23", "c40")[int("_0" in face.file or "_1" in face.file)])
            for face in index
        ]
        write_index(tmp_path / "train", several)
        kinds = chosen(tmp_path, "striped")
        assert [*kinds] == ["striped-c23", "striped-c40"]
        for name, kind in kinds.items():
            assert {one.about.compression for one in kind} == {name.removeprefix("striped-")}

    def test_that_are_nowhere_are_refused_with_those_that_are(self, faces):
        with pytest.raises(BadFaces, match=r"no fake of the method morphed in train\. .* striped"):
            chosen(faces, "morphed")

    def test_come_from_several_folders(self, faces, tmp_path):
        write_people(tmp_path / "train", ["gus", "hal"], methods=["striped"])
        kind = choose([faces, tmp_path], "train", ["striped"], most=100, seed=0)["striped"]
        assert {"anna", "gus"} <= {one.about.person for one in kind}


class TestOfEachClass:
    @pytest.mark.parametrize("method", ["striped", *MADE])
    def test_are_as_many_and_of_the_same_people(self, faces, method):
        (kind,) = chosen(faces, method).values()
        assert people(kind, fake=True) == people(kind, fake=False)
        assert sum(people(kind, fake=True).values()) == 24

    def test_are_at_most_so_many_spread_over_the_people(self, faces):
        (kind,) = chosen(faces, "striped", most=8).values()
        assert people(kind, fake=True) == dict.fromkeys(["anna", "ben", "carl", "dora"], 2)
        assert people(kind, fake=False) == people(kind, fake=True)

    def test_leave_out_who_is_in_one_class_only(self, tmp_path):
        index = write_people(tmp_path / "train", ["anna", "ben"], methods=["striped"])
        write_index(tmp_path / "train", [f for f in index if f.person == "anna" or not f.is_fake])
        (kind,) = chosen(tmp_path, "striped").values()
        assert {one.about.person for one in kind} == {"anna"}

    def test_are_strangers_of_the_same_source_where_nobody_is_in_both(self, tmp_path):
        index = write_people(tmp_path / "train", ["anna", "ben"], methods=["striped"])
        write_index(tmp_path / "train", [f for f in index if (f.person == "anna") == f.is_fake])
        (kind,) = chosen(tmp_path, "striped").values()
        assert people(kind, fake=True) == {"anna": 3}
        assert people(kind, fake=False) == {"ben": 3}

    def test_are_the_same_for_the_same_seed_only(self, faces):
        one, again = (chosen(faces, "striped", most=8)["striped"] for _ in range(2))
        other = choose([faces], "train", ["striped"], most=8, seed=1)["striped"]
        files = [[c.about.file for c in kind] for kind in (one, again, other)]
        assert files[0] == files[1] != files[2]


class TestCrops:
    def test_are_those_of_the_folder(self, faces):
        kind = chosen(faces, "striped", most=2)["striped"]
        crops = crops_of(kind)
        assert crops.shape == (4, 256, 256, 3)
        np.testing.assert_array_equal(crops[3], read_crop(faces / "train" / kind[3].face.file))

    @pytest.mark.parametrize("method", MADE)
    def test_of_made_fakes_are_made_of_the_real_ones_the_same_every_time(self, faces, method):
        kind = chosen(faces, method, most=3)[method]
        crops, again = crops_of(kind), crops_of(kind)
        np.testing.assert_array_equal(crops, again)
        assert [one.face for one in kind[:3]] == [one.face for one in kind[3:]]
        assert is_fake(kind).tolist() == [False] * 3 + [True] * 3
        for real, fake in zip(crops[:3], crops[3:], strict=True):
            assert (real != fake).any()

    def test_of_fakes_by_our_code_that_lie_in_a_folder_are_taken_from_there(self, tmp_path):
        index = write_people(tmp_path / "train", ["anna", "ben"], methods=["resampled"])
        kind = chosen(tmp_path, "resampled")["resampled"]
        assert {one.face.file for one in kind} == {face.file for face in index}
        assert all(one.plan is None for one in kind)


class TestSomeOfEach:
    def test_are_as_many_as_one_kind_has_and_of_both_classes(self, faces):
        kinds = chosen(faces, "striped", "dotted", most=10)
        some = some_of_each(kinds)
        assert Counter(one.about.method for one in some) == {"": 10, "striped": 5, "dotted": 5}

    def test_are_the_same_share_of_a_kind_that_has_few(self, faces):
        many, few = chosen(faces, "striped", most=20), chosen(faces, "dotted", most=4)
        some = some_of_each(many | few)
        assert Counter(one.about.method for one in some if one.about.is_fake) == {
            "striped": 10,
            "dotted": 2,
        }


class TestAFew:
    def test_are_no_more_than_the_smallest_kind_has(self, faces):
        kinds = chosen(faces, "striped", most=20) | chosen(faces, "dotted", most=5)
        assert few_of((5, 10, 25), kinds) == (5, 10)


class TestCheck:
    def test_accepts_other_people_in_val(self, faces):
        check(chosen(faces), chosen(faces, side="val"))

    def test_refuses_a_person_on_both_sides_by_name(self, faces, tmp_path):
        write_people(tmp_path / "val", ["anna", "fay"])
        held_out = chosen(tmp_path, "striped", "dotted", side="val")
        with pytest.raises(BadFaces, match=r"split leaks: .* such as anna"):
            check(chosen(faces, "striped", "dotted"), held_out)

    def test_refuses_a_kind_without_real_faces_beside_it(self, faces, tmp_path):
        index = write_people(tmp_path / "val", ["emil"], methods=["striped"])
        write_index(tmp_path / "val", [face for face in index if face.is_fake])
        held_out = chosen(tmp_path, "striped", "resampled", side="val")
        with pytest.raises(BadFaces, match=r"Of resampled there are not both .* in val\."):
            check(chosen(faces, "striped", "resampled"), held_out)

    def test_refuses_one_kind_alone(self, faces):
        with pytest.raises(BadFaces, match="compared with nothing"):
            check(chosen(faces, "striped"), chosen(faces, "striped", side="val"))

    def test_refuses_a_method_that_is_called_as_a_control(self, faces):
        kinds = chosen(faces, "striped") | {"random": chosen(faces, "dotted")["dotted"]}
        with pytest.raises(BadFaces, match=r"cannot be called random here\. Rename"):
            check(kinds, kinds)

    def test_a_folder_without_an_index_says_how_to_make_it(self, tmp_path):
        (tmp_path / "train").mkdir()
        with pytest.raises(BadFaces, match="meso faces"):
            chosen(tmp_path)

    def test_indexes_are_read_whole(self, faces):
        assert len(read_index(faces / "train")) == 4 * 6 * 3
