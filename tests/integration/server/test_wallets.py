"""Members' wallets: paid in with a bonus, lent, spent, given back, brought back, merged, reclaimed."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.wire.messages import LeaseAsk
from loyalty.wire.returning import SaleRefunded
from loyalty.wire.sold import SaleTender
from loyalty.wire.wallet import TopUpState, WalletState
from server.books.pots import WALLET
from server.context import Server
from server.store.tables.ledger import OF_MONEY
from server.usecases.admin.books import report_books
from server.usecases.admin.people import Who, erase_member, set_blocked
from server.usecases.admin.reclaim import reclaim
from server.usecases.admin.wallets import show_wallet
from server.usecases.jobs import run_jobs
from server.usecases.merging import merge, unmerge
from tests.integration.server.conftest import PROGRAM, FakeClock, House, make_house
from tests.integration.server.synced import sound
from tests.integration.server.tills import FakeTill
from tests.integration.server.wallets import (
    MEMBER,
    RULES,
    bring_back,
    close,
    lend,
    paid_with,
    pay,
    refund_piece,
    refusal,
    top_up,
    topped_up,
    void,
)

DIES_AT = "2027-05-31T17:00:00.000Z"


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """A house with wallets, and 500,000 and a bonus of 25,000 in one of them."""
    house = make_house(server, clock, PROGRAM + RULES)
    house.q1.enrol(MEMBER)
    top_up(house.q1, "opening", dies_at=DIES_AT)
    house.q1.sync()
    return house


def sums(house: House) -> dict[str, int]:
    """What was posted to each account of money."""
    found: dict[str, int] = {}
    for row in house.rows(OF_MONEY.postings):
        found[row["account"]] = found.get(row["account"], 0) + row["amount"]
    return {account: amount for account, amount in found.items() if amount}


def whys(till: FakeTill) -> list[str]:
    return [each.why for each in till.sync().outcomes]


def wallet(house: House, member: str = MEMBER) -> WalletState:
    return show_wallet(house.server, tenant=house.code, who=Who(member=member)).state


def test_what_is_paid_in_is_a_debt_and_the_answer_says_what_is_there(house: House) -> None:
    top_up(house.q1, "more", 100_000, bonus=0)
    (state,) = house.q1.sync().members
    assert state.wallet == WalletState(
        balance=625_000,
        available=625_000,
        bonus=25_000,
        dying=25_000,
        dies_at=DIES_AT,
        top_ups=(TopUpState("more", 100_000, 0, 0), TopUpState("opening", 500_000, 25_000, 0)),
    )
    assert sums(house) == {WALLET.held: 625_000, WALLET.issued: -600_000, WALLET.added: -25_000}
    sound(house)


def test_money_paid_in_is_no_purchase_and_counts_for_no_tier(house: House) -> None:
    (state,) = house.q1.sync(asks=[LeaseAsk("l-0", MEMBER)]).members
    assert (state.measure, state.purchases) == (0, 0)
    lease = lend(house.q1, "l-1")
    pay(house.q1, "goods", lease, 525_000)
    (state,) = house.q1.sync().members
    assert (state.measure, state.purchases) == (1_000_000, 1)


def test_money_that_earned_as_it_was_paid_in_counts_then_and_not_again(
    server: Server, clock: FakeClock
) -> None:
    rules = RULES.replace("bonus_expire_months", 'earn_on = "top_up"\nbonus_expire_months')
    house = make_house(server, clock, PROGRAM + rules)
    house.q1.enrol(MEMBER)
    top_up(house.q1, "opening", dies_at=DIES_AT)
    (state,) = house.q1.sync().members
    assert (state.measure, state.purchases) == (500_000, 1)
    body = paid_with(house.q1, "goods", lend(house.q1, "l-1"), 525_000)
    used = body.tenders[0].wallet
    assert used is not None
    told = replace(body.tenders[0], wallet=replace(used, earns=False))
    house.q1.record("sale_settled", replace(body, tenders=(told, *body.tenders[1:])))
    (state,) = house.q1.sync().members
    assert (state.measure, state.purchases) == (975_000, 2)


def test_what_it_pays_is_posted_and_the_rest_is_free_again(house: House) -> None:
    lease = lend(house.q1, "l-1")
    assert [(part.lot, part.points, part.is_bonus) for part in lease.slices] == [
        ("bonus-opening", 25_000, True),
        ("lot-opening", 500_000, False),
    ]
    pay(house.q1, "goods", lease, 100_000)
    close(house.q1, lease, spent=100_000)
    (state,) = house.q1.sync().members
    assert state.wallet is not None
    assert (state.wallet.balance, state.wallet.available, state.wallet.bonus) == (425_000, 425_000, 0)
    assert state.wallet.top_ups == (TopUpState("opening", 425_000, 0, 25_000),)
    assert sums(house)[WALLET.used] == 100_000
    sound(house)


def test_a_batch_that_is_sent_again_takes_nothing_twice(house: House) -> None:
    pay(house.q1, "goods", lend(house.q1, "l-1"), 100_000)
    request = house.q1.request()
    for _ in range(3):
        house.q1.send(request)
    assert sums(house)[WALLET.held] == 425_000
    sound(house)


def test_what_another_till_holds_is_called_back_and_lent_once_it_is_free(house: House) -> None:
    lease = lend(house.q1, "l-1")
    assert refusal(house.q2, "l-2") == "called-back"
    assert house.q1.sync().called_back == ("l-1",)
    close(house.q1, lease)
    house.q1.sync()
    assert lend(house.q2, "l-2").amount == 525_000


def test_points_and_wallet_of_one_member_are_lent_apart(house: House) -> None:
    house.q1.sell("goods", MEMBER)
    house.q1.sync()
    asks = [LeaseAsk("p-1", MEMBER), LeaseAsk("w-1", MEMBER, account="wallet")]
    held = {each.lease: each for each in house.q1.sync(asks=asks).leases}
    assert (held["p-1"].account, held["p-1"].amount) == ("points", 100)
    assert (held["w-1"].account, held["w-1"].amount) == ("wallet", 525_000)
    sound(house)


@pytest.mark.parametrize(
    ("amount", "why"), [(525_001, "lease-overspent"), (525_000, "")], ids=["more than there is", "all"]
)
def test_more_than_there_is_pays_nothing(house: House, amount: int, why: str) -> None:
    lease = lend(house.q1, "l-1")
    body = paid_with(house.q1, "goods", lease, 525_000)
    used = body.tenders[0].wallet
    assert used is not None
    extra = amount - 525_000
    slices = (replace(used.paid[0], amount=used.paid[0].amount + extra), *used.paid[1:])
    used = replace(used, paid=slices, by_line=(amount,))
    tenders = (
        replace(body.tenders[0], amount=amount, wallet=used),
        replace(body.tenders[1], amount=475_000 - extra),
    )
    house.q1.record("sale_settled", replace(body, tenders=tenders))
    assert whys(house.q1) == [why]
    sound(house)


def test_a_bonus_that_is_called_money_pays_nothing_and_its_lease_is_held(house: House) -> None:
    body = paid_with(house.q1, "goods", lend(house.q1, "l-1"), 100_000)
    used = body.tenders[0].wallet
    assert used is not None
    lie = replace(used, paid=(*used.bonus, *used.paid), bonus=(), bonus_by_line=(0,))
    house.q1.record(
        "sale_settled", replace(body, tenders=(replace(body.tenders[0], wallet=lie), body.tenders[1]))
    )
    answer = house.q1.sync()
    assert [each.why for each in answer.outcomes] == ["lot-unknown"]
    assert [each.state for each in answer.leases] == ["frozen"]
    sound(house)


def test_a_bonus_that_the_program_does_not_promise_is_put_aside(house: House) -> None:
    top_up(house.q1, "greedy", 400_000, bonus=25_000, dies_at=DIES_AT)
    assert whys(house.q1) == ["top-up-differs"]
    assert wallet(house).balance == 525_000


def test_what_a_top_up_says_must_add_up(house: House) -> None:
    body = topped_up(house.q1, "odd", dies_at=DIES_AT)
    made = body.top_up
    assert made is not None
    odd = (
        replace(body, top_up=replace(made, amount=400_000)),
        replace(body, top_up=replace(made, line=3)),
        replace(body, top_up=replace(made, bonus_lot=None)),
        replace(body, member=None),
    )
    for each in odd:
        house.q1.record("sale_settled", each)
    assert whys(house.q1) == ["sums-differ"] * len(odd)


def test_goods_that_come_back_take_the_money_back_to_where_it_was(house: House) -> None:
    sold = pay(house.q1, "goods", lend(house.q1, "l-1"), 100_000)
    refund_piece(house.q1, sold)
    assert whys(house.q1) == ["", ""]
    assert (wallet(house).balance, wallet(house).bonus) == (475_000, 12_500)
    refund_piece(house.q1, sold, returned=1)
    assert whys(house.q1) == [""]
    assert (wallet(house).balance, wallet(house).bonus) == (525_000, 25_000)
    assert sums(house).get(WALLET.used, 0) == 0
    sound(house)


def test_a_refund_that_would_make_cash_of_the_wallets_money_is_put_aside(house: House) -> None:
    sold = pay(house.q1, "goods", lend(house.q1, "l-1"), 100_000)
    event = refund_piece(house.q1, sold)
    house.q1.journal.pop()
    body = SaleRefunded.from_json(event.body)
    house.q1.record("sale_refunded", replace(body, tenders=(SaleTender("cash", 500_000),)))
    assert whys(house.q1) == ["", "refund-differs"]
    assert wallet(house).balance == 425_000
    sound(house)


def test_a_voided_sale_gives_the_wallet_its_money_back(house: House) -> None:
    void(house.q1, pay(house.q1, "goods", lend(house.q1, "l-1"), 100_000))
    assert whys(house.q1) == ["", ""]
    assert (wallet(house).balance, wallet(house).bonus) == (525_000, 25_000)
    sound(house)


def test_a_voided_top_up_leaves_the_wallet_inside_a_lease_and_whole(house: House) -> None:
    sold = top_up(house.q1, "more", dies_at=DIES_AT)
    house.q1.sync()
    void(house.q1, sold)
    assert whys(house.q1) == ["top-up-not-taken-back"]
    lease = lend(house.q1, "l-1")
    void(house.q1, sold, inside=lease)
    close(house.q1, lease, spent=525_000)
    assert whys(house.q1) == ["", ""]
    assert wallet(house).balance == 525_000
    assert sums(house) == {WALLET.held: 525_000, WALLET.issued: -500_000, WALLET.added: -25_000}
    sound(house)


@pytest.mark.parametrize(
    ("spent", "paid_out"), [(0, 500_000), (20_000, 480_000), (100_000, 400_000)], ids=str
)
def test_a_top_up_that_is_brought_back_pays_what_is_left_less_the_spent_bonus(
    house: House, spent: int, paid_out: int
) -> None:
    sold, goods = topped_up(house.q1, "opening", dies_at=DIES_AT), None
    lease = lend(house.q1, "l-1")
    if spent:
        goods = pay(house.q1, "goods", lease, spent)
        close(house.q1, lease, spent=spent)
        house.q1.sync()
        lease = lend(house.q1, "l-2")
    (state,) = wallet(house).top_ups
    assert state.money == paid_out
    bring_back(house.q1, sold, lease, state)
    close(house.q1, lease, spent=state.paid + state.bonus)
    assert whys(house.q1) == ["", ""]
    assert wallet(house).balance == 0
    posted = sums(house)
    assert -posted.get(WALLET.issued, 0) == 500_000 - paid_out
    assert posted.get(WALLET.used, 0) == spent
    sound(house)
    if goods is not None:
        void(house.q1, goods)
        assert whys(house.q1) == [""]
        assert (wallet(house).balance, wallet(house).bonus) == (spent, 0)
        sound(house)


def test_more_than_is_left_less_the_spent_bonus_is_not_paid_out(house: House) -> None:
    sold = topped_up(house.q1, "opening", dies_at=DIES_AT)
    lease = lend(house.q1, "l-1")
    pay(house.q1, "goods", lease, 20_000)
    close(house.q1, lease, spent=20_000)
    house.q1.sync()
    lease = lend(house.q1, "l-2")
    (state,) = wallet(house).top_ups
    bring_back(house.q1, sold, lease, state, money=500_000)
    assert whys(house.q1) == ["top-up-differs"]
    sound(house)


def test_a_bonus_dies_with_its_day_and_the_money_never(house: House) -> None:
    house.clock.move(days=400)
    assert run_jobs(house.server, house.tenant).wallets == 1
    assert run_jobs(house.server, house.tenant).wallets == 0
    assert (wallet(house).balance, wallet(house).bonus) == (500_000, 0)
    assert wallet(house).top_ups == (TopUpState("opening", 500_000, 0, 0),)
    sound(house)


def test_what_was_spent_before_a_reclaim_and_told_after_is_the_houses_loss(house: House) -> None:
    lease = lend(house.q1, "l-1")
    sold = pay(house.q1, "late", lease, 100_000)
    freed = reclaim(house.server, tenant=house.code, till="Q1")
    assert [(each.account, each.points) for each in freed] == [("wallet", 525_000)]
    there = lend(house.q2, "l-2")
    pay(house.q2, "goods", there, 525_000)
    assert whys(house.q2) == [""]
    assert whys(house.q1) == [""]
    assert sums(house)[WALLET.house_loss] == -100_000
    sound(house)
    void(house.q1, sold)
    assert whys(house.q1) == [""]
    assert WALLET.house_loss not in sums(house)
    assert wallet(house).balance == 0
    sound(house)


def test_the_books_say_what_is_owed_by_month_and_store(house: House) -> None:
    pay(house.q1, "goods", lend(house.q1, "l-1"), 100_000)
    house.q1.sync()
    (books,) = report_books(house.server, tenant=house.code).prepaid
    assert books.account == "wallet"
    assert books.liabilities == (("never", "q1", 425_000),)
    assert books.dues == (("q1", "q1", 100_000),)


def test_a_merge_takes_the_wallet_along_and_its_undoing_brings_it_back(house: House) -> None:
    house.clock.move(minutes=1)
    house.q2.now = house.clock.now()
    house.q2.enrol("m-2")
    house.q2.sync()
    assert merge(house.server, house.tenant, alias=MEMBER, survivor="m-2", by="manager")
    assert wallet(house, "m-2").balance == 525_000
    sound(house)
    top_up(house.q1, "since", 100_000, bonus=0)
    house.q1.sync()
    assert wallet(house).balance == 625_000
    assert unmerge(house.server, house.tenant, alias=MEMBER, by="manager") == "m-2"
    assert (wallet(house).balance, wallet(house, "m-2").balance) == (625_000, 0)
    assert lend(house.q1, "l-1").amount == 625_000
    sound(house)


def test_who_has_money_in_a_wallet_is_not_erased_unasked(house: House) -> None:
    lend(house.q1, "l-1")
    with pytest.raises(Refused, match="wallet-not-empty"):
        erase_member(house.server, tenant=house.code, who=Who(member=MEMBER))
    erase_member(house.server, tenant=house.code, who=Who(member=MEMBER), forfeit_wallet=True)
    assert wallet(house).balance == 0
    assert sums(house)[WALLET.expired] == 525_000
    sound(house)


def test_a_blocked_member_is_lent_nothing_and_what_is_paid_in_is_kept(house: House) -> None:
    set_blocked(house.server, tenant=house.code, who=Who(member=MEMBER), blocked=True)
    assert refusal(house.q1, "l-1") == "member-blocked"
    top_up(house.q1, "more", 100_000, bonus=0)
    assert whys(house.q1) == [""]
    assert wallet(house).balance == 625_000


def test_a_till_that_lost_count_is_told_and_a_lease_of_nothing_is_refused(house: House) -> None:
    pay(house.q1, "goods", lend(house.q1, "l-1"), 525_000)
    house.q1.sync()
    assert refusal(house.q2, "l-2") == "nothing-available"
    house.q2.enrol("m-9")
    answer = house.q2.sync(asks=[LeaseAsk("l-3", "m-9", account="wallet")])
    assert [each.why for each in answer.refused] == ["nothing-available"]
