"""A program with every section there is, put together from the pages that document them."""

import tomllib
from decimal import Decimal

from tests.reference.plain_basics import Json
from tests.unit.docs.pages import ROOT, block, page

WHOLE_PAGES = ("draws", "leases", "limits", "partners", "survey")
"""Pages whose example is a program by itself; those of the others go below that of `docs/program.md`."""


def whole_program() -> Json:
    """The sections of all pages; where two have the same, those of `docs/program.md` come first."""
    pages = sorted((ROOT / "docs" / "program").glob("*.md"))
    parts = [page.read_text(encoding="utf-8") for page in pages if page.stem not in WHOLE_PAGES]
    text = "\n".join(block(part, "toml") for part in (page("docs/program.md"), *parts) if "```toml" in part)
    program = _read(text)
    for name in WHOLE_PAGES:
        for key, value in _read(block(page(f"docs/program/{name}.md"), "toml")).items():
            program.setdefault(key, value)
    members = _read(block(page("docs/program-members.md"), "toml"))
    for key in ("tier", "promotion"):
        known = {each["id"] for each in program[key]}
        program[key] += [each for each in members.get(key, []) if each["id"] not in known]
    return {**members, "tiers": {"measure": "spend", "window": "rolling-12-months"}, **program}


def whole_basket() -> Json:
    """A basket that asks for what the sections have."""
    return {
        "at": "2027-01-25T18:30:00+07:00",
        "store": "c1",
        "member": {
            "tier": "silver",
            "points": 450,
            "birthday": "01-26",
            "stamps": {"rice": 3},
            "vouchers": {"9300000000017": "voucher-50k"},
            "wallet": {"paid": 50_000, "bonus": 5_000},
            "today": {"earned": 30, "burned": 10, "sales": 1},
        },
        "codes": ["9300000000017"],
        "rewards": [{"id": "coffee"}, {"id": "any-amount", "points": 20}],
        "stock": {"coffee": 2},
        "burn_points": "max",
        "wallet_amount": 10_000,
        "lines": [
            {"sku": "R", "name": "Gạo", "category": "rice", "quantity": "2", "unit_price": 195_000},
            {"sku": "C", "category": "coffee", "quantity": "3", "unit_price": 35_000, "vat_percent": 8},
        ],
    }


def _read(text: str) -> Json:
    return tomllib.loads(text, parse_float=Decimal)
