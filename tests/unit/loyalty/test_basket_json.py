"""A basket as JSON: strict, and every fault at once."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.basket import Birthday
from loyalty.basket_json import basket_from_json, parse_quantity
from loyalty.json_fields import NotJson, is_writable, read_json, shown
from loyalty.program import Program
from loyalty.quote import BasketRefused, BurnRefused, quote
from tests.unit.loyalty.shop import program

Json = dict[str, object]

LEAST: Json = {"at": "2026-11-25T18:30:00+07:00", "lines": [{"sku": "A", "quantity": "1", "unit_price": 5}]}


def faults_of(value: object) -> tuple[str, ...]:
    with pytest.raises(BasketRefused) as refused:
        basket_from_json(value, program=program())
    assert refused.value.params == {"count": len(refused.value.faults), "first": refused.value.faults[0]}
    return refused.value.faults


def with_line(**more: object) -> Json:
    (line,) = cast("list[Json]", LEAST["lines"])
    return {**LEAST, "lines": [{**line, **more}]}


def with_member(**more: object) -> Json:
    return {**LEAST, "member": {"tier": "member", "points": 5, **more}}


def test_everything_that_may_be_given() -> None:
    basket = basket_from_json(
        {
            "at": "2026-11-25T18:30:00+07:00",
            "store": "q1",
            "member": {
                "tier": "silver",
                "points": -5,
                "birthday": "1990-02-28",
                "purchases": 12,
                "memberships": ["vip"],
                "segments": ["staff"],
                "vouchers": {"9300000000017": "p0"},
                "used": {"p0": 1},
                "wallet": {"paid": 70, "bonus": 5},
                "name": "passed over",
            },
            "codes": ["X"],
            "paid_with": ["cash", "card"],
            "burn_points": "max",
            "wallet_amount": "max",
            "lines": [
                {
                    "sku": "A",
                    "name": "Mì",
                    "category": "c",
                    "brand": "b",
                    "tags": ["t"],
                    "quantity": "0.755",
                    "unit_price": 4500,
                    "vat_percent": Decimal("8.50"),
                    "passed": [1.5],
                }
            ],
            "mine": None,
        },
        program=program(),
    )
    assert basket.at == datetime.fromisoformat("2026-11-25T18:30:00+07:00")
    assert (basket.store, basket.codes, basket.paid_with, basket.burn_points) == (
        "q1",
        ("X",),
        ("cash", "card"),
        "max",
    )
    (line,) = basket.lines
    assert (line.sku, line.quantity, line.unit_price, line.name) == ("A", 755, 4500, "Mì")
    assert (line.category, line.brand, line.tags, line.vat_percent) == ("c", "b", ("t",), Decimal("8.5"))
    member = basket.member
    assert member is not None
    assert (member.tier, member.points, member.purchases) == ("silver", -5, 12)
    assert (member.birthday, member.memberships, member.segments) == (
        Birthday(2, 28, 1990),
        ("vip",),
        ("staff",),
    )
    assert (member.wallet.paid, member.wallet.bonus, basket.wallet_amount) == (70, 5, "max")
    assert (member.vouchers, member.used) == ({"9300000000017": "p0"}, {"p0": 1})


def test_a_null_is_a_key_left_out() -> None:
    nulls = dict.fromkeys(["store", "member", "codes", "paid_with", "burn_points", "wallet_amount"])
    line = {"sku": "A", "quantity": "1", "unit_price": 5}
    line_nulls = dict.fromkeys(["name", "category", "brand", "tags", "vat_percent"])
    assert basket_from_json({**LEAST, **nulls, "lines": [{**line, **line_nulls}]}) == basket_from_json(LEAST)
    member_nulls = dict.fromkeys(
        ["birthday", "purchases", "memberships", "segments", "vouchers", "used", "wallet"]
    )
    assert basket_from_json(with_member(**member_nulls)) == basket_from_json(with_member())
    assert basket_from_json(with_member(used={"p": None}, vouchers={"1": None})) == basket_from_json(
        with_member()
    )


def test_no_lines_are_a_basket() -> None:
    assert basket_from_json({**LEAST, "lines": []}).lines == ()


WRONG: list[tuple[object, str]] = [
    ([], "the text: a list is not an object"),
    (None, "the text: null is not an object"),
    ({}, "at: it is missing"),
    (
        {**LEAST, "at": "2026-11-25T18:30:00"},
        'at: "2026-11-25T18:30:00" is not a date-time with its offset',
    ),
    ({**LEAST, "at": "yesterday"}, 'at: "yesterday" is not a date-time with its offset'),
    ({**LEAST, "at": "1066-10-14T12:00:00+00:00"}, "is not a date-time with its offset"),
    ({**LEAST, "at": 5}, "at: 5 is not a date-time with its offset"),
    ({**LEAST, "lines": None}, "lines: it is missing"),
    ({**LEAST, "lines": {}}, "lines: an object is not a list"),
    ({**LEAST, "lines": [5]}, "lines[0]: 5 is not an object"),
    ({**LEAST, "lines": [{}] * 1001}, "lines: there are 1001 of them, at most 1000 are allowed"),
    ({**LEAST, "codes": ["x"] * 65}, "codes: there are 65 of them, at most 64 are allowed"),
    ({**LEAST, "codes": [None]}, "codes[0]: null is not a text"),
    ({**LEAST, "codes": "X"}, 'codes: "X" is not a list'),
    ({**LEAST, "store": 5}, "store: 5 is not a text"),
    ({**LEAST, "store": "\ud800"}, 'store: "\\ud800" is not a text'),
    ({**LEAST, "paid_with": "crad"}, 'paid_with: "crad" is not a tender; the nearest is "card"'),
    ({**LEAST, "paid_with": [5]}, 'paid_with: 5 is not a tender; the nearest is "cash"'),
    ({**LEAST, "paid_with": 5}, "paid_with: 5 is not a list"),
    ({**LEAST, "burn_points": -1}, "burn_points: -1 is out of range"),
    ({**LEAST, "burn_points": "most"}, 'burn_points: "most" is not a whole number, nor "max"'),
    ({**LEAST, "wallet_amount": 1.5}, 'wallet_amount: 1.5 is not a whole number, nor "max"'),
    ({**LEAST, "wallet_amount": -1}, "wallet_amount: -1 is out of range"),
    (with_member(wallet={"paid": "1"}), 'member.wallet.paid: "1" is not a whole number'),
    (with_member(wallet=5), "member.wallet: 5 is not an object"),
    ({**LEAST, "burn_points": True}, "burn_points: true is not a whole number"),
    ({**LEAST, "member": []}, "member: a list is not an object"),
    ({**LEAST, "member": {"points": 5}}, "member.tier: it is missing"),
    ({**LEAST, "member": {"tier": "member"}}, "member.points: it is missing"),
    (
        with_member(tier="sliver"),
        'member.tier: the program has no tier "sliver"; the nearest is "silver"',
    ),
    (with_member(points=10**12), "member.points: 1000000000000 is out of range"),
    (with_member(points=-(10**12)), "member.points: -1000000000000 is out of range"),
    (with_member(points=Decimal("4500.0")), "member.points: 4500.0 is not a whole number"),
    (with_member(birthday="1990-02-30"), 'member.birthday: "1990-02-30" is not a day'),
    (with_member(birthday="2023-02-29"), 'member.birthday: "2023-02-29" is not a day'),
    (with_member(birthday="2-9"), 'member.birthday: "2-9" is not a day'),
    (with_member(birthday=""), 'member.birthday: "" is not a day'),
    (with_member(purchases=-1), "member.purchases: -1 is out of range"),
    (with_member(memberships="vip"), 'member.memberships: "vip" is not a list'),
    (with_member(vouchers=[]), "member.vouchers: a list is not an object"),
    (with_member(vouchers={"1": 5}), "member.vouchers.1: 5 is not a text"),
    (with_member(used={"p": "1"}), 'member.used.p: "1" is not a whole number'),
    (with_line(sku=None), "lines[0].sku: it is missing"),
    (with_line(sku=5), "lines[0].sku: 5 is not a text"),
    (with_line(unit_price=-1), "lines[0].unit_price: -1 is out of range"),
    (with_line(unit_price=10**12), "lines[0].unit_price: 1000000000000 is out of range"),
    (with_line(unit_price=10**60), "lines[0].unit_price: a number of so many digits is out of range"),
    (with_line(unit_price="5"), 'lines[0].unit_price: "5" is not a whole number'),
    (with_line(quantity=1), "lines[0].quantity: 1 is not a decimal text above 0"),
    (with_line(quantity="0"), 'lines[0].quantity: "0" is not a decimal text above 0'),
    (with_line(tags="t"), 'lines[0].tags: "t" is not a list'),
    (with_line(tags=[5]), "lines[0].tags[0]: 5 is not a text"),
    (with_line(vat_percent=101), "lines[0].vat_percent: 101 is not a percentage from 0 to 100"),
    (with_line(vat_percent="8"), 'lines[0].vat_percent: "8" is not a percentage'),
    (with_line(vat_percent=True), "lines[0].vat_percent: true is not a percentage"),
    (with_line(vat_percent=Decimal("1e-99")), "lines[0].vat_percent: 1E-99 is not a percentage"),
]


@pytest.mark.parametrize(("value", "fault"), WRONG)
def test_a_fault(value: object, fault: str) -> None:
    assert any(fault in told for told in faults_of(value))


def test_all_faults_at_once() -> None:
    value = {
        "at": "?",
        "store": 1,
        "member": {"tier": 2},
        "lines": [{"sku": "A"}, {"quantity": "x", "unit_price": 1.5}],
    }
    places = [fault.split(":")[0] for fault in faults_of(value)]
    assert sorted(places) == sorted(
        [
            *("at", "store", "member.tier", "member.points"),
            *(
                "lines[0].quantity",
                "lines[0].unit_price",
                "lines[1].sku",
                "lines[1].quantity",
                "lines[1].unit_price",
            ),
        ]
    )


@pytest.mark.parametrize(
    ("text", "thousandths"),
    [
        ("1", 1000),
        ("1.5", 1500),
        ("0.001", 1),
        ("99999.999", 99_999_999),
        ("007", 7000),
        ("1.500", 1500),
        ("0", None),
        ("0.000", None),
        ("100000", None),
        ("1.2345", None),
        ("1.", None),
        (".5", None),
        ("-1", None),
        ("+1", None),
        ("1e3", None),
        (" 1", None),
        ("1\n", None),
        ("١", None),
        ("", None),
        ("9" * 10_000, None),
    ],
)
def test_quantities(text: str, thousandths: int | None) -> None:
    assert parse_quantity(text) == thousandths


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "the text is not JSON: "),
        ('{"a": NaN}', "a number in it cannot be one"),
        ("[Infinity]", "a number in it cannot be one"),
        ("9" * 5000, "a number in it cannot be one"),
        ("1e99999999999999999999", "a number in it cannot be one"),
        ("[" * 100_000, "it is nested too deeply"),
        ("", "the text is not JSON: "),
    ],
)
def test_a_text_that_is_no_json(text: str, told: str) -> None:
    with pytest.raises(NotJson, match="the text is not JSON") as refused:
        read_json(text)
    assert told in str(refused.value)


def test_decimals_are_read_exactly() -> None:
    assert read_json('{"a": [1.10, 2]}') == {"a": [Decimal("1.10"), 2]}


def test_what_a_fault_quotes_can_always_be_written() -> None:
    assert shown("x" * 100).endswith("…")
    assert shown("ê") == '"ê"'
    assert is_writable(shown("\ud800"))


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**13), 10**13) | st.decimals() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
keys = st.sampled_from(["at", "lines", "store", "member", "codes", "paid_with", "burn_points"])
line_keys = st.sampled_from(
    ["sku", "quantity", "unit_price", "name", "category", "brand", "tags", "vat_percent"]
)
member_keys = st.sampled_from(["tier", "points", "birthday", "purchases", "memberships", "vouchers", "used"])


@given(
    st.dictionaries(keys, values, max_size=2),
    st.dictionaries(line_keys, values, max_size=2),
    st.dictionaries(member_keys, values, max_size=2),
)
def test_any_value_is_priced_or_refused(
    top: Mapping[str, object], line: Mapping[str, object], member: Mapping[str, object]
) -> None:
    rules = program('kind = "percent_off"\npercent = 10')
    value: Json = {**with_line(**line), "member": {"tier": "silver", "points": 5, **member}, **top}
    assert all(faults_if_any(rules, value))


def faults_if_any(rules: Program, value: object) -> tuple[str, ...]:
    try:
        quote(rules, basket_from_json(value, program=rules))
    except BasketRefused as refused:
        return refused.faults
    except BurnRefused as refused:
        return (refused.sentence.text("en"),)
    return ()
