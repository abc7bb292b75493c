"""Discounts, clause by clause of the format."""

import pytest

from loyalty.basket import BasketLine
from loyalty.quote import Quote, quote
from tests.unit.loyalty.shop import TIERS, basket, discounts_of, line, member, program

SILVER = member("silver")


def priced(*promotions: str, lines: tuple[BasketLine, ...], discounts: str = "max_percent = 100\n") -> Quote:
    return quote(program(*promotions, discounts=discounts), basket(*lines, by=member()))


def off(*promotions: str, lines: tuple[BasketLine, ...], discounts: str = "max_percent = 100\n") -> list[int]:
    """What each line is discounted by, in all."""
    given = priced(*promotions, lines=lines, discounts=discounts)
    return [line.gross - line.net for line in given.lines]


def test_percent_off_is_rounded_half_up_on_each_line() -> None:
    assert off('kind = "percent_off"\npercent = 50', lines=(line("A", "1", 3), line("B", "1", 1))) == [2, 1]
    assert off('kind = "percent_off"\npercent = 33.3', lines=(line("A", "1", 1000),)) == [333]


def test_a_price_is_for_a_unit_and_never_raises_anything() -> None:
    rule = 'kind = "price"\nprice = 7000'
    assert off(rule, lines=(line("A", "2", 10_000), line("B", "1.5", 10_001), line("C", "1", 5000))) == [
        6000,
        4502,
        0,
    ]


def test_a_maximum_is_split_in_proportion_to_what_each_line_would_have() -> None:
    rule = 'kind = "percent_off"\npercent = 10\nmax_amount = 100'
    assert off(rule, lines=(line("A", "1", 1000), line("B", "1", 2000))) == [33, 67]
    assert off(rule, lines=(line("A", "1", 200), line("B", "1", 300))) == [20, 30]


def test_an_amount_is_at_most_what_remains() -> None:
    rule = 'kind = "amount_off"\namount = 500'
    assert off(rule, lines=(line("A", "1", 100), line("B", "1", 300))) == [100, 300]
    assert off(rule, lines=(line("A", "1", 1000), line("B", "1", 1000), line("C", "1", 1000))) == [
        167,
        167,
        166,
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((line("A", "3", 4500),), [4500]),
        ((line("A", "2", 4500),), [0]),
        ((line("A", "2", 4500), line("B", "4", 9700)), [4500, 9700]),
        ((line("A", "1", 100), line("B", "1", 100), line("C", "1", 100)), [0, 0, 100]),
        ((line("A", "1", 100), line("B", "1.5", 100), line("C", "2", 100)), [0, 0, 100]),
        ((line("A", "99999", 1),), [33333]),
    ],
)
def test_buy_get_gives_the_cheapest_of_each_group(lines: tuple[BasketLine, ...], expected: list[int]) -> None:
    assert off('kind = "buy_get"\nbuy = 2\nget = 1', lines=lines) == expected


def test_buy_get_by_a_percentage_rounds_each_unit() -> None:
    assert off('kind = "buy_get"\nbuy = 1\nget = 2\npercent = 50', lines=(line("A", "3", 3),)) == [4]


def test_units_of_what_remains_are_split_by_largest_remainder() -> None:
    # After the first promotion 8 remain of three units at 3: they are 3, 3 and 2.
    first = 'kind = "amount_off"\namount = 1'
    second = 'kind = "buy_get"\nbuy = 2\nget = 1\nstage = "voucher"'
    assert off(first, second, lines=(line("A", "3", 3), line("B", "1", 1))) == [1 + 2, 0]


def test_a_gift_is_free_up_to_its_quantity_earlier_lines_first() -> None:
    rule = 'kind = "gift"\nsku = "CAKE"\nquantity = 3'
    lines = (line("CAKE", "0.5", 100), line("CAKE", "2", 101), line("CAKE", "2", 50), line("A", "1", 100))
    assert off(rule, lines=lines) == [0, 202, 50, 0]


def test_a_gift_takes_the_dearest_units_of_what_remains() -> None:
    cut = 'kind = "amount_off"\namount = 1\non = { skus = ["CAKE"] }'
    gift = 'kind = "gift"\nsku = "CAKE"\nstage = "voucher"'
    assert off(cut, gift, lines=(line("CAKE", "2", 50),)) == [1 + 50]


def test_min_spend_of_a_gift_counts_everything_but_the_gift() -> None:
    rule = 'kind = "gift"\nsku = "CAKE"\nwhen = { min_spend = 100 }'
    assert off(rule, lines=(line("CAKE", "9", 100), line("A", "1", 99))) == [0, 0]
    assert off(rule, lines=(line("CAKE", "1", 100), line("A", "1", 100))) == [100, 0]
    assert off(rule, lines=(line("CAKE", "0.5", 1000), line("CAKE", "1", 70), line("A", "1", 99))) == [
        0,
        0,
        0,
    ]


def test_a_line_has_one_discount_a_stage_the_best() -> None:
    rules = ('kind = "percent_off"\npercent = 10', 'kind = "percent_off"\npercent = 20')
    given = priced(*rules, lines=(line("A", "1", 100),))
    assert discounts_of(given) == {"p1": 20}


