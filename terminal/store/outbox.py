"""The store's side of sync: what waits to be sent, and what an answer brings, each in one transaction.

Which rows an answer may change is decided by `terminal.sync.lent`; here they are read and written. The
journal is the outbox: how far the server has it is one number in the till's row.
"""

import json
from collections.abc import Sequence
from itertools import accumulate, takewhile
from typing import cast

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, select, text, update
from sqlalchemy.dialects.sqlite import insert

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.feed import (
    LookUpAnswer,
)
from loyalty.wire.messages import MAX_ASKS, LeaseAsk, OpenLease, Outcome, Person
from loyalty.wire.prepaid import HeldAccount
from loyalty.wire.rehoming import RehomeAnswer, RehomingWhy
from terminal.clock import from_timestamp, timestamp
from terminal.membership import AHEAD, LeaseSlice, LeaseState
from terminal.store.books import Reading, Unit
from terminal.store.claim_intake import (
    StockInHand,
    ThingsAhead,
    claim_asks,
    is_anything_wanted,
    mark_claims_asked,
    no_stock,
    nothing_ahead,
    place_claims,
    place_stock,
    take_claims,
)
from terminal.store.database import Store
from terminal.store.feed_intake import apply_feed
from terminal.store.lease_tending import tend_leases
from terminal.store.leases import slices_to_json
from terminal.store.past_lives import lost_events, past_batch, past_lives
from terminal.store.releasing import release_sales
from terminal.store.server_restored import enrolled_by, send_persons, take_up
from terminal.store.tables.journal import journal, quarantined, till_state
from terminal.store.tables.lending import leases
from terminal.store.tables.members import persons_out
from terminal.sync.core import Intake, Outgoing, Position
from terminal.sync.lent import LeaseChange, settle_leases, unknown_leases
from terminal.sync.past_lives import PastLife
from terminal.sync.ports import Waiting

BATCH_EVENTS = 200
BATCH_BYTES = 2 * 1024 * 1024
"""Of event bodies in one request, but for a single larger event: a quarter of what the server takes."""
BATCH_PERSONS = 200

_POSITION = select(
    till_state.c.till,
    till_state.c.incarnation,
    till_state.c.acked_seq,
    till_state.c.acked_hash,
    till_state.c.feed_epoch,
    till_state.c.feed_cursor,
    till_state.c.restored,
)
_SIZES = (
    select(func.length(journal.c.body))
    .where(
        journal.c.till == bindparam("till"),
        journal.c.incarnation == bindparam("incarnation"),
        journal.c.seq > bindparam("acked"),
    )
    .order_by(journal.c.seq)
    .limit(BATCH_EVENTS)
)
_PERSONS = select(persons_out).order_by(persons_out.c.member).limit(BATCH_PERSONS)
_SENT_PERSON = delete(persons_out).where(persons_out.c.member == bindparam("of_member"))
_ASKS = (
    select(leases.c.lease, leases.c.member, leases.c.sale, leases.c.account)
    .where(leases.c.state == "asked")
    .order_by(leases.c.sale == AHEAD, leases.c.lease)
    .limit(MAX_ASKS + 1)
)
_AHEAD_HELD = select(func.count()).where(
    leases.c.sale == AHEAD, leases.c.state != "closed", leases.c.account == "points"
)
_WANTED = select(leases.c.lease).where(leases.c.state == "wanted").limit(1)
_MARK_ASKED = update(leases).where(leases.c.state == "wanted").values(state="asked")
_HELD = select(leases.c.lease, leases.c.state).where(
    leases.c.state.in_(("wanted", "asked", "open", "frozen"))
    | leases.c.lease.in_(bindparam("named", expanding=True))
)
_TERMS = (
    update(leases)
    .where(leases.c.lease == bindparam("id"))
    .values(
        state=bindparam("new_state"),
        amount=bindparam("new_amount"),
        slices=bindparam("new_slices"),
        until=bindparam("new_until"),
        why=bindparam("new_why"),
    )
)
_END = (
    update(leases)
    .where(leases.c.lease == bindparam("id"))
    .values(state=bindparam("new_state"), why=bindparam("new_why"))
)
_SET_ASIDE = insert(quarantined).on_conflict_do_nothing()
_WAITING = text(
    "SELECT (SELECT max(seq) FROM journal JOIN till_state USING (till, incarnation)), acked_seq,"
    " (SELECT count(*) FROM quarantined), (SELECT count(*) FROM deeds_out WHERE why != '') FROM till_state"
)


