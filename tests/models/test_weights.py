from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meso.errors import BadWeights, UnknownName
from meso.models import weights as module
from meso.models.calibration import Calibration, ErrorRate
from meso.models.weights import (
    IMPORTED,
    WEIGHTS,
    check,
    check_all,
    default_name,
    known,
    named,
    register,
)

INDEX = """\
default = "meso4"

[meso4]
architecture = "meso4"
file = "meso4.weights.h5"
sha256 = "{sha256}"
licence = "Apache-2.0"
note = "trained on faces"
threshold = 0.62
band = 0.1
input_size = 256
""".format(sha256="0f" * 32)


@pytest.fixture
def index(tmp_path):
    """Write an index with one line of it changed."""

    def write(old="", new=""):
        assert old in INDEX
        (tmp_path / "index.toml").write_text(INDEX.replace(old, new), "utf-8")
        return tmp_path

    return write


class TestTheIndex:
    def test_says_all_that_is_known_of_a_network(self, index):
        folder = index()
        weights = named("meso4", folder)
        assert weights.architecture == "meso4"
        assert weights.path == folder / "meso4.weights.h5"
        assert weights.sha256 == "0f" * 32
        assert (weights.threshold, weights.band, weights.input_size) == (0.62, 0.1, 256)
        assert default_name(folder) == "meso4"

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ('file = "meso4.weights.h5"\n', "", "file is missing"),
            ("band = 0.1", "band = 0.1\nwidth = 2", "width is unknown"),
            ("threshold = 0.62", "threshold = 62", "threshold must be a number from 0 to 1"),
            ("threshold = 0.62", "threshold = nan", "threshold must be"),
            ("band = 0.1", "band = true", "band must be"),
            ("input_size = 256", "input_size = 256.5", "input_size must be a whole number"),
            ("input_size = 256", "input_size = 0", "input_size must be"),
            ("0f0f", "zz", "sha256 must be 64 hexadecimal digits"),
            ('"trained on faces"', '"two\\nlines"', "note must be one line"),
            ('"trained on faces"', '" "', "note must be one line"),
            ('"meso4.weights.h5"', '"../meso4.weights.h5"', "file must be the name"),
            ('"meso4.weights.h5"', '"/tmp/meso4.weights.h5"', "file must be the name"),
            ('"meso4.weights.h5"', '"meso4.keras"', "file must be the name"),
            ("[meso4]", '["Meso 4"]', "a-z, 0-9"),
            ("[meso4]", "[[meso4]]", "expected a table"),
            ('default = "meso4"', 'default = "meso5"', "'meso5' is none of: meso4"),
            ('default = "meso4"', "default = [1]", "is none of: meso4"),
            ("[meso4]", "[meso4", "not valid TOML"),
        ],
    )
    def test_is_refused_by_what_is_wrong_in_it(self, index, old, new, told):
        with pytest.raises(BadWeights, match=r"index\.toml") as error:
            known(index(old, new))
        assert told in str(error.value)
        assert "\n" not in str(error.value)

    def test_that_is_no_text_is_refused(self, tmp_path):
        (tmp_path / "index.toml").write_bytes(b"\xff\xfe\x00")
        with pytest.raises(BadWeights, match="not valid TOML"):
            known(tmp_path)

    def test_of_imported_networks_is_read_too(self, index, listed):
        folder = index()
        mine = listed("mine")
        register(_moved(mine, folder / IMPORTED), folder / IMPORTED)
        assert list(known(folder)) == ["meso4", "mine"]

    def test_of_the_folder_wins_over_the_imported_one(self, index, listed):
        folder = index()
        other = replace(_moved(listed("other"), folder / IMPORTED), name="meso4")
        register(other, folder / IMPORTED)
        assert named("meso4", folder).path == folder / "meso4.weights.h5"


class TestACalibration:
    FOUND = Calibration(1.5, -0.25, 0.1, (ErrorRate(0.5, 12, 0.25), ErrorRate(1.0, 20, 0.125)))
    VIDEO = (
        "[meso4.video]\ncalibration = [1.5, -0.25]\nunsure = 0.1\n"
        "error_rates = [[0.5, 12, 0.25], [1.0, 20, 0.125]]\n"
    )

    def test_may_be_there_for_one_kind_of_file_only(self, index):
        weights = named("meso4", index("input_size = 256\n", f"input_size = 256\n\n{self.VIDEO}"))
        assert weights.video == self.FOUND
        assert weights.image is None

    def test_survives_the_file(self, listed, tmp_path):
        weights = listed(image=self.FOUND, video=replace(self.FOUND, slope=2.0))
        listed("neighbour")
        assert known(tmp_path)["meso4"] == weights
        assert known(tmp_path)["neighbour"].image is None

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("[1.5, -0.25]", "[-1.5, -0.25]"),
            ("unsure = 0.1", "unsure = nan"),
            ("[0.5, 12, 0.25], ", "[0.5, 12, 2], "),
            (", [1.0, 20, 0.125]", ""),
        ],
    )
    def test_is_refused_by_its_name(self, index, old, new):
        video = self.VIDEO.replace(old, new)
        with pytest.raises(BadWeights, match=r"\[meso4\]: video must be a table of calibration"):
            known(index("input_size = 256\n", f"input_size = 256\n\n{video}"))

    def test_goes_when_other_numbers_take_the_name(self, listed, tmp_path):
        listed(video=self.FOUND)
        listed(content=b"other numbers")
        assert known(tmp_path)["meso4"].video is None


