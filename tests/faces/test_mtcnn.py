"""The package mtcnn is the oracle: asked to do the same, the same faces come out."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def networks():
    from meso.faces.mtcnn import Networks

    return Networks()


@pytest.fixture(scope="module")
def oracle():
    from mtcnn import MTCNN

    return MTCNN()


@pytest.fixture(scope="module")
def ours(networks):
    """The search as mtcnn does it: from 20 pixels on, each level made from the full picture."""
    from meso.faces.find import settled
    from meso.faces.pyramid import everywhere, levels

    def search(pixels):
        exact = pixels.astype(np.float32)
        pictures = [
            (scale, cv2.resize(exact, picture.shape[1::-1], interpolation=cv2.INTER_AREA))
            for scale, picture in levels(pixels, 20)
        ]
        return settled(exact, everywhere(pictures, networks.propose), networks, least=0.8)

    return search


def two_faces(astronaut):
    smaller = cv2.resize(astronaut, (384, 384), interpolation=cv2.INTER_AREA)[:, ::-1]
    both = np.full((512, 896, 3), 110, np.uint8)
    both[128:, :384], both[:, 384:] = smaller, astronaut
    return both


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(lambda photo: photo, id="photo"),
        pytest.param(two_faces, id="two faces"),
        pytest.param(lambda photo: cv2.resize(photo, (301, 333)), id="odd size"),
    ],
)
def test_finds_what_mtcnn_finds(ours, oracle, astronaut, picture):
    pixels = np.ascontiguousarray(picture(astronaut))
    expected = oracle.detect_faces(
        pixels, output_type="numpy", box_format="xyxy", fit_to_image=False
    )[:, 1:]
    found = ours(pixels)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found[:, :4], expected[:, :4], atol=0.02)
    np.testing.assert_allclose(found[:, 4], expected[:, 4], atol=1e-4)
    np.testing.assert_allclose(found[:, 5:], expected[:, 5:], atol=0.02)


def test_finds_nobody_where_mtcnn_finds_nobody(ours, oracle, astronaut):
    upside_down = np.ascontiguousarray(astronaut[::-1])
    assert len(oracle.detect_faces(upside_down)) == len(ours(upside_down)) == 0


def test_the_finder_places_landmarks_as_mtcnn_does(find, oracle, astronaut):
    (face,) = find(astronaut)
    (expected,) = oracle.detect_faces(astronaut, output_type="numpy", fit_to_image=False)
    landmarks = expected[6:].reshape(2, 5).T
    apart = np.linalg.norm(face.landmarks - landmarks, axis=1).mean()
    assert apart < 0.03 * np.linalg.norm(landmarks[:2].mean(0) - landmarks[3:].mean(0))


class TestNetworks:
    @pytest.mark.parametrize("name", ["refine", "settle"])
    def test_say_the_same_of_a_face_in_any_batch(self, networks, name):
        side = {"refine": 24, "settle": 48}[name]
        noise = np.random.default_rng(0).integers(0, 256, (70, side, side, 3)).astype(np.float32)
        network = getattr(networks, name)
        all_at_once = network(noise)
        for number in (0, 1, 3, 33):
            for some, whole in zip(network(noise[:number]), all_at_once, strict=True):
                assert some.shape == (number, *whole.shape[1:])
                np.testing.assert_allclose(some, whole[:number], atol=1e-5)

    def test_are_traced_once_whatever_the_size(self, monkeypatch):
        from mtcnn.network.pnet import PNet

        from meso.faces.mtcnn import Networks

        traced, call = [], PNet.call
        monkeypatch.setattr(PNet, "call", lambda self, x: traced.append(x.shape) or call(self, x))
        propose = Networks().propose
        propose(np.zeros((1, 40, 60, 3), np.float32))
        once = len(traced)
        for shape in [(1, 41, 60, 3), (3, 52, 52, 3), (1, 12, 12, 3)]:
            propose(np.zeros(shape, np.float32))
        assert len(traced) == once > 0

    def test_work_in_batches_of_few_sizes(self):
        from meso.faces.mtcnn import full_batch

        assert [full_batch(n) for n in (0, 1, 2, 3, 5, 17, 32, 33, 64, 65)] == (
            [1, 1, 2, 4, 8, 32, 32, 64, 64, 96]
        )
