"""The worked settlement of `docs/program/partners.md` holds, row by row."""

from loyalty.program import parse_program
from loyalty.settlement import POOL, Burned, Earned, settle
from loyalty.units import Points
from tests.unit.docs.pages import block, page, table

PAGE = page("docs/program/partners.md")


def test_settlement() -> None:
    program = parse_program(block(PAGE, "toml"), name="docs/program/partners.md")
    moved: list[Earned | Burned] = []
    for row in table(PAGE, "settlement"):
        words, points = row["what happened"].replace(",", "").split(), Points(int(row["points"]))
        at = words[2]
        moved.append(Earned(at, points) if words[0] == "earned" else Burned(at, words[-1], points))
        found = settle(program, moved)
        positions = [found.position(party) for party in ("cafe", "books", POOL)]
        assert positions == [int(row[f"{who} is owed"]) for who in ("cafe", "books", "the pool")]
