"""What a document carries: a question to a real worker, which has it taken apart."""

from __future__ import annotations

import pytest

from meso.errors import DocumentTooLarge, UnreadableDocument
from meso.service.unpack import unpack
from tests.document_files import REMOTE, newsletter, picture
from tests.hostile.documents import BROKEN, TOO_MUCH

pytestmark = pytest.mark.slow  # starts processes


def test_is_told_with_every_place_and_comes_back_to_the_byte(client):
    mail = newsletter().as_bytes()
    document = client.ask(unpack, "news.eml", upload=mail, called="news.eml").result(60)
    assert (document.name, document.kind, document.remote) == ("news.eml", "mail", len(REMOTE))
    assert [one.data for one in document.carried] == [picture(number) for number in (1, 2, 4, 3)]
    assert document.carried[0].where == "part 1.2.2"
    assert document.carried[0].alt == "The choir in May"


@pytest.mark.parametrize(
    ("data", "error"),
    [(TOO_MUCH["six_levels.eml"], DocumentTooLarge), (BROKEN["torn.pdf"], UnreadableDocument)],
)
def test_of_one_that_cannot_be_taken_apart_is_an_error_that_names_it(client, data, error):
    with pytest.raises(error, match=r"news\.pdf"):
        client.ask(unpack, "news.pdf", upload=data(), called="news.pdf").result(60)
