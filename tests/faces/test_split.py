from __future__ import annotations

import numpy as np
import pytest

from meso.errors import BadFaces
from meso.faces.dataset import LabelledFace, label_and_method, shared_people
from meso.faces.split import check_sides, groups, split

NOWHERE = np.zeros((5, 2), np.float32)


def real(person):
    return face(f"real/{person}.png", person)


def swap(person, donor):
    return face(f"fake/deepfakes/{person}_{donor}.png", person, donor)


def face(file, person, donor=""):
    is_fake, method = label_and_method(file)
    return LabelledFace(file, is_fake, method, "ff", person, file, NOWHERE, donor=donor)


def pairs(count):
    """`count` pairs of people who are swapped with each other, as in FaceForensics++."""
    faces = []
    for number in range(count):
        one, other = f"{number:03}", f"{number + 500:03}"
        faces += [real(one), real(other), swap(one, other), swap(other, one)]
    return faces


class TestGroups:
    def test_join_a_fake_to_its_person_and_to_its_donor(self):
        faces = [real("183"), real("469"), swap("183", "253"), real("253")]
        assert groups(faces) == [[0, 2, 3], [1]]

    def test_reach_over_several_fakes(self):
        faces = [swap("a", "b"), swap("c", "d"), real("e"), swap("b", "c")]
        assert groups(faces) == [[0, 1, 3], [2]]

    def test_join_people_by_a_donor_who_has_no_face_of_their_own(self):
        assert groups([swap("a", "x"), real("b"), swap("c", "x")]) == [[0, 2], [1]]

    def test_are_one_a_person_where_no_donor_is_known(self):
        faces = [real("a"), real("b"), real("a"), face("fake/dfdc/b.png", "b")]
        assert groups(faces) == [[0, 2], [1, 3]]


class TestSplit:
    @pytest.mark.parametrize("seed", range(5))
    def test_shares_nobody_and_loses_nothing(self, seed):
        faces = pairs(20)
        train, val, test = split(faces, (0.7, 0.2, 0.1), seed)
        assert sorted(train + val + test) == list(range(len(faces)))
        assert shared_people(*([faces[at] for at in side] for side in (train, val, test))) == set()

    def test_meets_the_shares_as_nearly_as_the_groups_allow(self):
        sizes = [len(side) for side in split(pairs(20), (0.7, 0.2, 0.1))]
        assert sizes == [56, 16, 8]

    def test_gives_every_side_something_however_uneven_the_groups(self):
        faces = [real("a")] * 100 + [real("b"), real("c")]
        train, val = split(faces, (0.5, 0.5))
        assert {len(train), len(val)} == {100, 2}

    def test_is_the_same_for_the_same_seed_only(self):
        faces = pairs(20)
        assert split(faces, (0.8, 0.2), 3) == split(faces, (0.8, 0.2), 3)
        assert split(faces, (0.8, 0.2), 3) != split(faces, (0.8, 0.2), 4)

    def test_keeps_the_order_of_the_faces(self):
        assert all(side == sorted(side) for side in split(pairs(20), (0.6, 0.4)))

    def test_of_people_who_are_all_joined_is_refused(self):
        ring = [swap("a", "b"), swap("b", "c"), swap("c", "a")]
        with pytest.raises(BadFaces, match=r"3 files cannot be split into 2 sides .* 1 person or"):
            split(ring, (0.8, 0.2))


class TestCheckSides:
    def test_lets_clean_sides_pass_and_does_not_mind_an_empty_one(self):
        check_sides({"train": [real("a"), swap("a", "b")], "val": [real("c"), swap("c", "d")]})
        check_sides({"train": [], "val": [], "test": [real("a"), swap("a", "b")]})

    def test_refuses_sides_that_share_a_person_by_their_names(self):
        sides = {"train": [swap("183", "253")], "test": [swap("253", "183")]}
        with pytest.raises(BadFaces, match=r"leaks: train and test share 2 people, such as 183"):
            check_sides(sides)

    def test_refuses_a_side_without_fakes_where_the_other_has_some(self):
        sides = {"train": [real("a"), swap("a", "b")], "val": [real("c")]}
        with pytest.raises(BadFaces, match=r"val would have no fake clip\. .* another share"):
            check_sides(sides)

    def test_lets_real_faces_alone_pass_because_one_can_blend_them(self):
        check_sides({"train": [real("a")], "val": [real("b")]})
