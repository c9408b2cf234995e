"""`meso calibrate`: a folder of labelled crops in, an entry of the index and its worth out."""

from __future__ import annotations

import importlib
import re
from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from meso.cli import cli
from meso.faces.dataset import LabelledFace, read_index, write_index
from meso.models.weights import Weights, known, named, register, sha256

pytestmark = pytest.mark.slow

FRAMES = 4
command = importlib.import_module("meso.cli.calibrate")  # the package has the command of that name


def write_crops(folder, *, people=12, frames=FRAMES, dark=()):
    """Faces as grey as they are fake: a real and a fake photo or clip of each person.

    They overlap: some fakes are darker than some real ones. The grey drifts from frame to frame.
    """
    random = np.random.default_rng(9)
    faces = []
    for person in range(people):
        for method in ("", "swap"):
            clip = f"fake/{method}/{person}.x" if method else f"real/{person}.x"
            grey = max(60, random.normal(150 if method else 105, 30))
            for frame in range(frames):
                file = f"{clip}/{frame}.png" if frames > 1 else f"{clip}.png"
                path = folder / file
                path.parent.mkdir(parents=True, exist_ok=True)
                patches = random.normal(grey + frame, 8, (32, 32, 3)).clip(1, 254)
                if person in dark:
                    patches /= 12
                crop = cv2.resize(
                    patches.astype(np.uint8), (256, 256), interpolation=cv2.INTER_NEAREST
                )
                cv2.imwrite(str(path), crop)
                about = (bool(method), method, "made up", str(person), clip)
                faces.append(LabelledFace(file, *about, np.zeros((5, 2), np.float32), width=200))
    write_index(folder, faces)


class Grey:
    """A network to which a bright face is fake; it remembers how many it was given at once."""

    def __init__(self):
        self.given = []
        self.seen = []

    def fake_scores(self, crops):
        self.given.append(len(crops))
        self.seen.append(crops)
        return (crops.mean(axis=(1, 2, 3)) / 255).astype(np.float32)


@pytest.fixture
def network():
    return Grey()


@pytest.fixture
def weights(tmp_path):
    """A folder with one network in its index."""
    folder = tmp_path / "weights"
    folder.mkdir()
    path = folder / "grey.weights.h5"
    path.write_bytes(b"numbers")
    register(Weights("grey", "meso4", path, sha256(path), "mine", "none", 0.5, 0.1, 256), folder)
    return folder


@pytest.fixture
def calibrate(monkeypatch, weights, network):
    """Run the command on folders, with the network of these tests."""
    detector = SimpleNamespace(network=network)
    monkeypatch.setattr(command.meso, "load_detector", lambda name, **_: detector)
    monkeypatch.setattr(command, "named", lambda name: named(name, weights))
    monkeypatch.setattr(command, "register", register)

    def run(*arguments):
        return CliRunner().invoke(cli, ["calibrate", *map(str, arguments)])

    return run


@pytest.fixture
def clips(tmp_path):
    write_crops(tmp_path / "clips")
    return tmp_path / "clips"


@pytest.fixture
def photos(tmp_path):
    write_crops(tmp_path / "photos", frames=1)
    return tmp_path / "photos"


