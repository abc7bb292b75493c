"""Reads the promotions of a program, each by its kind."""

from dataclasses import dataclass

from loyalty.limits import PROMOTIONS_MAX
from loyalty.program import values
from loyalty.program.model import (
    ALL_OFF,
    BONUS_PER,
    NOTHING_OFF,
    ONCE,
    AmountOff,
    BonusPoints,
    BuyGet,
    FixedPrice,
    Gift,
    MultiplyPoints,
    PercentOff,
    Promotion,
)
from loyalty.program.read_conditions import read_when
from loyalty.program.read_rules import Common, Kind, Kinds, read_stage
from loyalty.program.read_selectors import read_selector
from loyalty.program.references import References
from loyalty.program.selectors import EVERY_LINE, Selector
from loyalty.program.table import Table, shown
from loyalty.units import Money, Points

_COMMON = ("id", "name", "kind", "when")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One promotion while it is read, and what it is read against."""

    table: Table
    common: Common
    stages: tuple[str, ...]

    def on(self) -> Selector:
        return read_selector(self.table, "on", EVERY_LINE)

    def stage(self) -> str:
        when = self.common["when"]
        is_presented = when.voucher or when.code is not None
        return read_stage(self.table, self.stages, "voucher" if is_presented else "promotion")


def _percent_off(reading: _Reading) -> Promotion:
    table = reading.table
    return PercentOff(
        **reading.common,
        on=reading.on(),
        stage=reading.stage(),
        percent=values.percent(table, "percent", NOTHING_OFF),
        max_amount=Money(values.whole(table, "max_amount")) if "max_amount" in table else None,
    )


def _price(reading: _Reading) -> Promotion:
    price = Money(values.whole(reading.table, "price"))
    return FixedPrice(**reading.common, on=reading.on(), stage=reading.stage(), price=price)


def _amount_off(reading: _Reading) -> Promotion:
    amount = Money(values.whole(reading.table, "amount"))
    return AmountOff(**reading.common, on=reading.on(), stage=reading.stage(), amount=amount)


def _buy_get(reading: _Reading) -> Promotion:
    table = reading.table
    return BuyGet(
        **reading.common,
        on=reading.on(),
        stage=reading.stage(),
        buy=values.whole(table, "buy", 1, least=1),
        get=values.whole(table, "get", 1, least=1),
        percent=values.percent(table, "percent", ALL_OFF),
    )


def _gift(reading: _Reading) -> Promotion:
    sku = values.text(reading.table, "sku")
    return Gift(
        **reading.common,
        on=Selector(skus=frozenset({sku})),
        stage=reading.stage(),
        sku=sku,
        quantity=values.whole(reading.table, "quantity", 1, least=1),
    )


def _multiply_points(reading: _Reading) -> Promotion:
    factor = values.rate(reading.table, "factor", ONCE, least=1)
    return MultiplyPoints(**reading.common, on=reading.on(), factor=factor)


def _bonus_points(reading: _Reading) -> Promotion:
    return BonusPoints(
        **reading.common,
        on=reading.on(),
        points=Points(values.whole(reading.table, "points")),
        per=values.choice(reading.table, "per", BONUS_PER, "sale"),
    )


KINDS: Kinds[_Reading, Promotion] = Kinds(
    "promotion",
    common=_COMMON,
    kinds={
        "percent_off": Kind(_percent_off, ("percent",), ("max_amount", "stage", "on")),
        "price": Kind(_price, ("price",), ("stage", "on")),
        "amount_off": Kind(_amount_off, ("amount",), ("stage", "on")),
        "buy_get": Kind(_buy_get, ("buy", "get"), ("percent", "stage", "on")),
        "gift": Kind(_gift, ("sku",), ("quantity", "stage")),
        "multiply_points": Kind(_multiply_points, ("factor",), ("on",)),
        "bonus_points": Kind(_bonus_points, ("points",), ("per", "on")),
    },
)
"""Every kind of promotion, by the name that the file gives it."""


def read_promotions(
    root: Table,
    references: References,
    *,
    stages: tuple[str, ...],
    tier_ids: tuple[str, ...],
) -> tuple[Promotion, ...]:
    """All promotions, in file order."""
    tables = root.tables("promotion")
    if len(tables) > PROMOTIONS_MAX:
        root.fault("promotion", f"there are {len(tables)} of them", f"at most {PROMOTIONS_MAX} are allowed")
    seen: set[str] = set()
    promotions = tuple(_read_promotion(table, seen, stages, tier_ids, references) for table in tables)
    references.define("promotion", seen)
    return promotions


def _read_promotion(
    table: Table,
    seen: set[str],
    stages: tuple[str, ...],
    tier_ids: tuple[str, ...],
    references: References,
) -> Promotion:
    table.need("id", "name", "kind")
    common: Common = {
        "id": _read_id(table, seen),
        "name": values.text(table, "name"),
        "when": read_when(table, tier_ids, references),
    }
    kind = KINDS.read(table)
    if kind is None:
        return Promotion(**common)
    return kind.read(_Reading(table, common, stages))


def _read_id(table: Table, seen: set[str]) -> str:
    promotion_id = values.text(table, "id")
    if "id" in table:
        if not promotion_id:
            table.fault("id", "it is empty", "write a short name that stays the same for ever")
        elif promotion_id in seen:
            table.fault(
                "id", f"{shown(promotion_id)} is used already", "each promotion needs an id of its own"
            )
        elif promotion_id == "base" or promotion_id.startswith("tier:"):
            right = "choose another id"
            table.fault("id", f"{shown(promotion_id)} is what the program itself calls a rule", right)
    seen.add(promotion_id)
    return promotion_id
