"""How far each till's journal has come, and what a person has to look at: quarantined events and forks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, insert, select, update

from server.model import Chain, TillAccount
from server.store.compiled import Later, Statement, put_rows
from server.store.line import line_of
from server.store.tables.journal import alarms, chains, quarantine
from server.store.tables.tenancy import tills

OF_TODAY: Final = and_(chains.c.till == tills.c.till, chains.c.incarnation == tills.c.incarnation)
"""The journal is the one that its till writes in its life of today."""
_LOCKED = Statement(
    select(chains)
    .where(
        chains.c.tenant == bindparam("of_tenant"),
        chains.c.till == bindparam("of_till"),
        chains.c.incarnation == bindparam("of_incarnation"),
    )
    .with_for_update(),
    shares=True,
)
_ADVANCED = Statement(
    update(chains)
    .where(
        chains.c.tenant == bindparam("of_tenant"),
        chains.c.till == bindparam("of_till"),
        chains.c.incarnation == bindparam("of_incarnation"),
    )
    .values(ack_seq=bindparam("ack_seq"), ack_hash=bindparam("ack_hash"), state=bindparam("state"))
)
_ADVANCED_NAMES: Final = ("tenant", "till", "incarnation", "ack_seq", "ack_hash", "state")
_ADVANCED_ON_A_LINE: Final = (
    """
UPDATE chains SET ack_seq = $4::BIGINT, ack_hash = $5::BYTEA, state = $6::TEXT
WHERE tenant = $1::TEXT AND till = $2::TEXT AND incarnation = $3::INTEGER
""",
    """
UPDATE chains SET ack_seq = come.ack_seq, ack_hash = come.ack_hash, state = come.state
FROM unnest($1::TEXT[], $2::TEXT[], $3::INTEGER[], $4::BIGINT[], $5::BYTEA[], $6::TEXT[])
    AS come (tenant, till, incarnation, ack_seq, ack_hash, state)
WHERE chains.tenant = come.tenant AND chains.till = come.till AND chains.incarnation = come.incarnation
""",
)
"""The same for one journal, and for several."""
_ASIDE = Statement(
    select(quarantine.c.seq, quarantine.c.why).where(
        quarantine.c.tenant == bindparam("of_tenant"),
        quarantine.c.till == bindparam("of_till"),
        quarantine.c.incarnation == bindparam("of_incarnation"),
        quarantine.c.seq.between(bindparam("first"), bindparam("last")),
        quarantine.c.resolved_at.is_(None),
    ),
    shares=True,
)


def open_chain(connection: Connection, chain: Chain) -> None:
    """Begin the journal of a new incarnation."""
    connection.execute(
        insert(chains),
        chain_key(chain) | {"ack_seq": chain.ack_seq, "ack_hash": chain.ack_hash, "state": chain.state},
    )


def lock_chain(connection: Connection, tenant: str, till: str, incarnation: int) -> Chain | None:
    """The chain, locked to the end of the transaction: batches of one till wait for each other."""
    return ask_chain(connection, tenant, till, incarnation)()


def state_of_today(connection: Connection, till: TillAccount) -> str | None:
    """How the journal stands that a till writes in its life of today; None before it was ever paired."""
    mine = (chains.c.tenant == till.tenant) & (chains.c.till == till.till)
    query = select(chains.c.state).where(mine, chains.c.incarnation == till.incarnation)
    state: str | None = connection.execute(query).scalar_one_or_none()
    return state


def ends_held(connection: Connection, till: TillAccount) -> tuple[tuple[int, int], ...]:
    """How much is held of each life's journal of a till, by life."""
    mine = (chains.c.tenant == till.tenant) & (chains.c.till == till.till)
    query = select(chains.c.incarnation, chains.c.ack_seq).where(mine).order_by(chains.c.incarnation)
    return tuple((row.incarnation, row.ack_seq) for row in connection.execute(query))


def ask_chain(connection: Connection, tenant: str, till: str, incarnation: int) -> Later[Chain | None]:
    """The same; what is asked after it is of the time after the lock."""
    asked = _LOCKED.ask(connection, of_tenant=tenant, of_till=till, of_incarnation=incarnation)
    return lambda: next((Chain(**row) for row in asked.rows()), None)


def advance(connection: Connection, chain: Chain) -> None:
    """Store the chain's watermark and state."""
    line = line_of(connection)
    if line is not None:
        put_rows(connection, line, *_ADVANCED_ON_A_LINE, [[getattr(chain, name)] for name in _ADVANCED_NAMES])
        return
    _ADVANCED.run(
        connection,
        of_tenant=chain.tenant,
        of_till=chain.till,
        of_incarnation=chain.incarnation,
        ack_seq=chain.ack_seq,
        ack_hash=chain.ack_hash,
        state=chain.state,
    )


def insert_quarantined(connection: Connection, chain: Chain, whys: Mapping[int, str], at: datetime) -> None:
    """Put events aside, by seq, each with why; a person resolves them."""
    if whys:
        connection.execute(
            insert(quarantine),
            [chain_key(chain) | {"seq": seq, "why": why, "at": at} for seq, why in whys.items()],
        )


def quarantined(connection: Connection, chain: Chain, first: int, last: int) -> dict[int, str]:
    """What was put aside from `first` to `last` and not resolved since."""
    return ask_quarantined(connection, chain, first, last)()


def ask_quarantined(connection: Connection, chain: Chain, first: int, last: int) -> Later[dict[int, str]]:
    """The same, once it is wanted."""
    asked = _ASIDE.ask(connection, **of_chain(chain), first=first, last=last)
    return lambda: {row["seq"]: row["why"] for row in asked.rows()}


def sound_alarm(
    connection: Connection, chain: Chain, *, seq: int, seen_hash: bytes, held_hash: bytes, at: datetime
) -> None:
    """Record that a second journal claims a place that is taken; the same claim twice is one alarm."""
    row = {"seq": seq, "seen_hash": seen_hash, "held_hash": held_hash, "at": at}
    known = (*in_chain(alarms, chain), alarms.c.seq == seq, alarms.c.seen_hash == seen_hash)
    if connection.execute(select(alarms.c.seq).where(*known)).first() is None:
        connection.execute(insert(alarms), chain_key(chain) | row)


def chain_key(chain: Chain) -> dict[str, object]:
    """The columns with which every row of a chain begins."""
    return {"tenant": chain.tenant, "till": chain.till, "incarnation": chain.incarnation}


def of_chain(chain: Chain) -> dict[str, object]:
    """The same as the values of a statement."""
    return {"of_tenant": chain.tenant, "of_till": chain.till, "of_incarnation": chain.incarnation}


def in_chain(table: Table, chain: Chain) -> tuple[ColumnElement[bool], ...]:
    """The condition for the rows of one chain."""
    return tuple(table.c[name] == value for name, value in chain_key(chain).items())
