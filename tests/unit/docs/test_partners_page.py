"""The worked tables of `docs/program/partners.md` hold."""

import pytest

from loyalty.program import parse_program
from loyalty.quote import quote
from loyalty.settlement import POOL, Burned, Earned, settle
from loyalty.units import Points
from tests.unit.docs.pages import block, page, table
from tests.unit.loyalty.shop import basket, line, member

PAGE = page("docs/program/partners.md")


PROGRAM = parse_program(block(PAGE, "toml"), name="docs/program/partners.md")


@pytest.mark.parametrize(
    "row", table(PAGE, "partner rates"), ids=lambda row: f"{row['store']} {row['points']}"
)
def test_rates(row: dict[str, str]) -> None:
    goods = line(price=int(row["bought"]))
    given = basket(goods, store=row["store"], by=member(points=1000), burn=int(row["points"]))
    priced = quote(PROGRAM, given)
    figures = (priced.earned_points, priced.burn.points, priced.total)
    assert figures == (int(row["earned"]), int(row["burned"]), int(row["pays"]))


def test_settlement() -> None:
    moved: list[Earned | Burned] = []
    for row in table(PAGE, "settlement"):
        words, points = row["what happened"].replace(",", "").split(), Points(int(row["points"]))
        at = words[2]
        moved.append(Earned(at, points) if words[0] == "earned" else Burned(at, words[-1], points))
        found = settle(PROGRAM, moved)
        positions = [found.position(party) for party in ("cafe", "books", POOL)]
        assert positions == [int(row[f"{who} is owed"]) for who in ("cafe", "books", "the pool")]