class TestCalibrate:
    def test_writes_what_it_found_into_the_index(self, calibrate, clips, weights):
        before = known(weights)["grey"]
        done = calibrate("grey", clips)
        assert done.exit_code == 0, done.output
        after = known(weights)["grey"]
        assert before.video is None
        assert after.video.slope > 0
        assert 105 / 255 < after.video.threshold < 155 / 255
        assert after.image is None
        assert (after.threshold, after.band) == (before.threshold, before.band)

    def test_counts_a_clip_once_by_the_mean_of_its_frames(self, calibrate, clips, weights):
        calibrate("grey", clips)
        assert sum(rate.items for rate in known(weights)["grey"].video.error_rates) == 24

    def test_keeps_photos_and_videos_apart(self, calibrate, clips, photos, weights):
        done = calibrate("grey", photos, clips)
        found = known(weights)["grey"]
        assert None not in (found.image, found.video)
        assert found.image != found.video
        assert [line for line in done.stdout.splitlines() if "24 of 12 people, 12 fake" in line]

    def test_takes_people_who_are_in_one_fake_for_one(self, calibrate, clips, weights):
        calibrate("grey", clips)
        apart = known(weights)["grey"].video
        faces = [
            replace(face, donor=str((int(face.person) + 6) % 12) if face.is_fake else "")
            for face in read_index(clips)
        ]
        write_index(clips, faces)
        assert calibrate("grey", clips).exit_code == 0
        assert known(weights)["grey"].video.slope != apart.slope  # fewer people, more pull

    def test_refuses_people_who_are_all_in_one_fake(self, calibrate, clips):
        faces = [replace(face, donor="x" if face.is_fake else "") for face in read_index(clips)]
        write_index(clips, faces)
        assert "two people at least" in calibrate("grey", clips).output

    def test_leaves_the_other_kind_as_it_was(self, calibrate, clips, photos, weights):
        calibrate("grey", photos)
        image = known(weights)["grey"].image
        calibrate("grey", clips)
        assert known(weights)["grey"].image == image

    def test_tells_what_it_is_worth(self, calibrate, clips):
        told = calibrate("grey", clips, "--uncertain", "0.25").stdout
        assert re.search(r"error: 0\.\d{3} before, 0\.\d{3} after", told)
        assert re.search(
            r"wrong without uncertain: [\d.]+% of all; with it: [\d.]+% of the 75%", told
        )

    def test_tells_the_error_of_all_and_of_the_surest_as_the_list_does(self, calibrate, clips):
        told = calibrate("grey", clips, "--uncertain", "0.25").stdout
        listed = re.search(r"uncertain: ([\d.]+%) of all; with it: ([\d.]+%) of the 75%", told)
        rows = re.search(r"\| 100% \| ([\d.]+%) .*\| 75% \| ([\d.]+%) \|", told, re.DOTALL)
        assert listed.groups() == rows.groups()

    def test_counts_every_item_in_the_table_of_what_was_said(self, calibrate, photos):
        told = calibrate("grey", photos).stdout
        rows = re.findall(r"^\| \d+% \| (\d+) \| \d+% \|$", told, re.MULTILINE)
        assert sum(map(int, rows)) == 24

    def test_draws_charts_of_each_kind_where_that_is_asked_for(
        self, calibrate, clips, photos, tmp_path
    ):
        done = calibrate("grey", photos, clips, "--charts", tmp_path / "charts")
        assert done.exit_code == 0, done.output
        assert len(list((tmp_path / "charts").glob("grey-*.html"))) == 4

    def test_writes_it_into_the_card_where_that_is_asked_for(self, calibrate, clips, weights):
        card = weights / "grey.md"
        card.write_text("# grey\n\n<!-- calibration -->\nold\n<!-- /calibration -->\n\nend\n")
        told = calibrate("grey", clips, "--card").stdout
        written = card.read_text().split("<!-- calibration -->\n")[1].split("\n<!--")[0]
        assert "- fake begins at the score" in written
        assert "| said: fake with | items | were fake |" in written
        assert "| get a verdict | of these wrong |" in written
        assert written in told
        assert card.read_text().endswith("end\n")

    def test_refuses_a_card_without_a_place_for_it_before_it_scores(
        self, calibrate, clips, weights, network, monkeypatch
    ):
        monkeypatch.setattr(command.meso, "load_detector", lambda name, **_: pytest.fail("loaded"))
        (weights / "grey.md").write_text("# grey\n")
        done = calibrate("grey", clips, "--card")
        assert done.exit_code == 1
        assert "no place for the calibration" in done.output

    def test_tells_how_often_doubted_pictures_are_misjudged(self, calibrate, tmp_path):
        write_crops(tmp_path / "clips", dark=[0, 1, 2])
        told = calibrate("grey", tmp_path / "clips").stdout
        assert re.search(r"dark: 6, of which \d+% wrong, of the others \d+%", told)

    def test_looks_at_no_more_frames_than_detect_does(self, calibrate, tmp_path, network):
        write_crops(tmp_path / "long", people=5, frames=40)
        assert calibrate("grey", tmp_path / "long").exit_code == 0
        assert sum(network.given) == 5 * 2 * 32

    def test_gives_the_network_many_photos_at_once(self, calibrate, photos, network):
        calibrate("grey", photos)
        assert network.given == [16, 8]


