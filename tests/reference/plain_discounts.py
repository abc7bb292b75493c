"""What a sale's stages take off, by trying every set of group promotions there is."""

import itertools
from typing import Any

from tests.reference.plain_basics import Json, exact, half_up, matches, split
from tests.reference.plain_conditions import POINTS_KINDS, SaleConditions


def is_group(promotion: Json) -> bool:
    """Whether a promotion is a group promotion."""
    kind = promotion["kind"]
    return kind in ("amount_off", "buy_get", "gift") or (kind == "percent_off" and "max_amount" in promotion)


def stage_of(promotion: Json) -> str:
    """The stage a discount belongs to."""
    when = promotion.get("when", {})
    default = "voucher" if "code" in when or when.get("voucher") else "promotion"
    return str(promotion.get("stage", default))


class SaleDiscounts(SaleConditions):
    """A sale whose stages can be run, one after the other."""

    def could_have(self, promotion: Json, index: int) -> bool:
        """Whether a promotion selects a line at all."""
        if self.no_discount[index]:
            return False
        if promotion["kind"] in ("buy_get", "gift") and self.quantity[index].denominator != 1:
            return False
        if promotion["kind"] == "gift":
            return bool(self.lines[index]["sku"] == promotion["sku"])
        return matches(promotion.get("on", {}), self.lines[index])

    def room(self, index: int) -> int:
        """How much a price cut may still take off a line."""
        return max(0, min(self.cap[index] - self.price_cuts[index], self.remaining[index]))

    def group_amounts(self, promotion: Json, had: list[int]) -> list[int]:
        """What a group promotion takes off each of the lines it has, after the cut."""
        kind = promotion["kind"]
        if kind == "gift":
            return self.gift_amounts(promotion, had)
        if kind == "buy_get":
            return self.buy_get_amounts(promotion, had)
        if kind == "amount_off":
            left = [self.remaining[index] for index in had]
            raw = split(min(promotion["amount"], sum(left)), left)
        else:
            percent = exact(promotion["percent"])
            raw = [half_up(self.remaining[index] * percent / 100) for index in had]
            if sum(raw) > promotion["max_amount"]:
                raw = split(promotion["max_amount"], raw)
        return [min(amount, self.room(index)) for amount, index in zip(raw, had, strict=True)]

    def units(self, index: int) -> list[int]:
        """A line's remaining, split over its whole units, dearest first."""
        count = int(self.quantity[index])
        return split(self.remaining[index], [1] * count)

    def gift_amounts(self, promotion: Json, had: list[int]) -> list[int]:
        """Whole units free, earlier lines first."""
        free = promotion.get("quantity", 1)
        amounts: list[int] = []
        for index in had:
            taken = self.units(index)[:free]
            free -= len(taken)
            amounts.append(sum(taken))
        return amounts

    def buy_get_amounts(self, promotion: Json, had: list[int]) -> list[int]:
        """Groups of buy + get units, dearest first; the last `get` of each full group are discounted."""
        percent = exact(promotion.get("percent", 100))
        units = [(price, place) for place, index in enumerate(had) for price in self.units(index)]
        units.sort(key=lambda unit: (-unit[0], unit[1]))
        size = promotion["buy"] + promotion["get"]
        amounts = [0] * len(had)
        for start in range(0, len(units) - size + 1, size):
            for price, place in units[start + promotion["buy"] : start + size]:
                amounts[place] += half_up(price * percent / 100)
        return amounts

    def line_amount(self, promotion: Json, index: int) -> int:
        """What a line promotion takes off a line, after the cut."""
        if promotion["kind"] == "price":
            raw = max(0, self.remaining[index] - half_up(promotion["price"] * self.quantity[index]))
        else:
            raw = half_up(self.remaining[index] * exact(promotion["percent"]) / 100)
        return min(raw, self.room(index))

    def outcome_of_set(
        self, chosen: tuple[Json, ...], line_promotions: list[Json]
    ) -> list[tuple[int, Json, int]]:
        """What a set, and the line promotions after it, takes off: (line, promotion, amount)."""
        free = set(range(len(self.lines)))
        outcome: list[tuple[int, Json, int]] = []
        for promotion in chosen:
            had = [index for index in sorted(free) if self.could_have(promotion, index)]
            free -= set(had)
            amounts = self.group_amounts(promotion, had)
            outcome += [(index, promotion, amount) for index, amount in zip(had, amounts, strict=True)]
        for index in sorted(free):
            best: tuple[int, Json] | None = None
            for promotion in line_promotions:
                if self.could_have(promotion, index):
                    amount = self.line_amount(promotion, index)
                    if best is None or amount > best[0]:
                        best = (amount, promotion)
            if best is not None:
                outcome.append((index, best[1], best[0]))
        return outcome

    def run_stage(self, stage: str) -> None:
        """Choose the best set of the stage by trying every one."""
        promotions = [
            promotion
            for promotion in self.program.get("promotion", [])
            if promotion["kind"] not in POINTS_KINDS
            and stage_of(promotion) == stage
            and self.holds(promotion)
        ]
        groups = [promotion for promotion in promotions if is_group(promotion)]
        single = [promotion for promotion in promotions if not is_group(promotion)]
        best_key: tuple[Any, ...] | None = None
        best: list[tuple[int, Json, int]] = []
        for has in itertools.product((True, False), repeat=len(groups)):
            chosen = tuple(promotion for promotion, inside in zip(groups, has, strict=True) if inside)
            outcome = self.outcome_of_set(chosen, single)
            key = (sum(amount for _, _, amount in outcome), -len(chosen), has)
            if best_key is None or key > best_key:
                best_key, best = key, outcome
        for index, promotion, amount in best:
            self.take_off(
                index, promotion["id"], amount, cuts_price=promotion["kind"] not in ("buy_get", "gift")
            )

    def run_tier(self) -> None:
        """The tier's discount."""
        tier = self.tier
        if tier is None:
            return
        skips = self.program.get("discounts", {}).get("tier_skips_discounted", False)
        for index, line in enumerate(self.lines):
            if self.no_discount[index] or not matches(tier.get("on", {}), line):
                continue
            if skips and self.given[index]:
                continue
            raw = half_up(self.remaining[index] * exact(tier.get("percent_off", 0)) / 100)
            self.take_off(index, "tier:" + tier["id"], min(raw, self.room(index)), cuts_price=True)

    def take_off(self, index: int, rule: str, amount: int, *, cuts_price: bool) -> None:
        """Write a discount down."""
        if amount == 0:
            return
        self.given[index].append((rule, amount))
        self.remaining[index] -= amount
        if cuts_price:
            self.price_cuts[index] += amount
