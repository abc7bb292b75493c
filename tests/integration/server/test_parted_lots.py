"""What was paid while two members were one comes back once they are parted: to whose it was."""

from dataclasses import replace

import pytest

from loyalty.wire.journal import SaleSettled
from server.context import Server
from server.store.tables.ledger import LEDGERS, OF_POINTS
from server.usecases.admin.people import Who, erase_member, merge_members, unmerge_member
from server.usecases.parted_lots import ANEW
from tests.integration.server import wallets
from tests.integration.server.conftest import PROGRAM, FakeClock, House, make_house
from tests.integration.server.returned_goods import event_of
from tests.integration.server.synced import sound, whys
from tests.integration.server.tills import burn_of, sale_body

AN, BINH = wallets.MEMBER, "m-2"


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """An and Bình, each with points and with money in a wallet; made one by mistake."""
    house = make_house(server, clock, PROGRAM + wallets.RULES)
    till = house.q1
    till.enrol(AN)
    till.sell("s-an", AN, earned=100)
    till.sync()
    house.clock.move(hours=1)
    till.now = clock.now()
    till.enrol(BINH)
    till.sell("s-binh", BINH, earned=40)
    paid_in = wallets.topped_up(till, "w-binh")
    till.record("sale_settled", replace(paid_in, member=BINH))
    assert whys(till.sync()) == ["", "", ""]
    merge_members(server, tenant=house.code, one=Who(member=AN), other=Who(member=BINH))
    return house


def points_spent(house: House, *, by: str = AN) -> SaleSettled:
    """All of An's points and half of Bình's, in the name of either."""
    burn = burn_of(house.q1.lease("l1", by), 120)
    sold = sale_body("bought", by, fingerprint=house.q1.fingerprint, earned=0, burn=burn)
    house.q1.record("sale_settled", sold)
    house.q1.close("l1", by, spent=120)
    assert whys(house.q1.sync()) == ["", ""]
    return sold


def part(house: House) -> None:
    unmerge_member(house.server, tenant=house.code, who=Who(member=BINH))


def held(house: House) -> dict[str, tuple[int, int]]:
    """What each has in points, and in money; owed points are below 0."""
    found: dict[str, tuple[int, int]] = {}
    for member in (AN, BINH):
        both = [
            sum(row["remaining"] for row in house.rows(ledger.lots) if row["member"] == member)
            for ledger in LEDGERS
        ]
        kept = {(row["member"], row["account"]): row["posted"] for row in house.rows(OF_POINTS.accounts)}
        found[member] = both[0] - kept.get((member, "owed"), 0), both[1]
    return found


def all_is_well(house: House) -> None:
    sound(house)
    for ledger in LEDGERS:
        assert sum(row["amount"] for row in house.rows(ledger.postings)) == 0


def test_a_void_gives_each_back_what_was_theirs(house: House) -> None:
    sold = points_spent(house)
    part(house)
    assert held(house) == {AN: (0, 0), BINH: (20, 525_000)}
    house.q1.void(sold)
    answer = house.q1.sync()
    assert whys(answer) == [""]
    assert {each.member: each.points for each in answer.members} == {AN: 100, BINH: 40}
    assert held(house) == {AN: (100, 0), BINH: (40, 525_000)}
    all_is_well(house)


def test_so_does_a_return_in_two_parts(house: House) -> None:
    sold = points_spent(house)
    part(house)
    for before in (0, 1_000):
        house.q1.record("sale_refunded", event_of(sold, {0: 1_000}, before={0: before}))
        assert whys(house.q1.sync()) == [""]
    assert held(house) == {AN: (100, 0), BINH: (40, 525_000)}
    all_is_well(house)


def test_so_does_what_the_other_bought_by_their_own_name(house: House) -> None:
    """Their purchase went with them, and most of what it was paid with was the older one's."""
    sold = points_spent(house, by=BINH)
    part(house)
    house.q1.void(sold)
    assert whys(house.q1.sync()) == [""]
    assert held(house) == {AN: (100, 0), BINH: (40, 525_000)}
    all_is_well(house)


def test_what_the_other_owes_is_paid_of_it(house: House) -> None:
    sold = points_spent(house)
    part(house)
    house.q1.void(sale_body("s-binh", BINH, fingerprint=house.q1.fingerprint, earned=40))
    assert whys(house.q1.sync()) == [""]
    assert held(house)[BINH][0] == -20
    house.q1.void(sold)
    assert whys(house.q1.sync()) == [""]
    assert held(house) == {AN: (100, 0), BINH: (0, 525_000)}
    all_is_well(house)


def test_what_was_of_somebody_who_was_forgotten_is_of_whoever_brings_the_goods(house: House) -> None:
    sold = points_spent(house)
    part(house)
    erase_member(house.server, tenant=house.code, who=Who(member=BINH), forfeit_wallet=True)
    house.q1.void(sold)
    assert whys(house.q1.sync()) == [""]
    assert held(house) == {AN: (120, 0), BINH: (0, 0)}
    rows = {(row["member"], row["lot"]): row for row in house.rows(OF_POINTS.lots)}
    (anew,) = (row for (_, lot), row in rows.items() if lot.startswith(ANEW))
    assert (anew["member"], anew["granted"], anew["dies_at"]) == (
        AN, 20, rows[BINH, "lot-s-binh"]["dies_at"],
    )  # fmt: skip
    all_is_well(house)


def test_money_goes_back_into_the_wallet_that_it_came_from(house: House) -> None:
    lease = wallets.lend(house.q1, "lw")
    sold = wallets.pay(house.q1, "bought", lease, 300_000)
    wallets.close(house.q1, lease, spent=300_000)
    assert whys(house.q1.sync()) == ["", ""]
    part(house)
    assert held(house)[BINH] == (40, 225_000)
    wallets.refund_piece(house.q1, sold)
    wallets.refund_piece(house.q1, sold, returned=1)
    assert whys(house.q1.sync()) == ["", ""]
    assert held(house) == {AN: (100, 0), BINH: (40, 525_000)}
    all_is_well(house)


def test_a_void_gives_money_back_so_too(house: House) -> None:
    lease = wallets.lend(house.q1, "lw")
    sold = wallets.pay(house.q1, "bought", lease, 300_000)
    wallets.close(house.q1, lease, spent=300_000)
    house.q1.sync()
    part(house)
    wallets.void(house.q1, sold)
    assert whys(house.q1.sync()) == [""]
    assert held(house) == {AN: (100, 0), BINH: (40, 525_000)}
    all_is_well(house)
