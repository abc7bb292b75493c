"""The engine held against the plain reading of rewards: the same quotes, costs and points that come back."""

import json
import tomllib
from decimal import Decimal
from random import Random

import pytest

from loyalty.program import parse_program
from loyalty.quote import BurnRefused, basket_from_json, quote, quote_to_json
from loyalty.quote.pricing import Pricer
from loyalty.refund import everything_left, refund
from loyalty.refund_json import kept_sale
from tests.reference import dice_rewards
from tests.reference.plain_basics import Json
from tests.reference.plain_points import Refused as PlainlyRefused
from tests.reference.plain_rewards import plain_rewards
from tests.reference.shrinking import shrunk
from tests.reference.test_engine_against_plain_reading import plain_shape
from tests.reference.toml_text import program_text

QUICK_SEEDS = 500
SEEDS_A_SOAK_ROUND = 400
BATCHES = 5


def plainly(program: Json, basket: Json) -> Json | str:
    """The plain quote with its rewards, or that the burn is refused with which most."""
    try:
        read = tomllib.loads(program_text(program), parse_float=Decimal)
        priced, rewards = plain_rewards(read, basket)
    except PlainlyRefused as refused:
        return f"at most {refused}"
    return priced | {"rewards": rewards}


def by_engine(program: Json, basket: Json) -> Json | str:
    """The engine's quote with its rewards in the plain shape."""
    rules = parse_program(program_text(program), name="thrown.toml")
    read = basket_from_json(basket, program=rules)
    try:
        priced = quote(rules, read)
        assert Pricer(rules).quote(read) == priced
    except BurnRefused as refused:
        return f"at most {refused.max_points}"
    sale = kept_sale(priced)
    assert refund(sale, everything_left(sale)).points_returned == (priced.spent_points if read.lines else 0)
    answer = quote_to_json(priced)
    rewards = {
        each.rule: (each.points, each.amount, list(each.by_line) if each.points and each.by_line else None)
        for each in priced.rewards
    }
    assert all(each.whys[0].text("vi") for each in priced.rewards)
    assert len(priced.rewards) == len(rewards)
    return plain_shape(answer) | {"rewards": rewards}


def differs(program: Json, basket: Json) -> bool:
    """Whether the two readings part."""
    return plainly(program, basket) != by_engine(program, basket)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_engine_gives_rewards_as_the_page_reads(batch: int, soak_rounds: int | None) -> None:
    last = soak_rounds * SEEDS_A_SOAK_ROUND if soak_rounds else QUICK_SEEDS
    given = 0
    for seed in range(batch, last, BATCHES):
        thrown = Random(seed)
        program = dice_rewards.program(thrown)
        basket = dice_rewards.basket(thrown, program)
        if differs(program, basket):
            program, basket = shrunk(program, basket, differs)
            case = f"seed {seed}\n{program_text(program)}\n{json.dumps(basket, ensure_ascii=False)}"
            pytest.fail(f"{case}\nplain:  {plainly(program, basket)}\nengine: {by_engine(program, basket)}")
        priced = plainly(program, basket)
        given += (
            sum(points > 0 for points, _, _ in priced["rewards"].values()) if isinstance(priced, dict) else 0
        )
    assert given > last // BATCHES // 8