class TestDegraded:
    def test_counts_each_photo_as_it_is_and_once_more_degraded(self, calibrate, photos, network):
        told = calibrate("grey", photos, "--degraded").stdout
        assert "48 of 12 people, 24 fake, half of them as they are, half degraded" in told
        assert network.given == [16, 16, 8, 8]
        as_is, worse = network.seen[:2]
        changed = [not np.array_equal(*pair) for pair in zip(as_is, worse, strict=True)]
        assert 8 <= sum(changed) < 16  # some pass camera, scaling and saving unharmed

    def test_says_what_the_threshold_does_to_both(self, calibrate, photos):
        told = calibrate("grey", photos, "--degraded").stdout
        for state in ("as they are", "degraded"):
            assert re.search(
                rf"threshold, {state}: \d+% of fakes found, \d+% of real ones called fake; "
                r"[\d.]+% of all wrong, of the \d+% that get a verdict [\d.]+%",
                told,
            )

    def test_finds_the_same_each_time(self, calibrate, photos, weights):
        calibrate("grey", photos, "--degraded")
        once = known(weights)["grey"].image
        calibrate("grey", photos, "--degraded")
        assert known(weights)["grey"].image == once

    def test_degrades_the_frames_of_a_clip_alike(self, calibrate, clips, network):
        for path in (clips / "fake" / "swap" / "3.x").iterdir():
            path.write_bytes((clips / "fake" / "swap" / "3.x" / "0.png").read_bytes())
        calibrate("grey", clips, "--degraded")
        frames = np.concatenate(network.seen[1::2]).reshape(-1, FRAMES, 256, 256, 3)
        alike = [bool((clip == clip[0]).all()) for clip in frames]
        assert sum(alike) == 1

    def test_says_nothing_of_degraded_ones_unless_asked(self, calibrate, photos):
        assert not re.search(r"half degraded|threshold, degraded", calibrate("grey", photos).stdout)


class TestBadInput:
    def test_one_class_only_writes_nothing(self, calibrate, clips, weights):
        before = (weights / "index.toml").read_bytes()
        lines = (clips / "faces.csv").read_text().splitlines()
        (clips / "faces.csv").write_text("\n".join(line for line in lines if "fake/" not in line))
        done = calibrate("grey", clips)
        assert done.exit_code == 1
        assert "two people at least" in done.output
        assert (weights / "index.toml").read_bytes() == before

    def test_a_crop_that_cannot_be_read_is_named(self, calibrate, clips):
        (clips / "real" / "3.x" / "1.png").write_bytes(b"no picture")
        done = calibrate("grey", clips)
        assert done.exit_code == 1
        assert "1.png cannot be read" in done.output

    def test_an_unknown_network_is_told_with_its_near_names(self, calibrate, clips):
        done = calibrate("gray", clips)
        assert done.exit_code == 1
        assert "Did you mean grey" in done.output

    def test_a_folder_without_anything_to_score_is_said(self, calibrate, tmp_path):
        (tmp_path / "empty").mkdir()
        done = calibrate("grey", tmp_path / "empty")
        assert done.exit_code == 1
        assert "no labelled" in done.output
