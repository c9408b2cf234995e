"""A document's report: one item a picture, each scored, or named with the reason why not."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from meso.detection.documents import document_as_json, report_on
from meso.media.documents import read_document
from tests.document_files import newsletter, picture
from tests.faces.marked import Marked, lossless_photo
from tests.faces.marked import picture as marked

pytestmark = pytest.mark.slow

ANNA = lossless_photo(marked(Marked(90, 110, 120, 51)))
BEN = lossless_photo(marked(Marked(240, 110, 90, 204)))


@pytest.fixture
def report(bright_is_fake):
    mail = newsletter()
    mail.add_attachment(ANNA, "image", "png", filename="anna.png")
    mail.add_attachment(BEN, "image", "png", filename="ben.png")
    mail.add_attachment(picture(6)[:200], "image", "jpeg", filename="torn.jpg")

    def detect(carried):
        return bright_is_fake.detect_stream(BytesIO(carried.data), carried.name)

    return report_on(read_document(BytesIO(mail.as_bytes()), "news.eml"), detect)


def item(report, name):
    (found,) = [item for item in report.items if item.name == name]
    return found


class TestAReportOnADocument:
    def test_judges_each_picture_by_itself(self, report):
        verdicts = [item(report, name).report.verdict for name in ("anna.png", "ben.png")]
        assert [verdict.label for verdict in verdicts] == ["real", "fake"]
        assert [round(verdict.score, 2) for verdict in verdicts] == [0.2, 0.8]

    def test_says_where_each_stood(self, report):
        assert item(report, "anna.png").where == "part 5"
        assert item(report, "picture 1").alt == "The choir in May"

    def test_names_what_could_not_be_scored_and_gives_it_no_number(self, report):
        assert "No face to score in berg.jpg" in str(item(report, "berg.jpg").problem)
        torn = item(report, "torn.jpg")
        assert torn.report is None
        assert str(torn.problem).startswith("torn.jpg could not be opened")

    def test_counts_what_was_not_looked_at(self, report):
        assert (report.what, report.remote, report.ignored) == ("mail", 3, 1)


class TestItsJson:
    def test_is_one_object_with_an_item_a_picture(self, report):
        said = json.loads(json.dumps(document_as_json(report)))
        assert (said["kind"], said["document"], said["remote"]) == ("document", "mail", 3)
        assert [one["source"] for one in said["items"]] == [one.name for one in report.items]

    def test_has_a_verdict_or_a_problem_for_each_and_never_both(self, report):
        items = document_as_json(report)["items"]
        assert sum("verdict" in one for one in items) == 2
        assert all(("verdict" in one) != ("problem" in one) for one in items)
