"""A refund's event says what the rules say, or it is not believed."""

from dataclasses import replace
from itertools import permutations

import pytest

from loyalty.errors import Refused
from loyalty.returning import pay_back
from loyalty.units import Money, Quantity
from loyalty.wire.earned import SaleLot, SaleProgram
from loyalty.wire.journal import SaleBurn, SaleLine, SaleSettled
from loyalty.wire.kept import check_goods, check_refund, gifts_back, kept_sale, lots_back, money_back
from loyalty.wire.prepaid import GiftSold, GiftUsed, MoneySlice
from loyalty.wire.returning import GoodsReturned, ReturnedGoods, ReturnedLine, SaleRefunded
from loyalty.wire.sold import BurnSlice, SaleTender, quantity_of, quantity_text

LINES = (
    SaleLine("GAO5", "2", 189_000, 378_000, 366_660, 98_016, 60, 196),
    SaleLine("MI01", "2", 4_500, 9_000, 8_730, 2_000, 1, 4),
    SaleLine("TL01", "1", 32_000, 32_000, 30_706, 0, 0, 0),
)
SOLD = SaleSettled(
    sale="s1",
    member="an",
    program=SaleProgram(1, "f" * 64),
    lines=LINES,
    discounts=(),
    earned_points=61,
    lot=SaleLot("lot-s1", 61, None, None),
    burn=SaleBurn(200, 100_016, "l1", (BurnSlice("old", 150), BurnSlice("young", 50))),
    subtotal=419_000,
    total=306_080,
    rounding=-80,
    to_pay=306_000,
    tenders=(SaleTender("cash", 306_000),),
)
WHOLE = {0: Quantity(2_000), 1: Quantity(2_000), 2: Quantity(1_000)}


def test_quantities_travel_as_plain_decimals() -> None:
    assert [quantity_text(Quantity(each)) for each in (755, 3_000, 1_500)] == ["0.755", "3", "1.5"]
    assert [quantity_of(each) for each in ("0.755", "3", "1.5")] == [755, 3_000, 1_500]


def refunded(returns: dict[int, Quantity], before: dict[int, Quantity], out: int) -> SaleRefunded:
    """The event of a refund as an honest till writes it; `out` went back in cash before."""
    from loyalty.refund import refund

    kept = kept_sale(SOLD, before)
    back = refund(kept, returns)
    paid = pay_back(
        {"cash": Money(SOLD.to_pay)},
        {"cash": Money(out)},
        exact=money_back(back.sale),
        is_whole=back.sale.is_returned,
        cash_step=500,
    )
    return SaleRefunded(
        sale="s1",
        lines=tuple(
            ReturnedLine(
                each.line, quantity_text(each.quantity), each.money, each.points_taken, each.points_returned
            )
            for each in back.lines
        ),
        money=back.money,
        rounding=sum(paid.values()) - back.money,
        points_taken=back.points_taken,
        points_returned=back.points_returned,
        lots=tuple(BurnSlice(lot, points) for lot, points in lots_back(SOLD, kept, back)),
        tenders=tuple(SaleTender("cash", amount) for amount in paid.values()),
    )


PARTS = ({0: Quantity(500)}, {0: Quantity(1_500), 2: Quantity(1_000)}, {1: Quantity(2_000)})


@pytest.mark.parametrize("order", list(permutations(PARTS)), ids=str)
def test_parts_in_any_order_end_where_the_whole_does(order: tuple[dict[int, Quantity], ...]) -> None:
    before: dict[int, Quantity] = {}
    out = taken = returned = 0
    lots = {"old": 0, "young": 0}
    for part in order:
        event = refunded(part, before, out)
        assert SaleRefunded.from_json(event.to_json()) == event
        check_refund(event, SOLD, kept_sale(SOLD, before), before=Money(out))
        before |= {line: Quantity(before.get(line, 0) + quantity) for line, quantity in part.items()}
        out += event.money + event.rounding
        taken, returned = taken + event.points_taken, returned + event.points_returned
        lots |= {each.lot: lots[each.lot] + each.points for each in event.lots}
    assert (out, taken, returned) == (306_000, 61, 200)
    assert lots == {"old": 150, "young": 50}


def why(event: SaleRefunded, *, out: int = 0) -> object:
    with pytest.raises(Refused) as refusal:
        check_refund(event, SOLD, kept_sale(SOLD, {}), before=Money(out))
    return refusal.value.params.get("figure", refusal.value.code)


