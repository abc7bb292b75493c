"""Who may sign in is said from a till: once, by a manager, told to every till."""

from typing import Any

import pytest
from argon2 import PasswordHasher

from loyalty.errors import Refused
from loyalty.wire.feed import OperatorRow
from loyalty.wire.staffing import StaffDeed, StaffDeedDone, StaffDeedKind
from server.store.catalogue import list_operators
from server.store.tables.tenancy import staff_deeds
from server.usecases.staffing import do_staff_deed
from tests.integration.server.conftest import House

HASH = PasswordHasher().hash("peppered")


def do(
    house: House, kind: StaffDeedKind, who: str, *, deed: str = "d1", by: str = "manager", **said: Any
) -> StaffDeedDone:
    asked = StaffDeed(version=1, deed=deed, kind=kind, who=who, operator=by, **said)
    return do_staff_deed(house.server, house.q1.account, asked, nonce="n")


def told(house: House, who: str) -> OperatorRow:
    """What the other till hears of somebody."""
    house.q2.cursor = 0
    rows = house.q2.sync(feed_limit=500).feed.rows
    return next(OperatorRow.from_json(each.body) for each in reversed(rows) if each.key == who)


def records(house: House) -> list[tuple[str, str, str, str, str, str]]:
    fields = ("operator", "kind", "name", "role", "state", "by")
    rows = [row for row in house.rows(staff_deeds) if row["tenant"] == house.tenant]
    return [tuple(row[field] for field in fields) for row in sorted(rows, key=lambda row: row["deed"])]


def test_somebody_new_is_told_to_every_till_and_who_added_them_stays(house: House) -> None:
    done = do(house, "add", "op-new", name="  Đỗ  Hương ", role="supervisor", pin_hash=HASH)
    assert done.row == OperatorRow("op-new", "Đỗ Hương", "supervisor", HASH, "active")
    assert told(house, "op-new") == done.row
    assert records(house) == [("op-new", "add", "Đỗ Hương", "supervisor", "active", "manager")]


def test_the_same_deed_again_changes_nothing(house: House) -> None:
    first = do(house, "change", "lan", name="Lan Anh")
    assert do(house, "change", "lan", name="Lan Anh") == first
    assert len(records(house)) == 1


def test_one_who_was_added_by_an_answer_that_got_lost_is_who_the_next_try_says(house: House) -> None:
    do(house, "add", "op-new", name="Hươg", role="cashier", pin_hash=HASH)
    do(house, "add", "op-new", deed="d2", name="Hương", role="supervisor", pin_hash=HASH)
    assert (told(house, "op-new").name, told(house, "op-new").role) == ("Hương", "supervisor")


def test_a_role_a_block_and_a_pin_reach_every_till(house: House) -> None:
    do(house, "change", "lan", role="supervisor")
    do(house, "change", "lan", deed="d2", state="blocked")
    do(house, "pin", "lan", deed="d3", pin_hash=HASH)
    assert told(house, "lan") == OperatorRow("lan", "lan", "supervisor", HASH, "blocked")
    do(house, "change", "lan", deed="d4", state="active")
    assert told(house, "lan").state == "active"


@pytest.mark.parametrize("role", ["lan", "supervisor", "auditor"])
def test_who_is_no_manager_changes_nothing_but_their_own_pin(house: House, role: str) -> None:
    tries: tuple[tuple[StaffDeedKind, str, dict[str, str]], ...] = (
        ("change", role, {"role": "manager"}),
        ("change", "manager", {"state": "blocked"}),
        ("pin", "manager", {"pin_hash": HASH}),
        ("add", "op-new", {"name": "N", "role": "manager", "pin_hash": HASH}),
    )
    for kind, who, said in tries:
        with pytest.raises(Refused, match="operator-may-not"):
            do(house, kind, who, by=role, **said)
    do(house, "pin", role, by=role, pin_hash=HASH)
    assert told(house, role).pin_hash == HASH
    assert len(records(house)) == 1


@pytest.mark.parametrize("said", [{"role": "cashier"}, {"state": "blocked"}])
def test_a_manager_can_neither_lower_nor_block_themselves_so_there_always_is_one(
    house: House, said: dict[str, str]
) -> None:
    with pytest.raises(Refused, match="own-role"):
        do(house, "change", "manager", **said)
    do(house, "change", "manager", name="Chị Mai", role="manager")
    assert told(house, "manager").name == "Chị Mai"


def test_a_manager_who_was_blocked_does_nothing_more(house: House) -> None:
    do(house, "change", "lan", role="manager")
    do(house, "change", "manager", deed="d2", by="lan", state="blocked")
    with pytest.raises(Refused, match="operator-may-not"):
        do(house, "change", "lan", deed="d3", state="blocked")


@pytest.mark.parametrize(
    ("kind", "who", "said", "code"),
    [
        ("change", "nobody", {"name": "N"}, "operator-unknown"),
        ("add", "op-new", {"name": "N", "pin_hash": HASH}, "operator-unknown"),
        ("add", "op-new", {"name": " ", "role": "cashier", "pin_hash": HASH}, "name-missing"),
        ("change", "lan", {"name": " "}, "name-missing"),
        ("add", "op-new", {"name": "N", "role": "cashier"}, "pin-missing"),
        ("pin", "lan", {"pin_hash": "2580"}, "pin-missing"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    house: House, kind: StaffDeedKind, who: str, said: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        do(house, kind, who, **said)
    assert records(house) == []


def test_two_of_one_name_have_codes_of_their_own(house: House) -> None:
    for number, name in enumerate(["Lê Văn Tám", "Lê Văn Tám", "李"]):
        do(house, "add", f"op-{number}", deed=f"d{number}", name=name, role="cashier", pin_hash=HASH)
    rows = house.server.database.read(lambda connection: list_operators(connection, house.tenant))
    codes = {each.operator: each.code for each in rows}
    assert [codes[f"op-{number}"] for number in range(3)] == ["le-van-tam", "le-van-tam-2", "operator"]
