"""Two trained networks become one that says what both say on the mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meso.errors import BadWeights
from meso.models.calibration import Calibration, ErrorRate, logit
from meso.models.weights import check, known, register

pytestmark = pytest.mark.slow

STEEP = Calibration(2.0, 0.3, 0.1, (ErrorRate(1.0, 10, 0.2),))
FLAT = Calibration(0.5, -0.7, 0.1, (ErrorRate(1.0, 10, 0.2),))


@pytest.fixture
def load(tmp_path):
    def named(name):
        from meso.models.network import load_network

        return load_network(name, folder=tmp_path)

    return named


@pytest.fixture
def part(listed, saved, load):
    """An installed network with random numbers."""

    def of(architecture, image, *, size=256):
        listed(
            name=architecture.replace("_", "-"),
            content=saved(architecture, size),
            architecture=architecture,
            input_size=size,
            image=image,
        )
        return load(architecture.replace("_", "-"))

    return of


@pytest.fixture
def parts(part):
    return part("efficientnet_lite", STEEP), part("lite_short", FLAT)


@pytest.fixture(scope="module")
def shipped():
    """Those of this project, each calibrated otherwise than the other."""
    from meso.models.network import load_network

    return load_network("efficientnet_lite"), load_network("lite_short")


@pytest.fixture
def install(tmp_path):
    def under(name, whole, patches):
        from meso.models.pair import pair

        return pair(whole, patches, name, folder=tmp_path)

    return under


class TestAPair:
    def test_says_the_mean_of_the_calibrated_log_odds(self, shipped, install, load, crops):
        install("both", *shipped)
        said = [
            network.weights.image.slope * logit(network.fake_scores(crops))
            + network.weights.image.offset
            for network in shipped
        ]
        assert np.std(said, axis=1).min() > 0.01  # else any constant would pass
        np.testing.assert_allclose(
            logit(load("both").fake_scores(crops)), np.mean(said, axis=0), atol=1e-3
        )

    def test_is_listed_with_what_it_is_of(self, parts, install, tmp_path):
        installed = install("both", *parts)
        assert known(tmp_path)["both"] == installed
        assert installed.architecture == "lite_pair"
        assert installed.note == "the mean of what efficientnet-lite and lite-short say"
        assert installed.image is None  # it is to be calibrated itself
        check(installed)

    def test_has_the_terms_of_both_parts(self, parts, install):
        whole, patches = parts
        assert install("both", *parts).licence == "Apache-2.0"
        patches.weights = replace(patches.weights, licence="teaching only")
        assert install("both", whole, patches).licence == "Apache-2.0; teaching only"

    def test_takes_the_place_of_an_older_pair(self, parts, install, tmp_path):
        register(replace(install("both", *parts), image=STEEP), tmp_path)
        whole, patches = parts
        patches.weights = replace(patches.weights, image=STEEP)
        assert install("both", whole, patches).image is None
        assert [*known(tmp_path)] == ["efficientnet-lite", "lite-short", "both"]

    def test_leaves_its_parts_as_they_are(self, parts, install):
        before = [network.model.get_weights() for network in parts]
        install("both", *parts)
        for network, numbers in zip(parts, before, strict=True):
            for now, then in zip(network.model.get_weights(), numbers, strict=True):
                np.testing.assert_array_equal(now, then)

    def test_takes_faces_of_the_size_that_both_take(self, part, install):
        parts = part("efficientnet_lite", STEEP, size=224), part("lite_short", FLAT, size=224)
        assert install("both", *parts).input_size == 224


class TestARefusal:
    @pytest.fixture(autouse=True)
    def leaves_nothing_behind(self, tmp_path):
        yield
        assert not list(tmp_path.glob("both*"))
        assert "both" not in known(tmp_path)

    def test_of_other_networks_says_what_a_pair_is_made_of(self, parts, install):
        whole, patches = parts
        with pytest.raises(BadWeights, match="lite-short is of the architecture lite_short, not"):
            install("both", patches, whole)
        with pytest.raises(BadWeights, match="not lite_short: a pair is made of"):
            install("both", whole, whole)

    def test_of_the_name_of_another_network_leaves_that_as_it_is(self, parts, install, tmp_path):
        before = known(tmp_path)
        with pytest.raises(BadWeights, match="efficientnet-lite is another network, and no pair"):
            install("efficientnet-lite", *parts)
        assert known(tmp_path) == before
        check(before["efficientnet-lite"])

    def test_of_what_cannot_be_a_name_comes_before_all_else(self, parts, install):
        with pytest.raises(BadWeights, match="cannot be named 'My Pair'"):
            install("My Pair", *parts)

    def test_of_one_that_is_not_calibrated_says_what_to_type(self, part, install):
        parts = part("efficientnet_lite", STEEP), part("lite_short", None)
        with pytest.raises(BadWeights, match="Type meso calibrate lite-short FACES"):
            install("both", *parts)

    def test_of_two_sizes_names_them(self, part, install):
        parts = part("efficientnet_lite", STEEP), part("lite_short", FLAT, size=224)
        with pytest.raises(BadWeights, match="lite-short takes faces of 224 pixels, not 256"):
            install("both", *parts)


def test_the_shipped_pair_is_that_of_the_shipped_networks(shipped):
    """After a part is trained or calibrated anew: `meso weights pair`, and measure it again."""
    from meso.models.network import load_network
    from meso.models.pair import paired

    listed = load_network("lite_pair").model
    for now, then in zip(paired(*shipped).get_weights(), listed.get_weights(), strict=True):
        np.testing.assert_array_equal(now, then)
