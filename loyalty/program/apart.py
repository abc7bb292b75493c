"""Products that a program sells beside the goods, and what their lines are kept out of."""

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.program.memberships import Membership
from loyalty.program.selectors import Selector
from loyalty.program.wallet import WalletRules


@dataclass(frozen=True, slots=True)
class SetApart:
    """The products, by number.

    `all` are all of them; lines of `no_points` earn nothing, count for no tier and are not paid with points;
    those of `no_discounts` take part in no discount; `pays_in` is the one that tops up the wallet, which
    neither points nor a wallet can pay.
    """

    all: frozenset[str]
    no_points: frozenset[str]
    no_discounts: frozenset[str]
    pays_in: frozenset[str]

    @property
    def from_points(self) -> Selector:
        """Selects the lines that have nothing to do with points."""
        return Selector(skus=self.no_points)

    @property
    def to_wallet(self) -> Selector:
        """Selects the lines that top up the wallet."""
        return Selector(skus=self.pays_in)

    @property
    def from_discounts(self) -> Selector:
        """Selects the lines that take part in no discount."""
        return Selector(skus=self.no_discounts)


def set_apart(memberships: Sequence[Membership], wallet: WalletRules | None) -> SetApart:
    """What a program with these sections sets apart."""
    pays_in = frozenset[str]() if wallet is None else frozenset({wallet.sku})
    earns = wallet is not None and wallet.earn_on == "top_up"
    no_points = frozenset(each.sku for each in memberships if not each.with_points)
    no_discounts = frozenset(each.sku for each in memberships if not each.with_discounts)
    return SetApart(
        all=frozenset(each.sku for each in memberships) | pays_in,
        no_points=no_points if earns else no_points | pays_in,
        no_discounts=no_discounts | pays_in,
        pays_in=pays_in,
    )
