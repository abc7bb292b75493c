"""Reads `[[reward]]`, each by its kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from loyalty.limits import REWARDS_MAX
from loyalty.program import values
from loyalty.program.model import NOTHING_OFF, AmountOff, Gift, PercentOff, Promotion
from loyalty.program.read_conditions import FOR_MEMBERS, read_when
from loyalty.program.read_rules import Common, Kind, Kinds, read_stage
from loyalty.program.read_selectors import read_selector
from loyalty.program.read_vouchers import read_voucher_of
from loyalty.program.references import References
from loyalty.program.rewards import DonationReward, Reward, Sizes, VoucherReward
from loyalty.program.selectors import EVERY_LINE, Selector
from loyalty.program.table import Table, shown
from loyalty.program.vouchers import VoucherRule
from loyalty.units import Money, Points

_COMMON = ("id", "name", "kind", "when", "stock_per_day", "stock_ahead")
MOST_AHEAD = 20
"""So many of a reward one till may have in hand before anybody asks."""
_CHOSEN = ("points_min", "points_max", "points_step")


class _Stock(TypedDict, total=False):
    """How many there are a day, and in hand before anybody asks, as a reward keeps it."""

    stock_per_day: int
    stock_ahead: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reward while it is read, and what it is read against."""

    table: Table
    common: Common
    stages: tuple[str, ...]
    references: References
    vouchers: tuple[VoucherRule, ...]

    def stage(self) -> str:
        return read_stage(self.table, self.stages, "voucher")

    def is_chosen(self) -> bool:
        return any(key in self.table for key in _CHOSEN)

    def points(self) -> Points:
        """What it costs, where that is not the customer's to choose."""
        return Points(values.whole(self.table, "points", 1, least=1))

    def price(self) -> Points | Sizes:
        """What it costs, or what the customer may choose to give."""
        if not self.is_chosen():
            self.table.need("points")
            return self.points()
        if "points" in self.table:
            self.table.fault(
                "points", "its size is chosen by the customer", f"leave {_listed()} out, or this"
            )
        return _read_sizes(self.table)

    def stock(self) -> _Stock:
        stock = _Stock()
        if "stock_per_day" in self.table:
            stock["stock_per_day"] = values.whole(self.table, "stock_per_day")
        elif "stock_ahead" in self.table:
            self.table.fault("stock_ahead", "it is a part of a stock", "say stock_per_day, or leave it out")
        if "stock_ahead" in self.table:
            stock["stock_ahead"] = values.whole(self.table, "stock_ahead", most=MOST_AHEAD)
        return stock


def _amount_off(reading: _Reading) -> Reward:
    table = reading.table
    if reading.is_chosen():
        if "amount" in table:
            table.fault("amount", "it is what the chosen points are worth", f"leave {_listed()} out, or this")
    else:
        table.need("amount")
    rule = AmountOff(
        **reading.common,
        on=read_selector(table, "on", EVERY_LINE),
        stage=reading.stage(),
        amount=Money(values.whole(table, "amount")),
    )
    return Reward(rule=rule, price=reading.price(), **reading.stock())


def _percent_off(reading: _Reading) -> Reward:
    table = reading.table
    rule = PercentOff(
        **reading.common,
        on=read_selector(table, "on", EVERY_LINE),
        stage=reading.stage(),
        percent=values.percent(table, "percent", NOTHING_OFF),
        max_amount=Money(values.whole(table, "max_amount")) if "max_amount" in table else None,
    )
    return Reward(rule=rule, price=reading.points(), **reading.stock())


def _gift(reading: _Reading) -> Reward:
    table = reading.table
    sku = values.text(table, "sku")
    rule = Gift(
        **reading.common,
        on=Selector(skus=frozenset({sku})),
        stage=reading.stage(),
        sku=sku,
        quantity=values.whole(table, "quantity", 1, least=1),
    )
    return Reward(rule=rule, price=reading.points(), **reading.stock())


def _donation(reading: _Reading) -> Reward:
    rule = Promotion(**reading.common)
    cause = values.text(reading.table, "cause")
    return DonationReward(rule=rule, price=reading.price(), **reading.stock(), cause=cause)


def _voucher(reading: _Reading) -> Reward:
    rule = Promotion(**reading.common)
    voucher = read_voucher_of(reading.table, reading.references, reading.vouchers, "reward")
    return VoucherReward(rule=rule, price=reading.points(), **reading.stock(), voucher=voucher)


REWARD_KINDS: Kinds[_Reading, Reward] = Kinds(
    "reward",
    common=_COMMON,
    kinds={
        "amount_off": Kind(_amount_off, (), ("amount", "points", *_CHOSEN, "stage", "on")),
        "percent_off": Kind(_percent_off, ("percent", "points"), ("max_amount", "stage", "on")),
        "gift": Kind(_gift, ("sku", "points"), ("quantity", "stage")),
        "donation": Kind(_donation, ("cause",), ("points", *_CHOSEN)),
        "voucher": Kind(_voucher, ("voucher", "points"), ()),
    },
)
"""Every kind of reward, by the name that the file gives it."""


def read_rewards(
    root: Table,
    references: References,
    *,
    stages: tuple[str, ...],
    tier_ids: tuple[str, ...],
    vouchers: Iterable[VoucherRule],
) -> tuple[Reward, ...]:
    """All rewards, in file order; promotions are read before, since no reward may have the id of one."""
    tables = root.tables("reward")
    if len(tables) > REWARDS_MAX:
        root.fault("reward", f"there are {len(tables)} of them", f"at most {REWARDS_MAX} are allowed")
    known = tuple(vouchers)
    read = (_read_reward(table, references, stages, tier_ids, known) for table in tables)
    return tuple(reward for reward in read if reward is not None)


def _read_reward(
    table: Table,
    references: References,
    stages: tuple[str, ...],
    tier_ids: tuple[str, ...],
    vouchers: tuple[VoucherRule, ...],
) -> Reward | None:
    table.need("id", "name", "kind")
    common: Common = {
        "id": _read_id(table, references),
        "name": values.text(table, "name"),
        "when": read_when(table, tier_ids, references, barred=FOR_MEMBERS),
    }
    kind = REWARD_KINDS.read(table)
    return kind.read(_Reading(table, common, stages, references, vouchers)) if kind else None


def _read_id(table: Table, references: References) -> str:
    reward_id = references.read_id(table, "reward")
    if references.has("promotion", reward_id):
        table.fault("id", f"{shown(reward_id)} is a promotion's", "each rule needs an id of its own")
    elif reward_id == "base" or reward_id.startswith("tier:"):
        table.fault("id", f"{shown(reward_id)} is what the program itself calls a rule", "choose another id")
    return reward_id


def _read_sizes(table: Table) -> Sizes:
    step = values.whole(table, "points_step", 1, least=1)
    sizes = Sizes(
        least=Points(values.whole(table, "points_min", step, least=1)),
        step=Points(step),
        most=Points(values.whole(table, "points_max", least=1)) if "points_max" in table else None,
    )
    if sizes.most is not None and sizes.fewest_that_pay(Points(1)) > sizes.most:
        right = f"the fewest that may be given are {sizes.fewest_that_pay(Points(1))}"
        table.fault("points_max", f"nobody can choose up to {sizes.most}", right)
    return sizes


def _listed() -> str:
    return ", ".join(_CHOSEN)
