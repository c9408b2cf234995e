"""The folders below are tiny copies of how each collection is laid out, with generated clips."""

from __future__ import annotations

import json

import pytest

from meso.errors import BadFaces, UnknownName
from meso.faces.clips import divide
from meso.faces.dataset import label_and_method, read_index
from meso.faces.layouts import LAYOUTS, read_layout
from tests.faces.marked import Marked, find_marked, lossless_clip, picture


@pytest.fixture
def folder(tmp_path):
    """A downloaded folder: empty clips, and the texts (or what is to be JSON) that lie by them."""

    def make(*clips, **texts):
        for file in [*clips, *texts]:
            path = tmp_path / "downloaded" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            text = texts.get(file, "")
            path.write_text(text if isinstance(text, str) else json.dumps(text))
        return tmp_path / "downloaded"

    return make


def youtube(name, compression="c23"):
    return f"original_sequences/youtube/{compression}/videos/{name}.mp4"


def made_by(method, name, compression="c23"):
    return f"manipulated_sequences/{method}/{compression}/videos/{name}.mp4"


def by_file(listed):
    return {clip.file: clip for clip in listed.clips}


class TestFaceForensics:
    @pytest.mark.parametrize(
        ("published", "ours"),
        [
            ("Deepfakes", "deepfakes"),
            ("Face2Face", "face2face"),
            ("FaceSwap", "faceswap"),
            ("NeuralTextures", "neuraltextures"),
            ("FaceShifter", "faceshifter"),
        ],
    )
    def test_names_its_methods_in_our_words(self, folder, published, ours):
        (clip,) = read_layout(folder(made_by(published, "183_253", "c40"))).clips
        assert label_and_method(clip.file) == (True, ours)
        assert clip.file == f"fake/{ours}/c40/183_253.mp4"
        assert (clip.compression, clip.source) == ("c40", "faceforensics")

    def test_shows_the_target_and_in_a_fake_the_source_as_donor(self, folder):
        source = folder(youtube("183"), made_by("FaceSwap", "183_253"))
        fake, real = read_layout(source).clips
        assert (fake.person, fake.donor) == ("183", "253")
        assert (real.person, real.donor, real.file) == ("183", "", "real/c23/183.mp4")

    def test_has_the_three_compressions_and_calls_raw_c0(self, folder):
        source = folder(*(youtube("183", name) for name in ("raw", "c23", "c40")))
        assert [clip.compression for clip in read_layout(source).clips] == ["c23", "c40", "c0"]

    def test_leaves_out_masks_and_tells_what_it_does_not_know(self, folder):
        listed = read_layout(
            folder(
                youtube("183"),
                made_by("Deepfakes", "183_253", "masks"),
                made_by("DeepFakeDetection", "01_02__talking__ABCDEFGH"),
                "original_sequences/actors/c23/videos/01__talking.mp4",
            )
        )
        assert [clip.file for clip in listed.clips] == ["real/c23/183.mp4"]
        assert [problem.split(" is left out")[0] for problem in listed.problems] == [
            "manipulated_sequences/DeepFakeDetection",
            "original_sequences/actors",
        ]

    @pytest.mark.parametrize("where", ["", "splits/"])
    def test_reads_the_official_pairs(self, folder, where):
        lists = {f"{where}train.json": [["183", "253"]], f"{where}test.json": [["469", "481"]]}
        fake, lonely = made_by("Deepfakes", "253_183"), made_by("Deepfakes", "183_469")
        listed = read_layout(folder(youtube("183"), youtube("481"), fake, lonely, **lists))
        assert {file: clip.official for file, clip in by_file(listed).items()} == {
            "real/c23/183.mp4": "train",
            "real/c23/481.mp4": "test",
            "fake/deepfakes/c23/253_183.mp4": "train",
            "fake/deepfakes/c23/183_469.mp4": "",
        }

    @pytest.mark.parametrize("text", ["[[1, 2", '{"183": "253"}', '["183", "253"]', "[[]]"])
    def test_says_so_when_a_list_of_pairs_is_none(self, folder, text):
        with pytest.raises(BadFaces, match=r"train\.json cannot be read.* a list of pairs"):
            read_layout(folder(youtube("183"), **{"train.json": text}))

    def test_never_puts_183_253_on_another_side_than_253_183(self, folder):
        pairs = [(f"{number:03}", f"{number + 1:03}") for number in range(0, 20, 2)]
        clips = [youtube(name) for pair in pairs for name in pair]
        for one, other in pairs:
            clips += [made_by("Deepfakes", f"{one}_{other}"), made_by("FaceSwap", f"{other}_{one}")]
        divided = by_file(divide(read_layout(folder(*clips)), (0.5, 0.5)))
        sides = {
            pair: {clip.side for clip in divided.values() if clip.person in pair} for pair in pairs
        }
        assert all(len(side) == 1 for side in sides.values())
        assert set.union(*sides.values()) == {"train", "val"}


