"""Members and leases of the open sale."""

from dataclasses import replace
from typing import Literal

import pytest

from loyalty.errors import Refused
from loyalty.units import Points
from terminal.membership import AttachedMember, HeldLease
from terminal.open_sale import ONE, OpenSale, add_product, set_burn
from terminal.usecases.basket import (
    abandon_sale,
    attach_member,
    burnable,
    close_stray_leases,
    detach_member,
    new_sale,
    refresh_member,
    renew_lease,
)
from terminal.usecases.drafts import load_draft, save_draft
from terminal.usecases.find import find_products
from terminal.usecases.found import ProductFound
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price, price_fitting
from tests.unit.terminal.till_kit import ANH, LAN, Counter, grant_lease, member_state


def anh(counter: Counter) -> AttachedMember:
    return member_by_id(counter.till, "member-anh")


def with_rice(counter: Counter, sale: OpenSale, times: int = 1) -> OpenSale:
    found = find_products(counter.till, "RICE-ST25")
    assert isinstance(found, ProductFound)
    for _ in range(times):
        sale = add_product(sale, found.product)
    return sale


def lease_of(sale: OpenSale) -> HeldLease:
    assert sale.lease is not None
    return sale.lease


def attached(counter: Counter, *, points: int | None = None) -> OpenSale:
    """Rice for 378.000 and Ánh, her lease granted if `points` says so."""
    sale = attach_member(counter.till, LAN, with_rice(counter, new_sale(counter.till), 2), anh(counter))
    if points is not None:
        grant_lease(counter, lease_of(sale), points=points)
        sale = refresh_member(counter.till, sale)
    return sale


def events(counter: Counter) -> list[tuple[str, object]]:
    with counter.store.read() as reading:
        walk = reading.journal.walk(till="till-2", incarnation=1, seq=1)
        return [(event.kind, event.body.get("spent")) for event in walk]


def asked(counter: Counter, sale: OpenSale) -> OpenSale:
    """What the outbox does before the ask goes on the wire."""
    with counter.store.write() as unit:
        unit.connection.exec_driver_sql(
            "UPDATE leases SET state = 'asked' WHERE lease = ?", (lease_of(sale).lease,)
        )
    return refresh_member(counter.till, sale)


def test_attaching_wants_a_lease_and_rings_the_sync(shop: Counter) -> None:
    sale = attached(shop)
    assert (lease_of(sale).state, lease_of(sale).member) == ("wanted", "member-anh")
    assert shop.rung == ["sync"]
    with shop.store.read() as reading:
        assert [(lease.lease, kept_for) for lease, kept_for in reading.leases.live()] == [
            (lease_of(sale).lease, sale.sale)
        ]


def test_attaching_the_same_member_again_keeps_the_lease(shop: Counter) -> None:
    sale = attached(shop, points=500)
    assert lease_of(attach_member(shop.till, LAN, sale, anh(shop))) == lease_of(sale)


def test_another_member_ends_the_lease_of_the_first(shop: Counter) -> None:
    sale = attached(shop, points=500)
    sale = attach_member(shop.till, LAN, sale, member_by_id(shop.till, "member-binh"))
    assert lease_of(sale).member == "member-binh"
    assert events(shop) == [("lease_closed", 0)]


def test_a_wish_that_was_never_sent_is_taken_back_in_silence(shop: Counter) -> None:
    sale = detach_member(shop.till, LAN, attached(shop))
    assert (sale.member, sale.lease) == (None, None)
    assert events(shop) == []
    with shop.store.read() as reading:
        assert reading.leases.live() == ()


@pytest.mark.parametrize("state", ["asked", "open", "frozen", "refused"])
def test_a_lease_the_server_may_have_granted_is_ended_by_an_event(shop: Counter, state: str) -> None:
    sale = asked(shop, attached(shop))
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE leases SET state = ?", (state,))
    detach_member(shop.till, LAN, refresh_member(shop.till, sale))
    assert events(shop) == [("lease_closed", 0)]


def test_a_lease_the_server_took_back_is_over_already(shop: Counter) -> None:
    sale = asked(shop, attached(shop))
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE leases SET state = 'closed'")
    detach_member(shop.till, LAN, refresh_member(shop.till, sale))
    assert events(shop) == []
    with shop.store.read() as reading:
        assert reading.leases.live() == ()


def test_a_sale_without_a_member_has_none_to_take_off(shop: Counter) -> None:
    sale = new_sale(shop.till)
    assert detach_member(shop.till, LAN, sale) == sale
    assert refresh_member(shop.till, sale) == sale
    assert renew_lease(shop.till, LAN, sale) == sale
    assert shop.rung == []


def test_after_a_sync_the_sale_has_the_lease_and_the_member_as_they_are_now(shop: Counter) -> None:
    sale = attached(shop)
    grant_lease(shop, lease_of(sale), points=700)
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, tier="gold", measure=21_000_000, revision=2)])
    sale = refresh_member(shop.till, sale)
    assert (lease_of(sale).state, lease_of(sale).amount) == ("open", 700)
    assert sale.member is not None
    assert sale.member.tier == "gold"


def test_a_member_who_was_merged_goes_on_as_who_they_are_now(shop: Counter) -> None:
    sale = attached(shop)
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, state="alias", alias_of="member-binh", revision=2)])
    sale = refresh_member(shop.till, sale)
    assert sale.member is not None
    assert sale.member.member == "member-binh"


@pytest.mark.parametrize("state", ["blocked", "erased"])
def test_a_member_who_is_none_any_more_cannot_stay(
    shop: Counter, state: Literal["blocked", "erased"]
) -> None:
    sale = attached(shop)
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, state=state, revision=2)])
    with pytest.raises(Refused, match=f"member-{state}"):
        refresh_member(shop.till, sale)


