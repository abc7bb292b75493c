"""Vouchers and limited offers placed beforehand for regulars: used without a network, kept, given back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.wire.claims import OpenClaim, rule_thing
from terminal.clock import timestamp
from terminal.membership import AHEAD
from terminal.open_sale import OpenSale
from terminal.session import Session
from terminal.store.claim_intake import place_claims, take_claims
from terminal.store.outbox import SqlOutbox
from terminal.till import Till
from terminal.usecases.basket import (
    abandon_sale,
    attach_member,
    close_stray_leases,
    detach_member,
    new_sale,
    present_code,
)
from terminal.usecases.members import member_by_id
from terminal.usecases.things import things_ahead
from tests.unit.terminal.claimed_things import THING, closed
from tests.unit.terminal.intakes import INTAKE
from tests.unit.terminal.kept_things import CODE, giving, pay
from tests.unit.terminal.settled_sales import with_goods
from tests.unit.terminal.till_kit import LAN, PROGRAM, Counter, program_row

__all__ = ["giving"]
ANH = "member-anh"
ONCE = rule_thing("once")
LetGo = Callable[[Till, Session, OpenSale], OpenSale]


def hear(
    counter: Counter,
    *,
    regulars: tuple[str, ...] = (),
    called_back: tuple[str, ...] = (),
    minutes: int = 240,
    refuses: bool = False,
) -> None:
    """An answer of the server's that keeps all that was asked for, for so long."""
    until = timestamp(counter.clock.now() + timedelta(minutes=minutes))
    with counter.store.write() as unit:
        live = [each for each, _ in unit.claims.live()]
        told = tuple(
            OpenClaim(
                each.claim, each.member, each.thing, timestamp(each.until) if each.until else until, "open"
            )
            for each in live
            if not refuses
        )
        intake = replace(INTAKE, regulars=regulars, claims=told, claims_called_back=called_back)
        take_claims(unit, intake)
        place_claims(unit, intake, lambda unit, member: things_ahead(counter.till, unit, member))


def live(counter: Counter) -> list[tuple[str, str, bool]]:
    with counter.store.read() as reading:
        return [(each.thing, each.state, of == AHEAD) for each, of in reading.claims.live()]


@pytest.fixture
def placed(giving: Counter) -> Counter:
    """Ánh is a regular: her voucher is kept here for four hours."""
    hear(giving, regulars=(ANH,))
    hear(giving)
    return giving


def with_anh(counter: Counter) -> OpenSale:
    sale = with_goods(counter, "RICE-ST25")
    return attach_member(counter.till, LAN, sale, member_by_id(counter.till, ANH))


def test_what_a_regular_may_use_is_wanted_once_and_after_those_at_the_counter(giving: Counter) -> None:
    hear(giving, regulars=(ANH, "nobody"))
    hear(giving, regulars=(ANH,))
    assert live(giving) == [(THING, "open", True)]
    with giving.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM, version=3))
    hear(giving, regulars=("member-binh",))
    attach_member(giving.till, LAN, new_sale(giving.till), member_by_id(giving.till, "member-binh"))
    asks = SqlOutbox(giving.store).read_outgoing().claims
    assert [(each.thing, each.ahead) for each in asks] == [(ONCE, False), (ONCE, True)]


def test_without_a_network_a_regular_uses_what_was_placed_beforehand(placed: Counter) -> None:
    sale = present_code(placed.till, with_anh(placed), CODE)
    assert live(placed) == [(THING, "open", False)]
    assert pay(placed, sale).used_codes == (CODE,)
    assert closed(placed) == ["used"]
    assert live(placed) == []


@pytest.mark.parametrize("let_go", [detach_member, abandon_sale])
def test_what_was_not_used_is_kept_for_the_next_visit(placed: Counter, let_go: LetGo) -> None:
    let_go(placed.till, LAN, with_anh(placed))
    assert live(placed) == [(THING, "open", True)]
    pay(placed, with_anh(placed))
    assert live(placed) == [(THING, "open", True)]
    assert closed(placed) == []


def test_what_was_placed_beforehand_outlives_a_restart(placed: Counter) -> None:
    close_stray_leases(placed.till, open_sale=None)
    assert live(placed) == [(THING, "open", True)]


def test_what_nobody_uses_is_given_back_when_it_is_called(placed: Counter) -> None:
    with placed.store.read() as reading:
        ((held, _),) = reading.claims.live()
    hear(placed, called_back=(held.claim,))
    assert (live(placed), closed(placed)) == ([], ["unused"])


def test_what_is_over_or_refused_is_let_go(placed: Counter) -> None:
    placed.clock.move(minutes=241)
    hear(placed)
    assert (live(placed), closed(placed)) == ([], ["unused"])
    assert with_anh(placed).claims[0].state == "wanted"


def test_what_is_over_is_not_adopted_by_a_sale(placed: Counter) -> None:
    placed.clock.move(minutes=241)
    assert [each.state for each in with_anh(placed).claims] == ["wanted"]


def test_the_outbox_places_what_it_is_told_to(giving: Counter) -> None:
    outbox = SqlOutbox(giving.store, things_ahead=lambda _unit, member: (f"voucher:{member}",))
    outbox.apply(replace(INTAKE, regulars=(ANH,)))
    assert live(giving) == [(f"voucher:{ANH}", "wanted", True)]
    SqlOutbox(giving.store).apply(replace(INTAKE, regulars=("member-binh",)))
    assert len(live(giving)) == 1
