"""Signing in with a PIN: what is counted, what is locked, what the journal says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.errors import Refused
from loyalty.wire.feed import OperatorRow
from terminal.keystore.fake import FakeKeyStore
from terminal.session import Session
from terminal.usecases.operators import list_operators
from terminal.usecases.sign_in import session_now, sign_in, sign_out
from tests.unit.terminal.till_kit import LAN, PIN, Counter, operator_row


def wrong_pin(counter: Counter, operator: str = "op-lan") -> Refused:
    with pytest.raises(Refused) as refused:
        sign_in(counter.till, operator=operator, pin="0000")
    return refused.value


def kinds(counter: Counter) -> list[str]:
    """The kinds of all events since the shift was opened."""
    with counter.store.read() as reading:
        head = reading.journal.head()
        return [event.kind for event in reading.journal.walk(till=head.till, incarnation=1, seq=1)]


def test_the_tiles_are_the_active_operators_by_name(shop: Counter) -> None:
    gone = operator_row("op-an", "An")
    with shop.store.write() as unit:
        unit.operators.put([type(gone)(gone.operator, gone.name, gone.role, gone.pin_hash, "blocked")])
    assert [(tile.operator, tile.name, tile.role) for tile in list_operators(shop.till)] == [
        ("op-lan", "Lan", "cashier"),
        ("op-minh", "Minh", "manager"),
    ]


def test_the_right_pin_opens_a_session_and_is_recorded(shop: Counter) -> None:
    session = sign_in(shop.till, operator="op-minh", pin=PIN)
    assert session == Session(operator="op-minh", name="Minh", role="manager", at=shop.clock.now())
    assert kinds(shop) == ["operator_signed_in"]
    assert shop.rung == ["sync"]


def test_leaving_is_recorded(shop: Counter) -> None:
    sign_out(shop.till, LAN)
    assert kinds(shop) == ["operator_signed_out"]


def test_a_wrong_pin_says_how_many_tries_are_left(shop: Counter) -> None:
    refusals = [wrong_pin(shop) for _ in range(4)]
    assert [(each.code, each.params["tries_left"]) for each in refusals] == [
        ("wrong-pin", 4),
        ("wrong-pin", 3),
        ("wrong-pin", 2),
        ("wrong-pin", 1),
    ]
    assert kinds(shop) == ["sign_in_refused"] * 4


def test_the_right_pin_forgets_the_wrong_ones(shop: Counter) -> None:
    for _ in range(4):
        wrong_pin(shop)
    sign_in(shop.till, operator="op-lan", pin=PIN)
    assert wrong_pin(shop).params["tries_left"] == 4


def test_the_fifth_wrong_pin_locks_and_each_further_one_doubles_the_wait(shop: Counter) -> None:
    for _ in range(4):
        wrong_pin(shop)
    waits: list[object] = []
    for _ in range(9):
        refused = wrong_pin(shop)
        assert refused.code == "operator-locked"
        waits.append(refused.params["seconds"])
        shop.clock.move(seconds=float(refused.params["seconds"]))
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_a_locked_operator_is_not_even_checked(shop: Counter) -> None:
    for _ in range(5):
        wrong_pin(shop)
    shop.clock.move(seconds=10)
    with pytest.raises(Refused) as refused:
        sign_in(shop.till, operator="op-lan", pin=PIN)
    assert (refused.value.code, refused.value.params["seconds"]) == ("operator-locked", 20)
    assert len(kinds(shop)) == 5


def test_one_locked_operator_locks_nobody_else(shop: Counter) -> None:
    for _ in range(5):
        wrong_pin(shop)
    assert sign_in(shop.till, operator="op-minh", pin=PIN).name == "Minh"


def test_the_lock_ends_by_itself(shop: Counter) -> None:
    for _ in range(5):
        wrong_pin(shop)
    shop.clock.move(seconds=30)
    assert sign_in(shop.till, operator="op-lan", pin=PIN).operator == "op-lan"


def test_failures_survive_what_the_server_sends(shop: Counter) -> None:
    for _ in range(4):
        wrong_pin(shop)
    with shop.store.read() as reading:
        lan = reading.operators.by_id("op-lan")
    assert lan is not None
    with shop.store.write() as unit:
        unit.operators.put([OperatorRow("op-lan", "Lan Anh", "supervisor", lan.pin_hash, "active")])
    assert wrong_pin(shop).code == "operator-locked"


def test_a_new_pin_from_the_server_begins_with_no_failures(shop: Counter) -> None:
    for _ in range(5):
        wrong_pin(shop)
    with shop.store.write() as unit:
        unit.operators.put([operator_row("op-lan", "Lan", pin="7413")])
    assert sign_in(shop.till, operator="op-lan", pin="7413").operator == "op-lan"


def test_nobody_by_that_name_may_sign_in(shop: Counter) -> None:
    assert wrong_pin(shop, "op-nobody").code == "unknown-operator"


def test_a_pin_hash_that_is_none_lets_nobody_in(shop: Counter) -> None:
    lan = operator_row("op-lan", "Lan")
    with shop.store.write() as unit:
        unit.operators.put([type(lan)("op-lan", "Lan", "cashier", "not set", "active")])
    assert wrong_pin(shop).code == "wrong-pin"


def test_without_the_pepper_no_pin_can_be_checked(shop: Counter) -> None:
    with pytest.raises(Refused, match="not-paired"):
        sign_in(replace(shop.till, keys=FakeKeyStore()), operator="op-lan", pin=PIN)


def test_one_operators_hash_opens_no_other_name(shop: Counter) -> None:
    stolen = operator_row("op-lan", "Lan").pin_hash
    with shop.store.write() as unit:
        unit.operators.put([type(operator_row("x", "x"))("op-minh", "Minh", "manager", stolen, "active")])
    with pytest.raises(Refused, match="wrong-pin"):
        sign_in(shop.till, operator="op-minh", pin=PIN)


def test_the_moment_of_the_lock_is_said_in_utc(shop: Counter) -> None:
    for _ in range(4):
        wrong_pin(shop)
    until = (shop.clock.now() + timedelta(seconds=30)).isoformat(timespec="milliseconds")
    assert wrong_pin(shop).params["until"] == until.replace("+00:00", "Z")


def test_a_lock_set_by_a_clock_that_ran_ahead_locks_nobody_out_for_years(shop: Counter) -> None:
    shop.clock.move(days=400)
    for _ in range(5):
        wrong_pin(shop)
    shop.clock.move(days=-400)
    assert (
        wrong_pin(shop).code == "operator-locked"
    )  # the failures still count: a wrong PIN locks by this clock
    assert wrong_pin(shop).code == "operator-locked"
    shop.clock.move(hours=1)
    assert sign_in(shop.till, operator="op-lan", pin=PIN).name == "Lan"


def test_a_session_goes_on_with_the_role_of_now_and_ends_with_a_block(shop: Counter) -> None:
    session = sign_in(shop.till, operator="op-lan", pin=PIN)
    assert session_now(shop.till, session) == session
    row = operator_row("op-lan", "Lan Anh")
    with shop.store.write() as unit:
        unit.operators.put([replace(row, role="supervisor")])
    assert session_now(shop.till, session) == replace(session, name="Lan Anh", role="supervisor")
    with shop.store.write() as unit:
        unit.operators.put([replace(row, state="blocked")])
    assert session_now(shop.till, session) is None
    assert session_now(shop.till, replace(session, operator="nobody")) is None
