"""Rewards that give goods: offered where the shop sells them, by the SKU that the program names."""

from dataclasses import replace
from pathlib import Path

import pytest

from loyalty.program.read import parse_program
from terminal.usecases.things import unsold_gifts
from tests.unit.terminal.till_kit import NOODLES, PROGRAM, RICE, Counter, a_shop

GIFT = """
[[reward]]
id = "gift"
name = "Một gói mì"
kind = "gift"
points = 8
sku = "{sku}"
"""


CASES = [(NOODLES.sku, set[str]()), ("NOBODY-HAS-IT", {"gift"}), (RICE.barcodes[0], {"gift"})]


@pytest.mark.parametrize(("sku", "unsold"), CASES)
def test_a_gift_is_sold_here_by_the_sku_that_the_program_names(
    tmp_path: Path, sku: str, unsold: set[str]
) -> None:
    shop = a_shop(tmp_path)
    assert unsold_gifts(shop.till, parse_program(PROGRAM + GIFT.format(sku=sku), name="gift")) == unsold
    shop.close()


def test_what_was_taken_off_the_shelf_is_offered_no_more(tmp_path: Path) -> None:
    shop = a_shop(tmp_path)
    program = parse_program(PROGRAM + GIFT.format(sku=NOODLES.sku), name="gift")
    withdraw(shop)
    assert unsold_gifts(shop.till, program) == {"gift"}
    assert unsold_gifts(shop.till, parse_program(PROGRAM, name="plain")) == frozenset()
    shop.close()


def withdraw(shop: Counter) -> None:
    """As the feed tells of it."""
    with shop.store.write() as unit:
        unit.products.put([replace(NOODLES, state="blocked")])