def test_the_earlier_of_two_equal_line_promotions_wins() -> None:
    rules = (
        'kind = "percent_off"\npercent = 15',
        'kind = "price"\nprice = 80',
        'kind = "percent_off"\npercent = 20',
    )
    assert discounts_of(priced(*rules, lines=(line("A", "1", 100),))) == {"p1": 20}
    cut = "max_percent = 10\n"
    assert discounts_of(priced(*rules, lines=(line("A", "1", 100),), discounts=cut)) == {"p0": 10}


def test_a_group_promotion_must_beat_the_line_promotions_it_displaces() -> None:
    line_rule = 'kind = "percent_off"\npercent = 10'
    lines = (line("A", "1", 1000), line("B", "1", 1000))
    assert discounts_of(priced(line_rule, 'kind = "amount_off"\namount = 200', lines=lines)) == {"p0": 200}
    assert discounts_of(priced(line_rule, 'kind = "amount_off"\namount = 201', lines=lines)) == {"p1": 201}


def test_a_chosen_group_promotion_has_all_its_lines() -> None:
    # The free third noodle takes the line of the other two from the 15 % as well.
    rules = ('kind = "buy_get"\nbuy = 2\nget = 1', 'kind = "percent_off"\npercent = 15')
    assert discounts_of(priced(*rules, lines=(line("A", "5", 4500),))) == {"p0": 4500}


def test_clusters_are_chosen_each_by_itself() -> None:
    rules = (
        'kind = "amount_off"\namount = 5\non = { skus = ["A"] }',
        'kind = "amount_off"\namount = 7\non = { skus = ["A", "B"] }',
        'kind = "amount_off"\namount = 9\non = { skus = ["C"] }',
    )
    lines = (line("A", "1", 100), line("B", "1", 100), line("C", "1", 100))
    assert discounts_of(priced(*rules, lines=lines)) == {"p0": 5, "p1": 7, "p2": 9}


def test_price_cuts_stop_at_the_cap_over_all_stages() -> None:
    rules = ('kind = "percent_off"\npercent = 40', 'kind = "percent_off"\npercent = 40\nstage = "voucher"')
    given = quote(program(*rules, discounts="max_percent = 50\n"), basket(line("A", "1", 1001), by=SILVER))
    # 500 is half of 1001, rounded down; 400 and 3 % of the rest leave 82.
    assert discounts_of(given) == {"p0": 400, "tier:silver": 18, "p1": 82}
    assert given.lines[0].net == 1001 - 500


def test_what_is_cut_goes_nowhere_else() -> None:
    rules = (
        'kind = "percent_off"\npercent = 50\non = { skus = ["A"] }',
        'kind = "amount_off"\namount = 100\nstage = "voucher"',
    )
    lines = (line("A", "1", 100), line("B", "1", 100))
    # A has 50 left and no room: its third of the amount is lost.
    assert off(*rules, lines=lines, discounts="max_percent = 50\n") == [50, 50]
    assert off(*rules, lines=(line("A", "1", 100), line("B", "1", 1000)), discounts="max_percent = 50\n") == [
        50,
        95,
    ]


def test_what_is_given_away_is_neither_cut_nor_counted() -> None:
    rules = ('kind = "gift"\nsku = "A"', 'kind = "percent_off"\npercent = 100\nstage = "voucher"')
    assert off(*rules, lines=(line("A", "2", 100),), discounts="max_percent = 10\n") == [100 + 20]


def test_a_cut_is_never_more_than_what_remains() -> None:
    rules = (
        'kind = "gift"\nsku = "A"\nquantity = 9',
        'kind = "percent_off"\npercent = 10\nstage = "voucher"',
    )
    assert off(*rules, lines=(line("A", "2", 100),)) == [200]


def test_excluded_lines_take_no_part_in_any_discount() -> None:
    rules = ('kind = "percent_off"\npercent = 50', 'kind = "gift"\nsku = "A"\nstage = "voucher"')
    given = quote(
        program(*rules, discounts='exclude = { skus = ["A"] }\n'), basket(line("A"), line("B"), by=SILVER)
    )
    assert given.lines[0].discounts == ()
    assert [each.rule for each in given.lines[1].discounts] == ["p0", "tier:silver"]


def test_an_empty_exclude_excludes_nothing() -> None:
    assert off(
        'kind = "percent_off"\npercent = 50', lines=(line("A", "1", 100),), discounts="exclude = {}\n"
    ) == [50]


def test_the_tier_takes_its_percentage_of_what_remains_of_its_lines() -> None:
    tiers = TIERS + 'on = { except_categories = ["gift-card"] }\n'
    rules = program('kind = "percent_off"\npercent = 10\non = { skus = ["A"] }', tiers=tiers)
    lines = (line("A", "1", 1000), line("B", "1", 950), line("C", "1", 1000, category="gift-card"))
    given = quote(rules, basket(*lines, by=SILVER))
    assert [dict(each.discounts) for each in given.lines] == [
        {"p0": 100, "tier:silver": 27},
        {"tier:silver": 29},
        {},
    ]