def test_an_alias_of_nobody_is_unknown(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, state="alias", alias_of="member-gone", revision=2)])
    for member in ("member-anh", "member-nobody"):
        with pytest.raises(Refused, match="member-unknown"):
            member_by_id(shop.till, member)


def test_points_can_be_burned_up_to_what_the_program_and_the_lease_allow(shop: Counter) -> None:
    sale = attached(shop, points=1250)
    found = burnable(shop.till, sale, price(shop.till, sale))
    assert (found.points, found.why) == (360, None)  # half of 366.660, in tens


def test_a_lease_of_a_part_says_so(shop: Counter) -> None:
    sale = attached(shop, points=200)
    found = burnable(shop.till, sale, price(shop.till, sale))
    assert found.points == 200
    assert found.why is not None
    assert (found.why.code, found.why.params) == ("lease-part", {"points": 200, "balance": 1250})


def test_without_a_member_nothing_can_be_burned(shop: Counter) -> None:
    sale = with_rice(shop, new_sale(shop.till))
    found = burnable(shop.till, sale, price(shop.till, sale))
    assert found.why is not None
    assert (found.points, found.why.code) == (0, "burn-without-member")


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("wanted", "lease-waiting"),
        ("asked", "lease-waiting"),
        ("refused", "lease-refused"),
        ("frozen", "lease-frozen"),
        ("closed", "lease-missing"),
    ],
)
def test_what_stands_against_burning_is_said(shop: Counter, state: str, code: str) -> None:
    sale = attached(shop)
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE leases SET state = ?", (state,))
    sale = refresh_member(shop.till, sale)
    found = burnable(shop.till, sale, price(shop.till, sale))
    assert found.why is not None
    assert (found.points, found.why.code) == (0, code)


@pytest.mark.parametrize("state", ["wanted", "refused", "open"])
def test_who_has_fewer_points_than_a_sale_may_use_is_told_so_whatever_the_server_says(
    shop: Counter, state: str
) -> None:
    sale = attached(shop, points=17 if state == "open" else None)
    assert sale.member is not None
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE leases SET state = ?", (state,))
    sale = refresh_member(shop.till, sale)
    assert sale.member is not None
    for points in (0, 17, 49):
        poor = replace(sale, member=replace(sale.member, points=Points(points)))
        found = burnable(shop.till, poor, price(shop.till, poor))
        assert found.why is not None
        assert (found.why.code, found.why.params) == ("burn-few-points", {"points": points, "least": 50})
        assert found.points == 0
    enough = replace(sale, member=replace(sale.member, points=Points(50)))
    found = burnable(shop.till, enough, price(shop.till, enough))
    assert found.why is None or found.why.code != "burn-few-points"


def test_a_lease_that_ran_out_can_be_asked_for_again(shop: Counter) -> None:
    sale = attached(shop, points=500)
    shop.clock.move(minutes=15)
    found = burnable(shop.till, sale, price(shop.till, sale))
    assert found.why is not None
    assert (found.points, found.why.code) == (0, "lease-expired")
    renewed = renew_lease(shop.till, LAN, sale)
    assert lease_of(renewed).state == "wanted"
    assert lease_of(renewed).lease != lease_of(sale).lease
    assert events(shop) == [("lease_closed", 0)]


def test_a_burn_that_no_longer_fits_is_lowered_to_what_does(shop: Counter) -> None:
    sale = set_burn(attached(shop, points=1250), Points(360))
    assert price(shop.till, sale).burn.points == 360
    smaller = replace(sale, lines=(replace(sale.lines[0], quantity=ONE),))
    with pytest.raises(Refused):
        price(shop.till, smaller)
    fitting, quote = price_fitting(shop.till, smaller)
    assert (fitting.burn, quote.burn.points) == (180, 180)


def test_a_burn_that_fits_is_left_alone(shop: Counter) -> None:
    sale = set_burn(attached(shop, points=1250), Points(100))
    assert price_fitting(shop.till, sale)[0] == sale


def test_giving_a_sale_up_ends_its_lease_and_forgets_its_draft(shop: Counter) -> None:
    sale = attached(shop, points=500)
    save_draft(shop.till, sale)
    fresh = abandon_sale(shop.till, LAN, sale)
    assert fresh.is_empty
    assert fresh.sale != sale.sale
    assert events(shop) == [("lease_closed", 0)]
    assert load_draft(shop.till) is None


def test_at_start_every_lease_but_that_of_the_open_sale_is_ended(shop: Counter) -> None:
    stray = attached(shop, points=500)
    kept = attached(shop, points=300)
    assert close_stray_leases(shop.till, open_sale=kept) == 1
    with shop.store.read() as reading:
        assert [lease.lease for lease, _ in reading.leases.live()] == [lease_of(kept).lease]
        closed = reading.leases.by_id(lease_of(stray).lease)
    assert closed is not None
    assert closed.state == "closed"
    assert close_stray_leases(shop.till, open_sale=None) == 1
    assert close_stray_leases(shop.till, open_sale=None) == 0


def test_a_till_without_a_program_prices_nothing(bare: Counter) -> None:
    with pytest.raises(Refused, match="no-program"):
        price(bare.till, new_sale(bare.till))


def test_a_member_the_store_has_never_seen_starts_with_what_the_server_says(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([member_state("member-new", "Vũ Hà", None, tier="gone-tier", measure=21_000_000)])
    member = member_by_id(shop.till, "member-new")
    assert (member.tier, member.phone_masked, member.next_tier) == ("gold", "", None)
