"""A program as the pricing works on it: everything about it that does not depend on the basket.

Bit *n* below the number of promotions is promotion *n* in file order; above them stand the rewards that take
something off, which hold only where a basket asks for them, and then the bits of the other selectors: who
counts for a `min_spend`, the tiers' lines and the two exclusions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import UnionType
from typing import TYPE_CHECKING

from loyalty.program.model import (
    ONCE,
    TIER_STAGE,
    AmountOff,
    BonusPoints,
    BuyGet,
    Discount,
    FixedPrice,
    Gift,
    MultiplyPoints,
    PercentOff,
    Program,
    Promotion,
)
from loyalty.program.selectors import NO_LINE, Selector
from loyalty.quote.bits import MemberMemory, SumsOver
from loyalty.quote.checks import HoldingRules, holding_rules
from loyalty.quote.clusters import ClusterMemory
from loyalty.quote.ladder import Ladder, build_ladder
from loyalty.quote.selector_index import SelectorIndex
from loyalty.rates import Rate, common_denominator

if TYPE_CHECKING:
    from loyalty.quote.courses import Courses

Marks = tuple[str, str, str, tuple[str, ...]]
"""What selectors look at: product, category, brand, tags."""

Vat = tuple[int, int, int]
"""A rate of VAT: an amount times the first and more by the second, over the third, is what is in it."""

NO_VAT: Vat = (0, 0, 1)

GroupPromotion = PercentOff | AmountOff | BuyGet | Gift
"""A promotion that has several lines together; a `PercentOff` does where it has a maximum or is a reward."""


@dataclass(frozen=True, slots=True)
class StageRules:
    """One stage: its line promotions ranked, and its group promotions by the number of their bit.

    The stage of the tier has neither.
    """

    is_tier: bool
    all: int
    lines: int
    ladder: Ladder
    groups: int
    group_rules: dict[int, GroupPromotion]


@dataclass(frozen=True, slots=True)
class SpendRule:
    """A `min_spend`: the bit of the lines whose gross counts, and what that gross must reach."""

    bit: int
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledProgram:
    """The parts of a program ready to be priced with; sets of promotions and selectors are bits.

    `discounts` are all promotions that take money off, `whole_only` those that have no fractional line,
    `groups` all group promotions. `with_spend` are promotions with a `min_spend`, by the number of their
    bit in `spends`; `of_discounts` are the bits that no line excluded from discounts has. A factor of 1 is
    counted as `factor_parts`, so that what each multiplier adds to it is a whole number of parts, and
    `bonus_points` is what each bonus gives; both are 0 for all other promotions. `reward_numbers` are the
    numbers of rewards by id. Lines with a bit of `not_spent` count for no `min_spend` of `points_spends`,
    those of promotions that give points. Neither points nor a wallet pay for lines with a bit of `pays_in`,
    which count for no flat bonus of points and none of `bonus_spends`, those of such bonuses; nor does a
    wallet pay for lines of `not_from_wallet`.
    """

    program: Program
    ids: tuple[str, ...]
    reward_numbers: dict[str, int]
    index: SelectorIndex
    selected: dict[Marks, tuple[int, bool]]
    """What `LineReader` found of goods before: the rules that may have them, and whether they earn."""
    vats: dict[Decimal | None, Vat]
    """What it found of rates of VAT before."""
    members: MemberMemory
    courses: dict[tuple[int, str], "Courses"]
    """What lines meet that stand alone, by the line promotions that hold and the tier."""
    clusters: ClusterMemory
    holding: HoldingRules
    stages: tuple[StageRules, ...]
    discounts: int
    groups: int
    whole_only: int
    multipliers: int
    factor_parts: int
    extra_parts: SumsOver
    tier_extra_parts: dict[str, int]
    unit_bonuses: int
    sale_bonuses: int
    bonus_points: SumsOver
    with_spend: int
    spends: dict[int, SpendRule]
    of_discounts: int
    tier_bits: dict[str, int]
    cap: Rate
    not_discounted: int
    not_earning: int
    not_spent: int
    points_spends: int
    bonus_spends: int
    pays_in: int
    not_from_wallet: int


def compile_program(program: Program) -> CompiledProgram:
    """Works out all that a basket does not change."""
    rewards = [reward.rule for reward in program.rewards if isinstance(reward.rule, Discount)]
    asked_from = len(program.promotions)
    promotions = (*program.promotions, *rewards)
    selectors = [promotion.on for promotion in promotions]
    discounts = _bits_of(promotions, Discount)
    spends, discount_spends = _spend_rules(promotions, selectors)
    tier_bits = {tier.id: _add(selectors, tier.on) for tier in program.tiers}
    apart = program.set_apart
    not_discounted = _add(selectors, program.discounts.exclude, apart.from_discounts)
    not_earning = _add(selectors, program.points.exclude, apart.from_points)
    pays_in = _add(selectors, apart.to_wallet) if program.wallet else 0
    not_spent = _add(selectors, apart.from_points) if apart.no_points else 0
    not_from_wallet = pays_in | (_add(selectors, program.wallet.exclude) if program.wallet else 0)
    bonuses = {number: each for number, each in enumerate(promotions) if isinstance(each, BonusPoints)}
    parts = common_denominator([*map(_factor, promotions), *[tier.multiplier for tier in program.tiers]])
    stages = tuple(_stage_rules(stage, promotions, asked_from) for stage in program.discounts.stages)
    return CompiledProgram(
        program=program,
        ids=tuple(promotion.id for promotion in promotions),
        reward_numbers={reward.id: number for number, reward in enumerate(rewards, asked_from)},
        not_discounted=not_discounted,
        not_earning=not_earning,
        not_spent=not_spent,
        points_spends=_bits({rule.bit for rule in spends.values()}) & ~discount_spends,
        bonus_spends=_bits({spends[number].bit for number in bonuses if number in spends}),
        pays_in=pays_in,
        not_from_wallet=not_from_wallet,
        index=SelectorIndex(selectors),
        selected={},
        vats={None: NO_VAT},
        members=MemberMemory(),
        courses={},
        clusters=ClusterMemory(),
        holding=holding_rules(program.promotions),
        stages=stages,
        discounts=discounts,
        groups=sum(stage.groups for stage in stages),
        whole_only=_bits_of(promotions, BuyGet | Gift),
        multipliers=_bits_of(promotions, MultiplyPoints),
        factor_parts=parts,
        extra_parts=SumsOver([_extra(_factor(promotion), parts) for promotion in promotions]),
        tier_extra_parts={tier.id: _extra(tier.multiplier, parts) for tier in program.tiers},
        unit_bonuses=_bits(number for number, bonus in bonuses.items() if bonus.per == "unit"),
        sale_bonuses=_bits(number for number, bonus in bonuses.items() if bonus.per == "sale"),
        bonus_points=SumsOver([each.points if isinstance(each, BonusPoints) else 0 for each in promotions]),
        with_spend=_bits(spends),
        spends=spends,
        of_discounts=discounts | discount_spends | sum(tier_bits.values()),
        tier_bits=tier_bits,
        cap=program.discounts.max_percent,
    )


def _factor(promotion: Promotion) -> Rate:
    return promotion.factor if isinstance(promotion, MultiplyPoints) else ONCE


def _extra(multiplier: Rate, parts: int) -> int:
    """What a multiplier adds to the factor of 1, in parts."""
    return (multiplier.numerator - multiplier.denominator) * parts // multiplier.denominator


def _add(selectors: list[Selector], selector: Selector, more: Selector = NO_LINE) -> int:
    """The bit of one more selector, or the bits of two where the other selects any line."""
    added = [selector] if more == NO_LINE else [selector, more]
    first = len(selectors)
    selectors.extend(added)
    return _bits(range(first, len(selectors)))


def _spend_rules(
    promotions: Sequence[Promotion],
    selectors: list[Selector],
) -> tuple[dict[int, SpendRule], int]:
    """The rules by promotion, and the bits of the selectors of discounts.

    Promotions that count the same lines share a bit.
    """
    spends: dict[int, SpendRule] = {}
    bits: dict[tuple[Selector, bool, bool], int] = {}
    for number, promotion in enumerate(promotions):
        if promotion.when.min_spend is None:
            continue
        kinds = (isinstance(promotion, Discount), isinstance(promotion, BonusPoints))
        counted = (promotion.spend_selector, *kinds)
        if counted not in bits:
            bits[counted] = _add(selectors, promotion.spend_selector)
        spends[number] = SpendRule(bits[counted].bit_length() - 1, promotion.when.min_spend)
    of_discounts = sum(bit for (_, is_discount, _), bit in bits.items() if is_discount)
    return spends, of_discounts


def _stage_rules(stage: str, promotions: Sequence[Promotion], asked_from: int) -> StageRules:
    """The rules of a stage; from a number on they are rewards, each of which has its lines together."""
    line_rules: list[tuple[int, PercentOff | FixedPrice]] = []
    group_rules: dict[int, GroupPromotion] = {}
    for number, promotion in enumerate(promotions):
        if not isinstance(promotion, FixedPrice | GroupPromotion) or promotion.stage != stage:
            continue
        if isinstance(promotion, FixedPrice) or (
            isinstance(promotion, PercentOff) and promotion.max_amount is None and number < asked_from
        ):
            line_rules.append((number, promotion))
        else:
            group_rules[number] = promotion
    lines, groups = _bits(number for number, _ in line_rules), _bits(group_rules)
    return StageRules(
        is_tier=stage == TIER_STAGE,
        all=lines | groups,
        lines=lines,
        ladder=build_ladder(line_rules),
        groups=groups,
        group_rules=group_rules,
    )


def _bits_of(promotions: Sequence[Promotion], kind: type | UnionType) -> int:
    return _bits(number for number, promotion in enumerate(promotions) if isinstance(promotion, kind))


def _bits(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in numbers)
