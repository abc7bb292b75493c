"""What holds for every program and every basket."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from loyalty.basket import Basket
from loyalty.figures import LANGUAGES
from loyalty.program import Program
from loyalty.program.model import BuyGet, DiscountRules, FixedPrice, Gift, PercentOff, Promotion
from loyalty.quote import Quote, quote
from loyalty.quote.checks import holding_rules
from loyalty.quote.explain import explain
from loyalty.quote.missed import not_holding
from loyalty.quote.pricing import Pricer
from loyalty.quote.situation import Situation
from loyalty.refund import everything_left, refund
from loyalty.refund_json import kept_sale
from loyalty.units import Points, Quantity
from tests.unit.loyalty.thrown import baskets, programs


@given(programs(), baskets())
def test_parts_add_up_to_the_whole(rules: Program, basket: Basket) -> None:
    priced = quote(rules, basket)
    assert priced.subtotal == sum(line.gross for line in priced.lines)
    assert priced.total == sum(line.net for line in priced.lines) - priced.burn.amount
    assert (
        priced.burn.amount
        == sum(line.burned for line in priced.lines)
        == priced.burn.points * rules.points.worth
    )
    assert priced.burn.points == sum(line.burned_points for line in priced.lines) <= priced.burn.max_points
    assert priced.earned_points == sum(line.earned_points for line in priced.lines)
    assert priced.earned_points == sum(each.points for each in priced.earned)
    by_rule: dict[str, int] = {}
    for line in priced.lines:
        assert line.net == line.gross - sum(each.amount for each in line.discounts)
        for each in line.discounts:
            by_rule[each.rule] = by_rule.get(each.rule, 0) + each.amount
    assert by_rule == {each.rule: each.amount for each in priced.discounts}
    burns_as_discount = rules.points.burn_as == "discount"
    assert all(
        line.vat + line.vat_base == line.net - line.burned * burns_as_discount for line in priced.lines
    )


@given(programs(), baskets())
def test_nothing_is_below_zero_or_past_its_cap(rules: Program, basket: Basket) -> None:
    priced = quote(rules, basket)
    given_away = {each.id for each in rules.promotions if isinstance(each, BuyGet | Gift)}
    for line in priced.lines:
        assert min(line[1:8]) >= 0
        assert line.burned <= line.net
        assert all(each.amount > 0 for each in line.discounts)
        cuts = sum(each.amount for each in line.discounts if each.rule not in given_away)
        cap = rules.discounts.max_percent
        assert cuts * 100 * cap.denominator <= line.gross * cap.numerator
    assert priced.total >= 0


@given(programs(), baskets())
def test_a_line_has_one_discount_a_stage_in_their_order(rules: Program, basket: Basket) -> None:
    stages = {each.id: getattr(each, "stage", "") for each in rules.promotions}
    stages |= {tier.rule: "tier" for tier in rules.tiers}
    order = rules.discounts.stages
    for line in quote(rules, basket).lines:
        seen = [order.index(stages[each.rule]) for each in line.discounts]
        assert seen == sorted(set(seen))


@given(programs(), baskets())
def test_quoting_twice_is_the_same(rules: Program, basket: Basket) -> None:
    assert everything(quote(rules, basket)) == everything(quote(rules, basket))


@given(programs(), baskets(), st.data())
def test_the_order_of_lines_changes_no_line_that_stands_alone(
    rules: Program, basket: Basket, data: st.DataObject
) -> None:
    alone = [each for each in rules.promotions if isinstance(each, FixedPrice) or _is_for_lines(each)]
    rules = replace(rules, promotions=tuple(alone))
    order = data.draw(st.permutations(range(len(basket.lines))))
    priced = quote(rules, basket)
    other = quote(rules, replace(basket, lines=tuple(basket.lines[place] for place in order)))
    assert other.total == priced.total
    for place, line in zip(order, other.lines, strict=True):
        assert (line.net, line.discounts) == (priced.lines[place].net, priced.lines[place].discounts)


@given(programs(), baskets(), st.data())
def test_the_order_of_lines_changes_no_total_of_one_stage_without_cuts_and_gifts(
    rules: Program, basket: Basket, data: st.DataObject
) -> None:
    kept = [
        each
        for each in rules.promotions
        if not isinstance(each, Gift) and getattr(each, "stage", "promotion") == "promotion"
    ]
    rules = replace(
        rules,
        promotions=tuple(kept),
        discounts=DiscountRules(stages=("promotion",), exclude=rules.discounts.exclude),
    )
    basket = replace(basket, burn_points=Points(0))
    order = data.draw(st.permutations(range(len(basket.lines))))
    other = quote(rules, replace(basket, lines=tuple(basket.lines[place] for place in order)))
    priced = quote(rules, basket)
    assert (other.total, other.earned_points) == (priced.total, priced.earned_points)


def _is_for_lines(promotion: Promotion) -> bool:
    return isinstance(promotion, PercentOff) and promotion.max_amount is None


@given(programs(), baskets())
def test_every_promotion_gave_something_or_is_told_why_not(rules: Program, basket: Basket) -> None:
    priced = quote(rules, basket)
    given_by = {each.rule for each in priced.discounts} | {each.rule for each in priced.earned}
    assert [each.rule for each in priced.missed] == [
        each.id for each in rules.promotions if each.id not in given_by
    ]
    whys = [*[each.why for each in priced.discounts], *[each.why for each in priced.earned]]
    assert all(why.text("vi") and why.text("en") for why in whys)
    assert all(why.text("vi") and why.text("en") for missed in priced.missed for why in missed.whys)


@given(programs(), baskets())
def test_a_quote_is_explained_in_both_languages_with_every_reason(rules: Program, basket: Basket) -> None:
    priced = quote(rules, basket)
    for language in LANGUAGES:
        told = "\n".join(explain(priced, language))
        assert "{" not in told
        assert all(each.why.text(language) in told for each in priced.discounts)
        assert all(each.why.text(language) in told for each in priced.earned)
        assert all(f"  {each.name}: " in told or each.name in told for each in priced.missed)


@given(programs(), baskets())
def test_what_is_told_not_to_hold_is_what_does_not_hold(rules: Program, basket: Basket) -> None:
    situation = Situation.of(basket, rules.zone)
    bits = holding_rules(rules.promotions).holding(situation)
    for number, promotion in enumerate(rules.promotions):
        assert (bits >> number & 1) == (not list(not_holding(promotion, situation, rules)))


@given(programs(), baskets(), st.lists(st.tuples(st.integers(0, 6), st.integers(1, 1500)), max_size=6))
def test_a_sale_that_comes_back_whole_leaves_nothing_behind(
    rules: Program, basket: Basket, returns: list[tuple[int, int]]
) -> None:
    priced = quote(rules, basket)
    sale = kept_sale(priced)
    sums = [0, 0, 0]
    steps = [{line: Quantity(quantity)} for line, quantity in returns]
    for step in [*steps, None]:
        left = everything_left(sale)
        asked = left if step is None else {line: q for line, q in step.items() if q <= left.get(line, 0)}
        done = refund(sale, asked)
        sale = done.sale
        more = (done.money, done.points_taken, done.points_returned)
        sums = [have + come for have, come in zip(sums, more, strict=True)]
    assert sums == [priced.total, priced.earned_points, priced.burn.points]


def everything(priced: Quote) -> tuple[object, ...]:
    return (priced, priced.lines, priced.discounts, priced.earned, priced.used_codes, priced.missed)


@st.composite
def scans(draw: st.DrawFn) -> list[Basket]:
    """A basket while it is scanned: lines come, go, change and stay; now and then so does the member."""
    basket = draw(baskets())
    seen = list(basket.lines)
    steps = [basket]
    for _ in range(draw(st.integers(1, 8))):
        lines = list(basket.lines)
        what = draw(st.sampled_from(["come", "come", "come", "again", "go", "change", "other"]))
        if what == "come":
            lines += draw(baskets(lines_most=2)).lines
        elif what == "again" and seen:
            lines.append(draw(st.sampled_from(seen)))
        elif what == "go" and lines:
            lines.pop(draw(st.integers(0, len(lines) - 1)))
        elif what == "change" and lines:
            place = draw(st.integers(0, len(lines) - 1))
            lines[place] = replace(lines[place], quantity=Quantity(draw(st.sampled_from([1000, 2000, 1500]))))
        elif what == "other":
            other = draw(baskets(lines_most=0))
            basket = replace(basket, member=other.member, codes=other.codes, burn_points=other.burn_points)
        seen += lines
        basket = replace(basket, lines=tuple(lines))
        steps.append(basket)
    return steps


@given(programs(promotions_most=8), scans())
def test_a_basket_being_scanned_is_priced_as_if_it_were_new(rules: Program, steps: list[Basket]) -> None:
    pricer = Pricer(rules)
    for basket in steps:
        assert everything(pricer.quote(basket)) == everything(quote(rules, basket))
