"""Members' wallets of the sample till: what is in each, and whether the server lends it at once."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.units import Money, Points
from terminal.goods import Product
from terminal.membership import AttachedMember, HeldLease, LeaseSlice
from terminal.open_sale import OpenSale, add_product
from terminal.session import Session
from terminal.usecases.wallets import WalletToPay
from terminal.wallet import MemberWallet

if TYPE_CHECKING:
    from loyalty.program.model import Program

WALLET_SKU: Final = "8930000000910"
WALLET_RULES: Final = f"""
[wallet]
sku = "{WALLET_SKU}"
max_balance = 2000000
bonus_expire_months = 6

[[wallet.top_up]]
amount = 500000
bonus = 25000

[[wallet.top_up]]
amount = 1000000
bonus = 60000
"""
"""For `SampleTill(limits=…)`: the sample program has no wallets of its own."""


@dataclass
class SampleWallets:
    """`in_wallets` is money and bonus by member; a test may change it, and whether it is lent."""

    in_wallets: dict[str, tuple[Money, Money]] = field(default_factory=dict[str, tuple[Money, Money]])
    lends_wallets: bool = True

    def top_up(self, sale: OpenSale, amount: Money) -> OpenSale:
        """The sale with so much to be paid in, 10,000 at the least."""
        if amount < 10_000:
            raise Refused("top-up-amount")
        others = tuple(line for line in sale.lines if line.sku != WALLET_SKU)
        product = Product(sku=WALLET_SKU, name="Nạp tiền vào ví", unit_price=Money(0))
        return add_product(replace(sale, lines=others), product, unit_price=amount)

    def renew_wallet(self, session: Session, sale: OpenSale) -> OpenSale:
        """The sale with the money of its member's wallet asked for once more."""
        del session
        lease = None if sale.member is None else self.wallet_lease(sale.member.member)
        return replace(sale, wallet_lease=lease)

    def with_wallet(self, member: AttachedMember) -> AttachedMember:
        """The member with what is in the wallet."""
        held = self.in_wallets.get(member.member)
        if held is None:
            return member
        money, bonus = held
        wallet = MemberWallet(balance=Money(money + bonus), bonus=bonus, top_ups={})
        return replace(member, wallet=wallet)

    def wallet_lease(self, member: str) -> HeldLease | None:
        """All that is in a wallet, lent where the server lends."""
        held = self.in_wallets.get(member)
        if held is None:
            return None
        money, bonus = held
        parts = (
            LeaseSlice(lot="lot-bonus", points=Points(bonus), is_bonus=True),
            LeaseSlice(lot="lot-paid", points=Points(money)),
        )
        return HeldLease(
            lease=f"wallet-{member}",
            member=member,
            state="open" if self.lends_wallets else "asked",
            amount=Points(money + bonus if self.lends_wallets else 0),
            slices=parts if self.lends_wallets else (),
            account="wallet",
        )

    def wallet_to_pay(self, program: "Program", sale: OpenSale) -> WalletToPay | None:
        """What the wallet of the sale's member can pay with."""
        member, lease = sale.member, sale.wallet_lease
        if program.wallet is None or member is None:
            return None
        balance = Money(0) if member.wallet is None else member.wallet.balance
        if lease is None:
            return WalletToPay(amount=Money(0), balance=balance, trouble=Refused("wallet-empty"))
        trouble = None if lease.state == "open" else Refused("wallet-waiting")
        return WalletToPay(amount=Money(lease.amount), balance=balance, trouble=trouble)
