"""The folder for phones as `make phone` puts it together, and the package that it takes."""

from __future__ import annotations

import json
import tarfile

import pytest

from meso.models.weights import default_name, named
from scripts import runtime
from scripts.environment import Missing
from scripts.phone import PAGE, about

pytestmark = pytest.mark.slow


class TestWhatThePageKnows:
    def test_of_a_network_is_what_the_index_says(self):
        weights = named(default_name())
        numbers = json.loads(json.dumps(about(weights, "a.onnx")))
        assert numbers["file"] == "a.onnx"
        assert numbers["side"] == weights.input_size
        assert numbers["weights_sha256"] == weights.sha256
        assert numbers["licence"] == weights.licence
        if weights.image:
            assert numbers["threshold"] == weights.image.threshold
            assert numbers["measured"]["unsure"] == weights.image.unsure
            assert numbers["measured"]["error_rates"] == [
                [*rate] for rate in weights.image.error_rates
            ]

    def test_of_a_network_stands_nowhere_in_its_own_files(self):
        texts = [file.read_text() for file in PAGE.iterdir()]
        assert texts
        assert [text for text in texts if "meso_" in text or "meso4" in text] == []

    def test_names_no_other_machine(self):
        for file in PAGE.iterdir():
            text = file.read_text().replace("http://www.w3.org/2000/svg", "")  # a name, not fetched
            assert "//" not in text.replace("// ", "").replace("//\n", ""), file


class TestThePackage:
    @pytest.fixture
    def handed_out(self, tmp_path, monkeypatch):
        """Puts a package of our making in the place of the one in the registry."""

        def npm(arguments, **_):
            with tarfile.open(f"{arguments[-1]}/it.tgz", "w:gz") as archive:
                for name in runtime.NAMES:
                    (tmp_path / name).write_text("hello")
                    archive.add(tmp_path / name, f"package/dist/{name}")

        monkeypatch.setattr(runtime, "npm", npm)

    @pytest.mark.usefixtures("handed_out")
    def test_that_is_another_than_the_pinned_one_is_refused_and_not_kept(self, tmp_path):
        with pytest.raises(Missing, match="its hash is another"):
            runtime.runtime(tmp_path / "kept")
        assert [*(tmp_path / "kept").iterdir()] == []

    def test_that_npm_cannot_fetch_is_named(self, tmp_path, monkeypatch):
        monkeypatch.setattr(runtime, "npm", lambda *_, **__: 1)
        with pytest.raises(Missing, match=runtime.PACKAGE):
            runtime.runtime(tmp_path / "kept")

    def test_that_is_here_is_not_fetched_again(self, tmp_path, monkeypatch):
        monkeypatch.setattr(runtime, "npm", lambda *_, **__: pytest.fail("was asked"))
        for name in runtime.NAMES:
            (tmp_path / name).write_text("hello")
        assert [file.name for file in runtime.runtime(tmp_path)] == [*runtime.NAMES]
