from __future__ import annotations

import ast
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from meso.errors import BadWeights, UnknownName
from meso.models.weights import known

PACKAGE = Path(__file__).parents[2] / "meso"
OTHERS = ["efficientnet_lite", "forensic_transfer", "lite_pair", "lite_short"]
ARCHITECTURES = [*OTHERS, "meso1", "meso4", "meso_deep", "meso_inception4"]
ANY_SIZE = [*OTHERS, "meso_deep"]
LAST_BITS = 1e-6  # some processors add up in another order at another place of a batch
slow = pytest.mark.slow


@pytest.fixture
def load(tmp_path):
    """`load_network` on the folder that `listed` fills; imported late, for it loads Keras."""

    def by_name(name=None):
        from meso.models.network import load_network

        return load_network(name, folder=tmp_path)

    return by_name


@pytest.fixture(params=[256, 224])
def network(request, listed, saved, load):
    size = request.param
    listed(content=saved("meso_inception4", size), architecture="meso_inception4", input_size=size)
    return load()


@slow
class TestFakeScores:
    def test_are_one_a_crop_from_0_to_1(self, network, crops):
        scores = network.fake_scores(crops)
        assert scores.shape == (40,)
        assert scores.dtype == np.float32
        assert np.all((scores >= 0) & (scores <= 1))
        assert len(np.unique(scores)) == 40

    def test_of_no_crops_are_none(self, network, crops):
        scores = network.fake_scores(crops[:0])
        assert scores.shape == (0,)
        assert scores.dtype == np.float32

    def test_are_the_same_alone_or_among_others(self, network, crops):
        among_others = network.fake_scores(crops)
        alone = [network.fake_scores(crops[place : place + 1]).item() for place in range(16)]
        elsewhere = np.roll(network.fake_scores(np.roll(crops, 5, axis=0)), -5)
        np.testing.assert_allclose(alone, among_others[:16], rtol=0, atol=LAST_BITS)
        np.testing.assert_allclose(elsewhere, among_others, rtol=0, atol=LAST_BITS)

    def test_are_the_same_to_the_last_bit_when_loaded_anew(self, network, load, crops):
        np.testing.assert_array_equal(load().fake_scores(crops), network.fake_scores(crops))

    @pytest.mark.parametrize(
        "mistake",
        [
            lambda crop: crop[:, :, ::-1],
            lambda crop: crop[:, ::-1],
            lambda crop: crop[::-1],
            lambda crop: crop // 2,
            lambda crop: np.pad(crop[32:-32, 32:-32], [(32, 32), (32, 32), (0, 0)], "reflect"),
        ],
        ids=["BGR", "mirrored", "upside down", "darker", "tighter"],
    )
    def test_differ_for_another_picture(self, network, crop, mistake):
        right, wrong = network.fake_scores(np.stack([crop, mistake(crop)]))
        assert abs(right - wrong) > 1e-3

    def test_of_numbers_are_those_of_the_pixels_where_they_are_the_same(self, network, crops):
        numbers = network.scores_of_numbers(crops.astype(np.float32))
        np.testing.assert_allclose(numbers, network.fake_scores(crops), atol=1e-6)
        doubled = network.scores_of_numbers(crops * np.float32(2))
        assert np.abs(doubled - numbers).max() > 1e-3

    @pytest.mark.parametrize(
        ("mistake", "told"),
        [
            (lambda crops: (crops / 255).astype(np.float32), "uint8 with values from 0 to 255"),
            (lambda crops: crops.astype(np.int64), "uint8"),
            (lambda crops: crops[0], "shape"),
            (lambda crops: crops[:, :224, :224], "shape"),
            (lambda crops: crops[..., :1], "shape"),
            (lambda crops: np.moveaxis(crops, -1, 1), "shape"),
        ],
        ids=["scaled", "integers", "one", "small", "grey", "channels first"],
    )
    def test_are_refused_to_what_is_no_crop(self, network, crops, mistake, told):
        with pytest.raises(ValueError, match=told):
            network.fake_scores(mistake(crops[:2]))


@slow
class TestToSize:
    @pytest.fixture
    def to_size(self):
        from meso.models.network import to_size

        return to_size

    def test_of_256_is_the_crops_themselves(self, to_size, crops):
        assert to_size(crops, 256) is crops

    def test_keeps_the_picture_upright_and_in_colour(self, to_size, crops):
        smaller = to_size(crops[:2], 128)
        assert smaller.shape == (2, 128, 128, 3)
        squares = crops[:2].reshape(2, 128, 2, 128, 2, 3).mean((2, 4))
        assert np.abs(smaller - squares).mean() < 5

    def test_of_fine_stripes_is_grey_and_not_other_stripes(self, to_size):
        stripes = np.tile(np.array([0, 255, 255, 0], np.uint8), (1, 256, 64))
        smaller = to_size(np.stack([stripes] * 3, axis=-1), 64)
        np.testing.assert_allclose(smaller[:, 8:-8, 8:-8], 127.5, atol=1)


