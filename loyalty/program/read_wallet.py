"""Reads `[wallet]` of a program."""

from loyalty.program import values
from loyalty.program.read_selectors import read_selector
from loyalty.program.selectors import NO_LINE
from loyalty.program.table import Table, shown
from loyalty.program.wallet import EARN_ON, SPEND_FIRST, TopUp, WalletRules
from loyalty.units import Money

KEYS = ("sku", "top_up", "earn_on", "max_balance", "bonus_expire_months", "spend_first", "exclude")


def read_wallet(root: Table, membership_skus: frozenset[str]) -> WalletRules | None:
    """The rules of prepaid money; `None` where the program has none."""
    wallet = root.table("wallet")
    if wallet is None:
        return None
    wallet.check_keys(KEYS)
    wallet.need("sku")
    sku = values.text(wallet, "sku")
    if sku in membership_skus:
        wallet.fault("sku", f"{shown(sku)} sells a membership", "the wallet needs a product of its own")
    return WalletRules(
        sku=sku,
        top_ups=_read_top_ups(wallet),
        earn_on=values.choice(wallet, "earn_on", EARN_ON, "use"),
        max_balance=Money(values.whole(wallet, "max_balance")) if "max_balance" in wallet else None,
        bonus_expire_months=values.whole(wallet, "bonus_expire_months"),
        spend_first=values.choice(wallet, "spend_first", SPEND_FIRST, "bonus"),
        exclude=read_selector(wallet, "exclude", NO_LINE),
    )


def _read_top_ups(wallet: Table) -> tuple[TopUp, ...]:
    steps: list[TopUp] = []
    for table in wallet.tables("top_up"):
        table.check_keys(("amount", "bonus"))
        table.need("amount", "bonus")
        amount, bonus = values.whole(table, "amount", 1, least=1), values.whole(table, "bonus")
        for key, value, before in (
            ("amount", amount, steps[-1].amount if steps else 0),
            ("bonus", bonus, steps[-1].bonus - 1 if steps else -1),
        ):
            if key in table and value <= before:
                right = "the steps rise, each with at least the bonus of the one before"
                table.fault(key, f"{shown(value)} does not rise", right)
        steps.append(TopUp(amount=Money(amount), bonus=Money(bonus)))
    return tuple(steps)
