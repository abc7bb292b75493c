"""Cards that customers had before: set once for a house, and read alike by its tills and its server."""

from pathlib import Path

import pytest

from loyalty.errors import Refused
from loyalty.identity.card_rules import card_rules
from loyalty.wire.feed import StoreSettings
from server.usecases.admin.import_members import import_members
from server.usecases.admin.old_cards import read_old_cards, set_old_cards
from server.usecases.admin.people import replace_card
from server.usecases.admin.setup import add_store
from server.usecases.admin.sheet import SheetRefused
from tests.integration.server.conftest import House
from tests.integration.server.test_commands import run_admin
from tests.integration.server.tills import FakeTill

OLD = "2912345678906"
SHEET = f"name,phone,card\nNguyễn Văn An,0912345678,{OLD}\n".encode()


def settings_told(till: FakeTill) -> StoreSettings:
    rows = [row for row in till.sync(feed_limit=500).feed.rows if row.kind == "settings"]
    return StoreSettings.from_json(rows[-1].body)


def test_the_rules_reach_the_tills_and_a_till_links_such_a_card(house: House) -> None:
    house.q1.enrol("member-an", card=OLD)
    assert house.q1.sync().outcomes[-1].why == "card-number"
    set_old_cards(house.server, tenant=house.code, rules=["29:13"])
    assert settings_told(house.q1).card_rules == ("29:13",)
    house.q1.enrol("member-binh", card=OLD)
    assert house.q1.sync().outcomes[-1].why == ""
    rows = [row for row in house.q2.sync(feed_limit=500).feed.rows if row.kind == "card"]
    assert [row.key for row in rows] == [OLD]
    house.check()


def test_a_sheet_of_members_may_bring_the_cards_they_have(house: House) -> None:
    with pytest.raises(SheetRefused, match="card"):
        import_members(house.server, tenant=house.code, data=SHEET, file="m.csv")
    set_old_cards(house.server, tenant=house.code, rules=["29:13"])
    assert import_members(house.server, tenant=house.code, data=SHEET, file="m.csv").members == 1
    assert replace_card(house.server, tenant=house.code, old=OLD, new="2900000000018")


def test_a_card_that_was_given_stays_one_after_its_rule_is_gone(house: House) -> None:
    set_old_cards(house.server, tenant=house.code, rules=["29:13"])
    house.q1.enrol("member-an", card=OLD)
    house.q1.sync()
    set_old_cards(house.server, tenant=house.code, rules=[])
    rows = [row for row in house.q2.sync(feed_limit=500).feed.rows if row.kind == "card"]
    assert [row.key for row in rows] == [OLD]
    assert settings_told(house.q1).card_rules == ()


def test_a_store_that_is_opened_later_has_the_rules_of_the_house(house: House) -> None:
    set_old_cards(house.server, tenant=house.code, rules=["29:13"])
    plain = StoreSettings(
        store_name="Q3",
        address="",
        language="vi",
        bank=None,
        cash_rounding=500,
        receipt_footer="",
        currency="VND",
        timezone="Asia/Ho_Chi_Minh",
        phone_region="VN",
    )
    add_store(house.server, tenant=house.code, code="q3", settings=plain)
    assert read_old_cards(house.server, tenant=house.code) == card_rules(["29:13"])
    rows = [row for row in house.q1.sync(feed_limit=500).feed.rows if row.kind == "settings"]
    assert all(StoreSettings.from_json(row.body).card_rules == ("29:13",) for row in rows)


def test_rules_that_cannot_be_change_nothing(house: House) -> None:
    set_old_cards(house.server, tenant=house.code, rules=["29:13"])
    with pytest.raises(Refused, match="card-rule-bank"):
        set_old_cards(house.server, tenant=house.code, rules=["29:13", "41:16"])
    assert read_old_cards(house.server, tenant=house.code) == card_rules(["29:13"])


def test_the_command_sets_says_and_takes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    run_admin("tenant", "--data", data, "--code", "tt", "--name", "Thân Thiết")
    run_admin("store", "--data", data, "--code", "q1", "--name", "Q1")
    said: list[str] = []
    for given in (["--rule", "29:13", "--rule", "700:9"], [], ["--none"]):
        capsys.readouterr()
        assert run_admin("old-cards", "--data", data, *given) == 0
        said.append(capsys.readouterr().out.strip())
    assert said == [
        "Cards that customers had before: 29:13, 700:9.",
        "Cards that customers had before: 29:13, 700:9.",
        "Cards that customers had before: none.",
    ]
