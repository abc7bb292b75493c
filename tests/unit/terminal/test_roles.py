"""What a till records for whom: asked of the operators as the server has them, in the very transaction."""

import contextlib
from dataclasses import replace
from typing import get_args

import pytest

from loyalty.errors import Refused
from loyalty.units import Money
from loyalty.wire.roles import MAY, NEVER_DENIED, TILL, Role
from terminal.usecases.drawer import open_drawer
from terminal.usecases.shifts import close_shift
from terminal.usecases.sign_in import sign_out
from tests.unit.terminal.till_kit import LAN, Counter, operator_row

ROLES: tuple[Role, ...] = get_args(Role)


def is_recorded(counter: Counter, kind: str, operator: str) -> bool:
    try:
        with counter.store.write() as unit:
            unit.journal.append(kind, {"v": 1}, operator)
    except Refused as refused:
        return refused.code != "role-may-not"
    return True


def test_the_till_records_what_the_server_will_believe(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.operators.put([operator_row(role, role, role=role) for role in ROLES])
    for kind, allowed in MAY.items():
        for role in ROLES:
            assert is_recorded(shop, kind, role) == (role in allowed or kind in NEVER_DENIED), (kind, role)
        assert is_recorded(shop, kind, TILL) == ("till" in allowed or kind in NEVER_DENIED), kind


def test_whoever_is_blocked_in_the_middle_of_a_shift_does_nothing_more(shop: Counter) -> None:
    lan = operator_row("op-lan", "Lan")
    open_drawer(shop.till, LAN)
    with shop.store.write() as unit:
        unit.operators.put([replace(lan, state="blocked")])
    with pytest.raises(Refused, match="role-may-not"):
        open_drawer(shop.till, LAN)
    with pytest.raises(Refused, match="role-may-not"):
        close_shift(shop.till, LAN, counted=Money(0), reason="unknown")
    sign_out(shop.till, LAN)


def test_a_session_says_nothing_about_the_role_that_counts(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.operators.put([operator_row("op-lan", "Lan", role="auditor")])
    with pytest.raises(Refused, match="role-may-not"):
        open_drawer(shop.till, replace(LAN, role="manager"))


def test_a_refused_deed_leaves_nothing_behind(shop: Counter) -> None:
    shop.rung.clear()
    with shop.store.read() as reading:
        before = reading.journal.head()
    with pytest.raises(Refused):
        open_drawer(shop.till, replace(LAN, operator="op-nobody"))
    with shop.store.read() as reading:
        assert reading.journal.head() == before
    assert shop.rung == []


@pytest.mark.parametrize(
    ("approver", "why"),
    [
        ("op-minh", None),
        ("op-lan", "approver-same"),
        ("op-hoa", "approver-may-not"),
        ("op-nobody", "approver-may-not"),
        ("op-gone", "approver-may-not"),
    ],
)
def test_what_somebody_allowed_takes_somebody_else_who_may(
    shop: Counter, approver: str, why: str | None
) -> None:
    gone = replace(operator_row("op-gone", "Gone", role="manager"), state="blocked")
    with shop.store.write() as unit:
        unit.operators.put([operator_row("op-hoa", "Hoa"), gone])
    expected = contextlib.nullcontext() if why is None else pytest.raises(Refused, match=why)
    with expected, shop.store.write() as unit:
        unit.journal.append("drawer_opened", {"v": 1, "approver": approver}, "op-lan")
