"""The `refund` shape: a sale and its returns as JSON."""

import pytest

from loyalty.quote import BasketRefused, quote
from loyalty.refund_json import account_notes, kept_sale, refunds_to_json, sale_from_json
from tests.unit.loyalty.shop import basket, line, member, program

BASKET = {
    "at": "2026-11-25T18:30:00+07:00",
    "lines": [
        {"sku": "A", "quantity": "3", "unit_price": 100},
        {"sku": "B", "quantity": "0.5", "unit_price": 10},
    ],
}


def refunds(*returns: object) -> list[dict[str, object]]:
    rules = program()
    sale = sale_from_json({"basket": BASKET, "returns": list(returns)}, program=rules)
    return list(refunds_to_json(kept_sale(quote(rules, sale.basket)), sale.returns))


def part(line: object, quantity: object) -> dict[str, object]:
    return {"line": line, "quantity": quantity}


def money(amount: int) -> dict[str, int]:
    return {"money": amount, "points_taken": 0, "points_returned": 0}


def test_a_refused_refund_leaves_the_others_as_they_are() -> None:
    assert refunds([part(0, "1")], [part(0, "2.001"), part(1, "0.5")], [part(1, "0.5"), part(0, "2")]) == [
        money(100),
        {"error": "2.001 of line 0 cannot be returned: 2 is left of it."},
        money(205),
    ]


def test_one_line_may_be_named_twice() -> None:
    assert refunds([part(0, "1"), part(0, "2")]) == [money(300)]
    assert refunds([part(0, "2"), part(0, "2")]) == [
        {"error": "4 of line 0 cannot be returned: 3 is left of it."}
    ]


def test_an_empty_refund_is_nothing() -> None:
    assert refunds([]) == [money(0)]
    assert refunds() == []


WRONG: list[tuple[object, str]] = [
    ([part(2, "1")], "The sale has no line 2: it has 2, counted from 0."),
    ([part(-1, "1")], "returns[0][0].line: -1 is out of range, it runs from 0 to 999999999999"),
    ([part(True, "1")], "returns[0][0].line: true is not a whole number"),
    ([part(0, 1)], "returns[0][0].quantity: 1 is not a decimal text above 0"),
    ([part(0, "0")], 'returns[0][0].quantity: "0" is not a decimal text above 0'),
    ([{}], "returns[0][0].line: it is missing; returns[0][0].quantity: it is missing"),
    ([5], "returns[0][0]: 5 is not an object"),
    ({}, "returns[0]: an object is not a list"),
    (None, "returns[0]: it is missing"),
]


@pytest.mark.parametrize(("asked", "error"), WRONG)
def test_a_refund_that_cannot_be(asked: object, error: str) -> None:
    assert str(refunds(asked, [part(0, "3")])[0]["error"]).startswith(error)
    assert refunds(asked, [part(0, "3")])[1] == money(300)


MORE = """
[[membership]]
id = "vip"
name = "VIP"
sku = "V"
price = 300000
months = 12
[wallet]
sku = "W"
"""


def test_a_line_that_an_account_is_needed_for_says_so() -> None:
    lines = (line("A"), line("V", price=300_000), line("W", price=50_000))
    priced = quote(program(more=MORE), basket(*lines, by=member()))
    asked = ([part(0, "1")], [part(1, "1"), part(2, "1")])
    goods, both = refunds_to_json(kept_sale(priced), asked, account_notes(priced))
    assert set(goods) == {"money", "points_taken", "points_returned"}
    assert both["money"] == 350_000
    assert both["note"] == (
        "Dòng 1: số tiền ở đây như khi chưa dùng ngày nào; gói VIP có 12 tháng và "
        "được hoàn theo số ngày còn lại, lệnh year tính được; Dòng 2: số tiền ở đây như khi chưa tiêu gì; "
        "lần nạp ví được hoàn theo số còn lại trong ví, lệnh year tính được"
    )
    assert "the membership VIP of 12 months" in str(both["note_en"])


WRONG_SALES: list[tuple[object, list[str]]] = [
    ([], ["the text: a list is not an object"]),
    ({"basket": BASKET}, ["returns: it is missing"]),
    ({"basket": BASKET, "returns": {}}, ["returns: an object is not a list"]),
    ({"basket": {**BASKET, "at": None}, "returns": []}, ["basket.at: it is missing"]),
    (
        {"basket": {**BASKET, "lines": [5]}, "returns": 5},
        ["returns: 5 is not a list", "basket.lines[0]: 5 is not an object"],
    ),
    ({"basket": 5, "returns": []}, ["basket: 5 is not an object"]),
]


@pytest.mark.parametrize(("value", "faults"), WRONG_SALES)
def test_a_sale_that_cannot_be(value: object, faults: list[str]) -> None:
    with pytest.raises(BasketRefused) as refused:
        sale_from_json(value, program=program())
    assert list(refused.value.faults)[: len(faults)] == faults
