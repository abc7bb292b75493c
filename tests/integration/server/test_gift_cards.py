"""Gift cards: a debt of the house's that is sold, topped up, spent, given back, blocked and replaced."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from loyalty.errors import Refused
from loyalty.wire.canonical import Json
from loyalty.wire.feed import GiftRules, StoreSettings
from loyalty.wire.messages import LeaseAsk
from loyalty.wire.prepaid import GiftState
from server.books.pots import GIFT
from server.store.tables.ledger import OF_MONEY
from server.usecases.admin.books import report_books
from server.usecases.admin.gifts import (
    gift_card,
    make_gift_cards,
    replace_gift_card,
    set_gift_blocked,
    set_gift_rules,
)
from server.usecases.admin.reclaim import exposures, reclaim
from server.usecases.jobs import run_jobs
from tests.integration.server.conftest import House
from tests.integration.server.gifts import (
    CARD,
    OTHER,
    close,
    lend,
    paid_with,
    pay,
    refund_half,
    refusal,
    sell_card,
    sold,
    void,
)
from tests.integration.server.synced import sound
from tests.integration.server.tills import FakeTill

DIES_AT = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.fixture
def house(house: House) -> House:
    """The house, with 500,000 on a card."""
    sell_card(house.q1, "opening", dies_at=DIES_AT)
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


def test_a_sold_card_is_a_debt_and_the_answer_says_what_is_on_it(house: House) -> None:
    sell_card(house.q1, "more", amount=200_000)
    (state,) = house.q1.sync().gifts
    assert (state.state, state.balance, state.available) == ("active", 700_000, 700_000)
    assert state.dies_at == "2027-06-01T00:00:00.000Z"
    assert sums(house) == {GIFT.held: 700_000, GIFT.issued: -700_000}
    sound(house)


def test_all_that_is_on_a_card_is_lent_to_the_till_that_scans_it(house: House) -> None:
    lease = lend(house.q2, "l1")
    assert (lease.account, lease.member, lease.amount) == ("gift", CARD, 500_000)
    assert [(part.lot, part.points) for part in lease.slices] == [("lot-opening", 500_000)]
    assert gift_card(house.server, tenant=house.code, card=CARD).available == 0
    assert lend(house.q2, "l1") == lease
    sound(house)


def test_what_it_pays_is_posted_and_the_rest_is_free_again(house: House) -> None:
    lease = lend(house.q2, "l1")
    pay(house.q2, "s1", lease, 120_000)
    close(house.q2, lease, spent=120_000)
    assert whys(house.q2) == ["", ""]
    state = gift_card(house.server, tenant=house.code, card=CARD)
    assert (state.balance, state.available) == (380_000, 380_000)
    assert sums(house) == {GIFT.held: 380_000, GIFT.issued: -500_000, GIFT.used: 120_000}
    sound(house)


def test_a_batch_that_is_sent_again_takes_nothing_twice(house: House) -> None:
    lease = lend(house.q2, "l1")
    pay(house.q2, "s1", lease, 120_000)
    close(house.q2, lease, spent=120_000)
    request = house.q2.request()
    for _ in range(3):
        house.q2.send(request)
    assert sums(house)[GIFT.used] == 120_000
    sound(house)


def test_what_another_till_holds_is_called_back_and_lent_once_it_is_free(house: House) -> None:
    lease = lend(house.q1, "l1")
    assert refusal(house.q2, "l2") == "called-back"
    assert house.q1.sync().called_back == ("l1",)
    close(house.q1, lease)
    house.q1.sync()
    assert lend(house.q2, "l2").amount == 500_000
    sound(house)


def test_two_tills_at_once_never_spend_more_than_there_is(house: House) -> None:
    def one(till: FakeTill, name: str) -> int:
        answer = till.sync(asks=[LeaseAsk(f"{name}-{till.paired.till_code}", CARD, account="gift")])
        if not answer.leases:
            return 0
        lease = answer.leases[0]
        pay(till, f"{name}-{till.paired.till_code}-sale", lease, min(90000, lease.amount))
        close(till, lease, spent=min(90_000, lease.amount))
        till.sync()
        return min(90_000, lease.amount)

    def all_of(till: FakeTill) -> int:
        return sum(one(till, f"l{count}") for count in range(10))

    with ThreadPoolExecutor(2) as pool:
        spent = sum(pool.map(all_of, (house.q1, house.q2)))
    assert spent == sums(house)[GIFT.used] <= 500_000
    left = gift_card(house.server, tenant=house.code, card=CARD).balance
    assert spent + left == 500_000
    sound(house)


def test_two_tills_that_sell_one_card_at_once_both_count(house: House) -> None:
    for count in range(6):
        for till in (house.q1, house.q2):
            sell_card(till, f"s{count}-{till.paired.till_code}", card=OTHER, amount=100_000)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(FakeTill.sync, (house.q1, house.q2)))
    assert gift_card(house.server, tenant=house.code, card=OTHER).balance == 1_200_000
    sound(house)


@pytest.mark.parametrize(
    ("amount", "why"),
    [(500_001, "lease-overspent"), (1_000_001, "sums-differ")],
    ids=["more than was lent", "more than the goods"],
)
def test_more_than_there_is_pays_nothing(house: House, amount: int, why: str) -> None:
    lease = lend(house.q1, "l1")
    body = paid_with(house.q1, "s1", lease, 500_000).to_json()
    slices: Json = [{"lot": "lot-opening", "amount": amount}]
    tenders: Json = [
        {"kind": "gift", "amount": amount, "gift": {"card": CARD, "lease": "l1", "slices": slices}},
        {"kind": "cash", "amount": 1_000_000 - amount},
    ]
    house.q1.record("sale_settled", {**body, "tenders": tenders})
    assert whys(house.q1) == [why]
    assert house.q1.sync().leases[0].state == "frozen"
    sound(house)


def test_the_database_itself_refuses_a_card_below_zero(house: House) -> None:
    with pytest.raises(DBAPIError):
        house.server.database.write(
            lambda connection: connection.execute(update(OF_MONEY.accounts).values(posted=-1)).close()
        )


def test_a_voided_sale_gives_the_card_its_money_back(house: House) -> None:
    lease = lend(house.q1, "l1")
    sale = pay(house.q1, "s1", lease, 120_000)
    close(house.q1, lease, spent=120_000)
    void(house.q1, sale)
    assert whys(house.q1) == ["", "", ""]
    assert sums(house) == {GIFT.held: 500_000, GIFT.issued: -500_000}
    assert gift_card(house.server, tenant=house.code, card=CARD).available == 500_000
    sound(house)


def test_what_a_voided_sale_had_put_on_a_card_leaves_it_inside_a_lease(house: House) -> None:
    sale = sell_card(house.q1, "s1", amount=200_000)
    house.q1.sync()
    lease = lend(house.q1, "l1")
    void(house.q1, sale, inside=lease)
    close(house.q1, lease, spent=200_000)
    assert whys(house.q1) == ["", ""]
    assert sums(house) == {GIFT.held: 500_000, GIFT.issued: -500_000}
    assert gift_card(house.server, tenant=house.code, card=CARD).available == 500_000
    sound(house)


def test_no_cash_is_paid_out_for_what_was_spent_elsewhere(house: House) -> None:
    sale = sell_card(house.q1, "s1", card=OTHER, amount=200_000)
    house.q1.sync()
    held = lend(house.q2, "l2", card=OTHER)
    pay(house.q2, "s2", held, 50_000)
    close(house.q2, held, spent=50_000)
    house.q2.sync()
    lease = lend(house.q1, "l1", card=OTHER)
    void(house.q1, sale, inside=lease)
    assert whys(house.q1) == ["lease-overspent"]
    void(house.q1, sale)
    assert whys(house.q1) == ["gift-not-taken-back"]
    assert gift_card(house.server, tenant=house.code, card=OTHER).balance == 150_000
    sound(house)


def test_a_blocked_card_is_known_at_once_and_lent_to_nobody(house: House) -> None:
    lease = lend(house.q1, "l1")
    set_gift_blocked(house.server, tenant=house.code, card=CARD, blocked=True)
    rows = [
        GiftState.from_json(row.body) for row in house.q2.sync(feed_limit=100).feed.rows if row.kind == "gift"
    ]
    assert [(row.card, row.state) for row in rows] == [(CARD, "blocked")]
    assert refusal(house.q2, "l2") == "gift-blocked"
    pay(house.q1, "s1", lease, 100_000)
    close(house.q1, lease, spent=100_000)
    assert whys(house.q1) == ["", ""]
    set_gift_blocked(house.server, tenant=house.code, card=CARD, blocked=False)
    assert lend(house.q2, "l3").amount == 400_000
    sound(house)


def test_a_replaced_card_has_passed_all_of_it_on(house: House) -> None:
    lease = lend(house.q1, "l1")
    sale = pay(house.q1, "s1", lease, 100_000)
    house.q1.sync()
    replace_gift_card(house.server, tenant=house.code, card=CARD, new=OTHER)
    close(house.q1, lease, spent=100_000)
    void(house.q1, sale)
    sell_card(house.q2, "s2", amount=30_000)
    assert (whys(house.q1), whys(house.q2)) == (["", ""], [""])
    old, new = (gift_card(house.server, tenant=house.code, card=card) for card in (CARD, OTHER))
    assert (old.state, old.replaced_by, old.balance) == ("replaced", OTHER, 0)
    assert (new.state, new.available) == ("active", 530_000)
    assert refusal(house.q1, "l2") == "gift-replaced"
    assert lend(house.q1, "l3", card=OTHER).amount == 530_000
    with pytest.raises(Refused, match="gift-replaced"):
        replace_gift_card(house.server, tenant=house.code, card=CARD, new=OTHER)
    sound(house)


def test_a_card_with_money_on_it_takes_nobody_elses(house: House) -> None:
    sell_card(house.q1, "s1", card=OTHER)
    house.q1.sync()
    with pytest.raises(Refused, match="gift-in-use"):
        replace_gift_card(house.server, tenant=house.code, card=CARD, new=OTHER)
    with pytest.raises(Refused, match="gift-number"):
        set_gift_blocked(house.server, tenant=house.code, card=CARD[:-1] + "x", blocked=True)


def test_what_is_made_is_worth_nothing_before_it_is_sold(house: House) -> None:
    first, second = make_gift_cards(house.server, tenant=house.code, count=2, with_pin=True)
    assert (len(first.pin), first.card != second.card) == (6, True)
    state = gift_card(house.server, tenant=house.code, card=first.card)
    assert (state.state, state.balance) == ("new", 0)
    assert state.pin_hash.startswith("$argon2id$")
    assert refusal(house.q1, "l1", card=first.card) == "gift-unknown"
    sell_card(house.q1, "s1", card=first.card)
    house.q1.sync()
    assert lend(house.q1, "l2", card=first.card).amount == 500_000
    with pytest.raises(Refused, match="gift-count"):
        make_gift_cards(house.server, tenant=house.code, count=0, with_pin=False)


def test_money_dies_with_its_day_but_not_under_a_lease(house: House) -> None:
    lease = lend(house.q1, "l1")
    house.clock.move(days=300)
    assert run_jobs(house.server, house.tenant).gifts == 0
    close(house.q1, lease)
    house.q1.sync()
    assert sums(house) == {GIFT.issued: -500_000, GIFT.expired: 500_000}
    assert run_jobs(house.server, house.tenant).gifts == 0
    sound(house)


def test_the_job_lets_money_die_that_nobody_touches(house: House) -> None:
    house.clock.move(days=300)
    assert run_jobs(house.server, house.tenant).gifts == 1
    assert run_jobs(house.server, house.tenant).gifts == 0
    assert sums(house)[GIFT.expired] == 500_000
    sound(house)


def test_what_was_spent_before_a_reclaim_and_told_after_is_the_houses_loss(house: House) -> None:
    lease = lend(house.q1, "l1")
    assert [
        (each.account, each.points) for each in exposures(house.server, tenant=house.code, till="Q1")
    ] == [("gift", 500_000)]
    reclaim(house.server, tenant=house.code, till="Q1")
    other = lend(house.q2, "l2")
    pay(house.q2, "s2", other, 500_000)
    close(house.q2, other, spent=500_000)
    house.q2.sync()
    sale = pay(house.q1, "s1", lease, 80_000)
    assert whys(house.q1) == [""]
    assert sums(house) == {GIFT.issued: -500_000, GIFT.used: 580_000, GIFT.house_loss: -80_000}
    sound(house)
    void(house.q1, sale)
    assert whys(house.q1) == [""]
    assert GIFT.house_loss not in sums(house)
    sound(house)


def test_the_books_say_what_is_owed_to_cards_by_month_and_store(house: House) -> None:
    sell_card(house.q1, "s1", card=OTHER, amount=100_000)
    lease = lend(house.q2, "l1")
    pay(house.q2, "s2", lease, 200_000)
    close(house.q2, lease, spent=200_000)
    house.q1.sync()
    house.q2.sync()
    (held,) = report_books(house.server, tenant=house.code).prepaid
    assert held.account == "gift"
    assert held.liabilities == (("2027-06", "q1", 300_000), ("never", "q1", 100_000))
    assert held.dues == (("q1", "q1", 200_000),)
    assert (held.owed, held.losses) == (400_000, ())


def test_what_a_sale_of_a_card_says_must_add_up(house: House) -> None:
    body = sold(house.q1, "s1")
    spoiled: tuple[dict[str, Json], ...] = (
        {"to_pay": 0},
        {"tenders": [{"kind": "cash", "amount": 1}]},
        {"gifts": [{"card": "9500000000000001", "amount": 500_000, "lot": "x"}]},
        {"gifts": [{"card": "9800000000000001", "amount": 500_000, "lot": "x"}]},
    )
    for changed in spoiled:
        house.q1.record("sale_settled", {**body.to_json(), **changed})
    found = [why.partition(":")[0] for why in whys(house.q1)]
    assert found == ["sums-differ", "sums-differ", "gift-number", "body-unreadable"]
    sound(house)


def test_the_rules_of_a_store_reach_its_tills(house: House) -> None:
    rules = GiftRules(months=12, amounts=(200_000, 500_000))
    set_gift_rules(house.server, tenant=house.code, store="q1", rules=rules)
    rows = [row for row in house.q1.sync(feed_limit=100).feed.rows if row.kind == "settings"]
    assert StoreSettings.from_json(rows[-1].body).gift_cards == rules
    with pytest.raises(Refused, match="no-such-store"):
        set_gift_rules(house.server, tenant=house.code, store="q9", rules=None)
    with pytest.raises(Refused, match="store-settings"):
        set_gift_rules(house.server, tenant=house.code, store="q1", rules=GiftRules(months=-1))


def test_what_a_card_paid_goes_back_to_it_before_any_cash(house: House) -> None:
    lease = lend(house.q1, "l1")
    pay(house.q1, "s1", lease, 400_000)
    close(house.q1, lease, spent=400_000)
    for to_card, in_cash in ((400_000, 100_000), (0, 500_000)):
        refund_half(house.q1, "s1", to_card=to_card, in_cash=in_cash)
    assert whys(house.q1) == ["", "", "", ""]
    assert sums(house) == {GIFT.held: 500_000, GIFT.issued: -500_000}
    sound(house)


def test_a_refund_that_would_make_cash_of_a_cards_money_is_put_aside(house: House) -> None:
    lease = lend(house.q1, "l1")
    pay(house.q1, "s1", lease, 400_000)
    refund_half(house.q1, "s1", to_card=0, in_cash=500_000)
    assert whys(house.q1) == ["", "refund-differs"]
    assert sums(house)[GIFT.used] == 400_000
    sound(house)
