"""The program page read a second time: brute force, plain, slow, by exact fractions.

It shares nothing with the engine but the page. A program comes in as the dictionary that TOML gives, a basket
as the dictionary that JSON gives, and the quote goes out as such a dictionary. Input is taken to be valid:
checking a file and refusing bad input are not read here.
"""

import math
from fractions import Fraction

from tests.reference.plain_basics import Json, exact, half_up, split
from tests.reference.plain_points import SalePoints


class Sale(SalePoints):
    """One basket under one program, priced whole."""

    def vat(self, index: int, burned: int) -> tuple[int, int]:
        """A line's VAT and its base."""
        taxable = self.remaining[index]
        if self.program["points"].get("burn_as", "tender") == "discount":
            taxable -= burned
        percent = self.lines[index].get("vat_percent")
        if percent is None:
            return 0, taxable
        rate = exact(percent)
        vat = half_up(taxable * rate / (100 + rate))
        return vat, taxable - vat

    def used_codes(self, gave: set[str]) -> set[str]:
        """The codes and vouchers through which something was given."""
        used: set[str] = set()
        for promotion in self.program.get("promotion", []):
            when = promotion.get("when", {})
            if promotion["id"] not in gave:
                continue
            if "code" in when:
                used.add(when["code"])
            voucher = self.voucher(promotion) if when.get("voucher") else None
            if voucher is not None:
                used.add(voucher)
        return used

    def quote(self) -> Json:
        """The whole quote."""
        for stage in self.program.get("discounts", {}).get("stages", ["promotion", "tier", "voucher"]):
            if stage == "tier":
                self.run_tier()
            else:
                self.run_stage(stage)
        most = self.most_to_burn()
        burned_points = self.points_to_burn(most)
        amount = burned_points * self.program["points"]["worth"]
        burned = split(
            amount, [0 if out else net for net, out in zip(self.remaining, self.no_points, strict=True)]
        )
        base = [
            0 if out else net - burnt
            for net, burnt, out in zip(self.remaining, burned, self.no_points, strict=True)
        ]
        earned, earned_by_line = self.earn(base)
        burned_by_line = split(burned_points, burned)
        discounts: dict[str, int] = {}
        for given in self.given:
            for rule, off in given:
                discounts[rule] = discounts.get(rule, 0) + off
        return {
            "currency": self.program["currency"],
            "subtotal": sum(self.gross),
            "total": sum(self.remaining) - amount,
            "lines": [
                {
                    "sku": line["sku"],
                    "gross": self.gross[index],
                    "net": self.remaining[index],
                    "burned": burned[index],
                    "earned_points": earned_by_line[index],
                    "burned_points": burned_by_line[index],
                    "vat": self.vat(index, burned[index])[0],
                    "vat_base": self.vat(index, burned[index])[1],
                    "discounts": dict(self.given[index]),
                }
                for index, line in enumerate(self.lines)
            ],
            "discounts": discounts,
            "burn": {"points": burned_points, "amount": amount, "max_points": most},
            "earned": dict(earned),
            "earned_points": sum(earned_by_line),
            "used_codes": self.used_codes(set(discounts) | {rule for rule, _ in earned}),
        }


def plain_quote(program: Json, basket: Json) -> Json:
    """Price a basket by the plain reading.

    Raises:
        Refused: the burn that was asked for is not allowed.
    """
    return Sale(program, basket).quote()


def plain_refunds(program: Json, basket: Json, returns: list[list[Json]]) -> list[Json | None]:
    """Refund a sale by the plain reading; None in the place of a refund that asks for more than is left."""
    sale = plain_quote(program, basket)
    bought = [Fraction(line["quantity"]) for line in basket["lines"]]
    back = [Fraction(0)] * len(bought)
    results: list[Json | None] = []
    for refund in returns:
        after = list(back)
        for part in refund:
            after[part["line"]] += Fraction(part["quantity"])
        if any(done > whole for done, whole in zip(after, bought, strict=True)):
            results.append(None)
            continue
        before_sums = totals_given_back(sale["lines"], bought, back)
        after_sums = totals_given_back(sale["lines"], bought, after)
        money, taken, returned = (now - then for now, then in zip(after_sums, before_sums, strict=True))
        results.append({"money": money, "points_taken": taken, "points_returned": returned})
        back = after
    return results


def totals_given_back(
    lines: list[Json], bought: list[Fraction], back: list[Fraction]
) -> tuple[int, int, int]:
    """All that was given back so far: money, earned points taken, burned points returned."""
    money = taken = returned = 0
    for line, whole, done in zip(lines, bought, back, strict=True):
        money += half_up((line["net"] - line["burned"]) * done / whole)
        taken += line["earned_points"] - math.floor(line["earned_points"] * (whole - done) / whole)
        returned += math.floor(line["burned_points"] * done / whole)
    return money, taken, returned
