"""A network written for other programs scores as it does here, and its file says how to use it."""

from __future__ import annotations

import json
import sys
from hashlib import sha256

import numpy as np
import pytest

from meso.errors import NotInstalled

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def crops():
    """Lopsided coloured pictures with fine grain, each other than the next."""
    rng = np.random.default_rng(5)
    slope = np.linspace(0, 120, 256)
    plain = slope[None, :, None, None] + slope[None, None, :, None] / 3 + np.array([60, 20, 0])
    grain = rng.normal(0, rng.uniform(2, 25, (24, 1, 1, 1)), (24, 256, 256, 3))
    return np.clip(plain + grain, 0, 255).astype(np.uint8)


@pytest.fixture(
    scope="module",
    params=[
        *("efficientnet_lite", "lite_short", "lite_pair"),
        *("meso_deep", "meso_inception4", "forensic_transfer"),
    ],
)
def network(request):
    from meso.models.network import load_network

    return load_network(request.param)


@pytest.fixture(params=["onnx", "litert"])
def exported(request, network, tmp_path):
    from meso.models.export import export

    return export(network, tmp_path, request.param)


def scored(exported, network, crops):
    from meso.models.export import pictures_for, runner

    return runner(exported)(pictures_for(network, crops))


class TestAFile:
    def test_scores_as_the_network_does(self, exported, network, crops):
        here = network.fake_scores(crops)
        assert np.ptp(here) > 0.02  # else any constant would pass
        assert scored(exported, network, crops) == pytest.approx(here, abs=1e-4)

    def test_takes_red_before_blue(self, exported, network, crops):
        swapped = scored(exported, network, crops[..., ::-1])
        assert not np.allclose(swapped, network.fake_scores(crops), atol=1e-3)

    def test_comes_with_what_one_needs_to_use_it(self, exported, network):
        about = json.loads(exported.path.with_name(f"{exported.path.name}.json").read_text())
        assert about["weights_sha256"] == network.weights.sha256
        assert about["file_sha256"] == sha256(exported.path.read_bytes()).hexdigest()
        assert about["side"] == 256
        assert about["threshold_photo"] == pytest.approx(network.weights.image.threshold)
        assert "0 (real) to 1 (fake)" in about["gives"]


class TestAFileOf8BitNumbers:
    @pytest.mark.parametrize("to", ["onnx", "litert"])
    def test_is_smaller_and_nearly_the_same(self, network, crops, tmp_path, to):
        from meso.models.export import export

        whole, small = (export(network, tmp_path, to, ranges=r) for r in (None, crops[::2]))
        assert small.path.name == f"{network.weights.name}.int8.{whole.path.suffix[1:]}"
        assert small.path.stat().st_size < 0.8 * whole.path.stat().st_size
        here = network.fake_scores(crops[1::2])
        assert scored(small, network, crops[1::2]) == pytest.approx(here, abs=0.25)
        assert np.abs(scored(small, network, crops[1::2]) - here).mean() < 0.06

    def test_keeps_the_numbers_that_a_filter_of_fine_detail_gives(self, crops, tmp_path):
        from ai_edge_litert.interpreter import Interpreter

        from meso.models.export import export
        from meso.models.network import load_network

        network = load_network("forensic_transfer")
        small = export(network, tmp_path, "litert", ranges=crops[:2])
        tensors = Interpreter(model_path=str(small.path)).get_tensor_details()
        given = {
            tensor["name"]: tensor["dtype"]
            for tensor in tensors
            if tensor["shape"][1:3].tolist() in ([256, 253], [253, 256])
        }
        assert len(given) == 2  # across and down, three numbers short of the side
        assert set(given.values()) == {np.float32}


class TestMissingPackages:
    @pytest.mark.parametrize(
        ("to", "package"), [("onnx", "onnxruntime"), ("litert", "ai_edge_litert")]
    )
    def test_are_told_with_the_line_to_type(self, network, tmp_path, monkeypatch, to, package):
        from meso.models.export import Exported, runner

        for name in [name for name in sys.modules if name.partition(".")[0] == package]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, package, None)
        with pytest.raises(NotInstalled, match=rf"{package}.*pip install -r requirements-export"):
            runner(Exported(tmp_path / "any", to))
