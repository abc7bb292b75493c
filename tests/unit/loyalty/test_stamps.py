"""What a sale stamps on punch cards, and what of it comes off when goods come back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.basket import Basket, BasketLine
from loyalty.quote import quote, quote_to_json
from loyalty.quote.explain import explain
from loyalty.quote.stamps import kept_stamps
from loyalty.refund import everything_left, refund
from loyalty.refund_json import kept_sale
from loyalty.units import Quantity
from tests.unit.loyalty.shop import basket, line, member, program

OPENED = 'kind = "gift"\nsku = "A"\nwhen = { voucher = true }'
VOUCHER = '[[voucher]]\nid = "v"\npromotion = "p0"\nissue = "stamp-card"\n'


def card(keys: str, id_: str = "c", goal: int = 5) -> str:
    return f'[[stamp_card]]\nid = "{id_}"\nname = "Card {id_}"\nvoucher = "v"\ngoal = {goal}\n{keys}\n'


def stamped(keys: str, *lines: BasketLine, given_: Basket | None = None, points: str = "") -> dict[str, int]:
    rules = program(OPENED, more=VOUCHER + card(keys), points=points)
    return {each.card: each.stamps for each in quote(rules, given_ or basket(*lines, by=member())).stamps}


@pytest.mark.parametrize(
    ("keys", "lines", "stamps"),
    [
        ('per = "unit"', [line("A", "3"), line("B", "1.5"), line("C", "0.5")], 4),
        ('per = "unit"\non = { skus = ["B"] }', [line("A", "3"), line("B", "2")], 2),
        ('per = "visit"', [line("A", "3"), line("B", "2")], 1),
        ('per = "visit"\non = { skus = ["C"] }', [line("A", "3")], 0),
        ('per = "amount"\namount = 100', [line("A", "3", 99), line("B", "1", 10)], 3),
        ('per = "amount"\namount = 100', [line("A", "1", 99)], 0),
        ('per = "unit"', [line("A", "3", 0)], 0),
        ('per = "unit"\nwhen = { min_spend = 500 }', [line("A", "1", 499)], 0),
        ('per = "unit"\nwhen = { min_spend = 500 }', [line("A", "1", 500)], 1),
        ('per = "unit"\nwhen = { tiers = ["silver"] }', [line("A", "1", 500)], 0),
    ],
)
def test_what_gets_a_stamp(keys: str, lines: list[BasketLine], stamps: int) -> None:
    assert stamped(keys, *lines) == ({"c": stamps} if stamps else {})


def test_goods_that_earn_no_points_get_no_stamps() -> None:
    assert stamped('per = "unit"', line("A", "2"), line("T"), points='exclude = { skus = ["T"] }\n') == {
        "c": 2
    }


def test_what_is_given_away_or_has_no_member_gets_no_stamp() -> None:
    by = member(vouchers={"93": "p0"})
    assert stamped('per = "unit"', given_=basket(line("A"), line("B"), by=by, codes=("93",))) == {"c": 1}
    assert stamped('per = "unit"', given_=basket(line("A"))) == {}


def test_what_points_pay_counts_for_no_amount() -> None:
    by = member("member", 100)
    paid = basket(line("A", "1", 100_000), by=by, burn=100)
    assert stamped('per = "amount"\namount = 10000', given_=paid) == {"c": 5}


@pytest.mark.parametrize(
    ("before", "quantity", "have", "full", "told"),
    [
        (None, "1", 3, 0, "Card c: 1 more on the card, 3 of 5"),
        (1, "3", 4, 0, "Card c: 3 more on the card, 4 of 5"),
        (1, "4", 0, 1, "Card c: 4 more, 1 full, 0 of 5 on the next"),
        (4, "12", 1, 3, "Card c: 12 more, 3 full, 1 of 5 on the next"),
        (-3, "1", -2, 0, "Card c: 1 more, 2 still owed"),
        (-3, "9", 1, 1, "Card c: 9 more, 1 full, 1 of 5 on the next"),
    ],
)
def test_a_full_card_begins_the_next(
    before: int | None, quantity: str, have: int, full: int, told: str
) -> None:
    rules = program(OPENED, more=VOUCHER + card('per = "unit"\nstart = 2'))
    by = member(stamps={} if before is None else {"c": before})
    priced = quote(rules, basket(line("A", quantity), by=by))
    (found,) = priced.stamps
    assert (found.have, found.full, found.why.text("en")) == (have, full, told)
    assert found.why.text("vi").startswith("Card c: thêm")


def test_json_and_people_are_told_of_stamps() -> None:
    rules = program(OPENED, more=VOUCHER + card('per = "unit"'))
    priced = quote(rules, basket(line("A", "2"), by=member(stamps={"c": 1})))
    assert quote_to_json(priced, "en")["stamps"] == [
        {
            "card": "c",
            "stamps": 2,
            "have": 3,
            "goal": 5,
            "full": 0,
            "why": "Card c: 2 more on the card, 3 of 5",
        }
    ]
    assert "Stamped:\n  Card c: 2 more on the card, 3 of 5" in "\n".join(explain(priced, "en"))
    assert "stamps" not in quote_to_json(quote(rules, basket(line("A", "2"))))


RULES = program(
    OPENED,
    more=VOUCHER
    + card('per = "unit"', "units")
    + card('per = "visit"\non = { skus = ["A", "B"] }', "visits")
    + card('per = "amount"\namount = 777', "amounts"),
)
quantities = st.sampled_from(["1", "2", "7", "0.5", "3.25"])


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), quantities, st.integers(0, 5000)), min_size=1, max_size=4),
    st.data(),
)
def test_any_order_of_returns_takes_off_every_stamp(
    bought: list[tuple[str, str, int]], data: st.DataObject
) -> None:
    sold = basket(*[line(*each) for each in bought], by=member("member", 9), burn="max")
    priced = quote(RULES, sold)
    sale, kept = kept_sale(priced), list(kept_stamps(priced))
    standing = {each.card: each.stamps_for(sale) for each in kept}
    assert {card: stamps for card, stamps in standing.items() if stamps} == {
        each.card: each.stamps for each in priced.stamps
    }
    while not sale.is_returned:
        left = everything_left(sale)
        place = data.draw(st.sampled_from(sorted(left)))
        part = data.draw(st.integers(1, left[place]))
        sale = refund(sale, {place: Quantity(max(part, left[place] // 2))}).sale
        now = {each.card: each.stamps_for(sale) for each in kept}
        assert all(0 <= now[card] <= standing[card] for card in now)
        standing = now
    assert not any(standing.values())