class SqlOutbox:
    """`terminal.sync.ports.Outbox` over the till's store; safe from any thread, as the store is.

    `things_ahead` says what to claim beforehand for a regular, `stock_in_hand` what of the store's stock: the
    store knows nothing of rules.
    """

    def __init__(
        self,
        store: Store,
        *,
        things_ahead: ThingsAhead = nothing_ahead,
        stock_in_hand: StockInHand = no_stock,
    ) -> None:
        self._store = store
        self._things_ahead = things_ahead
        self._stock_in_hand = stock_in_hand

    def read_outgoing(self) -> Outgoing:
        """What waits, one batch of it; see `Outbox.read_outgoing`.

        Raises:
            Refused: `not-paired`.
            Unavailable: as `Store.read` and `Store.write`.
        """
        with self._store.read() as reading:
            somebody_is_wanted = reading.connection.execute(_WANTED).first() is not None
            somebody_is_wanted |= is_anything_wanted(reading.connection)
        if somebody_is_wanted:
            with self._store.write() as unit:
                unit.connection.execute(_MARK_ASKED)
                mark_claims_asked(unit.connection)
        with self._store.read() as reading:
            return _outgoing(reading)

    def apply(self, intake: Intake) -> tuple[str, ...]:
        """Take all that an answer brings, or nothing; see `Outbox.apply`.

        Raises:
            Refused: as `take_up`, where the server was put back to an earlier moment.
            Unavailable: as `Store.write`; whatever was taken, the same answer may be applied again.
        """
        with self._store.write() as unit:
            if intake.restored:
                take_up(unit, intake)
            _set_aside(unit, intake.quarantined)
            apply_feed(unit, intake)  # the till's own row may say that one of these is settled by now
            unit.members.put(intake.members)
            unit.gifts.put(intake.gifts)
            _drop_sent(unit.connection, intake.persons)
            unit.deeds_out.settle(intake.deeds)
            held = _held_leases(unit.connection, intake)
            is_forked = unit.rehomings.open() is not None or bool(intake.restored)
            _change_leases(unit.connection, settle_leases(held, intake, is_forked=is_forked))
            if not is_forked:
                tend_leases(unit, intake)
                take_claims(unit, intake)
                place_claims(unit, intake, self._things_ahead)
                place_stock(unit, self._stock_in_hand)
            release_sales(unit, intake)
            unit.state.set_watermark(
                acked_seq=intake.acked_seq,
                acked_hash=intake.acked_hash,
                feed_epoch=intake.feed_epoch,
                feed_cursor=intake.feed_cursor,
            )
        return unknown_leases(held, intake)

    def begin_rehoming(self, why: RehomingWhy) -> None:
        """Freeze all that was lent to this till, until it has a new life; see `Outbox.begin_rehoming`."""
        with self._store.write() as unit:
            find_fork(unit, why)

    def rehome(self, answer: RehomeAnswer) -> None:
        """Take the new life the server gave; see `Outbox.rehome`."""
        with self._store.write() as unit:
            found = unit.rehomings.open()
            if found is not None:
                lost = tuple(lost_events(unit, answer.held))
                send_persons(unit.connection, enrolled_by(event for event, _ in lost))
                unit.rehomings.finish(
                    found,
                    lost=lost,
                    incarnation=answer.incarnation,
                    receipt_number=answer.receipt_number,
                    journal=unit.journal,
                    state=unit.state,
                )

    def keep(self, found: LookUpAnswer) -> None:
        """Take a member and their cards into the directory."""
        with self._store.write() as unit:
            unit.members.put((found.member, *found.persons))
            unit.members.put_cards(found.cards)

    def waiting(self) -> Waiting:
        """How much waits; nothing before the till is paired."""
        with self._store.read() as reading:
            row = reading.connection.execute(_WAITING).first()
        if row is None:
            return Waiting(events=0, quarantined=0)
        head_seq, acked_seq, set_aside, deeds_aside = row
        return Waiting(events=(head_seq or 0) - acked_seq, quarantined=set_aside, deeds_aside=deeds_aside)

    def past_lives(self) -> tuple[PastLife, ...]:
        """The lives before today's; see `Outbox.past_lives`."""
        with self._store.read() as reading:
            return past_lives(reading)

    def past_batch(self, life: PastLife, *, after: int) -> Outgoing:
        """What was acknowledged of one, a batch of it; see `Outbox.past_batch`."""
        place = {"till": life.till, "incarnation": life.incarnation, "acked": after}
        with self._store.read() as reading:
            most = _that_fit(reading.connection.execute(_SIZES, place).scalars().all())
            return past_batch(reading, life, after=after, most=most)


