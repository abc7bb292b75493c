"""The worked table of `docs/program/replay.md` holds."""

import pytest

from loyalty.program import parse_program
from loyalty.replay import compare, past_sale_from_json
from tests.unit.docs.pages import page, table
from tests.unit.loyalty.past_sales import past_sale
from tests.unit.loyalty.shop import program, program_text

PAGE = page("docs/program/replay.md")


@pytest.mark.parametrize("row", table(PAGE, "replay"), ids=lambda row: f"{row['line']} {row['customer']}")
def test_replay(row: dict[str, str]) -> None:
    price, _, quantity = row["line"].split()
    sold = past_sale(
        program('kind = "percent_off"\npercent = 10'),
        member="" if row["customer"] == "nobody" else row["customer"],
        points=1000,
        burn=int(row["burned"]),
        price=int(price),
        quantity=quantity,
    )
    text = program_text('kind = "percent_off"\npercent = 15').replace("10000", "20000")
    draft = parse_program(text, name="draft.toml")
    found = compare(past_sale_from_json(sold, currency="VND", needs_quote=True), draft=draft)
    figures = [found.before.total, found.after.total, found.before.earned_points, found.after.earned_points]
    columns = ["to pay", "to pay under the draft", "points", "points under the draft"]
    assert figures == [int(row[column]) for column in columns]
    assert found.points * draft.points.worth - found.money == int(row["better off"])
