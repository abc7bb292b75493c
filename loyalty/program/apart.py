"""Products that a program sells beside the goods, and what their lines are kept out of."""

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.program.memberships import Membership
from loyalty.program.selectors import Selector


@dataclass(frozen=True, slots=True)
class SetApart:
    """The products, by number.

    `all` are all of them; lines of `no_points` earn nothing, count for no tier and are not paid with points;
    those of `no_discounts` take part in no discount.
    """

    all: frozenset[str]
    no_points: frozenset[str]
    no_discounts: frozenset[str]

    @property
    def from_points(self) -> Selector:
        """Selects the lines that have nothing to do with points."""
        return Selector(skus=self.no_points)

    @property
    def from_discounts(self) -> Selector:
        """Selects the lines that take part in no discount."""
        return Selector(skus=self.no_discounts)


def set_apart(memberships: Sequence[Membership]) -> SetApart:
    """What a program with these sections sets apart."""
    return SetApart(
        all=frozenset(each.sku for each in memberships),
        no_points=frozenset(each.sku for each in memberships if not each.with_points),
        no_discounts=frozenset(each.sku for each in memberships if not each.with_discounts),
    )
