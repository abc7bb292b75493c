"""A personal voucher as an account keeps it, and what a sale keeps of those it used."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Literal

from loyalty.lots import life_after_return
from loyalty.program.vouchers import Occasion
from loyalty.units import Points

VoucherState = Literal["waiting", "open", "redeemed", "expired", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """One voucher: the kind and the promotion it was issued from, and when it can be used.

    `ends_at` is the first moment at which it is gone, `None` where there is none. `origin` says what it was
    issued for: a sale, a birthday, a tier; no kind is issued twice for one. `points` are what a reward cost.
    `redeemed_by` is the sale that used it.
    """

    code: str
    rule: str
    promotion: str
    name: str
    issue: Occasion
    issued_at: datetime
    starts_at: datetime
    ends_at: datetime | None
    origin: str = ""
    points: Points = Points(0)
    redeemed_at: datetime | None = None
    redeemed_by: str = ""
    is_cancelled: bool = False

    def state(self, at: datetime) -> VoucherState:
        """How it stands at a moment."""
        if self.is_cancelled:
            return "cancelled"
        if self.redeemed_at is not None:
            return "redeemed"
        if self.ends_at is not None and self.ends_at <= at:
            return "expired"
        return "waiting" if at < self.starts_at else "open"

    @property
    def is_unused(self) -> bool:
        """Whether nobody had anything of it, whatever the date."""
        return self.redeemed_at is None and not self.is_cancelled

    def redeemed(self, sale: str, at: datetime) -> "Voucher":
        """The voucher once a sale has used it."""
        return replace(self, redeemed_at=at, redeemed_by=sale)

    def restored(self, at: datetime, zone: tzinfo) -> "Voucher":
        """The voucher as the return of what it was used for leaves it.

        One that has died since lives as many more days as it had left when it was used, to the end of a day.
        """
        used_at = self.redeemed_at or at
        ends_at = life_after_return(self.ends_at, burned_at=used_at, returned_at=at, zone=zone)
        return replace(self, redeemed_at=None, redeemed_by="", ends_at=ends_at)


@dataclass(frozen=True, slots=True)
class UsedVoucher:
    """A voucher that a sale used, and the lines on which it gave something; with none it was for the sale."""

    code: str
    lines: tuple[int, ...]
