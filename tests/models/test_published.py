from __future__ import annotations

from dataclasses import replace

import h5py
import numpy as np
import pytest

from meso.errors import BadWeights, MesoError
from meso.models.weights import IMPORTED, check, known, register
from tests.models import oracle

pytestmark = pytest.mark.slow

SEED = 3


@pytest.fixture
def bring_in(tmp_path):
    """`import_published` into a folder of its own; imported late, for it loads Keras."""

    def into_folder(file, **options):
        from meso.models.published import import_published

        return import_published(file, folder=tmp_path / "weights", **options)

    return into_folder


@pytest.fixture
def score(tmp_path):
    def of(name, crop):
        from meso.models.network import load_network

        return load_network(name, folder=tmp_path / "weights").fake_scores(crop[None]).item()

    return of


@pytest.fixture
def meso4_df(tmp_path):
    """Laid out as the published Meso4_DF.h5, which does not list the LeakyReLU layer."""
    return oracle.write_as_in_2018(
        tmp_path / "Meso4_DF.h5",
        "meso4",
        oracle.meso4_numbers(SEED),
        leave_out=["leaky_re_lu_1"],
    )


@pytest.fixture
def inception_df(tmp_path):
    numbers = oracle.inception_numbers(SEED)
    return oracle.write_as_in_2018(tmp_path / "MesoInception_DF.h5", "meso_inception4", numbers)


class TestTheScore:
    """The file means 1 = real; what is installed means 1 = fake."""

    def test_of_meso4_is_one_minus_the_published(self, bring_in, meso4_df, score, crop):
        real = oracle.meso4_real_score(oracle.meso4_numbers(SEED), crop)
        assert 0.02 < real < 0.98
        assert abs(real - 0.5) > 0.05
        bring_in(meso4_df)
        assert score("meso4-df", crop) == pytest.approx(1 - real, abs=1e-5)

    def test_of_meso_inception4_is_one_minus_the_published(
        self, bring_in, inception_df, score, crop
    ):
        real = oracle.inception_real_score(oracle.inception_numbers(SEED), crop)
        assert 0.02 < real < 0.98
        assert abs(real - 0.5) > 0.05
        bring_in(inception_df)
        assert score("mesoinception-df", crop) == pytest.approx(1 - real, abs=1e-5)

    def test_is_the_same_where_the_file_lists_its_leaky_relu(
        self, bring_in, meso4_df, score, crop, tmp_path
    ):
        full = oracle.write_as_in_2018(
            tmp_path / "Meso4_F2F.h5", "meso4", oracle.meso4_numbers(SEED)
        )
        bring_in(meso4_df)
        bring_in(full)
        assert score("meso4-f2f", crop) == score("meso4-df", crop)

    def test_turned_twice_is_the_first_to_the_last_bit(self, builders, crops):
        from meso.models.published import flip_label

        network = builders["meso4"]()
        network.get_layer("fake_score").bias.assign([0.3])
        before = network.predict_on_batch(crops[:8])
        flip_label(network)
        turned = network.predict_on_batch(crops[:8])
        flip_label(network)
        np.testing.assert_array_equal(network.predict_on_batch(crops[:8]), before)
        np.testing.assert_allclose(turned, 1 - before, atol=1e-6)


class TestTheEntry:
    def test_says_where_the_weights_are_from(self, bring_in, meso4_df, tmp_path):
        weights = bring_in(meso4_df)
        assert weights == known(tmp_path / "weights")["meso4-df"]
        assert weights.path.parent == tmp_path / "weights" / IMPORTED
        assert (weights.architecture, weights.licence) == ("meso4", "Apache-2.0")
        assert (weights.threshold, weights.band, weights.input_size) == (0.5, 0, 256)
        assert "Meso4_DF.h5 as published with MesoNet" in weights.note
        check(weights)

    def test_takes_the_name_that_is_asked_for(self, bring_in, inception_df, tmp_path):
        assert bring_in(inception_df, name="old_one").architecture == "meso_inception4"
        assert list(known(tmp_path / "weights")) == ["old_one"]

    def test_is_replaced_when_imported_again(self, bring_in, meso4_df, inception_df, tmp_path):
        first = bring_in(meso4_df)
        bring_in(inception_df)
        assert bring_in(meso4_df) == first
        assert list(known(tmp_path / "weights")) == ["meso4-df", "mesoinception-df"]
        check(first)

    @pytest.mark.parametrize("name", ["../meso4", "Meso 4", "-"])
    def test_refuses_a_name_that_is_no_file_name(self, bring_in, meso4_df, name):
        with pytest.raises(BadWeights, match="cannot be named"):
            bring_in(meso4_df, name=name)

    def test_refuses_the_name_of_a_network_of_the_project(self, bring_in, meso4_df, tmp_path):
        shipped = bring_in(meso4_df)
        moved = shipped.path.rename(tmp_path / "weights" / "meso4-df.weights.h5")
        register(replace(shipped, path=moved), moved.parent)
        with pytest.raises(BadWeights, match="meso4-df is a network of this project"):
            bring_in(meso4_df)


