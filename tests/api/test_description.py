"""What the API says of itself in OpenAPI is what it does, on real files and on whatever is sent."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from meso.api import shapes
from meso.api.answers import STATUS
from meso.errors import Reason
from meso.limits import FRAMES_LOOKED_AT
from tests.api.asking import Answer
from tests.document_files import newsletter
from tests.faces.marked import Marked, lossless_clip, lossless_photo, picture

pytestmark = pytest.mark.slow  # starts a worker

README = Path(__file__).parents[2] / "README.md"
CODE = "A3F7KM"
EXAMPLES = 15  # that schemathesis makes up for each operation in each of its phases
ANNA = picture(Marked(90, 110, 120, 51))


@pytest.fixture
def api(open_api):
    return open_api(load="tests.api.marked_worker:load", code=CODE)[0]


def send(api, data, name) -> Answer:
    return api.send(data, name, Authorization=f"Bearer {CODE}")


def a_mail() -> bytes:
    mail = newsletter()
    mail.add_attachment(lossless_photo(ANNA), "image", "png", filename="anna.png")
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("name", "data", "shape"),
    [
        ("anna.png", lossless_photo(ANNA), shapes.Report),
        ("anna.mkv", lossless_clip([ANNA, picture(), ANNA]), shapes.Report),
        ("news.eml", a_mail(), shapes.Document),
        ("notes.txt", b"no picture", shapes.Refusal),
    ],
)
def test_an_answer_has_the_shape_that_is_described_and_nothing_else(api, name, data, shape):
    shape.model_validate_json(json.dumps(send(api, data, name).told), strict=True)


def test_a_verdict_is_described_as_it_is(api):
    verdict = send(api, lossless_photo(ANNA), "anna.png").told["verdict"]
    schemas = api.ask("/openapi.json").told["components"]["schemas"]
    assert {*schemas["Verdict"]["properties"]} == {*verdict}


def test_every_reason_and_limit_is_described(api):
    described = api.ask("/openapi.json").told
    operation = described["paths"]["/detect"]["post"]
    for reason in get_args(Reason):
        status, meaning = STATUS[reason]
        assert f"`{reason}`: {meaning}" in operation["responses"][str(status)]["description"]
    frames = {one["name"]: one["schema"] for one in operation["parameters"]}["frames"]
    assert (frames["minimum"], frames["maximum"]) == (1, FRAMES_LOOKED_AT)


def test_no_page_is_served_whose_programs_come_from_elsewhere(api):
    assert api.ask("/docs").status == 404
    assert api.ask("/redoc").status == 404


def test_the_readme_asks_for_what_there_is(api):
    asked = re.search(r"curl -F (\w+)=@\S+ http://127\.0\.0\.1:8600(/\w+)", README.read_text())
    field, path = asked.groups()
    operation = api.ask("/openapi.json").told["paths"][path]["post"]
    schema = operation["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert schema["required"] == [field]


def test_whatever_is_sent_is_answered_as_described(api, tmp_path):
    """By schemathesis: what the description allows, and what it does not."""
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", "--no-color"),
        *("--max-examples", str(EXAMPLES), "--generation-deterministic"),
        *("--exclude-checks", "positive_data_acceptance"),  # no schema says what shows a face
        *("--header", f"Authorization: Bearer {CODE}"),
        f"http://127.0.0.1:{api.port}/openapi.json",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert re.search(r"Tested: 3", done.stdout), done.stdout[-3000:]
