"""The books: what is owed, by month of expiry and issuing store; between stores; the house's losses.

Every figure is a sum over postings: of points, in points and in the money they are worth by the program in
force; of money that cards hold, in money.
"""

from collections import defaultdict
from dataclasses import dataclass

from loyalty.errors import Refused
from loyalty.program import Program
from loyalty.units import Money, Points
from loyalty.wire.canonical import JsonObject
from server.books.model import OPENING
from server.context import Server, read_program
from server.store.catalogue import program_in_force
from server.store.claims import over_uses
from server.store.database import Connection
from server.store.derived import losses, outstanding, redeemed
from server.store.tenancy import list_stores
from server.store.totals import account_sums
from server.usecases.admin.prepaid_books import PrepaidBooks, month_of, prepaid_books
from server.usecases.admin.setup import find_tenant

NO_STORE = "(no store)"
"""Whom points are said to be from that no store gave: opening balances, and what was won in a draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Liability:
    """Points that die with one local month (`YYYY-MM`, or `never`), issued by one store."""

    month: str
    store: str
    points: Points
    money: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What the issuing store owes the one that took its points in payment."""

    issuing: str
    redeeming: str
    points: Points
    money: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTooOften:
    """What sales of one store used too often; a `rule` is an offer with a limit."""

    store: str
    kind: str
    times: int
    money: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksReport:
    """All of it; a figure below 0 in `dues` is a store that gave back more than it took."""

    currency: str
    liabilities: tuple[Liability, ...]
    dues: tuple[Due, ...]
    losses: tuple[tuple[str, Points, Money], ...]
    prepaid: tuple[PrepaidBooks, ...] = ()
    too_often: tuple[GivenTooOften, ...] = ()
    opened: Points = Points(0)
    """What members were given as opening balances, ever."""

    @property
    def owed_to_members(self) -> Money:
        """The whole liability."""
        return Money(sum(each.money for each in self.liabilities))

    def to_json(self) -> JsonObject:
        """The same for programs."""
        return {
            "currency": self.currency,
            "owed_to_members": self.owed_to_members,
            "liabilities": [
                {"month": each.month, "store": each.store, "points": each.points, "money": each.money}
                for each in self.liabilities
            ],
            "dues": [
                {
                    "issuing": each.issuing,
                    "redeeming": each.redeeming,
                    "points": each.points,
                    "money": each.money,
                }
                for each in self.dues
            ],
            "losses": [
                {"store": store, "points": points, "money": money} for store, points, money in self.losses
            ],
            "too_often": [
                {"store": each.store, "kind": each.kind, "times": each.times, "money": each.money}
                for each in self.too_often
            ],
            "opened": self.opened,
            "prepaid": [each.to_json() for each in self.prepaid],
        }


def report_books(server: Server, *, tenant: str | None) -> BooksReport:
    """Work the books out. Raises Refused: `program-missing`, `tenant-…`."""

    def unit(connection: Connection) -> BooksReport:
        owner = find_tenant(connection, tenant)
        force = program_in_force(connection, owner, server.clock.now())
        if force is None:
            raise Refused("program-missing")
        return _report(connection, owner, read_program(force.text))

    return server.database.read(unit)


def _report(connection: Connection, tenant: str, program: Program) -> BooksReport:
    codes: dict[str | None, str] = {each.store: each.code for each in list_stores(connection, tenant)}
    worth = program.points.worth

    def name(store: str | None) -> str:
        return codes.get(store, NO_STORE)

    sums: dict[tuple[str, str], int] = defaultdict(int)
    for each in outstanding(connection, tenant):
        sums[month_of(each.dies_at, program.zone), name(each.issuing_store)] += each.points
    liabilities = tuple(
        Liability(month=month, store=store, points=Points(points), money=Money(points * worth))
        for (month, store), points in sorted(sums.items())
    )
    dues = tuple(
        Due(
            issuing=name(each.issuing_store),
            redeeming=name(each.redeeming_store),
            points=Points(each.points),
            money=Money(each.points * worth),
        )
        for each in sorted(
            redeemed(connection, tenant),
            key=lambda each: (name(each.issuing_store), name(each.redeeming_store)),
        )
    )
    borne = tuple(
        (name(store), Points(points), Money(points * worth))
        for store, points in sorted(losses(connection, tenant).items(), key=lambda each: name(each[0]))
    )
    too_often = (
        GivenTooOften(store=name(each.store), kind=each.kind, times=each.times, money=each.amount)
        for each in over_uses(connection, tenant)
    )
    return BooksReport(
        currency=program.currency,
        liabilities=liabilities,
        dues=dues,
        losses=borne,
        too_often=tuple(sorted(too_often, key=lambda each: (each.store, each.kind))),
        opened=Points(-account_sums(connection, tenant).get(OPENING, 0)),
        prepaid=prepaid_books(connection, tenant, zone=program.zone, name=name),
    )
