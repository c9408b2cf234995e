"""Who may use the API: a program that asks for it by its name and has the code, if there is one."""

from __future__ import annotations

import pytest

from meso.api.door import OF_THIS_MACHINE
from meso.api.serve import names_of
from meso.service import access_code
from tests.api.asking import FORM, answer_of

pytestmark = pytest.mark.slow  # starts a worker

CODE = "A3F7KM"
RIGHT = {"Authorization": f"Bearer {CODE}"}


@pytest.fixture
def locked(open_api, monkeypatch):
    monkeypatch.setattr(access_code, "SECONDS_AFTER_A_WRONG_ONE", 0)
    return open_api(code=CODE)[0]


class TestTheName:
    @pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LocalHost:8600", "[::1]:8600"])
    def test_of_this_machine_is_let_in(self, api, name):
        assert api.ask("/health", headers={"Host": name}).status == 200

    @pytest.mark.parametrize("path", ["/health", "/models", "/openapi.json", "/nothing"])
    @pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example:8600", "[::2]", ""])
    def test_that_a_site_points_at_this_machine_is_turned_away(self, api, name, path):
        answer = api.ask(path, headers={"Host": name})
        assert answer.status == 421
        assert answer.told["reason"] == "not_let_in"
        assert "Ask for 127.0.0.1 or" in answer.told["problem"]

    def test_of_another_address_is_the_only_one_there(self, open_api):
        api, _ = open_api(names=["192.168.1.5"])
        assert api.ask("/health", headers={"Host": "192.168.1.5:8600"}).status == 200
        assert api.ask("/health", headers={"Host": "127.0.0.1"}).status == 421

    def test_is_what_the_address_is_called(self):
        assert names_of("192.168.1.5") == ("192.168.1.5",)
        assert names_of("fd00::5") == ("[fd00::5]",)
        assert {*names_of("127.0.0.2")} == {"127.0.0.2", *OF_THIS_MACHINE}


class TestAPageOfAnotherSite:
    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:8600"])
    def test_is_turned_away_and_told_nothing_that_a_browser_would_show_it(self, api, origin):
        for method, path in (("POST", "/detect"), ("OPTIONS", "/detect"), ("GET", "/models")):
            answer = api.ask(path, method, headers={"Origin": origin})
            assert answer.status == 403
            assert answer.told["reason"] == "not_let_in"
            assert not [name for name in answer.headers if name.lower().startswith("access-")]


class TestTheCode:
    @pytest.mark.parametrize("path", ["/models", "/detect"])
    @pytest.mark.parametrize(
        "sent",
        [None, "", "Bearer", f"Basic {CODE}", "Bearer A3F7KN", "Bearer A3F7K", f"Bearer {CODE}X"],
    )
    def test_that_is_missing_or_wrong_opens_nothing(self, locked, path, sent):
        method = "POST" if path == "/detect" else "GET"
        answer = locked.ask(path, method, headers={"Authorization": sent} if sent else {})
        assert answer.status == 401
        assert answer.told["reason"] == "not_let_in"
        assert answer.headers["www-authenticate"] == "Bearer"
        assert CODE not in str(answer)

    @pytest.mark.parametrize("code", [CODE, CODE.lower(), "a3f 7km"])
    def test_that_is_right_opens_all(self, locked, code):
        code = {"Authorization": f"Bearer {code}"}
        assert locked.ask("/models", headers=code).status == 200
        assert locked.send(b"score", **code).status == 200

    def test_is_asked_for_before_anything_of_a_file_is_read(self, locked):
        with locked.begun(b"", announced=10_000) as connection:
            assert answer_of(connection).status == 401

    def test_is_not_asked_of_who_wants_to_know_whether_all_is_well(self, locked):
        assert locked.ask("/health").status == 200

    def test_costs_time_when_it_is_wrong_and_none_when_nothing_was_tried(self, locked, monkeypatch):
        slept = []
        monkeypatch.setattr(access_code, "sleep", slept.append)
        locked.ask("/models")
        assert slept == []
        locked.ask("/models", headers={"Authorization": "Bearer A3F7KN"})
        assert slept == [access_code.SECONDS_AFTER_A_WRONG_ONE]

    def test_is_part_of_the_description(self, locked, api):
        described = locked.ask("/openapi.json").told
        assert described["paths"]["/detect"]["post"]["security"] == [{"HTTPBearer": []}]
        assert "security" not in described["paths"]["/health"]["get"]
        assert "security" not in str(api.ask("/openapi.json").told)


def test_without_a_code_nobody_is_asked_for_one(api):
    assert api.ask("/models").status == 200
    assert api.ask("/detect", "POST", b"", FORM).status == 400
