"""Prepaid money and vouchers after a restore of the server: what was used inside leases it has lost."""

import pytest

from loyalty.units import Points
from loyalty.wire.messages import OpenLease, Slice
from server.clock import moment_text
from tests.integration.server import gifts
from tests.integration.server.conftest import House
from tests.integration.server.kept_things import state
from tests.integration.server.restored_server import burn, declare, half_heard, heard, wait_no_longer
from tests.integration.server.synced import sound, whys
from tests.integration.server.voucher_uses import use

pytestmark = pytest.mark.usefixtures("quick_pins")
AN = "member-an"


def lost(house: House, *, lot: str, amount: int) -> OpenLease:
    """A lease of a gift card's money that no server knows any more."""
    return OpenLease(
        lease="lost",
        member=gifts.CARD,
        account="gift",
        amount=Points(amount),
        spent=Points(0),
        slices=(Slice(lot, Points(amount), None),),
        until=moment_text(house.clock.now()),
        state="open",
    )


def test_a_card_that_paid_inside_a_lost_lease_has_paid_once(house: House) -> None:
    gifts.sell_card(house.q1, "opening")
    house.q1.sync()
    lease = lost(house, lot="lot-opening", amount=500_000)
    sale = gifts.pay(house.q2, "s1", lease, 200_000)
    gifts.close(house.q2, lease, spent=200_000)
    declare(house)
    assert whys(heard(house.q2)) == ["", ""]
    heard(house.q1)
    again = gifts.lend(house.q1, "l2")
    assert again.amount == 300_000
    gifts.close(house.q1, again)
    house.q1.sync()
    gifts.void(house.q2, sale)
    assert whys(house.q2.sync()) == [""]
    assert gifts.lend(house.q1, "l3").amount == 500_000
    sound(house)


def test_a_card_that_was_sold_and_brought_back_in_what_was_lost_is_empty(house: House) -> None:
    sale = gifts.sell_card(house.q1, "opening")
    lease = lost(house, lot="lot-opening", amount=500_000)
    gifts.void(house.q1, sale, inside=lease)
    gifts.close(house.q1, lease, spent=500_000)
    declare(house)
    assert whys(heard(house.q1)) == ["", "", ""]
    heard(house.q2)
    assert gifts.refusal(house.q2, "l2") == "nothing-available"
    sound(house)


def test_a_voucher_that_was_used_inside_a_lost_claim_is_used(keeping: House) -> None:
    keeping.q1.enrol("m1")
    keeping.q1.sync()
    code = next(iter(state(keeping, "m1").vouchers))
    use(keeping.q1, "s1", code, "lost")
    declare(keeping)
    assert whys(heard(keeping.q1)) == ["", ""]
    heard(keeping.q2)
    assert code not in state(keeping, "m1").vouchers
    sound(keeping)


def test_what_is_put_aside_once_the_waiting_is_over_is_posted_by_nobody_but_a_person(house: House) -> None:
    half_heard(house)
    wait_no_longer(house)
    house.clock.move(hours=1)
    house.q1.sell("s2", AN, earned=0, burn=burn("never-lent", "lot-s1", 40))
    assert whys(house.q1.sync()) == ["lease-unknown"]
    heard(house.q2)
    house.q2.sync()
    assert house.holdings().counts["quarantined events"] == 1
    assert house.holdings().points.burned == 0


def test_a_second_restore_is_heard_as_the_first_was(house: House) -> None:
    half_heard(house)
    house.clock.move(hours=1)
    declare(house)
    house.q1.sell("s2", AN, earned=0, burn=burn("lost", "lot-s1", 40))
    house.q1.close("lost", AN, spent=40)
    assert whys(heard(house.q1)) == ["", ""]
    heard(house.q2)
    assert house.holdings().points.burned == 40
    assert house.holdings().alarms == ()
    sound(house)