def find_fork(unit: Unit, why: RehomingWhy) -> None:
    """Note, within a transaction, that this disk is not the one it was.

    Raises:
        Refused: `not-paired`.
    """
    head = unit.journal.head()
    unit.rehomings.begin(
        rehoming=unit.new_id(), incarnation=head.incarnation, why=why, at=timestamp(unit.now())
    )


def _outgoing(reading: Reading) -> Outgoing:
    connection = reading.connection
    row = connection.execute(_POSITION).mappings().first()
    if row is None:
        raise Refused("not-paired")
    position = Position(**row)
    place = {"till": position.till, "incarnation": position.incarnation, "acked": position.acked_seq}
    count = _that_fit(connection.execute(_SIZES, place).scalars().all())
    _, _, head_seq, head_hash = reading.journal.head()
    rehoming = reading.rehomings.open()
    asks = () if rehoming else connection.execute(_ASKS).all()
    return Outgoing(
        position=position,
        events=reading.journal.after(
            till=position.till, incarnation=position.incarnation, seq=position.acked_seq, most=count
        ),
        events_left=head_seq - position.acked_seq - count,
        persons=tuple(_person(row) for row in connection.execute(_PERSONS).mappings()),
        asks=tuple(_ask(each.lease, each.member, each.sale, each.account) for each in asks),
        ahead_held=connection.execute(_AHEAD_HELD).scalar_one(),
        end=(head_seq, head_hash),
        rehoming=rehoming,
        claims=() if rehoming else claim_asks(connection),
        deeds=reading.deeds_out.waiting(),
    )


def _ask(lease: str, member: str, sale: str, account: HeldAccount) -> LeaseAsk:
    """Money is never asked for beforehand: somebody stands there with the card."""
    return LeaseAsk(lease, member, ahead=sale == AHEAD and account == "points", account=account)


def _that_fit(sizes: Sequence[int]) -> int:
    """How many of the next events go into one request: at least one, if there is any."""
    fitting = sum(1 for _ in takewhile(lambda total: total <= BATCH_BYTES, accumulate(sizes)))
    return max(fitting, min(1, len(sizes)))


def _person(row: RowMapping) -> Person:
    return Person(
        member=row["member"],
        name=row["name"],
        phone=row["phone"],
        phone_text=row["phone_text"],
        birthday=row["birthday"],
        consents=tuple(json.loads(row["consents"])),
    )


def _set_aside(unit: Unit, outcomes: Sequence[Outcome]) -> None:
    identity = unit.state.identity()
    if not outcomes or identity is None:
        return
    chain = {"till": identity.till, "incarnation": identity.incarnation}
    unit.connection.execute(_SET_ASIDE, [chain | {"seq": each.seq, "why": each.why} for each in outcomes])


def _drop_sent(connection: Connection, persons: Sequence[Person]) -> None:
    if persons:
        connection.execute(_SENT_PERSON, [{"of_member": person.member} for person in persons])


def _held_leases(connection: Connection, intake: Intake) -> dict[str, LeaseState]:
    named = [lease.lease for lease in intake.leases] + [refusal.lease for refusal in intake.refused]
    rows = connection.execute(_HELD, {"named": named})
    return {lease: cast("LeaseState", state) for lease, state in rows}


def _change_leases(connection: Connection, changes: Sequence[LeaseChange]) -> None:
    for change in changes:
        if change.terms is None:
            ended = {"id": change.lease, "new_state": change.state, "new_why": change.why}
            connection.execute(_END, ended)
        else:
            connection.execute(_TERMS, {"id": change.lease, **_terms(change.terms)})


def _terms(lease: OpenLease) -> dict[str, str | int]:
    slices = [
        LeaseSlice(
            lot=each.lot,
            points=Points(each.points),
            dies_at=None if each.dies_at is None else from_timestamp(each.dies_at),
            is_bonus=each.is_bonus,
        )
        for each in lease.slices
    ]
    return {
        "new_state": lease.state,
        "new_amount": lease.amount,
        "new_slices": slices_to_json(slices),
        "new_until": lease.until,
        "new_why": lease.cap,
    }
