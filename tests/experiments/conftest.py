"""Generated faces of generated people: coloured patches, striped or dotted where they are fake."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from meso.faces.dataset import LabelledFace, as_png, label_and_method, write_index

LANDMARKS = np.array([[80, 90], [170, 92], [120, 130], [90, 180], [160, 181]], np.float32)


def patches(seed):
    """(256, 256, 3) uint8: soft patches of colour, redder on the left."""
    coarse = np.random.default_rng(seed).integers(60, 190, (8, 8, 3)).astype(np.uint8)
    pixels = cv2.resize(coarse, (256, 256), interpolation=cv2.INTER_CUBIC).astype(np.int16)
    pixels[:, :128, 0] += 30
    return pixels.clip(0, 255).astype(np.uint8)


def striped(pixels):
    """With every fourth row brighter."""
    marked = pixels.copy()
    marked[::4] = np.minimum(marked[::4].astype(int) + 60, 255)
    return marked


def dotted(pixels):
    """With a fine grid of dark dots."""
    marked = pixels.copy()
    marked[::4, ::4] //= 3
    return marked


MARKS = {"striped": striped, "dotted": dotted}


def write_people(folder, people, *, methods=("striped", "dotted"), each=3, source="made"):
    """Real faces of some people and the fakes of each method made of them, with their index."""
    index = []
    for person in people:
        for number in range(each):
            real = patches(sum(map(ord, person)) * 100 + number)
            for method in ("", *methods):
                file = f"{f'fake/{method}' if method else 'real'}/{person}_{number}.png"
                path = folder / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(as_png(MARKS.get(method, np.copy)(real)))
                is_fake, named = label_and_method(file)
                clip = f"{person}{number}{method}"
                index.append(LabelledFace(file, is_fake, named, source, person, clip, LANDMARKS))
    write_index(folder, index)
    return index


@pytest.fixture(scope="session")
def faces(tmp_path_factory):
    """FACES with train/ of four people and val/ of two others; two methods."""
    folder = tmp_path_factory.mktemp("faces")
    write_people(folder / "train", ["anna", "ben", "carl", "dora"], each=6)
    write_people(folder / "val", ["emil", "fay"], each=6)
    return folder
