"""The settings of a store are changed from a till of it: once, by a manager, told to its tills alone."""

import json
from typing import Any

import pytest

from loyalty.errors import Refused
from loyalty.wire.feed import Bank, StoreSettings
from loyalty.wire.store_desk import StoreDeed, StoreDeedDone
from server.store.tables.tenancy import store_deeds
from server.usecases.admin.setup import add_store, add_till, make_pairing_code
from server.usecases.store_desk import do_store_deed
from tests.integration.server.conftest import SETTINGS, House
from tests.integration.server.tills import FakeTill, pair_till

BANK = Bank("970436", "0123456789", "CTY HOA MAI")


def do(house: House, *, deed: str = "d1", by: str = "manager", **said: Any) -> StoreDeedDone:
    asked = StoreDeed(version=1, deed=deed, operator=by, **said)
    return do_store_deed(house.server, house.q1.account, asked, nonce="n")


def heard(till: FakeTill) -> list[StoreSettings]:
    """What a till has heard of its store since it asked last."""
    rows = till.sync(feed_limit=500).feed.rows
    return [StoreSettings.from_json(each.body) for each in rows if each.kind == "settings"]


def records(house: House) -> list[dict[str, Any]]:
    rows = [dict(row) for row in house.rows(store_deeds) if row["tenant"] == house.tenant]
    return sorted(rows, key=lambda row: row["deed"])


def test_what_is_said_is_so_at_every_till_of_the_store_and_nothing_else_is(house: House) -> None:
    heard(house.q2)
    done = do(
        house, store_name="  Tạp hóa Hoa Mai ", receipt_footer="Hẹn gặp lại", bank=BANK, cash_rounding=1000
    )
    assert done.settings.store_name == "Tạp hóa Hoa Mai"
    assert heard(house.q2) == [done.settings]
    assert done.settings.bank == BANK
    assert (done.settings.cash_rounding, done.settings.receipt_footer) == (1000, "Hẹn gặp lại")
    assert (done.settings.address, done.settings.currency) == (SETTINGS.address, SETTINGS.currency)


def test_another_store_hears_nothing_and_stays_as_it_is(house: House) -> None:
    add_store(house.server, tenant=house.code, code="q3", settings=SETTINGS)
    add_till(house.server, tenant=house.code, store="q3", code="Q3", name="Quầy 3")
    code = make_pairing_code(house.server, tenant=house.code, till="Q3")
    far = pair_till(house.server, code, now=house.clock.now())
    heard(far)
    do(house, store_name="Hoa Mai")
    assert heard(far) == []


def test_who_did_it_where_and_what_came_of_it_stays(house: House) -> None:
    do(house, address="12 Lê Lợi")
    do(house, deed="d2", bank=BANK)
    first, second = records(house)
    assert (first["by"], first["till"]) == ("manager", house.q1.paired.till)
    assert json.loads(first["settings"])["bank"] is None
    assert json.loads(second["settings"])["bank"]["account"] == BANK.account
    assert json.loads(second["settings"])["address"] == "12 Lê Lợi"


def test_the_same_deed_again_changes_nothing_not_even_what_was_said_since(house: House) -> None:
    do(house, store_name="Hoa Mai")
    do(house, deed="d2", store_name="Hoa Mai 2")
    heard(house.q2)
    assert do(house, store_name="Hoa Mai").settings.store_name == "Hoa Mai 2"
    assert heard(house.q2) == []
    assert len(records(house)) == 2


def test_a_bank_account_is_given_up(house: House) -> None:
    do(house, bank=BANK)
    assert do(house, deed="d2", no_bank=True).settings.bank is None


@pytest.mark.parametrize("role", ["lan", "supervisor", "auditor", "nobody"])
def test_nobody_but_a_manager_changes_anything(house: House, role: str) -> None:
    with pytest.raises(Refused, match="operator-may-not"):
        do(house, by=role, bank=BANK)
    assert records(house) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"store_name": "   "}, "store-name-missing"),
        ({"bank": BANK, "no_bank": True}, "bank-unclear"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    house: House, said: dict[str, Any], code: str
) -> None:
    heard(house.q2)
    with pytest.raises(Refused, match=code):
        do(house, **said)
    assert (records(house), heard(house.q2)) == ([], [])
