"""The opening of new members' books: points, history and person as they come from an earlier system.

Points come as a lot of today under the program in force, posted against *adjusted*. A tier or a measure comes
as an opening purchase of today, so that it counts in the program's window like one made here and is no floor
for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from loyalty.identity.phones import Phone
from loyalty.lots import lot_for
from loyalty.program import Program
from loyalty.units import Money, Points
from loyalty.wire.feed import CardRow, PersonState
from server.books.model import Books, Cause, HeldLot
from server.books.points import earn
from server.context import Server
from server.ids import new_id
from server.model import KeptPurchase, Profile
from server.store.books import save_books
from server.store.database import Connection
from server.store.feed import touch
from server.store.members import save_cards, save_profiles, save_purchases
from server.store.persons import insert_handles, insert_persons
from server.usecases.admin.sheet import SheetRow
from server.usecases.standing import stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A member as a row of the file says."""

    row: SheetRow
    name: str
    phone: Phone | None
    birthday: str | None
    card: str | None
    points: Points
    measure: int
    purchases: int


def enrol_newcomers(
    connection: Connection,
    server: Server,
    tenant: str,
    newcomers: Sequence[Newcomer],
    program: Program,
    version: int,
) -> None:
    """Write new members with all that they bring: person, card, points, history."""
    now = server.clock.now()
    ids = [new_id(now) for _ in newcomers]
    pairs = list(zip(ids, newcomers, strict=True))
    history = {member: _history(each, program, now) for member, each in pairs}
    save_profiles(
        connection, tenant, [_profile(member, each, history[member], program, now) for member, each in pairs]
    )
    save_purchases(connection, tenant, [(member, bought) for member in ids for bought in history[member]])
    save_books(
        connection,
        tenant,
        {member: (Books(), _books(member, each, program, version, now)) for member, each in pairs},
        now,
    )
    _write_persons(connection, server, tenant, pairs, now)
    save_cards(
        connection, tenant, [CardRow(each.card, member, "active") for member, each in pairs if each.card]
    )
    things = [("member", member) for member in ids]
    touch(connection, tenant, [*things, *(("card", each.card) for each in newcomers if each.card)])


def _write_persons(
    connection: Connection, server: Server, tenant: str, pairs: Sequence[tuple[str, Newcomer]], now: datetime
) -> None:
    vault = server.vault(tenant)
    sealed = [(member, vault.seal(member, _person(each))) for member, each in pairs]
    insert_persons(connection, tenant, sealed, now)
    found_by = [(vault.handle("phone", each.phone.e164), member) for member, each in pairs if each.phone]
    insert_handles(connection, tenant, found_by, now)


def _person(newcomer: Newcomer) -> PersonState:
    phone = newcomer.phone
    return PersonState(
        name=newcomer.name,
        phone=phone.e164 if phone else None,
        phone_text=phone.text if phone else "",
        birthday=newcomer.birthday,
    )


def _profile(
    member: str, newcomer: Newcomer, history: Sequence[KeptPurchase], program: Program, now: datetime
) -> Profile:
    """The profile as it stands; who comes with a history is nobody's first customer."""
    purchases = newcomer.purchases or int(newcomer.measure > 0 or newcomer.points > 0)
    profile = Profile(member=member, enrolled_at=now, purchases=purchases, revision=1)
    return stand(profile, history, program, now)


def _history(newcomer: Newcomer, program: Program, now: datetime) -> list[KeptPurchase]:
    """Opening purchases that come to the row's measure: one, or one on each of so many days for visits."""
    kind, measure = program.standing.measure, newcomer.measure
    days = range(measure if kind == "visits" else min(1, measure))
    return [
        KeptPurchase(
            sale=f"opening-{day}",
            store="",
            at=now - timedelta(days=day),
            spend=Money(measure if kind == "spend" else 0),
            points=Points(measure if kind == "points" else 0),
        )
        for day in days
    ]


def _books(member: str, newcomer: Newcomer, program: Program, version: int, now: datetime) -> Books:
    books = Books()
    if newcomer.points:
        lot = lot_for(program, lot_id=f"opening-{member}", points=newcomer.points, earned_at=now)
        cause = Cause(operation="opening", at=now, store=None, program_version=version)
        held = HeldLot(
            lot=lot.id,
            granted=lot.points,
            remaining=lot.points,
            earned_at=now,
            spendable_from=now,
            dies_at=lot.dies_at,
            program_version=version,
        )
        earn(books, held, cause, imported=True)
    return books