class TestAFileThatIsNoSuchNetwork:
    """Refused in one line that names it, and nothing is left behind."""

    @pytest.fixture
    def refused(self, bring_in, tmp_path):
        def with_words(file, words):
            with pytest.raises(MesoError, match=words) as error:
                bring_in(file)
            assert file.name in str(error.value)
            assert "\n" not in str(error.value)
            assert not (tmp_path / "weights").exists()

        return with_words

    def test_because_it_is_missing(self, refused, tmp_path):
        refused(tmp_path / "Meso4_DF.h5", "missing, cut short or not an HDF5 file")

    @pytest.mark.parametrize("content", [b"", b"<!DOCTYPE html>", b"\x89HDF\r\n\x1a\n"])
    def test_because_it_is_not_hdf5(self, refused, tmp_path, content):
        (tmp_path / "Meso4_DF.h5").write_bytes(content)
        refused(tmp_path / "Meso4_DF.h5", "missing, cut short or not an HDF5 file")

    @pytest.mark.parametrize("kept", [0.1, 0.5, 0.999])
    def test_because_it_is_cut_short(self, refused, meso4_df, kept):
        whole = meso4_df.read_bytes()
        meso4_df.write_bytes(whole[: int(kept * len(whole))])
        refused(meso4_df, "missing, cut short or not an HDF5 file")

    @pytest.mark.parametrize("part", [b"HEAP", b"TREE", b"SNOD"])
    def test_because_it_is_damaged_inside(self, refused, meso4_df, part):
        meso4_df.write_bytes(meso4_df.read_bytes().replace(part, b"lost", 1))
        refused(meso4_df, "missing, cut short or not an HDF5 file")

    def test_because_a_layer_is_missing(self, refused, tmp_path):
        path = oracle.write_as_in_2018(
            tmp_path / "Meso3.h5", "meso4", oracle.meso4_numbers(SEED), leave_out=["conv2d_4"]
        )
        refused(path, "neither Meso-4 nor MesoInception-4")

    def test_because_a_layer_has_another_shape(self, refused, tmp_path):
        numbers = oracle.meso4_numbers(SEED)
        numbers["dense_1"]["kernel"] = numbers["dense_1"]["kernel"][:784]
        path = oracle.write_as_in_2018(tmp_path / "Meso4_224.h5", "meso4", numbers)
        refused(path, "neither Meso-4 nor MesoInception-4")

    def test_because_it_is_hdf5_of_something_else(self, refused, tmp_path):
        with h5py.File(tmp_path / "table.h5", "w") as file:
            file["rows"] = np.arange(3)
        refused(tmp_path / "table.h5", "neither Meso-4 nor MesoInception-4")

    def test_because_its_weights_are_no_numbers(self, refused, tmp_path):
        numbers = oracle.meso4_numbers(SEED)
        numbers["dense_2"]["bias"][:] = np.inf
        refused(
            oracle.write_as_in_2018(tmp_path / "Meso4_DF.h5", "meso4", numbers), "are no numbers"
        )

    def test_because_it_is_one_of_our_own(self, refused, saved, tmp_path):
        (tmp_path / "meso4.weights.h5").write_bytes(saved("meso4"))
        refused(tmp_path / "meso4.weights.h5", "not a file published with MesoNet")


class TestSafety:
    def test_a_whole_model_gives_its_numbers_and_its_code_is_not_looked_at(
        self, bring_in, score, crop, tmp_path
    ):
        numbers = oracle.meso4_numbers(SEED)
        with h5py.File(tmp_path / "Meso4_DF.h5", "w") as file:
            file.attrs["model_config"] = "code that must not run"
            group = file.create_group("model_weights")
            oracle.write_group_of_2018(group, oracle.ORDER["meso4"], numbers)
        bring_in(tmp_path / "Meso4_DF.h5")
        real = oracle.meso4_real_score(numbers, crop)
        assert score("meso4-df", crop) == pytest.approx(1 - real, abs=1e-5)

    def test_a_full_disk_leaves_the_network_of_before(
        self, bring_in, meso4_df, inception_df, monkeypatch, tmp_path
    ):
        import keras

        def half_written(model, path):
            path.write_bytes(b"\x89HDF")
            raise OSError(28, "No space left on device")

        before = bring_in(meso4_df, name="mine")
        monkeypatch.setattr(keras.Model, "save_weights", half_written)
        with pytest.raises(OSError, match="No space"):
            bring_in(inception_df, name="mine")
        assert known(tmp_path / "weights") == {"mine": before}
        check(before)
        assert len(list(before.path.parent.iterdir())) == 2
