"""`meso export`, as a shell sees it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from click.testing import CliRunner

from meso.cli import cli
from meso.faces.dataset import LabelledFace, label_and_method, write_index
from tests.faces.marked import lossless_photo
from tests.media_files import numbered_picture

pytestmark = pytest.mark.slow
LANDMARKS = np.array([[88, 70], [168, 70], [130, 120], [100, 170], [156, 170]], np.float32)


@pytest.fixture
def faces(tmp_path):
    """Four real and four fake crops, in turn by twos."""
    folder, index = tmp_path / "faces", []
    for number in range(8):
        label = "fake/drawn" if number % 4 < 2 else "real"
        file = f"{label}/{number}.png"
        (folder / label).mkdir(parents=True, exist_ok=True)
        pixels = numbered_picture(30 * number, width=256, height=256)
        (folder / file).write_bytes(lossless_photo(pixels))
        index.append(
            LabelledFace(
                file,
                *label_and_method(file),
                landmarks=LANDMARKS,
                source="made",
                person=str(number),
                clip=file,
            )
        )
    write_index(folder, index)
    return folder


def export(*arguments):
    return CliRunner().invoke(cli, ["export", *map(str, arguments)])


class TestExport:
    def test_writes_the_file_and_says_what_it_is_worth(self, faces, tmp_path):
        done = export("meso4", "--to", "onnx", "--out", tmp_path / "out", "--faces", faces)
        assert done.exit_code == 0, done.output
        assert (tmp_path / "out" / "meso4.onnx").is_file()
        row = re.search(
            r"\| meso4\.onnx \| 0\.12 \| (\S+) \| (\S+) \| (\S+) \| (\S+) \|", done.output
        )
        most, _, auc, before = map(float, row.groups())
        assert most < 1e-4
        assert auc == before

    def test_writes_8_bit_numbers_if_asked(self, faces, tmp_path):
        out = tmp_path / "out"
        done = export("meso4", "--to", "litert", "--int8", "--out", out, "--faces", faces)
        assert done.exit_code == 0, done.output
        assert [path.name for path in sorted(out.iterdir())] == [
            "meso4.int8.tflite",
            "meso4.int8.tflite.json",
        ]

    def test_needs_faces_for_them(self):
        done = export("meso4", "--to", "onnx", "--int8")
        assert done.exit_code == 2
        assert "--int8 needs --faces" in done.output

    def test_names_near_names(self):
        done = export("mesofour", "--to", "onnx")
        assert done.exit_code == 1
        assert "Did you mean meso4" in done.output
