"""What the real server's database has committed, read out of its tables for the invariants.

By plain SELECTs, not by what the server loads its rows with: what is stored is what is checked.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Table, func, select

from loyalty.account.kept_json import kept_from_json
from loyalty.units import Money, Points, Quantity
from loyalty.wire.chain import Event
from loyalty.wire.feed import CardRow
from loyalty.wire.journal import SaleSettled
from server.books.model import ISSUED, Books, HeldLot, HeldSlice, Lease
from server.books.pots import GIFT, POINTS, WALLET, Pot
from server.clock import parse_moment
from server.keeping.claims import Claim
from server.keeping.model import Keeping
from server.model import Chain, GiftAccount, GiftFile, KeptPurchase, KnownSale, MemberFile, Profile
from server.store.tables.feed import feed
from server.store.tables.gift_cards import gift_cards
from server.store.tables.journal import alarms, chains, journal, quarantine, sale_locks, sales
from server.store.tables.keeping import claim_losses, claims, keepings
from server.store.tables.ledger import OF_MONEY, OF_POINTS, Ledger
from server.store.tables.members import cards, members, merges, purchases
from server.store.tables.tenancy import programs, stores
from tests.simulation.broken import Broken
from tests.simulation.server_state import ServerState
from tests.simulation.spoken import inner

Row = Mapping[str, Any]


_NEWEST: Final = select(func.max(programs.c.version))


def read_state(connection: Connection, before: ServerState) -> ServerState:
    """All of it; what of the journals `before` has is not read again, since nothing there ever changes."""
    state = ServerState(
        opening=before.opening, opening_money=before.opening_money, reclaimed=before.reclaimed
    )
    state.version = connection.execute(_NEWEST).scalar_one() or 0
    state.chains = {(row["till"], row["incarnation"]): _chain(row) for row in _rows(connection, chains)}
    _read_journals(connection, before, state)
    state.quarantined = {
        _place(row): row["why"] for row in _rows(connection, quarantine) if row["resolved_at"] is None
    }
    state.alarms = [_place(row) for row in _rows(connection, alarms)]
    state.cards = {row["number"]: _card(row) for row in _rows(connection, cards)}
    state.locks = {
        (row["till"], row["sale"]): (row["holder"], row["state"]) for row in _rows(connection, sale_locks)
    }
    state.lost = [(row["sale"], row["thing"], row["amount"]) for row in _rows(connection, claim_losses)]
    state.sales = {(row["till"], row["sale"]): _sale(state, before, row) for row in _rows(connection, sales)}
    _read_feed(connection, state)
    _read_files(connection, state)
    _read_kin(connection, state)
    _read_prizes(connection, state)
    state.told_as = {
        name: file.profile.revision if state.told.get(name) != before.told.get(name) else before.told_as[name]
        for name, file in state.files.items()
        if file.profile is not None and name in state.told
    }
    return state


def _rows(connection: Connection, table: Table) -> Iterable[Row]:
    return [dict(row) for row in connection.execute(select(table)).mappings()]


def _place(row: Row) -> tuple[str, int, int]:
    return row["till"], row["incarnation"], row["seq"]


def _chain(row: Row) -> Chain:
    return Chain(**row)


def _card(row: Row) -> CardRow:
    return CardRow(row["number"], row["member"], row["state"], row["why"] or "")


def _read_journals(connection: Connection, before: ServerState, state: ServerState) -> None:
    columns = [journal.c[name] for name in Event.__dataclass_fields__]
    for till, life in sorted(state.chains):
        known = before.journals.get((till, life), [])
        query = (
            select(*columns)
            .where(journal.c.till == till, journal.c.incarnation == life, journal.c.seq > len(known))
            .order_by(journal.c.seq)
        )
        fresh = [
            Event(**{**row, "body": json.loads(row["body"])}) for row in connection.execute(query).mappings()
        ]
        state.journals[till, life] = [*known, *fresh]


def _sale(state: ServerState, before: ServerState, row: Row) -> KnownSale:
    event, known = state.event_at(_place(row)), before.sales.get((row["till"], row["sale"]))
    is_known = known is not None and (known.till, known.incarnation, known.seq) == _place(row)
    returned: list[tuple[int, int]] = json.loads(row["returned"] or "[]")
    return KnownSale(
        till=row["till"],
        incarnation=row["incarnation"],
        seq=row["seq"],
        at=parse_moment(event.at),
        body=known.body if known is not None and is_known else SaleSettled.from_json(inner(event).body),
        voided_by=row["voided_by"],
        returned={line: Quantity(quantity) for line, quantity in returned},
        paid_back=Money(row["paid_back"] or 0),
    )


def _read_feed(connection: Connection, state: ServerState) -> None:
    rows = list(_rows(connection, feed))
    state.feed = {(row["kind"], row["key"]): row["seq"] for row in rows}
    state.feed_head = max((row["seq"] for row in rows), default=0)
    state.told = {row["key"]: row["seq"] for row in rows if row["kind"] in {"member", "gift"}}


def _read_files(connection: Connection, state: ServerState) -> None:
    money, points = _Holdings(connection, OF_MONEY), _Holdings(connection, OF_POINTS)
    state.gifts = {
        row["card"]: GiftFile(row["card"], _gift(row), money.books(row["card"], GIFT))
        for row in _rows(connection, gift_cards)
    }
    kept = {row["member"]: row for row in _rows(connection, keepings)}
    claimed: dict[str, dict[str, Claim]] = defaultdict(dict)
    for row in _rows(connection, claims):
        claimed[row["member"]][row["claim"]] = _claim(row)
    for store in set(claimed) & _stores(connection):
        state.stock[store] = MemberFile(store, None, Books(), claims=claimed[store])
    bought: dict[str, dict[str, KeptPurchase]] = defaultdict(dict)
    for row in _rows(connection, purchases):
        bought[row["member"]][row["sale"]] = _purchase(row)
    for row in _rows(connection, members):
        member = row["member"]
        state.files[member] = MemberFile(
            member,
            _profile(row),
            points.books(member, POINTS),
            bought[member],
            keeping=_keeping(kept.get(member)),
            claims=claimed[member],
            wallet=money.books(member, WALLET),
        )
    for holdings in (points, money):
        for holder, sums in holdings.sums.items():
            state.sums[holder].update(sums)


def _read_prizes(connection: Connection, state: ServerState) -> None:
    """By the postings, which stay when an account is emptied."""
    each = OF_POINTS.postings.c
    given = select(each.member, each.lot, func.sum(each.amount)).where(
        each.account == ISSUED, each.lot.startswith("prize-")
    )
    for member, lot, amount in connection.execute(given.group_by(each.member, each.lot)):
        state.prizes[member, lot] = -int(amount)


def _read_kin(connection: Connection, state: ServerState) -> None:
    """Who was ever one with whom: a merge that was undone counts, since points may have stayed."""
    for row in sorted(_rows(connection, merges), key=lambda row: (row["member"], row["merge"])):
        one, other = sorted((state.root(row["member"]), state.root(row["survivor"])))
        everybody = {*state.files, *state.kin}
        state.kin |= {each: one for each in everybody if state.root(each) in {one, other}}
    state.erased = {
        name for name, file in state.files.items() if file.profile and file.profile.state == "erased"
    }


def _stores(connection: Connection) -> set[str]:
    return {row["store"] for row in _rows(connection, stores)}


def _profile(row: Row) -> Profile:
    names = (
        "member",
        "enrolled_at",
        "state",
        "alias_of",
        "store",
        "tier",
        "measure",
        "purchases",
        "revision",
    )
    return Profile(**{name: row[name] for name in names}, is_person=bool(row["is_person"]))


def _purchase(row: Row) -> KeptPurchase:
    return KeptPurchase(**{name: row[name] for name in ("sale", "store", "at", "spend", "points")})


def _gift(row: Row) -> GiftAccount:
    return GiftAccount(**{name: value for name, value in row.items() if name != "tenant"})


def _keeping(row: Row | None) -> Keeping:
    if row is None:
        return Keeping()
    account = replace(kept_from_json(json.loads(row["body"])), id=row["member"], tier=row["tier"])
    return Keeping(account, row["number"])


def _claim(row: Row) -> Claim:
    fields: dict[str, Any] = {name: value for name, value in row.items() if name not in {"tenant", "member"}}
    fields["freed"] = bool(row["freed"])
    return Claim(**fields)


class _Holdings:
    """The rows of one ledger, by who holds what they are about."""

    def __init__(self, connection: Connection, ledger: Ledger) -> None:
        self._lots = _by_holder(_rows(connection, ledger.lots))
        self._leases = _by_holder(_rows(connection, ledger.leases))
        self._slices = _by_holder(_rows(connection, ledger.lease_slices))
        self._exposures = {(row["member"], row["lease"]): row for row in _rows(connection, ledger.exposures)}
        self._accounts = {(row["member"], row["account"]): row for row in _rows(connection, ledger.accounts)}
        postings = ledger.postings.c
        summed = select(postings.member, postings.account, func.sum(postings.amount))
        self.sums: dict[str, dict[str, int]] = defaultdict(dict)
        for holder, account, amount in connection.execute(summed.group_by(postings.member, postings.account)):
            self.sums[holder][account] = int(amount)

    def books(self, holder: str, pot: Pot) -> Books:
        """What somebody has in a pot, as its lots and leases say it; its account must say the same."""
        owed = self._accounts.get((holder, "owed"))
        books = Books(
            [_lot(row) for row in self._lots[holder]],
            [self._lease(row) for row in self._leases[holder]],
            Points(owed["posted"] if owed is not None and pot is POINTS else 0),
            pot=pot,
        )
        account = self._accounts.get((holder, pot.name), {"posted": 0, "reserved": 0})
        if (account["posted"], account["reserved"]) != (books.posted, books.reserved):
            raise Broken("an account is not its lots", f"{holder} has {account['posted']} of {pot.name}")
        return books

    def _lease(self, row: Row) -> Lease:
        slices = [each for each in self._slices[row["member"]] if each["lease"] == row["lease"]]
        exposure = self._exposures.get((row["member"], row["lease"]), {"freed": 0, "lost": 0})
        names = ("lease", "till", "incarnation", "amount", "spent", "state", "granted_at", "until", "cap")
        return Lease(
            **{name: row[name] for name in names},
            account=row["account"],
            slices=tuple(HeldSlice(each["lot"], each["points"], each["spent"]) for each in slices),
            freed=exposure["freed"],
            lost=exposure["lost"],
        )


def _by_holder(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["member"]].append(row)
    return found


def _lot(row: Row) -> HeldLot:
    fields: dict[str, Any] = {name: value for name, value in row.items() if name not in {"tenant", "member"}}
    fields["is_bonus"] = bool(row.get("is_bonus", 0))
    return HeldLot(**fields)