class TestCelebDf:
    @pytest.fixture
    def celebrities(self, folder):
        return folder(
            "Celeb-real/id0_0000.mp4",
            "Celeb-real/id16_0003.mp4",
            "YouTube-real/00170.mp4",
            "Celeb-synthesis/id0_id16_0000.mp4",
            **{
                "List_of_testing_videos.txt": "1 YouTube-real/00170.mp4\n"
                "0 Celeb-synthesis/id0_id16_0000.mp4\n\n"
            },
        )

    def test_says_who_is_on_a_clip(self, celebrities):
        people = {
            file: (c.person, c.donor) for file, c in by_file(read_layout(celebrities)).items()
        }
        assert people == {
            "real/celeb-real/id0_0000.mp4": ("id0", ""),
            "real/celeb-real/id16_0003.mp4": ("id16", ""),
            "real/youtube-real/00170.mp4": ("youtube-00170", ""),
            "fake/celeb_df/id0_id16_0000.mp4": ("id0", "id16"),
        }

    def test_is_one_source_of_no_known_compression(self, celebrities):
        listed = read_layout(celebrities)
        assert {(clip.source, clip.compression) for clip in listed.clips} == {("celeb_df", "")}

    def test_has_an_official_list_of_test_clips(self, celebrities):
        divided = divide(read_layout(celebrities), "official")
        assert [(clip.file, clip.side) for clip in divided.clips] == [
            ("real/youtube-real/00170.mp4", "test"),
            ("fake/celeb_df/id0_id16_0000.mp4", "test"),
        ]

    def test_has_none_without_that_file(self, folder):
        (clip,) = read_layout(folder("Celeb-real/id0_0000.mp4")).clips
        assert clip.official == ""


METADATA = {
    "aaa.mp4": {"label": "REAL", "split": "train"},
    "bbb.mp4": {"label": "FAKE", "split": "train", "original": "aaa.mp4"},
    "ccc.mp4": {"label": "FAKE", "split": "train", "original": "elsewhere.mp4"},
}
PART = "dfdc_train_part_7"