@pytest.mark.parametrize(
    "promotion", ['kind = "percent_off"\npercent = 1\non = { skus = ["A"] }', 'kind = "gift"\nsku = "A"']
)
def test_a_tier_may_skip_lines_that_are_discounted(promotion: str) -> None:
    rules = program(promotion, discounts="tier_skips_discounted = true\n")
    given = quote(rules, basket(line("A", "2"), line("B"), by=SILVER))
    assert [[each.rule for each in line.discounts] for line in given.lines] == [["p0"], ["tier:silver"]]


@pytest.mark.parametrize("beside", [(), ('kind = "amount_off"\namount = 1\nstage = "voucher"',)])
def test_a_tier_takes_no_more_than_cuts_may_take(beside: tuple[str, ...]) -> None:
    """Of a line by itself, and of one that a promotion on the whole sale has its eye on."""
    rules = program('kind = "percent_off"\npercent = 9', *beside, discounts="max_percent = 10\n")
    given = quote(rules, basket(line("A", "1", 1000), by=SILVER))
    assert list(given.lines[0].discounts) == [("p0", 90), ("tier:silver", 10)]


def test_a_tier_that_skips_has_what_only_later_stages_discount() -> None:
    rules = program(
        'kind = "percent_off"\npercent = 1\nstage = "voucher"', discounts="tier_skips_discounted = true\n"
    )
    given = quote(rules, basket(line("A"), by=SILVER))
    assert [each.rule for each in given.lines[0].discounts] == ["tier:silver", "p0"]


def test_stages_come_in_their_order_on_what_the_one_before_left() -> None:
    half = 'kind = "percent_off"\npercent = 50\nstage = '
    rules = program(f'{half}"late"', f'{half}"early"', discounts='stages = ["early", "tier", "late"]\n')
    given = quote(rules, basket(line("A", "1", 1000), by=SILVER))
    assert list(given.lines[0].discounts) == [("p1", 500), ("tier:silver", 15), ("p0", 243)]


def test_without_a_stage_of_its_own_the_tier_discounts_nothing() -> None:
    given = quote(program(discounts='stages = ["promotion"]\n'), basket(line(), by=SILVER))
    assert given.discounts == ()


def test_no_member_has_no_tier() -> None:
    assert quote(program(), basket(line())).discounts == ()


def test_a_code_or_a_voucher_puts_a_promotion_in_the_voucher_stage() -> None:
    rule = 'kind = "percent_off"\npercent = 10\nwhen = { code = "X" }'
    given = quote(program(rule), basket(line("A", "1", 1000), by=SILVER, codes=("X",)))
    assert [each.rule for each in given.lines[0].discounts] == ["tier:silver", "p0"]


def test_a_code_counts_as_used_only_if_something_was_given_through_it() -> None:
    on = 'on = { skus = ["A"] }'
    rules = program(
        f'kind = "percent_off"\npercent = 10\n{on}\nwhen = {{ code = "X" }}',
        f'kind = "percent_off"\npercent = 5\n{on}\nwhen = {{ code = "Y" }}',
        f'kind = "bonus_points"\npoints = 1\n{on}\nwhen = {{ code = "Z" }}',
        f'kind = "amount_off"\namount = 1\n{on}\nstage = "promotion"\nwhen = {{ voucher = true }}',
    )
    buyer = member(vouchers={"V1": "p3", "V2": "p3"})
    codes = ("Z", "V2", "Y", "V1", "X", "Z")
    assert quote(rules, basket(line("A"), by=buyer, codes=codes)).used_codes == ("Z", "V2", "X")
    assert quote(rules, basket(line("B"), by=buyer, codes=codes)).used_codes == ()


def test_a_line_of_nothing_still_has_its_units() -> None:
    lines = (line("A", "1", 100), line("B", "1", 50), line("C", "1", 0))
    assert off('kind = "buy_get"\nbuy = 2\nget = 1', lines=lines) == [0, 0, 0]
    assert off('kind = "buy_get"\nbuy = 1\nget = 1', lines=lines) == [0, 50, 0]


def test_a_search_stands_in_only_above_ten_that_compete() -> None:
    overlapping = [
        f'kind = "amount_off"\namount = {number}\non = {{ skus = ["A", "B{number}"] }}'
        for number in range(40)
    ]
    lines = (line("A", "1", 1000), *[line(f"B{number}", "1", 1000) for number in range(40)])
    assert priced(*overlapping[:10], lines=lines).optimal
    searched = priced(*overlapping, lines=lines)
    assert not searched.optimal
    assert sum(discounts_of(searched).values()) >= sum(range(40))


def test_no_lines_give_a_quote_of_zeros() -> None:
    given = quote(program('kind = "amount_off"\namount = 5\nwhen = { min_spend = 0 }'), basket(by=SILVER))
    assert (given.subtotal, given.total, given.earned_points, given.lines, given.optimal) == (
        0,
        0,
        0,
        (),
        True,
    )
    assert given.burn.max_points == 0
