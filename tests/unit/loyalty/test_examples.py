"""The worked examples of the format: a program, baskets with their quotes, and refunds."""

from pathlib import Path
from typing import cast

import pytest

from loyalty.json_fields import read_json
from loyalty.program import Program, parse_program
from loyalty.quote import BurnRefused, basket_from_json, quote, quote_to_json
from loyalty.refund_json import kept_sale, refunds_to_json, sale_from_json

CASES = Path(__file__).parents[2] / "cases" / "program"

Json = dict[str, object]


def cases(name: str) -> list[Json]:
    return cast("list[Json]", read_json((CASES / name).read_text(encoding="utf-8")))


def named(case: Json) -> str:
    return str(case["case"])


@pytest.fixture(scope="module")
def example() -> Program:
    return parse_program((CASES / "program.toml").read_text(encoding="utf-8"), name="program.toml")


@pytest.mark.parametrize("case", cases("quotes.json"), ids=named)
def test_a_worked_basket_has_its_quote(example: Program, case: Json) -> None:
    basket = basket_from_json(case["basket"], program=example)
    wanted = cast("Json", case["quote"])
    if "error" in wanted:
        with pytest.raises(BurnRefused):
            quote(example, basket)
        return
    given = quote_to_json(quote(example, basket))
    del given["used_codes"]
    for each in (*cast("list[Json]", given["discounts"]), *cast("list[Json]", given["earned"])):
        assert each.pop("why") != ""
        assert each.pop("why_en") != ""
    assert given == wanted


@pytest.mark.parametrize("case", cases("refunds.json"), ids=named)
def test_a_worked_sale_has_its_refunds(example: Program, case: Json) -> None:
    sale = sale_from_json(case["sale"], program=example)
    assert list(refunds_to_json(kept_sale(quote(example, sale.basket)), sale.returns)) == case["refunds"]
