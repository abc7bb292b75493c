"""The opening of new members' books: points, history and person as they come from an earlier system.

Points and prepaid money come as a lot of today under the program in force, posted against *opening*. A tier
or a measure comes as an opening purchase of today, so that it counts in the program's window like one made
here and is no floor for ever.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from loyalty.identity.phones import Phone
from loyalty.lots import lot_for
from loyalty.program import Program
from loyalty.units import Money, Points
from loyalty.wire.feed import CardRow, PersonState
from server.books.model import Books, Cause, HeldLot
from server.books.points import earn
from server.books.pots import WALLET
from server.context import Server
from server.model import KeptPurchase, Profile
from server.store.books import save_books
from server.store.database import Connection
from server.store.feed import touch
from server.store.members import save_cards, save_profiles, save_purchases
from server.store.persons import insert_handles, insert_persons
from server.store.tables.ledger import OF_MONEY
from server.usecases.standing import stand
from server.values import altered

CardState = Literal["active", "blocked"]

_OPENING_SALE: Final = re.compile(r"opening-\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A member as a row of a file says."""

    name: str
    phone: Phone | None
    birthday: str | None = None
    email: str = ""
    cards: tuple[tuple[str, CardState], ...] = ()
    points: Points = Points(0)
    wallet: Money = Money(0)
    measure: int = 0
    purchases: int = 0


def enrol_newcomers(
    connection: Connection,
    server: Server,
    tenant: str,
    newcomers: Mapping[str, Newcomer],
    program: Program,
    version: int,
) -> None:
    """Write new members, by their ids, with all that they bring: person, cards, points, money, history."""
    now = server.clock.now()
    pairs = list(newcomers.items())
    history = {member: _history(each, program, now) for member, each in pairs}
    save_profiles(
        connection, tenant, [_profile(member, each, history[member], program, now) for member, each in pairs]
    )
    brought = [(member, bought) for member, _ in pairs for bought in history[member]]
    save_purchases(connection, tenant, brought)
    cause = Cause(operation="opening", at=now, store=None, program_version=version)
    books = {member: (Books(), Books()) for member in newcomers}
    wallets = {member: (Books(pot=WALLET), Books(pot=WALLET)) for member, each in pairs if each.wallet}
    for member, each in pairs:
        open_points(books[member][1], member, each.points, program, cause)
        if each.wallet:
            open_wallet(wallets[member][1], member, each.wallet, cause)
    save_books(connection, tenant, books, now)
    save_books(connection, tenant, wallets, now, ledger=OF_MONEY)
    _write_persons(connection, server, tenant, pairs, now)
    cards = [CardRow(number, member, state) for member, each in pairs for number, state in each.cards]
    save_cards(connection, tenant, cards)
    things = [*(("member", member) for member in newcomers), *(("card", card.number) for card in cards)]
    touch(connection, tenant, things)


def open_points(books: Books, member: str, points: Points, program: Program, cause: Cause) -> None:
    """Post an opening balance of points, as a lot of the cause's moment under the program.

    Raises:
        Refused: `lot-exists`: the member was given one before.
    """
    if points:
        name, at, version = opening_lot(member), cause.at, cause.program_version
        lot = lot_for(program, lot_id=name, points=points, earned_at=at)
        earn(books, _held(name, lot.points, at, lot.dies_at, version), cause, imported=True)


def open_wallet(books: Books, member: str, money: Money, cause: Cause) -> None:
    """Post an opening balance of prepaid money, which never dies. Raises Refused: `lot-exists`."""
    name = opening_lot(member)
    held = _held(name, Points(money), cause.at, None, cause.program_version)
    earn(books, held, cause, imported=True)


def with_names_of_their_own(bought: Mapping[str, KeptPurchase], member: str) -> dict[str, KeptPurchase]:
    """The same purchases by name; an opening's, named alike at every member, by the member too."""
    named = [
        altered(each, sale=f"{each.sale}-{member}") if _is_opening(each) else each for each in bought.values()
    ]
    return {each.sale: each for each in named}


def _is_opening(bought: KeptPurchase) -> bool:
    return bought.store == "" and _OPENING_SALE.fullmatch(bought.sale) is not None


def opening_lot(member: str) -> str:
    """What the lot of a member's opening balance is called, in either ledger."""
    return f"opening-{member}"


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
        email=newcomer.email,
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


def _held(name: str, points: Points, at: datetime, dies_at: datetime | None, version: int) -> HeldLot:
    return HeldLot(
        lot=name,
        granted=points,
        remaining=points,
        earned_at=at,
        spendable_from=at,
        dies_at=dies_at,
        program_version=version,
    )
