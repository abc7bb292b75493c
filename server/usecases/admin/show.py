"""What the server holds, and every invariant worked out anew from postings, lots, leases and journals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Final

from loyalty.wire.canonical import JsonObject
from loyalty.wire.chain import GENESIS, follows
from server.books.model import (
    ADJUSTED,
    BURNED,
    EXPIRED,
    HOUSE_LOSS,
    ISSUED,
    MEMBER_OWED,
    MEMBER_POINTS,
    OPENING,
)
from server.books.pots import POINTS, POTS_OF_MONEY
from server.context import Server
from server.model import Chain
from server.store.asides import count_open
from server.store.chains import quarantined
from server.store.database import Connection
from server.store.heard import list_heard
from server.store.rehomings import alarm_rows, open_alarms
from server.store.tables.ledger import LEDGERS
from server.store.tills import list_tills
from server.store.totals import (
    account_sums,
    counts,
    holder_figures,
    list_chains,
    read_journal,
    unbalanced_movements,
)
from server.usecases.admin.after_restore import standing
from server.usecases.admin.aside_words import described
from server.usecases.admin.reclaim import Exposure, exposed_by
from server.usecases.admin.settle_aside import rows_of
from server.usecases.admin.setup import find_tenant

SILENT: Final = timedelta(hours=36)
"""A till that says nothing for so long is no till of a shop that is closed for a day."""
MOST_ASIDES: Final = 20
"""So many events that were put aside are told one by one."""
ALARMS = {
    "restored": "came back with an older disk; what it was lent before is frozen until somebody reclaims it",
    "forked": "two disks wrote its journal; what it was lent is frozen, and it has not come back since",
    "revoked": "is revoked; what it was lent is nobody's until somebody reclaims it",
    "cloned": "two disks live as this till; it is lent nothing until one is gone and the alarm is settled",
}


@dataclass(frozen=True, slots=True)
class PointSums:
    """Points over all members, from the postings: what came and went, and what is outstanding.

    `imported` is all that came by no sale: opening balances, and what was given by hand.
    """

    issued: int
    imported: int
    burned: int
    expired: int
    house_loss: int
    outstanding: int
    owed: int

    def to_json(self) -> dict[str, int]:
        """By name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a tenant's database holds.

    `faults` are sentences about what does not hold, `alarms` about what a person has to look at.
    """

    counts: dict[str, int]
    points: PointSums
    faults: tuple[str, ...]
    alarms: tuple[str, ...] = ()

    def to_json(self) -> JsonObject:
        """The same for programs."""
        return {
            "counts": self.counts,
            "points": self.points.to_json(),
            "faults": self.faults,
            "alarms": self.alarms,
        }


def show(server: Server, *, tenant: str | None) -> Holdings:
    """Count and check everything. Raises Refused: `tenant-…`."""

    def unit(connection: Connection) -> Holdings:
        owner = find_tenant(connection, tenant)
        faults = (
            *(
                f"movement {movement} does not balance"
                for ledger in LEDGERS
                for movement in unbalanced_movements(connection, owner, ledger=ledger)
            ),
            *_member_faults(connection, owner),
            *_money_faults(connection, owner),
            *(
                fault
                for chain in list_chains(connection, owner)
                for fault in _chain_faults(connection, chain)
            ),
        )
        alarms = tuple(_alarms(connection, owner, server.clock.now()))
        return Holdings(counts(connection, owner), _point_sums(connection, owner), faults, alarms)

    return server.database.read(unit)


def _alarms(connection: Connection, tenant: str, now: datetime) -> Iterator[str]:
    restored = standing(connection, tenant)
    if restored.is_open:
        missing = ", ".join(restored.missing)
        until = f"it has heard {missing}" if missing else "what had to wait for another till is posted"
        yield f"the server was put back to an earlier moment, and lends nothing until {until}"
    yield from _asides(connection, tenant)
    tills = list_tills(connection, tenant)
    codes = {till.till: till.code for till in tills}
    heard = {each.till: each.at for each in list_heard(connection, tenant)}
    for till in tills:
        held = exposed_by(connection, till)
        silent = heard.get(till.till)
        if silent is not None and now - silent >= SILENT:
            yield f"till {till.code}: not heard since {silent:%Y-%m-%d %H:%M} UTC{_holds(held)}"
        if till.state == "revoked" and held:
            yield f"till {till.code}: {ALARMS['revoked']}{_holds(held)}"
    open_ones = open_alarms(connection, tenant)
    for till_id, kind in sorted(open_ones.items(), key=lambda each: codes[each[0]]):
        yield f"till {codes[till_id]}: {ALARMS[kind]}"
    for till_id, incarnation, seq in alarm_rows(connection, tenant):
        if till_id in open_ones:
            yield f"till {codes[till_id]}: two journals of incarnation {incarnation} part at event {seq}"


def _holds(held: Iterable[Exposure]) -> str:
    """What a till may have spent meanwhile."""
    lent = list(held)
    points = sum(each.points for each in lent if each.account == POINTS.name)
    things = sum(1 for each in lent if each.account == "claim")
    money = sum(each.points for each in lent) - points
    said = f"; it holds {points:,} points, {money:,} of prepaid money and {things} vouchers and offers"
    return said if lent else "; it holds nothing"


def _asides(connection: Connection, tenant: str) -> Iterator[str]:
    for row in rows_of(connection, tenant, most=MOST_ASIDES):
        yield described(row)
    more = count_open(connection, tenant) - MOST_ASIDES
    if more > 0:
        yield f"{more} events more are put aside: admin asides lists all"


def _point_sums(connection: Connection, tenant: str) -> PointSums:
    sums = account_sums(connection, tenant)
    return PointSums(
        issued=-sums.get(ISSUED, 0),
        imported=-sums.get(OPENING, 0) - sums.get(ADJUSTED, 0),
        burned=sums.get(BURNED, 0),
        expired=sums.get(EXPIRED, 0),
        house_loss=-sums.get(HOUSE_LOSS, 0),
        outstanding=sums.get(MEMBER_POINTS, 0),
        owed=-sums.get(MEMBER_OWED, 0),
    )


def _member_faults(connection: Connection, tenant: str) -> Iterator[str]:
    for member, held in sorted(holder_figures(connection, tenant).items()):
        for kept, *others in (
            ("points", "posted points", "lots"),
            ("reserved", "lots reserved", "leased"),
            ("owed", "posted owed"),
        ):
            for other in others:
                if held[kept] != abs(held[other]):
                    yield f"member {member}: {kept} is {held[kept]}, {other} is {held[other]}"


def _money_faults(connection: Connection, tenant: str) -> Iterator[str]:
    """A holder of money has it in one pot; what is reserved, and what lies in lots, is all of that pot."""
    for pot in POTS_OF_MONEY:
        for holder, held in sorted(holder_figures(connection, tenant, pot=pot).items()):
            if not {pot.name, f"posted {pot.name}"} & held.keys():
                continue
            for kept, *others in (
                (pot.name, f"posted {pot.name}", "lots"),
                ("reserved", "lots reserved", "leased"),
            ):
                for other in others:
                    if held[kept] != held[other]:
                        yield f"{pot.name} of {holder}: {kept} is {held[kept]}, {other} is {held[other]}"


def _chain_faults(connection: Connection, chain: Chain) -> Iterator[str]:
    """Gaps, hashes that do not follow (but those that were put aside for it), and a wrong end."""
    name = f"journal {chain.till}/{chain.incarnation}"
    aside = quarantined(connection, chain, 1, chain.ack_seq)
    seq, hash_ = 0, GENESIS
    for event in read_journal(connection, chain):
        if event.seq != seq + 1:
            yield f"{name}: event {event.seq} comes after {seq}"
        if not follows(hash_, event) and aside.get(event.seq) != "chain-broken":
            yield f"{name}: event {event.seq} is not what was signed"
        seq, hash_ = event.seq, event.hash
    if (seq, hash_) != (chain.ack_seq, chain.ack_hash):
        yield f"{name}: it ends at {seq}, acknowledged is {chain.ack_seq}"