@slow
class TestLoadNetwork:
    @pytest.mark.parametrize("architecture", ARCHITECTURES)
    def test_gives_the_saved_numbers(self, builders, listed, saved, load, architecture, crop):
        weights = listed("mine", content=saved(architecture), architecture=architecture)
        network = load("mine")
        original = builders[architecture]()
        original.load_weights(weights.path)
        assert network.weights == weights
        assert network.model.name == architecture
        np.testing.assert_array_equal(
            network.fake_scores(crop[None]),
            original.predict_on_batch(np.tile(crop, (16, 1, 1, 1)))[0],
        )

    def test_refuses_an_altered_file_before_opening_it(self, listed, saved, load):
        weights = listed(content=saved("meso4"))
        weights.path.write_bytes(saved("meso1"))
        with pytest.raises(BadWeights, match="was altered"):
            load()

    @pytest.mark.filterwarnings("default:Skipping")  # as outside of tests
    @pytest.mark.parametrize(
        ("architecture", "other"),
        # these have the same weights at every size: nothing to refuse
        sorted({*product(ARCHITECTURES, ARCHITECTURES)} - {(same, same) for same in ANY_SIZE}),
    )
    def test_refuses_weights_of_another_network(
        self, listed, saved, load, architecture, other, recwarn
    ):
        size = 224 if architecture == other else 256
        listed(content=saved(other, size), architecture=architecture)
        with pytest.raises(BadWeights, match=f"holds no weights of {architecture} at 256"):
            load()
        assert not [warning for warning in recwarn if "Skipping" in str(warning.message)]

    def test_refuses_a_file_that_is_no_hdf5(self, listed, load):
        listed(content=b"PK\x03\x04 a zip, as .keras files are")
        with pytest.raises(BadWeights, match="holds no weights"):
            load()

    def test_refuses_weights_that_are_no_numbers(self, builders, listed, load, tmp_path):
        diverged = builders["meso4"]()
        diverged.get_layer("classifier_hidden").bias.assign(np.full(16, np.nan))
        diverged.save_weights(tmp_path / "diverged.weights.h5")
        listed(content=(tmp_path / "diverged.weights.h5").read_bytes())
        with pytest.raises(BadWeights, match="are no numbers"):
            load()

    def test_refuses_an_unknown_architecture(self, listed, saved, load):
        listed(content=saved("meso4"), architecture="meso44")
        with pytest.raises(UnknownName, match=r"no architecture named meso44.*Did you mean meso4"):
            load()

    @pytest.mark.parametrize("name", list(known()))
    def test_loads_what_is_shipped(self, name, crops):
        from meso.models.network import load_network

        scores = load_network(name).fake_scores(crops[:2])
        assert np.all((scores >= 0) & (scores <= 1))


@slow
class TestLoadOther:
    def test_gives_the_numbers_of_the_file_that_is_in_no_list(
        self, builders, listed, saved, tmp_path, crops
    ):
        from meso.models.network import load_network, load_other

        weights = listed("mine", content=saved("meso4"))
        other = builders["meso4"]()
        other.save_weights(tmp_path / "without_anna.weights.h5")
        network = load_other(weights, tmp_path / "without_anna.weights.h5")
        assert network.weights.name == "mine"
        assert network.weights.path.name == "without_anna.weights.h5"
        expected = other.predict_on_batch(crops[:8])[:, 0]
        np.testing.assert_array_equal(network.fake_scores(crops[:8]), expected)
        listed_ones = load_network("mine", folder=tmp_path).fake_scores(crops[:8])
        assert np.abs(listed_ones - expected).max() > 1e-4

    def test_refuses_numbers_of_another_network(self, listed, saved, tmp_path):
        from meso.models.network import load_other

        (tmp_path / "other.weights.h5").write_bytes(saved("meso_deep"))
        with pytest.raises(BadWeights, match=r"other\.weights\.h5 holds no weights of meso4"):
            load_other(listed("mine", content=saved("meso4")), tmp_path / "other.weights.h5")


class TestSource:
    def test_never_loads_a_whole_model(self):
        """Model files can carry code; weights are numbers."""
        called = {name for path in PACKAGE.rglob("*.py") for name in _names(path)}
        assert "load_weights" in called
        assert not called & {"load_model", "model_from_json", "deserialize_keras_object"}

    def test_of_this_room_knows_keras_only(self):
        room = {*(PACKAGE / "models").glob("*.py")} - {PACKAGE / "models" / "litert.py"}
        imported = {name for path in room for name in _imports(path)}
        assert "keras" in imported
        assert not imported & {"tensorflow", "torch", "jax", "h5py"}

    def test_that_knows_tensorflow_is_the_writer_of_its_own_format(self):
        assert "tensorflow" in {*_imports(PACKAGE / "models" / "litert.py")}


def _names(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module).split(".")[0]