class TestNames:
    def test_a_misspelt_name_gets_the_close_ones(self, listed, tmp_path):
        listed("meso4")
        with pytest.raises(UnknownName, match=r"no network named mseo4.*Did you mean meso4"):
            named("mseo4", tmp_path)

    def test_the_default_need_not_be_the_first(self, index, listed):
        folder = index()
        listed("another")
        path = folder / "index.toml"
        path.write_text(path.read_text("utf-8").replace('= "meso4"', '= "another"', 1), "utf-8")
        assert list(known(folder)) == ["meso4", "another"]
        assert default_name(folder) == "another"

    def test_without_a_default_the_first_is_taken(self, listed, tmp_path):
        listed("second-best")
        listed("another")
        assert default_name(tmp_path) == "second-best"

    @pytest.mark.parametrize("ask", [default_name, lambda folder: named("meso4", folder)])
    def test_an_empty_folder_says_where_weights_come_from(self, ask, tmp_path):
        with pytest.raises(BadWeights, match=r"No network is installed.*train.*import"):
            ask(tmp_path)


class TestCheck:
    def test_passes_the_listed_file(self, listed):
        check(listed())

    def test_refuses_a_missing_file(self, listed):
        weights = listed()
        weights.path.unlink()
        with pytest.raises(BadWeights, match=r"meso4\.weights\.h5 is missing\. Get"):
            check(weights)

    def test_refuses_a_file_with_one_bit_changed(self, listed):
        weights = listed(content=b"numbers")
        weights.path.write_bytes(b"numberr")
        with pytest.raises(BadWeights, match=r"meso4\.weights\.h5 was altered.*SHA-256"):
            check(weights)

    def test_refuses_a_file_that_cannot_be_read(self, listed, monkeypatch):
        def broken(path):
            raise OSError(5, "Input/output error")

        weights = listed()
        monkeypatch.setattr(module, "sha256", broken)
        with pytest.raises(BadWeights, match=r"meso4\.weights\.h5 could not be read.*Get"):
            check(weights)

    def test_of_all_names_the_one_that_is_damaged(self, listed, tmp_path):
        listed("first")
        listed("second").path.write_bytes(b"numberr")
        with pytest.raises(BadWeights, match=r"second\.weights\.h5 was altered"):
            check_all(tmp_path)

    def test_of_all_passes_where_none_is_installed(self, tmp_path):
        check_all(tmp_path)


class TestRegister:
    def test_what_is_registered_is_known(self, listed, tmp_path):
        weights = listed()
        assert known(tmp_path) == {"meso4": weights}

    def test_replaces_an_entry_and_keeps_default_and_neighbours(self, index, listed, tmp_path):
        index()
        listed("neighbour")
        newer = listed("meso4", content=b"better numbers", threshold=0.4)
        assert known(tmp_path)["meso4"] == newer
        assert default_name(tmp_path) == "meso4"
        assert list(known(tmp_path)) == ["meso4", "neighbour"]

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(note=st.text(min_size=1).filter(lambda text: text.isprintable() and text.strip()))
    def test_any_printable_line_survives_the_file(self, listed, tmp_path, note):
        listed(note=note)
        assert known(tmp_path)["meso4"].note == note

    def test_a_refused_value_leaves_the_index_as_it_was(self, listed, tmp_path):
        listed()
        before = (tmp_path / "index.toml").read_bytes()
        with pytest.raises(BadWeights, match="band must be"):
            listed(band=2)
        assert (tmp_path / "index.toml").read_bytes() == before
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "index.toml",
            "meso4.weights.h5",
        ]

    def test_interrupted_leaves_the_index_as_it_was(self, listed, tmp_path, monkeypatch):
        before = listed()

        def interrupted(path, target):
            raise KeyboardInterrupt

        monkeypatch.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            register(replace(before, note="other numbers"), tmp_path)
        assert known(tmp_path) == {"meso4": before}
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "index.toml",
            "meso4.weights.h5",
        ]

    def test_refuses_a_file_outside_its_folder(self, listed, tmp_path):
        with pytest.raises(BadWeights, match="is not in"):
            register(listed(), tmp_path / "elsewhere")


class TestTheFolder:
    def test_is_beside_the_package(self):
        assert WEIGHTS.name == "weights"
        assert (WEIGHTS.parent / "meso" / "models" / "weights.py").exists()

    def test_can_be_named_by_the_environment_and_needs_no_heavy_package(self, listed, tmp_path):
        listed("classroom")
        asked = (
            "import sys; from meso.models.weights import default_name; print(default_name()); "
            "print({'keras', 'tensorflow', 'cv2'} & set(sys.modules))"
        )
        done = subprocess.run(
            [sys.executable, "-c", asked],
            cwd=Path(__file__).parents[2],
            env=os.environ | {"MESO_WEIGHTS": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split("\n")[:2] == ["classroom", "set()"]

    def test_as_shipped_every_listed_file_is_intact(self):
        for weights in known().values():
            check(weights)


def _moved(weights, folder):
    folder.mkdir()
    return replace(weights, path=weights.path.rename(folder / weights.path.name))
