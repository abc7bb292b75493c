"""The books: what is owed, by month of expiry and issuing store; between stores; the house's losses.

Every figure is a sum over postings: of points, in points and in the money they are worth; of money that cards
hold, in money. What is still owed to members is worth what the program in force pays at the store that gave
it; what was burned, what the program of that sale says (see `rates`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
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
from server.store.totals import account_sums
from server.usecases.admin.partner_books import PartnerMonth, partner_months
from server.usecases.admin.prepaid_books import PrepaidBooks, month_of, prepaid_books
from server.usecases.admin.rates import Rates, read_rates
from server.usecases.admin.setup import find_tenant

NO_STORE = "(no store)"
"""Whom points are said to be from that no store gave: opening balances, and what was won in a draw."""

Name = Callable[[str | None], str]
"""What a store is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Liability:
    """Points that die with one local month (`YYYY-MM`, or `never`), issued by one store."""

    month: str
    store: str
    points: Points
    money: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What the issuing store owes the one that took its points in payment.

    Between stores of two partners, or of one and the pool, it is a part of what these owe each other.
    """

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
    partners: tuple[PartnerMonth, ...] = ()
    """What partners owe each other, the months in order."""

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
            "partners": [each.to_json() for each in self.partners],
        }


def report_books(server: Server, *, tenant: str | None) -> BooksReport:
    """Work the books out. Raises Refused: `program-missing`, `tenant-…`."""

    def unit(connection: Connection) -> BooksReport:
        owner = find_tenant(connection, tenant)
        force = program_in_force(connection, owner, server.clock.now())
        if force is None:
            raise Refused("program-missing")
        rates = read_rates(connection, owner, in_force=force.version)
        return _report(connection, owner, read_program(force.text), rates)

    return server.database.read(unit)


def _report(connection: Connection, tenant: str, program: Program, rates: Rates) -> BooksReport:
    def name(store: str | None) -> str:
        return NO_STORE if store is None or store not in rates.stores else rates.stores[store].code

    too_often = (
        GivenTooOften(store=name(each.store), kind=each.kind, times=each.times, money=each.amount)
        for each in over_uses(connection, tenant)
    )
    return BooksReport(
        currency=program.currency,
        liabilities=_liabilities(connection, tenant, program, rates, name),
        dues=_dues(connection, tenant, rates, name),
        losses=_losses(connection, tenant, rates, name),
        too_often=tuple(sorted(too_often, key=lambda each: (each.store, each.kind))),
        opened=Points(-account_sums(connection, tenant).get(OPENING, 0)),
        prepaid=prepaid_books(connection, tenant, zone=program.zone, name=name),
        partners=partner_months(connection, tenant, rates, program.zone),
    )


def _liabilities(
    connection: Connection, tenant: str, program: Program, rates: Rates, name: Name
) -> tuple[Liability, ...]:
    sums = _Sums()
    for each in outstanding(connection, tenant):
        month = month_of(each.dies_at, program.zone)
        worth = rates.worth(rates.in_force, each.issuing_store)
        sums.add((month, name(each.issuing_store)), each.points, worth)
    return tuple(
        Liability(month=month, store=store, points=points, money=money)
        for (month, store), points, money in sums.sorted()
    )


def _dues(connection: Connection, tenant: str, rates: Rates, name: Name) -> tuple[Due, ...]:
    sums = _Sums()
    for each in redeemed(connection, tenant):
        price = rates.due(each.program_version, issuing=each.issuing_store, redeeming=each.redeeming_store)
        sums.add((name(each.issuing_store), name(each.redeeming_store)), each.points, price)
    return tuple(
        Due(issuing=issuing, redeeming=redeeming, points=points, money=money)
        for (issuing, redeeming), points, money in sums.sorted()
    )


def _losses(
    connection: Connection, tenant: str, rates: Rates, name: Name
) -> tuple[tuple[str, Points, Money], ...]:
    sums = _Sums()
    for each in losses(connection, tenant):
        sums.add((name(each.store), ""), each.points, rates.worth(each.program_version, each.store))
    return tuple((store, points, money) for (store, _), points, money in sums.sorted())


class _Sums:
    """Points, and the money that they are worth, added up by two names."""

    def __init__(self) -> None:
        self._points = defaultdict[tuple[str, str], int](int)
        self._money = defaultdict[tuple[str, str], int](int)

    def add(self, names: tuple[str, str], points: int, price: Money) -> None:
        """So many points at so much each."""
        self._points[names] += points
        self._money[names] += points * price

    def sorted(self) -> Iterator[tuple[tuple[str, str], Points, Money]]:
        """By the names, but for those of which nothing is left."""
        for names in sorted(self._points):
            if self._points[names] or self._money[names]:
                yield names, Points(self._points[names]), Money(self._money[names])
