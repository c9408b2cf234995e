"""A network with numbers becomes one that is listed, be it trained or imported."""

from __future__ import annotations

import numpy as np
import pytest

from meso.errors import BadWeights
from meso.models.weights import check, known

pytestmark = pytest.mark.slow


@pytest.fixture
def install(tmp_path):
    from meso.models.install import install

    def under(name, network):
        return install(network, name, tmp_path / "weights", licence="mine", note="made up")

    return under


class TestInstall:
    @pytest.mark.parametrize(("architecture", "size"), [("meso1", 256), ("meso4", 224)])
    def test_knows_architecture_and_size_by_the_network(
        self, install, builders, tmp_path, architecture, size
    ):
        installed = install("mine", builders[architecture](input_size=size))
        assert (installed.architecture, installed.input_size) == (architecture, size)
        assert known(tmp_path / "weights") == {"mine": installed}
        check(installed)

    def test_keeps_every_number(self, install, builders):
        network, other = builders["meso1"](), builders["meso1"]()
        other.load_weights(install("mine", network).path)
        for one, same in zip(network.get_weights(), other.get_weights(), strict=True):
            np.testing.assert_array_equal(one, same)

    def test_refuses_what_cannot_be_a_name_before_it_writes(self, install, builders, tmp_path):
        with pytest.raises(BadWeights, match=r"cannot be named '\.\./mine'"):
            install("../mine", builders["meso1"]())
        assert not (tmp_path / "weights").exists()
