"""What the members and the gift cards own: accounts, lots, leases, and the postings that explain all of it.

There are two ledgers of the same shape, one of points and one of money. Each movement is two postings or more
that sum to zero: an account of the holder's against one of the program's (issued, burned, expired, adjusted).
A holder's account is a debt of the program's: what a member gains is above zero.

A lot of points is one earning; a lot of money is one payment in, or the bonus for one.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table

from server.store.tables.base import Code, Id, Moment, Whole, metadata

_MEMBER = {"family": "member"}


def _key(*more: "Column[str]") -> "tuple[Column[str], ...]":
    """Who holds it first: a member, or a gift card by its number."""
    return Column("tenant", Id, primary_key=True), Column("member", Id, primary_key=True), *more


def _accounts(name: str, of_accounts: str) -> Table:
    return Table(
        name,
        metadata,
        *_key(Column("account", Code, primary_key=True, comment=of_accounts)),
        Column("posted", Whole, nullable=False),
        Column("reserved", Whole, nullable=False),
        CheckConstraint("posted >= 0", name="posted"),
        CheckConstraint("reserved >= 0", name="reserved"),
        CheckConstraint("posted - reserved >= 0", name="available"),
        info=_MEMBER,
    )


def _lots(name: str, *more: "Column[int]") -> Table:
    return Table(
        name,
        metadata,
        *_key(Column("lot", Id, primary_key=True)),
        Column("granted", Whole, nullable=False),
        Column("remaining", Whole, nullable=False),
        Column("reserved", Whole, nullable=False),
        Column("expired", Whole, nullable=False),
        Column("earned_at", Moment, nullable=False),
        Column("spendable_from", Moment, nullable=False),
        Column("dies_at", Moment),
        Column("issuing_store", Id),
        Column("program_version", Integer, nullable=False),
        Column("sale", Id),
        *more,
        CheckConstraint("remaining >= 0", name="remaining"),
        CheckConstraint("reserved >= 0", name="reserved"),
        CheckConstraint("remaining - reserved >= 0", name="free"),
        CheckConstraint("granted - remaining - expired >= 0", name="granted"),
        info=_MEMBER,
    )


def _leases(name: str) -> Table:
    return Table(
        name,
        metadata,
        *_key(Column("lease", Id, primary_key=True)),
        Column("till", Id, nullable=False),
        Column("incarnation", Integer, nullable=False),
        Column("account", Code, nullable=False),
        Column("amount", Whole, nullable=False),
        Column("spent", Whole, nullable=False),
        Column("state", Code, nullable=False),
        Column("granted_at", Moment, nullable=False),
        Column("until", Moment, nullable=False),
        Column("cap", Code, comment="what kept the amount from being more; null where nothing did"),
        CheckConstraint("state IN ('open', 'frozen', 'closed')", name="state"),
        CheckConstraint("spent >= 0 AND spent <= amount", name="spent"),
        Index(None, "tenant", "till", "state"),
        info=_MEMBER,
    )


def _lease_slices(name: str) -> Table:
    return Table(
        name,
        metadata,
        *_key(Column("lease", Id, primary_key=True), Column("lot", Id, primary_key=True)),
        Column("points", Whole, nullable=False),
        Column("spent", Whole, nullable=False),
        CheckConstraint("spent >= 0 AND spent <= points", name="spent"),
        info=_MEMBER,
    )


def _lease_calls(name: str) -> Table:
    return Table(
        name,
        metadata,
        *_key(Column("lease", Id, primary_key=True, comment="that another till waits for")),
        Column("at", Moment, nullable=False),
        info=_MEMBER,
    )


def _exposures(name: str) -> Table:
    return Table(
        name,
        metadata,
        *_key(Column("lease", Id, primary_key=True)),
        Column("freed", Whole, nullable=False, comment="given back to the member by a manager's reclaim"),
        Column("lost", Whole, nullable=False, comment="borne by the house since"),
        CheckConstraint("freed >= 0", name="freed"),
        CheckConstraint("lost >= 0", name="lost"),
        info=_MEMBER,
    )


def _sale_losses(name: str) -> Table:
    return Table(
        name,
        metadata,
        *_key(Column("sale", Id, primary_key=True), Column("lot", Id, primary_key=True)),
        Column("points", Whole, nullable=False, comment="of the sale's burn, borne by the house"),
        CheckConstraint("points > 0", name="points"),
        info=_MEMBER,
    )


def _postings(name: str, of_accounts: str) -> Table:
    return Table(
        name,
        metadata,
        *_key(Column("movement", Code, primary_key=True)),
        Column("leg", Integer, primary_key=True, autoincrement=False),
        Column("kind", Code, nullable=False),
        Column("account", Code, nullable=False, comment=of_accounts),
        Column("amount", Whole, nullable=False),
        Column("lot", Id),
        Column("lease", Id),
        Column("sale", Id),
        Column("issuing_store", Id),
        Column("redeeming_store", Id),
        Column("program_version", Integer, nullable=False),
        Column("reverses", Code, comment="the movement that this one takes back"),
        Column("at", Moment, nullable=False),
        Column("posted_at", Moment, nullable=False),
        info=_MEMBER | {"append_only": True},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The tables of one ledger; what is done to them is the same in both."""

    accounts: Table
    lots: Table
    leases: Table
    lease_slices: Table
    lease_calls: Table
    exposures: Table
    sale_losses: Table
    postings: Table

    @property
    def of_leases(self) -> tuple[Table, ...]:
        """Those whose rows are about one lease each."""
        return self.leases, self.lease_slices, self.exposures, self.lease_calls


def _ledger(prefix: str, *, kept: str, posted: str, of_lots: "tuple[Column[int], ...]" = ()) -> Ledger:
    return Ledger(
        accounts=_accounts(f"{prefix}accounts", kept),
        lots=_lots(f"{prefix}lots", *of_lots),
        leases=_leases(f"{prefix}leases"),
        lease_slices=_lease_slices(f"{prefix}lease_slices"),
        lease_calls=_lease_calls(f"{prefix}lease_calls"),
        exposures=_exposures(f"{prefix}exposures"),
        sale_losses=_sale_losses(f"{prefix}sale_losses"),
        postings=_postings(f"{prefix}postings", posted),
    )


OF_POINTS: Final = _ledger("", kept="points, owed", posted="member:points, member:owed, program:issued, …")
OF_MONEY: Final = _ledger(
    "money_",
    kept="gift, wallet",
    posted="gift:card, gift:sold, wallet:member, …",
    of_lots=(Column("is_bonus", Integer, nullable=False),),
)
LEDGERS: Final = (OF_POINTS, OF_MONEY)

accounts, lots, postings = OF_POINTS.accounts, OF_POINTS.lots, OF_POINTS.postings
leases, lease_slices, lease_calls = OF_POINTS.leases, OF_POINTS.lease_slices, OF_POINTS.lease_calls
exposures, sale_losses = OF_POINTS.exposures, OF_POINTS.sale_losses
