"""The settings of the store, as a manager changes them from a till: their PIN is asked for each change.

The server does it and tells every till of the store; this one works by its answer at once, and writes down
who changed what. What it was changed to stands at the server, with who, when and where.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.canonical import JsonObject
from loyalty.wire.feed import Bank
from loyalty.wire.messages import VERSION
from loyalty.wire.store_desk import SETS, StoreDeed, StoreDeedDone
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.asking import have_done
from terminal.usecases.sign_in import check_pin

Ask = Callable[[StoreDeed], StoreDeedDone]
OURS: Final[Mapping[str, str]] = {
    "operator-may-not": "deed-may-not",
    "store-name-missing": "store-name-missing",
    "store-settings": "store-setting-unreadable",
}
"""Refusals of the server's that have a sentence here, and its code."""
LONGEST: Final = 200
"""Characters of a name, an address or a foot: what a receipt prints in a few lines."""
MOST_ROUNDING: Final = 100_000
_BANK: Final = re.compile(r"(\d{6})[\s·,;-]+([0-9A-Za-z]{1,19})(?:[\s·,;-]+(.*))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreWish:
    """What is to be changed, one or more of it; `deed` is made once, however often it is tried."""

    deed: str
    store_name: str | None = None
    address: str | None = None
    receipt_footer: str | None = None
    cash_rounding: int | None = None
    bank: Bank | None = None
    no_bank: bool = False

    @property
    def changes(self) -> tuple[str, ...]:
        """The names of what is to be changed."""
        named = (each.name for each in fields(self) if each.name not in {"deed", "no_bank"})
        said = tuple(name for name in named if getattr(self, name) is not None)
        return (*said, "bank") if self.no_bank else said


def wish_of(setting: str, text: str, *, deed: str) -> StoreWish:
    """What was typed for one of the settings of a store.

    A bank account is typed as the bank's six digits, the account, and whose it is; nothing gives it up.

    Raises:
        Refused: `store-name-missing`, `store-words-long` (most), `bank-account-form`, `rounding-form` (most).
    """
    said = " ".join(text.split())
    if len(said) > LONGEST:
        raise Refused("store-words-long", most=LONGEST)
    if setting == "store-name":
        if not said:
            raise Refused("store-name-missing")
        return StoreWish(deed=deed, store_name=said)
    if setting == "address":
        return StoreWish(deed=deed, address=said)
    if setting == "receipt-foot":
        return StoreWish(deed=deed, receipt_footer=said)
    if setting == "rounding":
        return StoreWish(deed=deed, cash_rounding=_rounding(said))
    return StoreWish(deed=deed, bank=_bank(said), no_bank=not said)


def change_store(till: Till, session: Session, wish: StoreWish, *, own_pin: str, ask: Ask) -> None:
    """Have the server change it, once it is sure who is here, and work by it from now on.

    Raises:
        Refused: `deed-may-not`, `store-name-missing`, `store-setting-unreadable`; of `own_pin` as `sign_in`.
        Unavailable: as `SyncClient.sync`; nothing is known to have changed, and it can be tried again.
    """
    if session.role not in SETS:
        raise Refused("deed-may-not")
    check_pin(till, operator=session.operator, pin=own_pin)
    deed = _deed(session, wish)
    done = have_done(lambda: ask(deed), OURS)
    with till.store.write() as unit:
        unit.config.put_settings(done.settings)
        if not unit.journal.has_operation(wish.deed):
            unit.journal.append("store_changed", _said(wish), session.operator, wish.deed)
    till.nudge_sync()


def _said(wish: StoreWish) -> JsonObject:
    """What stands in the journal, and in the audit: which settings, and what they are to be."""
    values = [getattr(wish, name) for name in wish.changes]
    note = " · ".join(_as_typed(each) for each in values)
    return {"v": 1, "deed": wish.deed, "what": ",".join(wish.changes), "note": note}


def _as_typed(value: str | int | Bank | None) -> str:
    if isinstance(value, Bank):
        return f"{value.bin} {value.account} {value.name}".rstrip()
    return "–" if value is None or value == "" else str(value)


def _deed(session: Session, wish: StoreWish) -> StoreDeed:
    return StoreDeed(
        version=VERSION,
        deed=wish.deed,
        operator=session.operator,
        store_name=wish.store_name,
        address=wish.address,
        receipt_footer=wish.receipt_footer,
        cash_rounding=wish.cash_rounding,
        bank=wish.bank,
        no_bank=wish.no_bank,
    )


def _rounding(text: str) -> int:
    digits = re.sub(r"[.,\s₫đ]", "", text)
    if not digits.isascii() or not digits.isdigit() or int(digits) > MOST_ROUNDING:
        raise Refused("rounding-form", most=MOST_ROUNDING)
    return int(digits)


def _bank(text: str) -> Bank | None:
    if not text:
        return None
    found = _BANK.fullmatch(text)
    if found is None:
        raise Refused("bank-account-form")
    number, account, name = found.groups(default="")
    return Bank(number, account.upper(), name)