class TestDfdc:
    @pytest.fixture
    def part(self, folder):
        return folder(
            *(f"{PART}/{name}" for name in METADATA), **{f"{PART}/metadata.json": METADATA}
        )

    def test_names_people_after_the_real_clip(self, part):
        assert {file: clip.person for file, clip in by_file(read_layout(part)).items()} == {
            f"real/{PART}/aaa.mp4": "aaa",
            f"fake/dfdc/{PART}/bbb.mp4": "aaa",
            f"fake/dfdc/{PART}/ccc.mp4": "elsewhere",
        }

    def test_is_one_source_and_all_train(self, part):
        assert {(clip.source, clip.official) for clip in read_layout(part).clips} == {
            ("dfdc", "train")
        }

    def test_may_be_one_part_by_itself(self, part):
        listed = read_layout(part / PART)
        assert {clip.file for clip in listed.clips} == {*by_file(read_layout(part))}

    def test_tells_which_clips_are_not_there(self, part):
        (part / PART / "ccc.mp4").unlink()
        listed = read_layout(part)
        assert len(listed.clips) == 2
        assert listed.problems == [
            f"Listed in {PART}/metadata.json but not there: 1 of 3 clips, such as ccc.mp4."
        ]

    def test_takes_no_name_that_leads_out_of_the_part(self, folder):
        texts = {f"{PART}/metadata.json": {"../outside.mp4": {"label": "REAL"}}}
        listed = read_layout(folder("outside.mp4", f"{PART}/outside.mp4", **texts))
        assert [listed.name(clip) for clip in listed.clips] == [f"{PART}/outside.mp4"]

    @pytest.mark.parametrize(
        "text",
        [
            "{",
            "[]",
            '{"aaa.mp4": "REAL"}',
            '{"aaa.mp4": {"label": "maybe"}}',
            '{"bbb.mp4": {"label": "FAKE"}}',
            '{"bbb.mp4": {"label": "FAKE", "original": null}}',
        ],
    )
    def test_says_so_when_the_metadata_lack_something(self, folder, text):
        source = folder(f"{PART}/aaa.mp4", **{f"{PART}/metadata.json": text})
        with pytest.raises(BadFaces, match=r"metadata\.json cannot be read.* REAL or FAKE, and a"):
            read_layout(source)


class TestAuto:
    def test_takes_real_and_fake_for_the_plain_layout_whatever_else_there_is(self, folder):
        source = folder("real/a.mp4", youtube("183"), **{"Celeb-real/metadata.json": "{"})
        assert [clip.file for clip in read_layout(source).clips] == ["real/a.mp4"]

    def test_takes_anything_it_does_not_know_for_plain_too(self, folder):
        listed = read_layout(folder("videos/a.mp4"))
        assert listed.clips == []
        assert listed.problems[0].startswith("videos/a.mp4 is neither in real/ nor in fake/")

    def test_can_be_overruled(self, folder):
        source = folder("fake/a.mp4", "Celeb-real/id0_0000.mp4")
        assert [clip.person for clip in read_layout(source, "celeb-df").clips] == ["id0"]


class TestRefusals:
    @pytest.mark.parametrize("layout", ["faceforensics", "celeb-df", "dfdc"])
    def test_of_a_folder_that_is_not_in_the_layout(self, folder, layout):
        with pytest.raises(
            BadFaces, match=rf"downloaded has no clip where the layout {layout} has"
        ):
            read_layout(folder("real/a.mp4"), layout)

    def test_of_a_csv_about_clips_that_say_it_themselves(self, folder, tmp_path):
        with pytest.raises(BadFaces, match=r"about\.csv is of no use: the layout faceforensics"):
            read_layout(folder(youtube("183")), about=tmp_path / "about.csv")

    def test_of_a_layout_that_does_not_exist(self, folder):
        with pytest.raises(UnknownName, match="Did you mean celeb-df"):
            read_layout(folder("real/a.mp4"), "celebdf")
        assert {"auto", "plain", "faceforensics", "celeb-df", "dfdc"} == {*LAYOUTS}


@pytest.mark.slow
def test_a_published_folder_becomes_train_and_val_that_share_nobody(folder, tmp_path):
    from meso.faces.extract import extract

    people = [("183", "253"), ("469", "481")]
    clips = [youtube(name) for pair in people for name in pair]
    clips += [made_by("Face2Face", "_".join(swap)) for a, b in people for swap in ((a, b), (b, a))]
    source = folder(*clips, **{"train.json": [people[0]], "val.json": [people[1]]})
    face = Marked(90, 110, 120, 60)
    for path in source.rglob("*.mp4"):
        path.write_bytes(lossless_clip([picture(face), picture(face)]))
    extract(divide(read_layout(source), "official"), tmp_path / "faces", find_marked)
    for side, (one, other) in zip(("train", "val"), people, strict=True):
        faces = read_index(tmp_path / "faces" / side)
        assert {(face.method, face.person, face.donor) for face in faces} == {
            ("", one, ""),
            ("", other, ""),
            ("face2face", one, other),
            ("face2face", other, one),
        }
        assert {face.compression for face in faces} == {"c23"}
        assert len(faces) == 8
