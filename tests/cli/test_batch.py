"""`meso batch`, as a shell sees it; `tests/soak` kills it."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from click.testing import CliRunner

from meso.cli import cli
from meso.detection.on_ray import FOR_SOCKETS, OF_OUR_OWN, SHARED_BYTES
from meso.detection.read_table import read_table
from meso.detection.row import COLUMNS, SECONDS
from scripts.server import free_port
from tests.cli.conftest import ROOT

pytestmark = pytest.mark.slow
PHOTO = files("skimage") / "data" / "astronaut.png"


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.png").write_bytes(PHOTO.read_bytes())
    (folder / "3.png").write_bytes(b"no picture")
    return folder


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return [
            {name: text for name, text in row.items() if name not in SECONDS}
            for row in csv.DictReader(file)
        ]


class TestABatch:
    def test_is_a_table_with_one_row_a_file(self, meso, archive, tmp_path):
        table = tmp_path / "scores.csv"
        done = meso("batch", archive, "--out", table)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(
            f"6 rows in {table}: 5 real, 0 fake, 0 uncertain, 1 not scored"
        )
        rows = rows_of(table)
        assert [row["file"] for row in rows] == [f"{number}.png" for number in range(6)]
        assert [bool(row["problem"]) for row in rows] == [number == 3 for number in range(6)]
        assert len({row["score"] for row in rows}) == 2

    def test_is_the_same_table_in_parquet(self, meso, archive, tmp_path):
        table = tmp_path / "scores.parquet"
        assert meso("batch", archive, "--out", table, "--where", "[12].png").returncode == 0
        frame = pd.read_parquet(table)
        assert list(frame.columns) == COLUMNS
        assert list(frame.label) == ["real", "real"]
        assert rows_of(table.with_suffix(".csv"))[0]["score"] == str(frame.score[0])

    def test_has_a_small_face_in_each_row_if_asked_for(self, meso, archive, tmp_path):
        table = tmp_path / "scores.csv"
        ways = ["--out", table, "--where", "[23].png", "--thumbnails"]
        assert meso("batch", archive, *ways).returncode == 0
        found = read_table(table.read_bytes(), table.name)
        judged, broken = found.rows
        assert judged.thumbnail.startswith("data:image/jpeg;base64,")
        assert len(judged.thumbnail) < 5000
        assert (broken.thumbnail, broken.refusal) == ("", "type")


class TestATableInItsFolder:
    def test_is_no_file_of_it(self, meso, archive):
        table = archive / "scores.parquet"
        for _ in range(2):
            done = meso("batch", archive, "--out", table, "--where", "3.png", "--where", "scores*")
            assert done.returncode == 0, done.stderr
            assert list(pd.read_parquet(table).file) == ["3.png"]
        assert {path.name for path in archive.glob("scores*")} == {
            "scores.csv",
            "scores.parquet",
            "scores.parquet.jsonl",
        }


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_utf8_is_in_both_tables_in_the_same_words(meso, archive, tmp_path):
    (archive / os.fsdecode(b"caf\xe9.png")).write_bytes(b"no picture")
    table = tmp_path / "scores.parquet"
    done = meso("batch", archive, "--out", table, "--where", "caf*")
    assert done.returncode == 0, done.stderr
    (row,) = rows_of(table.with_suffix(".csv"))
    assert row["file"] == "caf\\udce9.png"
    assert list(pd.read_parquet(table)[["file", "problem"]].iloc[0]) == [
        row["file"],
        row["problem"],
    ]


@pytest.fixture
def cluster(monkeypatch):
    """The address of a cluster of one machine, this one, and of one worker."""
    for name, value in OF_OUR_OWN.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("RAY_AUTH_TOKEN", "5e" * 32)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    port, for_clients = free_port(), free_port()
    with TemporaryDirectory(dir=FOR_SOCKETS, ignore_cleanup_errors=True) as scratch:
        command = [Path(sys.executable).with_name("ray"), "start", "--head", "--block"]
        command += [f"--port={port}", f"--ray-client-server-port={for_clients}", "--num-cpus=1"]
        command += [f"--temp-dir={scratch}", f"--object-store-memory={SHARED_BYTES}"]
        command += ["--include-dashboard=false"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            assert any("Ray runtime started" in line for line in running.stdout)
            yield f"127.0.0.1:{port}"
            running.terminate()
            running.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="Ray has clusters on Linux only")
def test_a_cluster_that_goes_on_with_a_table_gives_the_rows_of_this_machine(
    meso, archive, tmp_path, cluster
):
    alone, shared = tmp_path / "alone.csv", tmp_path / "shared.csv"
    assert meso("batch", archive, "--out", alone).returncode == 0
    assert meso("batch", archive, "--out", shared, "--where", "[01].png").returncode == 0
    done = meso("batch", archive, "--out", shared, "--ray", cluster)
    assert done.returncode == 0, done.stderr
    told = f"6 rows in {alone}: 5 real, 0 fake, 0 uncertain"
    assert done.stdout.replace("shared", "alone").startswith(told)
    assert rows_of(shared) == rows_of(alone)


class TestWrongUse:
    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["--out", "scores.xls"], "must end in .csv or .parquet"),
            (["--out", "scores.csv", "--where", "*.mov"], "no file to look at"),
            ([], "Missing option '--out'"),
            (["--out", "scores.csv", "--workers", "2"], "--workers is for --ray"),
        ],
    )
    def test_is_told_in_words(self, archive, arguments, says):
        done = CliRunner().invoke(cli, ["batch", str(archive), *arguments])
        assert done.exit_code == 2
        assert says in done.output

    def test_a_csv_that_another_command_wrote_is_not_overwritten_beside_a_parquet(self, archive):
        other = archive / "scores.csv"
        other.write_text("mine")
        table = str(archive / "scores.parquet")
        done = CliRunner().invoke(cli, ["batch", str(archive), "--out", table])
        assert (done.exit_code, other.read_text()) == (2, "mine")
        assert "scores.csv is there already" in done.output

    def test_a_table_that_an_older_version_began_is_told_in_words(self, archive):
        record = archive / "scores.csv.jsonl"
        record.write_text(f'"{"ab" * 32} 32"\n')
        table = str(archive / "scores.csv")
        done = CliRunner().invoke(cli, ["batch", str(archive), "--out", table])
        assert done.exit_code == 1
        assert "scores.csv.jsonl was begun by another version of meso" in done.output
        assert not (archive / "scores.csv").exists()
