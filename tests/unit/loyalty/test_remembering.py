"""What a program remembers of the sales it priced: never anything of another sale, never without end."""

import pytest

from loyalty.basket import Basket
from loyalty.program import Program
from loyalty.quote import Quote, clusters, courses, quote
from loyalty.quote.clusters import ClusterMemory
from tests.unit.loyalty.shop import basket, line, member, program

PROMOTIONS = (
    'kind = "percent_off"\npercent = 10\non = { tags = ["t"] }',
    'kind = "percent_off"\npercent = 20\nwhen = { code = "TWENTY" }',
    'kind = "price"\nprice = 9500\non = { skus = ["goods-3"] }',
    'kind = "buy_get"\nbuy = 1\nget = 1\non = { categories = ["pairs"] }',
    'kind = "amount_off"\namount = 4000\non = { categories = ["pairs", "more"] }',
)


def rules() -> Program:
    """A program that has priced nothing yet."""
    return program(*PROMOTIONS, discounts="tier_skips_discounted = true\n")


def sales() -> list[Basket]:
    """Baskets of two tiers, with a code and without, of goods that stand alone and that hang together."""
    return [
        basket(
            *[line(f"goods-{number}", tags=("t",) if number % 2 else ()) for number in range(6)],
            *[line(f"pair-{number}", price=9_000 + number, category="pairs") for number in range(pairs)],
            line("more", category="more"),
            by=member(tier) if tier else None,
            codes=codes,
        )
        for pairs in (0, 1, 4)
        for tier in ("", "member", "silver")
        for codes in ((), ("TWENTY",))
    ]


def priced_alone() -> list[Quote]:
    return [quote(rules(), each) for each in sales()]


def test_what_was_priced_before_changes_no_price() -> None:
    one = rules()
    assert [quote(one, each) for each in [*sales(), *sales()]] == [*priced_alone(), *priced_alone()]


@pytest.mark.parametrize("most", [1, 2, 3])
def test_what_is_remembered_is_forgotten_before_it_piles_up(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    alone = priced_alone()
    monkeypatch.setattr(courses, "SITUATIONS_KEPT", most)
    monkeypatch.setattr(courses, "COURSES_KEPT", most)
    monkeypatch.setattr(clusters, "CLUSTERS_KEPT", most)
    one = rules()
    for _ in range(2):
        assert [quote(one, each) for each in sales()] == alone
    assert len(one.compiled.courses) <= most
    assert all(len(each.known) <= most for each in one.compiled.courses.values())


def test_how_few_lines_hang_together_is_remembered_and_of_many_found_anew() -> None:
    memory = ClusterMemory()
    few, many = (0b011, 0, 0b110, 0b1000), (0b011,) * (clusters.LINES_MOST + 1)
    assert memory.of(few) is memory.of(few)
    assert [(each.numbers, each.places) for each in memory.of(few)] == [([0, 1, 2], [0, 2]), ([3], [3])]
    assert memory.of(many) is not memory.of(many)
