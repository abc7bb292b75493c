"""Leases placed beforehand for regulars, at the till: wanted, used, laid back, called back, let go."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from terminal.membership import AHEAD, HeldLease
from terminal.open_sale import OpenSale
from terminal.session import Session
from terminal.store.lease_tending import tend_leases
from terminal.store.outbox import SqlOutbox
from terminal.till import Till
from terminal.usecases.basket import (
    abandon_sale,
    attach_member,
    burnable,
    close_stray_leases,
    detach_member,
    new_sale,
    refresh_member,
)
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price
from tests.unit.terminal.intakes import INTAKE
from tests.unit.terminal.settled_sales import with_goods
from tests.unit.terminal.till_kit import LAN, Counter, a_shop, grant_lease

ANH = "member-anh"
LetGo = Callable[[Till, Session, OpenSale], OpenSale]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    shop = a_shop(tmp_path)
    yield shop
    shop.close()


def hear(shop: Counter, *, called_back: tuple[str, ...] = (), regulars: tuple[str, ...] = ()) -> None:
    """An answer of the server with nothing in it but this; what is held is listed, as always."""
    with shop.store.write() as unit:
        tend_leases(unit, replace(INTAKE, called_back=called_back, regulars=regulars))


def live(shop: Counter) -> dict[str, tuple[str, str]]:
    """Member, state and whether it is placed beforehand, of every lease that is not closed."""
    with shop.store.read() as reading:
        return {
            held.lease: (held.state, "ahead" if sale == AHEAD else "sale")
            for held, sale in reading.leases.live()
        }


def closed(shop: Counter) -> list[object]:
    with shop.store.read() as reading:
        walked = reading.journal.walk(till="till-2", incarnation=1)
        return [event.body["lease"] for event in walked if event.kind == "lease_closed"]


@pytest.fixture
def placed(shop: Counter) -> str:
    """Ánh is a regular, and 500 points of hers are held here for four hours."""
    hear(shop, regulars=(ANH,))
    (lease,) = live(shop)
    grant_lease(shop, HeldLease(lease=lease, member=ANH, state="asked"), points=500, minutes=240)
    return lease


def with_anh(shop: Counter) -> OpenSale:
    sale = with_goods(shop, "RICE-ST25", "RICE-ST25")
    return attach_member(shop.till, LAN, sale, member_by_id(shop.till, ANH))


def test_a_regular_is_wanted_once_and_asked_for_after_those_at_the_counter(shop: Counter) -> None:
    hear(shop, regulars=(ANH,))
    hear(shop, regulars=(ANH, "member-binh"))
    attach_member(shop.till, LAN, new_sale(shop.till), member_by_id(shop.till, "member-binh"))
    outgoing = SqlOutbox(shop.store).read_outgoing()
    assert [(ask.member, ask.ahead) for ask in outgoing.asks] == [
        ("member-binh", False),
        (ANH, True),
        ("member-binh", True),
    ]
    assert outgoing.ahead_held == 2


def test_without_a_network_a_regular_burns_what_was_placed_beforehand(shop: Counter, placed: str) -> None:
    sale = with_anh(shop)
    assert sale.lease is not None
    assert (sale.lease.lease, live(shop)) == (placed, {placed: ("open", "sale")})
    assert burnable(shop.till, sale, price(shop.till, sale)).points == 360


@pytest.mark.parametrize("let_go", [detach_member, abandon_sale])
def test_what_was_not_used_is_kept_for_the_next_visit(shop: Counter, placed: str, let_go: LetGo) -> None:
    let_go(shop.till, LAN, with_anh(shop))
    assert live(shop) == {placed: ("open", "ahead")}
    assert closed(shop) == []


def test_a_lease_for_the_counter_is_not_kept(shop: Counter) -> None:
    sale = with_anh(shop)
    assert sale.lease is not None
    grant_lease(shop, sale.lease, points=500)
    detach_member(shop.till, LAN, refresh_member(shop.till, sale))
    assert live(shop) == {}
    assert closed(shop) == [sale.lease.lease]


def test_what_was_placed_beforehand_outlives_a_restart(shop: Counter, placed: str) -> None:
    assert close_stray_leases(shop.till, open_sale=None) == 0
    assert live(shop) == {placed: ("open", "ahead")}


def test_what_nobody_uses_is_given_back_when_it_is_called(shop: Counter, placed: str) -> None:
    hear(shop, called_back=("another", placed))
    assert (live(shop), closed(shop)) == ({}, [placed])


def test_what_stands_in_a_basket_is_not_given_back_before_its_time_is_over(
    shop: Counter, placed: str
) -> None:
    with_anh(shop)
    hear(shop, called_back=(placed,))
    assert live(shop) == {placed: ("open", "sale")}
    shop.clock.move(minutes=240)
    hear(shop, called_back=(placed,))
    assert closed(shop) == [placed]


def test_what_is_over_or_refused_is_let_go(shop: Counter, placed: str) -> None:
    hear(shop, regulars=("member-binh",))
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE leases SET state = 'refused' WHERE member = 'member-binh'")
    hear(shop)
    assert live(shop) == {placed: ("open", "ahead")}
    shop.clock.move(minutes=240)
    hear(shop)
    assert live(shop) == {}
    assert len(closed(shop)) == 2


def test_what_is_over_is_not_used_for_a_sale(shop: Counter, placed: str) -> None:
    shop.clock.move(minutes=240)
    sale = with_anh(shop)
    assert sale.lease is not None
    assert sale.lease.lease != placed


@pytest.mark.parametrize(
    ("why", "code"),
    [("", "lease-part"), ("lent-elsewhere", "lease-part"), ("till-cap", "lease-till-cap")],
)
def test_the_screen_says_what_keeps_the_points_few(shop: Counter, placed: str, why: str, code: str) -> None:
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE leases SET amount = 200, why = ?", (why,))
    sale = with_anh(shop)
    found = burnable(shop.till, sale, price(shop.till, sale)).why
    assert found is not None
    assert (sale.lease is None or sale.lease.lease) == placed
    assert (found.code, found.params) == (code, {"points": 200, "balance": 1250})


def test_the_screen_says_that_another_till_was_asked(shop: Counter) -> None:
    sale = with_anh(shop)
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE leases SET state = 'asked', why = 'called-back'")
    asked = refresh_member(shop.till, sale)
    found = burnable(shop.till, asked, price(shop.till, asked)).why
    assert found is not None
    assert found.code == "lease-called-back"
