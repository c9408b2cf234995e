"""The arithmetic of the page for phones, step by step against the code that it was written after.

What the page imports is called in Chromium; the same pictures go through `meso`.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import replace
from io import BytesIO
from itertools import product

import cv2
import numpy as np
import pytest
from PIL import Image

from meso.detection import words
from meso.detection.decide import decide
from meso.detection.look import measured
from meso.detection.rule import Rule, rule_for
from meso.faces.crop import crop
from meso.faces.find import Mtcnn
from meso.faces.quality import brightness, sharpness
from meso.models.network import to_size
from meso.models.weights import default_name, known, named
from meso.service.sample import make
from meso.values import FaceScores
from scripts.phone import about
from tests.media_files import numbered_picture

pytestmark = pytest.mark.slow

# Eyes, nose and mouth of a lopsided face about the origin, one unit from eyes to mouth.
SHAPE = np.array([[-0.4, -0.5], [0.4, -0.5], [0.1, 0.1], [-0.3, 0.5], [0.3, 0.5]])
PICTURE = """([size, data]) => {
    const numbers = Uint8ClampedArray.from(atob(data), (sign) => sign.charCodeAt(0));
    globalThis.picture = {width: size[0], height: size[1], data: numbers};
}"""


@pytest.fixture(scope="module")
def page(chromium, phone_host):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(phone_host)
    yield page
    context.close()


@pytest.fixture(scope="module")
def astronaut():
    """(512, 512, 3) uint8 RGB."""
    return np.asarray(Image.open(BytesIO(make("photo")[1])).convert("RGB"))


def hand_over(page, pixels):
    """Make the pixels `picture` on the page."""
    height, width = pixels.shape[:2]
    page.evaluate(PICTURE, [[width, height], b64encode(pixels.tobytes()).decode()])


# A picture's numbers as one text: to hand them over one by one would take half a minute.
TEXT = """({width, height, data}) => {
    const bytes = Array.from(new Uint8Array(data.buffer), (byte) => String.fromCharCode(byte));
    return {shape: [height, width, 3], data: btoa(bytes.join(""))};
}"""


def given_back(page, code, argument, kind):
    """The picture that code gives on the page: (height, width, 3) numbers of that kind."""
    said = page.evaluate(code, argument)
    return np.frombuffer(b64decode(said["data"]), kind).reshape(said["shape"])


CROP = f"""async ([landmarks, how, wider]) => {{
    const {{crop}} = await import("./crop.js");
    return ({TEXT})(crop(picture, landmarks, how, wider));
}}"""


class TestTheCrop:
    """OpenCV adds up in single precision: a number that lies on a half may be rounded otherwise."""

    @pytest.mark.parametrize(
        ("scale", "tilt", "middle", "wider"),
        [
            (40, 0, (224, 120), 1.0),  # blown up
            (70, 25, (224, 150), 0.9),
            (100, -160, (200, 250), 1.1),
            (180, 30, (250, 250), 1.0),  # shrunk from twice the size
            (420, 5, (250, 250), 1.0),  # over every border
            (60, 10, (12, 500), 1.0),  # over two of them
        ],
    )
    def test_is_the_one_crop(self, page, astronaut, scale, tilt, middle, wider):
        turn = np.deg2rad(tilt)
        turned = SHAPE @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
        landmarks = (middle + scale * turned).astype(np.float32)
        how = about(named(default_name()), "")["crop"]
        hand_over(page, astronaut)
        apart = np.abs(
            given_back(page, CROP, [landmarks.tolist(), how, wider], np.uint8).astype(int)
            - crop(astronaut, landmarks, wider=wider)
        )
        assert apart.max() <= 1
        assert (apart > 0).mean() < 1e-3

    @pytest.mark.parametrize("side", [128, 224, 300])
    def test_is_scaled_to_a_networks_size_as_keras_does(self, page, astronaut, side):
        picture = astronaut[:256, 100:356].copy()
        hand_over(page, picture)
        code = f"""async (side) => {{
            const {{resample}} = await import("./picture.js");
            return ({TEXT})(resample(picture, side));
        }}"""
        expected = to_size(picture[None], side)[0]
        assert np.abs(given_back(page, code, side, np.float32) - expected).max() < 0.01  # of 255


class TestTheFinder:
    CODE = """async () => {
        const {findFaces} = await import("./find.js");
        const {loadFinder} = await import("./network.js");
        globalThis.finder ??= await loadFinder();
        return findFaces(picture, finder);
    }"""

    @staticmethod
    def two_faces(astronaut):
        """A photo of 1101 × 1377 pixels with a large and a small face."""
        large = cv2.resize(astronaut[:300, 100:400], (1101, 1101), interpolation=cv2.INTER_CUBIC)
        small = np.pad(astronaut[:276, 90:366], [(0, 0), (0, 825), (0, 0)], mode="edge")
        return np.concatenate([large, small])

    @pytest.mark.parametrize("make_photo", [lambda photo: photo, two_faces], ids=["one", "two"])
    def test_finds_what_mtcnn_finds_to_a_tenth_of_a_pixel(self, page, astronaut, make_photo):
        photo = make_photo(astronaut)
        hand_over(page, photo)
        found, expected = page.evaluate(self.CODE), Mtcnn()(photo)
        assert len(found) == len(expected) == (1 if photo is astronaut else 2)
        for mine, face in zip(found, expected, strict=True):
            np.testing.assert_allclose(mine["landmarks"], face.landmarks, atol=0.1)
            np.testing.assert_allclose(mine["box"], face.box, atol=1)
            assert abs(mine["confidence"] - face.confidence) < 1e-3

    def test_finds_nothing_where_nobody_is(self, page):
        hand_over(page, numbered_picture(5, width=300, height=200))
        assert page.evaluate(self.CODE) == []


PICTURES = {
    "sharp": lambda face: face,
    "dark": lambda face: face // 8,
    "blurred": lambda face: cv2.GaussianBlur(face, (0, 0), 6),
}
SCORES = (0.0, 0.04, 0.31, 0.5, 0.5001, 0.62, 0.75, 0.97, 1.0)


class TestTheVerdict:
    CODE = """async ([scores, width, about]) => {
        const {judge} = await import("./judge.js");
        const {sentences} = await import("./words.js");
        const verdict = judge(scores, picture, width, about);
        return {...verdict, sentences: sentences(verdict, about)};
    }"""

    @pytest.mark.parametrize("picture", PICTURES)
    @pytest.mark.parametrize("name", [*known(), "unmeasured"])
    def test_says_what_the_full_program_says(self, page, astronaut, picture, name):
        face = PICTURES[picture](astronaut[50:306, 100:356].copy())
        numbers, rule = self.ruled(name)
        hand_over(page, face)
        for score, width in product(SCORES, (70, 140)):
            scores = [max(score - 0.1, 0), score, min(score + 0.2, 1)]
            mine = page.evaluate(self.CODE, [scores, width, numbers])
            expected = self.decided(face, scores, width, rule)
            assert mine["label"] == expected.label
            assert tuple(mine["reasons"]) == expected.reasons
            assert tuple(mine["cautions"]) == expected.cautions
            assert mine["probability"] == pytest.approx(expected.probability)
            assert mine["errorRate"] == expected.error_rate
            assert words.error_rate(expected, "image") in mine["sentences"]
            assert words.probability(expected) in [*mine["sentences"], ""]

    @staticmethod
    def ruled(name):
        """What the page knows of a network, and the full program's rule for it."""
        if name != "unmeasured":
            return about(named(name), ""), rule_for(named(name), "image")
        rule = Rule(threshold=0.5, band=0.05)
        numbers = about(named(default_name()), "")
        return numbers | {"measured": None, "threshold": rule.threshold, "band": rule.band}, rule

    @staticmethod
    def decided(face, scores, width, rule):
        """The verdict of the full program."""
        one = np.zeros(1, np.int64)
        faces = FaceScores(one, one.astype(np.float32), one, np.array([scores[1]], np.float64))
        evidence = replace(measured(face[None], [width]), zoomed=np.array(scores)[:, None])
        return decide(faces, rule, looked_at=1, evidence=evidence)

    @pytest.mark.parametrize("width", [64, 100, 256, 500])
    def test_measures_sharpness_and_brightness_alike(self, page, astronaut, width):
        face = astronaut[50:306, 100:356].copy()
        hand_over(page, face)
        code = """async (width) => {
            const {sharpness, brightness} = await import("./judge.js");
            return [sharpness(picture, width), brightness(picture)];
        }"""
        expected = [sharpness(face, width), brightness(face)]
        assert page.evaluate(code, width) == pytest.approx(expected, rel=1e-4)
