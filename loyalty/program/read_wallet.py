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
    top_ups = _read_top_ups(wallet)
    most = Money(values.whole(wallet, "max_balance")) if "max_balance" in wallet else None
    if most is not None:
        _check_fits(wallet, top_ups, most)
    return WalletRules(
        sku=sku,
        top_ups=top_ups,
        earn_on=values.choice(wallet, "earn_on", EARN_ON, "use"),
        max_balance=most,
        bonus_expire_months=values.whole(wallet, "bonus_expire_months"),
        spend_first=values.choice(wallet, "spend_first", SPEND_FIRST, "bonus"),
        exclude=read_selector(wallet, "exclude", NO_LINE),
    )


def _check_fits(wallet: Table, top_ups: tuple[TopUp, ...], most: Money) -> None:
    """A step that even an empty wallet cannot hold would be a promise that nobody can be given."""
    for table, step in zip(wallet.tables("top_up"), top_ups, strict=True):
        if step.amount + step.bonus > most:
            what = f"{step.amount} and its bonus of {step.bonus} are more than max_balance"
            table.fault("amount", what, f"together at most {most}, or raise max_balance")


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
