"""The engine held against the plain reading: the same quote and the same refunds, case after case."""

import json
import tomllib
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from loyalty.errors import Refused
from loyalty.program import parse_program
from loyalty.quote import BurnRefused, basket_from_json, quote, quote_to_json
from loyalty.refund import KeptLine, KeptSale, refund, returns_of
from loyalty.units import Quantity
from tests.reference import dice, dice_baskets
from tests.reference.plain_basics import Json
from tests.reference.plain_points import Refused as PlainlyRefused
from tests.reference.plain_rules import plain_quote, plain_refunds
from tests.reference.shrinking import shrunk
from tests.reference.toml_text import program_text

QUICK_SEEDS = 1500
SEEDS_A_SOAK_ROUND = 500
BATCHES = 10
LINE_KEYS = ("sku", "gross", "net", "burned", "earned_points", "burned_points", "vat", "vat_base")


def seeds(batch: int, soak_rounds: int | None) -> range:
    """The seeds of one batch."""
    return range(batch, soak_rounds * SEEDS_A_SOAK_ROUND if soak_rounds else QUICK_SEEDS, BATCHES)


def plainly(program: Json, basket: Json) -> Json | str:
    """The plain quote, or that the burn is refused with which most."""
    try:
        return plain_quote(tomllib.loads(program_text(program), parse_float=Decimal), basket)
    except PlainlyRefused as refused:
        return f"at most {refused}"


def by_engine(program: Json, basket: Json) -> Json | str:
    """The engine's quote in the plain shape."""
    rules = parse_program(program_text(program), name="thrown.toml")
    try:
        answer = quote_to_json(quote(rules, basket_from_json(basket, program=rules)))
    except BurnRefused as refused:
        return f"at most {refused.max_points}"
    return plain_shape(answer)


def plain_shape(answer: Json) -> Json:
    """A quote's JSON without its words, its lists by rule as tables."""
    shaped: Json = {key: answer[key] for key in ("currency", "subtotal", "total", "burn", "earned_points")}
    shaped["lines"] = [
        {key: line[key] for key in LINE_KEYS} | {"discounts": amounts(line["discounts"], "amount")}
        for line in answer["lines"]
    ]
    shaped["discounts"] = amounts(answer["discounts"], "amount")
    shaped["earned"] = amounts(answer["earned"], "points")
    shaped["used_codes"] = set(answer["used_codes"])
    return shaped


def amounts(rules: list[Any], key: str) -> dict[str, int]:
    """A list of what rules gave, as a table; no rule may stand in it twice."""
    table = {rule["rule"]: rule[key] for rule in rules}
    assert len(table) == len(rules)
    return table


def differs(program: Json, basket: Json) -> bool:
    """Whether the two readings part."""
    return plainly(program, basket) != by_engine(program, basket)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_engine_prices_as_the_page_reads(batch: int, soak_rounds: int | None) -> None:
    for seed in seeds(batch, soak_rounds):
        thrown = Random(seed)
        program, basket = dice.program(thrown), dice_baskets.basket(thrown)
        if differs(program, basket):
            program, basket = shrunk(program, basket, differs)
            case = f"seed {seed}\n{program_text(program)}\n{json.dumps(basket, ensure_ascii=False)}"
            pytest.fail(f"{case}\nplain:  {plainly(program, basket)}\nengine: {by_engine(program, basket)}")


def refunds_by_engine(program: Json, basket: Json, returns: list[list[Json]]) -> list[Json | None]:
    """The engine's refunds in the plain shape; None for one that is refused."""
    rules = parse_program(program_text(program), name="thrown.toml")
    read = basket_from_json(basket, program=rules)
    kept = KeptSale(
        tuple(
            KeptLine(
                quantity=bought.quantity,
                net=line.net,
                burned=line.burned,
                earned_points=line.earned_points,
                burned_points=line.burned_points,
            )
            for bought, line in zip(read.lines, quote(rules, read).lines, strict=True)
        )
    )
    results: list[Json | None] = []
    for asked in returns:
        back = returns_of((part["line"], Quantity(int(Decimal(part["quantity"]) * 1000))) for part in asked)
        try:
            done = refund(kept, back)
        except Refused:
            results.append(None)
            continue
        kept = done.sale
        sums = {
            "money": done.money,
            "points_taken": done.points_taken,
            "points_returned": done.points_returned,
        }
        results.append(dict(sums))
    return results


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_engine_refunds_as_the_page_reads(batch: int, soak_rounds: int | None) -> None:
    compared = 0
    for seed in seeds(batch, soak_rounds):
        thrown = Random(seed)
        program, basket = dice.program(thrown), dice_baskets.basket(thrown)
        if isinstance(plainly(program, basket), str):
            continue
        returns = dice_baskets.returns(thrown, basket)
        read = tomllib.loads(program_text(program), parse_float=Decimal)
        assert refunds_by_engine(program, basket, returns) == plain_refunds(read, basket, returns), seed
        compared += any(returns)
    assert compared > 0
