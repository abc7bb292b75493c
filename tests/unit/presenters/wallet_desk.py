"""A till whose program has a wallet, and whose member has money in it."""

from loyalty.units import Money
from tools.sample_shop import ANH
from tools.sample_till import SampleTill
from tools.sample_wallets import WALLET_RULES


def a_till(*, money: int = 400_000, bonus: int = 25_000, lends: bool = True) -> SampleTill:
    till = SampleTill(limits=WALLET_RULES)
    till.in_wallets = {ANH.member: (Money(money), Money(bonus))} if money else {}
    till.lends_wallets = lends
    return till
