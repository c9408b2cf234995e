"""A weights file published by the MesoNet authors in; the same network, turned to 1 = fake, out."""

from __future__ import annotations

import re
from pathlib import Path

import keras

from meso.errors import BadWeights
from meso.models.architectures import BUILDERS
from meso.models.index import SUFFIX
from meso.models.install import install
from meso.models.network import refuse_numberless
from meso.models.weights import IMPORTED, WEIGHTS, Weights, check_name, known

ARCHITECTURES = ("meso4", "meso_inception4")
WHERE = "Download it again from github.com/DariusAf/MesoNet, folder weights."


def import_published(file: Path, *, name: str | None = None, folder: Path = WEIGHTS) -> Weights:
    """Install Meso4_DF.h5, Meso4_F2F.h5, MesoInception_DF.h5 or MesoInception_F2F.h5.

    The network lands in `folder`/imported under `name`, by default the file's as in "meso4-df".
    As published its output means 1 = real; as installed 1 = fake, exactly. A file that cannot be
    imported leaves nothing behind; importing again replaces.

    Raises BadWeights for a file that is no such network, or a name that cannot be used.
    """
    name = name or re.sub("[^a-z0-9]+", "-", file.stem.lower()).strip("-")
    _refuse_name(name, folder)
    network = _read(file)
    flip_label(network)
    note = f"{file.name} as published with MesoNet (Afchar et al. 2018), turned to 1 = fake"
    return install(network, name, folder / IMPORTED, licence="Apache-2.0", note=note)


def flip_label(model: keras.Model) -> None:
    """Turn 1 = real into 1 = fake, or back, by negating the last layer.

    Exact: sigmoid(-x) is 1 - sigmoid(x), and a sign costs no bit.
    """
    last = model.get_layer("fake_score")
    last.set_weights([-numbers for numbers in last.get_weights()])


def _refuse_name(name: str, folder: Path) -> None:
    check_name(name)
    present = known(folder).get(name)
    if present and present.path.parent == folder:
        raise BadWeights(f"{name} is a network of this project. Import under another name.")


def _read(file: Path) -> keras.Model:
    """The network that the file's layers fit, with its numbers; the file runs no code."""
    if file.suffix != ".h5" or file.name.endswith(SUFFIX):  # Keras tells the layout by the suffix
        raise BadWeights(f"{file} is not a file published with MesoNet: these are named NAME.h5.")
    for architecture in ARCHITECTURES:
        model = BUILDERS[architecture]()
        if _load(model, file):
            refuse_numberless(model, file)
            return model
    raise BadWeights(f"{file} holds neither Meso-4 nor MesoInception-4 as published. {WHERE}")


def _load(model: keras.Model, file: Path) -> bool:
    try:
        model.load_weights(file)
    except (ValueError, KeyError):  # another number of layers, or another shape
        return False
    except (OSError, RuntimeError) as error:  # from h5py
        raise BadWeights(f"{file} is missing, cut short or not an HDF5 file. {WHERE}") from error
    return True
