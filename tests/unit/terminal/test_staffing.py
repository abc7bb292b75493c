"""Who may sign in, kept from a till: who may, whose PIN is asked, and that no PIN leaves the till."""

from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from loyalty.errors import Refused, Unavailable
from loyalty.wire.feed import OperatorRow
from loyalty.wire.pins import is_pin_hash, peppered_pin
from loyalty.wire.staffing import StaffDeed, StaffDeedDone
from terminal.audit import AuditQuery
from terminal.session import Session
from terminal.usecases.audit import look_through
from terminal.usecases.sign_in import sign_in
from terminal.usecases.staffing import StaffWish, do_staff_deed, list_staff
from tests.unit.terminal.till_kit import LAN, MORNING, PEPPER, PIN, Counter, operator_row

MINH = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)
NEW_PIN = "7413"
OWN = StaffWish(deed="d1", kind="pin", who="op-lan", pin=NEW_PIN)
ADD = StaffWish(deed="d1", kind="add", who="op-new", name=" Đỗ  Hương ", role="cashier", pin=NEW_PIN)


class Line:
    """A server that does what it is asked, or what `failure` says; `asked` are the requests."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.asked: list[StaffDeed] = []
        self.failure = failure

    def __call__(self, deed: StaffDeed) -> StaffDeedDone:
        self.asked.append(deed)
        if self.failure is not None:
            raise self.failure
        was = operator_row(deed.who, deed.name or "Lan", role=deed.role or "cashier")
        row = OperatorRow(
            was.operator, was.name, was.role, deed.pin_hash or was.pin_hash, deed.state or "active"
        )
        return StaffDeedDone(version=1, row=row, nonce="n")


def journal(shop: Counter) -> list[tuple[str, str, object]]:
    with shop.store.read() as reading:
        head = reading.journal.head()
        events = reading.journal.walk(till=head.till, incarnation=1, seq=1)
        return [(each.kind, each.operator, each.body.get("operator")) for each in events]


def test_somebody_new_signs_in_here_at_once_with_the_pin_they_were_given(shop: Counter) -> None:
    line = Line()
    assert do_staff_deed(shop.till, MINH, ADD, own_pin=PIN, ask=line).name == "Đỗ Hương"
    (asked,) = line.asked
    assert NEW_PIN not in str(asked.to_json())
    assert asked.pin_hash is not None
    assert is_pin_hash(asked.pin_hash)
    assert PasswordHasher().verify(asked.pin_hash, peppered_pin(NEW_PIN, operator="op-new", pepper=PEPPER))
    assert sign_in(shop.till, operator="op-new", pin=NEW_PIN).name == "Đỗ Hương"
    assert journal(shop)[0] == ("operator_changed", "op-minh", "op-new")
    (said,) = (
        each for each in look_through(shop.till, MINH, AuditQuery()) if each.kind == "operator_changed"
    )
    assert (said.operator, said.detail, said.note) == ("Minh", "add", "Đỗ Hương")


def test_a_cashier_changes_their_own_pin_and_the_old_one_is_asked(shop: Counter) -> None:
    line = Line()
    with pytest.raises(Refused, match="wrong-pin"):
        do_staff_deed(shop.till, LAN, OWN, own_pin="0000", ask=line)
    assert not line.asked
    do_staff_deed(shop.till, LAN, OWN, own_pin=PIN, ask=line)
    assert sign_in(shop.till, operator="op-lan", pin=NEW_PIN).operator == "op-lan"
    with pytest.raises(Refused, match="wrong-pin"):
        sign_in(shop.till, operator="op-lan", pin=PIN)


@pytest.mark.parametrize(
    "wish",
    [
        ADD,
        replace(OWN, who="op-minh"),
        StaffWish(deed="d1", kind="change", who="op-lan", role="manager"),
        StaffWish(deed="d1", kind="change", who="op-minh", state="blocked"),
    ],
)
def test_a_cashier_does_nothing_else(shop: Counter, wish: StaffWish) -> None:
    line = Line()
    with pytest.raises(Refused, match="deed-may-not"):
        do_staff_deed(shop.till, LAN, wish, own_pin=PIN, ask=line)
    assert (line.asked, journal(shop)) == ([], [])


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (replace(OWN, pin="12"), "pin-form"),
        (replace(OWN, pin="1111"), "pin-easy"),
        (replace(ADD, name=" "), "staff-name-missing"),
    ],
)
def test_what_cannot_be_is_refused_before_anybody_is_asked(shop: Counter, wish: StaffWish, code: str) -> None:
    line = Line()
    with pytest.raises(Refused, match=code):
        do_staff_deed(shop.till, replace(MINH), wish, own_pin=PIN, ask=line)
    assert not line.asked


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (Refused("server-refused", problem="own-role"), "own-role"),
        (Refused("server-refused", problem="operator-may-not"), "deed-may-not"),
        (Refused("server-refused", problem="till-revoked"), "server-refused"),
        (Unavailable("server-unreachable", retry=True), "server-unreachable"),
    ],
)
def test_what_the_server_refuses_or_does_not_hear_changes_nothing_here(
    shop: Counter, failure: Exception, code: str
) -> None:
    with pytest.raises((Refused, Unavailable), match=code):
        do_staff_deed(shop.till, LAN, OWN, own_pin=PIN, ask=Line(failure))
    assert journal(shop) == []
    assert sign_in(shop.till, operator="op-lan", pin=PIN).operator == "op-lan"


def test_a_manager_sees_everybody_those_who_are_blocked_last_and_others_themselves(shop: Counter) -> None:
    blocked = StaffWish(deed="d2", kind="change", who="op-lan", state="blocked")
    assert not do_staff_deed(shop.till, MINH, blocked, own_pin=PIN, ask=Line()).active
    assert [(each.operator, each.active) for each in list_staff(shop.till, MINH)] == [
        ("op-minh", True),
        ("op-lan", False),
    ]
    assert [each.operator for each in list_staff(shop.till, LAN)] == ["op-lan"]
