"""Draws in an account: entered with the sale, won once, and gone with the whole of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.account import Account, Settling, member_of
from loyalty.account.draws import WON, settle_drawn
from loyalty.account.joining import joined, parted
from loyalty.account.keeping import Kept, Moves, keep_change, keep_drawn, keep_refund, prize_lots
from loyalty.account.kept_json import kept_from_json, kept_to_json, won_from_json, won_to_json
from loyalty.account.points import points_of
from loyalty.account.read_year import parse_year
from loyalty.account.sold import Sale
from loyalty.account.year import walk
from loyalty.basket import Today
from loyalty.drawing import commitment_of, draw_receipt
from loyalty.errors import Refused
from loyalty.identity.cards import receipt_digits
from loyalty.program import Program
from loyalty.program.faults import YearRefused
from loyalty.units import Points, Quantity
from tests.unit.account.accounts import CODES, codes_of, day, give_back, sell
from tests.unit.loyalty.shop import basket, line, program

SEED = bytes([1]) * 32
WINNING = receipt_digits(till_number=1, receipt_number=51)
LOSING = receipt_digits(till_number=1, receipt_number=1)
"""Which draw 0 and 64 of 100, as docs/program/draws.md works out."""

DRAW = f"""
[[draw]]
id = "tet"
name = "Bốc thăm Tết"
of = 100
enabled = true
commitment = "{commitment_of(SEED)}"
when = {{ from = 2026-11-01, until = 2026-12-31, limit = {{ times = 1, per = "day" }} }}
[[draw.prize]]
id = "first"
name = "Giải nhất"
wins = 1
points = 500
"""
RULES = program(more=DRAW)


def sold(quantity: str = "2") -> Settling:
    return sell(RULES, Account(id="an"), "s1", basket(line("A", quantity, 100_000)))


def drawn(settled: Settling, receipt: str) -> Settling:
    (draw,) = RULES.draws
    found = draw_receipt(draw, seed=SEED, receipt=receipt)
    return settle_drawn(RULES, settled.account, settled.record, found, day(1))


def test_a_sale_enters_the_draw_and_wins_points() -> None:
    won = drawn(sold(), WINNING)
    assert points_of(won.account, day(1)) == 20 + 500
    assert codes_of(won) == ["drawn-prize", "points-earned"]
    (entry,) = won.record.draws
    assert (entry.number, entry.prize, entry.points) == (0, "first", 500)


def test_a_number_that_wins_nothing_is_told() -> None:
    lost = drawn(sold(), LOSING)
    assert (points_of(lost.account, day(1)), codes_of(lost)) == (20, ["drawn-nothing"])
    back = give_back(RULES, lost.account, lost.record, day(2)).after
    assert not any(code.startswith("draw") for code in codes_of(back))


def test_a_sale_is_drawn_once() -> None:
    with pytest.raises(Refused) as refused:
        drawn(drawn(sold(), LOSING), WINNING)
    assert refused.value.code == "draw-done"


def test_a_part_that_comes_back_changes_nothing_and_the_whole_takes_the_prize_with_it() -> None:
    won = drawn(sold(), WINNING)
    part = give_back(RULES, won.account, won.record, day(2), {0: 1000}).after
    assert (points_of(part.account, day(2)), len(part.record.draws)) == (510, 1)
    whole = give_back(RULES, part.account, part.record, day(3)).after
    assert points_of(whole.account, day(3)) == 0
    assert "draw-points-taken-back" in codes_of(whole)
    spent = sell(RULES, won.account, "s2", basket(line("B", price=300_000), at=day(2), burn=510))
    gone = give_back(RULES, spent.account, won.record, day(3)).after
    assert points_of(gone.account, day(3)) == 14 - 520


def test_a_sale_that_came_back_takes_part_no_longer() -> None:
    settled = sold()
    back = give_back(RULES, settled.account, settled.record, day(0.5)).after
    assert "draw-chance-gone" in codes_of(back)
    with pytest.raises(Refused) as refused:
        drawn(back, WINNING)
    assert refused.value.code == "draw-not-in"


TEA = """
[[voucher]]
id = "tea"
promotion = "p0"
issue = "draw"
days = 30
"""
VOUCHERS = program(
    'kind = "amount_off"\namount = 5000\nwhen = { voucher = true }',
    more=DRAW.replace("points = 500", 'voucher = "tea"') + TEA,
)


def won_voucher() -> Settling:
    settled = sell(VOUCHERS, Account(id="an"), "s1", basket(line("A", "2", 100_000)))
    found = draw_receipt(VOUCHERS.draws[0], seed=SEED, receipt=WINNING)
    return settle_drawn(VOUCHERS, settled.account, settled.record, found, day(1), codes=CODES)


def test_a_prize_may_be_a_voucher_that_goes_back_unused() -> None:
    won = won_voucher()
    (voucher,) = won.account.vouchers
    assert (voucher.rule, voucher.code, won.record.draws[0].voucher) == ("tea", CODES[0], CODES[0])
    back = give_back(VOUCHERS, won.account, won.record, day(2)).after
    assert [each.is_cancelled for each in back.account.vouchers] == [True]


def test_a_voucher_that_was_used_stays() -> None:
    won = won_voucher()
    used = sell(VOUCHERS, won.account, "s2", basket(line(), at=day(2), codes=(CODES[0],)))
    back = give_back(VOUCHERS, used.account, won.record, day(3)).after
    assert "draw-voucher-kept" in codes_of(back)
    assert [each.is_cancelled for each in back.account.vouchers] == [False]


def test_a_voucher_that_its_limit_does_not_allow_is_not_issued() -> None:
    limited = program(
        'kind = "amount_off"\namount = 5000\nwhen = { voucher = true }',
        more=DRAW.replace("points = 500", 'voucher = "tea"') + TEA + 'limit = { times = 1, per = "year" }\n',
    )
    held = won_voucher().account
    settled = sell(limited, held, "s2", basket(line(), at=day(1)))
    found = draw_receipt(limited.draws[0], seed=SEED, receipt=WINNING)
    again = settle_drawn(limited, settled.account, settled.record, found, day(2), codes=CODES)
    assert len(again.account.vouchers) == 1
    back = give_back(limited, again.account, again.record, day(3)).after
    assert [each.is_cancelled for each in back.account.vouchers] == [False]


def test_a_limit_of_a_draw_counts_the_sales_that_take_part() -> None:
    settled = sold()
    again = sell(RULES, settled.account, "s2", basket(line(), at=day(0.1)))
    assert again.record.draws == ()
    assert len(sell(RULES, again.account, "s3", basket(line(), at=day(1))).record.draws) == 1


def test_the_day_of_a_member_is_what_its_sales_came_to() -> None:
    settled = sold()
    burning = sell(RULES, settled.account, "s2", basket(line(price=50_000), at=day(0.1), burn=20))
    assert member_of(RULES, burning.account, day(0.2)).today == Today(Points(24), Points(20), 2)
    assert member_of(RULES, burning.account, day(1)).today == Today()
    back = give_back(RULES, burning.account, burning.record, day(0.2)).after
    assert member_of(RULES, back.account, day(0.3)).today == Today(Points(20), Points(0), 1)


YEAR = f"""
name = "An bốc thăm"
[member.an]
[goods.rice]
sku = "A"
unit_price = 100000
[[step]]
at = 2026-11-24T15:00:00
buy = {{ sale = "s1", lines = ["2 rice"] }}
expect = {{ points = 20 }}
[[step]]
at = 2026-11-25T09:00:00
draw = {{ sale = "s1", draw = "tet", receipt = "{WINNING}", seed = "{SEED.hex()}" }}
expect = {{ number = 0, prize = "first", points = 520 }}
[[step]]
at = 2026-11-25T10:00:00
give_back = {{ sale = "s1" }}
expect = {{ points = 0 }}
"""


def test_a_year_can_draw() -> None:
    steps = list(walk(RULES, parse_year(RULES, YEAR, name="year.toml")))
    assert [each.mismatches for each in steps] == [()] * 3
    assert any(why.code == "drawn-prize" for why in steps[1].news)


def test_a_draw_of_a_year_tells_its_faults() -> None:
    wrong = YEAR.replace(WINNING, "97").replace(SEED.hex(), "x").replace('draw = "tet"', 'draw = "te"')
    with pytest.raises(YearRefused) as refused:
        parse_year(RULES, wrong, name="year.toml")
    told = [str(fault).split(": ", 1)[1] for fault in refused.value.faults]
    assert [fault.split(";")[0] for fault in told] == [
        'step[2].draw.draw: "te" is not known here',
        'step[2].draw.receipt: "97" is not the number of a receipt',
        'step[2].draw.seed: "x" is not a seed',
    ]
    with pytest.raises(YearRefused) as refused:
        parse_year(RULES, YEAR.replace(f'receipt = "{WINNING}", ', ""), name="year.toml")
    assert [fault.key for fault in refused.value.faults] == ["step[2].draw.receipt"]


@given(st.permutations([(0, 1_000), (0, 1_000), (1, 500), (1, 500)]), st.sampled_from([WINNING, LOSING]))
def test_any_order_of_returns_ends_where_one_does(order: list[tuple[int, int]], receipt: str) -> None:
    goods = basket(line("A", "2", 100_000), line("B", "1", 77_000))
    settled = drawn(sell(RULES, Account(id="an"), "s1", goods), receipt)
    at_once = give_back(RULES, settled.account, settled.record, day(5)).after
    one_by_one = settled
    for step, (place, quantity) in enumerate(order):
        returned = {place: quantity}
        one_by_one = give_back(RULES, one_by_one.account, one_by_one.record, day(2 + step), returned).after
    assert points_of(one_by_one.account, day(9)) == points_of(at_once.account, day(9)) == 0
    assert one_by_one.record.draws == at_once.record.draws == ()


WON_AT = day(2)


def kept_win(receipt: str = WINNING, rules: Program = RULES) -> tuple[Account, Moves]:
    """What the server makes of a receipt that was drawn, for a member who has nothing yet."""
    (draw,) = rules.draws
    found = draw_receipt(draw, seed=SEED, receipt=receipt)
    change, moves = keep_drawn(rules, Account(id="an"), found, sale="s1", at=WON_AT)
    return keep_change(Account(id="an"), change), moves


def brought_back(account: Account, quantity: int, *, rules: Program = RULES) -> Kept:
    record = sell(rules, Account(id="an"), "s1", basket(line("A", "2", 100_000))).record
    sale = Sale(
        id="s1",
        at=day(1),
        kept=record.kept,
        skus=("A",),
        line_rules=(frozenset(),),
        rules=frozenset(),
    )
    return keep_refund(rules, account, sale, {0: Quantity(quantity)}, day(3)).kept


def told(account: Account, at: float, *, rules: Program = RULES) -> list[str]:
    return [each.text("en") for each in WON.told(rules, account, day(at))]


def test_what_a_receipt_won_is_kept_and_told_at_the_counter_for_a_while() -> None:
    account, moves = kept_win()
    (lot,) = moves.earned
    assert lot.points == 500
    assert prize_lots(account, {"s1"}) == {lot.id}
    assert kept_from_json(kept_to_json(account)).won == account.won
    assert tuple(won_from_json(won_to_json(each)) for each in account.won) == account.won
    assert told(account, 3) == ["Bốc thăm Tết: has won Giải nhất, 500 points"]
    assert told(account, 3 + 60) == []
    assert kept_win(LOSING) == (Account(id="an"), Moves())


def test_the_points_that_a_receipt_won_go_with_the_whole_of_it() -> None:
    account, moves = kept_win()
    part = brought_back(account, 1_000)
    assert (part.account.won, part.moves) == (account.won, Moves())
    whole = brought_back(account, 2_000)
    assert whole.account.won == ()
    assert whole.moves.taken == ((moves.earned[0].id, 500),)


def test_a_voucher_that_a_receipt_won_is_told_of_and_cancelled_with_the_whole_of_it() -> None:
    account, moves = kept_win(rules=VOUCHERS)
    (voucher,) = account.vouchers
    assert moves == Moves()
    assert told(account, 3, rules=VOUCHERS) == [f"Bốc thăm Tết: has won Giải nhất, voucher {voucher.code}"]
    back = brought_back(account, 2_000, rules=VOUCHERS)
    assert back.account.won == ()
    assert [each.is_cancelled for each in back.account.vouchers] == [True]


def test_who_were_one_are_parted_with_what_their_own_receipts_won() -> None:
    theirs = replace(kept_win()[0], id="binh")
    mine = replace(theirs, id="an", won=tuple(replace(each, sale="s0") for each in theirs.won))
    both = joined(mine, theirs)
    assert len(both.won) == 2
    apart = parted(both, theirs, [])
    assert (apart.mine.won, apart.theirs.won) == (mine.won, theirs.won)
