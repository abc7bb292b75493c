"""A stamp card as an account keeps it: its stamps by lot, and the full cards that its vouchers stand for."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.account.debts import Debt, owed_of
from loyalty.lots import Lot, LotSlice, balance


@dataclass(frozen=True, slots=True)
class FullCard:
    """A goal that was reached: the voucher it gave, and the stamps that it took, to be given back with it."""

    voucher: str
    at: datetime
    slices: tuple[LotSlice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCard:
    """The stamps of one member on one card; stamps are the points of its lots."""

    card: str
    lots: tuple[Lot, ...] = ()
    debts: tuple[Debt, ...] = ()
    full: tuple[FullCard, ...] = ()

    def stamps(self, at: datetime) -> int:
        """How many are on it at a moment, less what is owed; below 0 where more is owed."""
        return balance(self.lots, owed_of(self.debts), at)
