"""What a basket asks for that a manager must approve, in a quote and in what is told to people."""

from typing import Any

import pytest

from loyalty.basket_json import basket_from_json
from loyalty.quote import BasketRefused, Quote, quote, quote_to_json
from loyalty.quote.explain import explain
from tests.unit.loyalty.shop import program

LIMITS = """
[limits]
discount_max_per_shift = 50000
[limits.manager_over]
price_change_percent = 10
line_discount_percent = 5
burn_without_card = 20
"""
REWARD = '[[reward]]\nid = "r"\nname = "Quyên góp"\nkind = "donation"\ncause = "Quỹ"\npoints = 15\n'
RULES = program(points='unit = "điểm"\n', more=LIMITS + REWARD)


def line(price: int, *, list_price: int | None = None, by_hand: str | None = None) -> dict[str, Any]:
    return {
        "sku": "A",
        "name": "Gạo",
        "quantity": "2",
        "unit_price": price,
        "list_price": list_price,
        "by_hand": by_hand,
    }


def priced(*lines: dict[str, Any], rules: str = "", **more: Any) -> Quote:
    asked = {"at": "2026-11-24T15:00:00+07:00", "lines": list(lines), **more}
    by = program(more=rules) if rules else RULES
    return quote(by, basket_from_json(asked, program=by))


def needed(found: Quote) -> list[tuple[str, int | None]]:
    return [(each.rule.rpartition(".")[2], each.line) for each in found.approvals]


def member(*, card_shown: bool | None, points: int = 500) -> dict[str, Any]:
    return {"tier": "member", "points": points, "card_shown": card_shown}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (line(9_000, list_price=10_000), []),
        (line(8_999, list_price=10_000), [("price_change_percent", 0)]),
        (line(11_001, list_price=10_000), [("price_change_percent", 0)]),
        (line(9_500, list_price=10_000, by_hand="discount"), []),
        (line(9_499, list_price=10_000, by_hand="discount"), [("line_discount_percent", 0)]),
        (line(20_000, list_price=10_000, by_hand="discount"), []),
        (line(9_000, list_price=10_000, by_hand="price"), []),
        (line(1), []),
    ],
)
def test_a_price_that_was_set_by_hand_is_held_against_the_one_before(
    changed: dict[str, Any], expected: list[tuple[str, int | None]]
) -> None:
    assert needed(priced(changed)) == expected


def test_what_was_taken_off_by_hand_adds_up_over_the_shift_and_over_the_lines() -> None:
    lines = [line(9_000, list_price=10_000), line(9_500, list_price=10_000, by_hand="discount")]
    assert needed(priced(*lines, taken_off=47_000)) == []
    assert needed(priced(*lines, taken_off=47_001)) == [("discount_max_per_shift", 1)]
    assert needed(priced(*lines, taken_off=48_001)) == [
        ("discount_max_per_shift", 0),
        ("discount_max_per_shift", 1),
    ]


def test_points_for_somebody_who_showed_no_card_are_burned_and_given_for_rewards() -> None:
    goods = line(100_000)
    assert needed(priced(goods, member=member(card_shown=False), burn_points=20)) == []
    assert needed(priced(goods, member=member(card_shown=False), burn_points=21)) == [
        ("burn_without_card", None)
    ]
    assert needed(priced(goods, member=member(card_shown=True), burn_points=500 - 300)) == []
    assert needed(priced(goods, member=member(card_shown=None), burn_points=200)) == []
    both = priced(goods, member=member(card_shown=False), burn_points=6, rewards=[{"id": "r"}])
    assert [each.why.text("vi") for each in both.approvals] == [
        "Dùng 21 điểm mà không có thẻ: hơn 20 điểm, cần trưởng ca hoặc quản lý duyệt"
    ]


def test_a_program_without_limits_asks_nobody() -> None:
    free = "[limits]\nsales_per_day = 5\n"
    asked = priced(line(1, list_price=10_000), rules=free, member=member(card_shown=False), burn_points=0)
    assert asked.approvals == ()
    assert "approvals" not in quote_to_json(asked)


def test_a_quote_says_what_a_manager_must_approve() -> None:
    asked = priced(line(8_000, list_price=10_000), member=member(card_shown=False), burn_points=25)
    assert quote_to_json(asked)["approvals"] == [
        {
            "rule": "limits.manager_over.price_change_percent",
            "line": 0,
            "why": "Đổi giá 20.000 ₫ thành 16.000 ₫: lệch hơn 10 %, cần trưởng ca hoặc quản lý duyệt",
            "why_en": "From ₫20,000 to ₫16,000 is more than 10%: a supervisor or a manager must approve",
        },
        {
            "rule": "limits.manager_over.burn_without_card",
            "why": "Dùng 25 điểm mà không có thẻ: hơn 20 điểm, cần trưởng ca hoặc quản lý duyệt",
            "why_en": "25 điểm used without a card is more than 20 điểm: "
            "a supervisor or a manager must approve",
        },
    ]
    told = list(explain(asked, "vi"))
    place = told.index("Cần duyệt:")
    assert told[place + 1 : place + 3] == [
        "  Gạo: Đổi giá 20.000 ₫ thành 16.000 ₫: lệch hơn 10 %, cần trưởng ca hoặc quản lý duyệt",
        "  Dùng 25 điểm mà không có thẻ: hơn 20 điểm, cần trưởng ca hoặc quản lý duyệt",
    ]
    nameless = priced({**line(8_000, list_price=10_000), "name": None})
    assert "  A: From ₫20,000 to ₫16,000 is more than 10%: a supervisor or a manager must approve" in explain(
        nameless, "en"
    )


def test_the_price_does_not_depend_on_it() -> None:
    asked = priced(line(8_000, list_price=10_000), member=member(card_shown=False))
    plain = priced(line(8_000), member=member(card_shown=None))
    assert {**quote_to_json(asked), "approvals": None} == {**quote_to_json(plain), "approvals": None}


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (
            {"by_hand": "dicount", "list_price": 5},
            'by_hand: "dicount" is not known here; the nearest is "discount"',
        ),
        (
            {"by_hand": "price"},
            "list_price: it is missing; write the unit price before it was changed by hand",
        ),
        ({"list_price": -1}, "list_price: -1 is out of range"),
        ({"by_hand": 5}, "by_hand: 5 is not a text"),
    ],
)
def test_what_is_wrong_with_a_price_by_hand_is_told(wrong: dict[str, Any], fault: str) -> None:
    with pytest.raises(BasketRefused) as refused:
        priced({**line(5), **wrong})
    (told,) = refused.value.faults
    assert told.startswith(f"lines[0].{fault}")


def test_whether_a_card_was_shown_is_true_or_false() -> None:
    with pytest.raises(BasketRefused) as refused:
        priced(line(5), member={**member(card_shown=True), "card_shown": "no"})
    assert refused.value.faults == ('member.card_shown: "no" is not true or false',)


def test_a_line_that_is_no_object_is_told_once() -> None:
    with pytest.raises(BasketRefused) as refused:
        basket_from_json({"at": "2026-11-24T15:00:00+07:00", "lines": [5]})
    assert refused.value.faults == ("lines[0]: 5 is not an object",)