def test_any_figure_that_differs_is_named() -> None:
    honest = refunded(dict(PARTS[0]), {}, 0)
    line = honest.lines[0]
    assert why(replace(honest, money=honest.money + 1)) == "money"
    assert why(replace(honest, points_taken=0)) == "points_taken"
    assert why(replace(honest, points_returned=0)) == "points_returned"
    assert why(replace(honest, lots=(BurnSlice("old", honest.points_returned),))) == "lots"
    assert why(replace(honest, lines=(replace(line, points_taken=0),))) == "lines"
    assert why(replace(honest, lines=(line, line))) == "lines"
    assert why(replace(honest, tenders=())) == "tenders"
    assert why(replace(honest, lines=(replace(line, quantity="2.001"),))) == "more-than-left"
    assert why(replace(honest, lines=(replace(line, line=3),))) == "no-such-line"


def test_no_more_goes_out_than_came_in_and_no_less_than_is_due() -> None:
    whole = refunded(dict(WHOLE), {}, 0)
    assert (whole.money, whole.rounding) == (306_080, -80)
    short = replace(whole, rounding=-580, tenders=(SaleTender("cash", 305_500),))
    exact = replace(whole, rounding=0, tenders=(SaleTender("cash", 306_080),))
    below = replace(whole, rounding=-306_081, tenders=(SaleTender("cash", -1),))
    assert [why(each) for each in (short, exact, below)] == ["rounding"] * 3
    part = refunded(dict(PARTS[0]), {}, 0)
    assert why(part, out=300_000) == "rounding"


def test_a_sale_without_points_gives_none_back() -> None:
    from loyalty.refund import refund

    bare = replace(
        SOLD, burn=None, lines=tuple(replace(line, burned=0, burned_points=0) for line in SOLD.lines)
    )
    kept = kept_sale(bare, {})
    assert lots_back(bare, kept, refund(kept, WHOLE)) == ()


def test_a_return_without_a_receipt_adds_up() -> None:
    goods = ReturnedGoods("GAO5", "1", 189_000, 189_000, "Gạo")
    honest = GoodsReturned((goods,), 189_000, 0, "op-minh", (SaleTender("cash", 189_000),))
    assert GoodsReturned.from_json(honest.to_json()) == honest
    check_goods(honest)
    for wrong, code in (
        (replace(honest, lines=()), "nothing-returned"),
        (replace(honest, money=1), "refund-differs"),
        (replace(honest, tenders=()), "refund-differs"),
        (replace(honest, rounding=2_000_000, tenders=(SaleTender("cash", 2_189_000),)), "refund-differs"),
        (replace(honest, rounding=-189_001, tenders=(SaleTender("cash", -1),)), "refund-differs"),
    ):
        with pytest.raises(Refused, match=code):
            check_goods(wrong)


TET = GiftUsed("9500000000000017", "g1", (MoneySlice("first", 60_000), MoneySlice("more", 40_000)))
HOA = GiftUsed("9500000000000025", "g2", (MoneySlice("only", 50_000),))
BY_CARDS = replace(
    SOLD,
    tenders=(SaleTender("gift", 100_000, gift=TET), SaleTender("gift", 50_000, gift=HOA)),
    gifts=(GiftSold("9500000000000033", 200_000, "new"),),
)


def test_what_cards_paid_goes_back_to_them_card_by_card_the_last_taken_payment_first() -> None:
    first = gifts_back(BY_CARDS, before=Money(0), paid=Money(70_000))
    assert [(each.card, each.slices) for each in first] == [
        (TET.card, (MoneySlice("more", 40_000), MoneySlice("first", 30_000))),
        (HOA.card, ()),
    ]
    rest = gifts_back(BY_CARDS, before=Money(70_000), paid=Money(236_000))
    assert [(each.card, each.slices) for each in rest] == [
        (TET.card, (MoneySlice("first", 30_000),)),
        (HOA.card, (MoneySlice("only", 50_000),)),
    ]


def test_a_sale_names_every_card_that_it_sold_or_was_paid_with() -> None:
    assert BY_CARDS.gift_cards == {TET.card, HOA.card, "9500000000000033"}
    assert SOLD.gift_cards == frozenset()
