"""What a simulated till has for the server, and how an answer is written down, as the outbox does in SQL.

What an answer changes is decided by `terminal.sync.lent`.
"""

from dataclasses import replace

from loyalty.wire.claims import ClaimAsk
from loyalty.wire.feed import CardRow, MemberState, ProgramRow
from loyalty.wire.messages import LeaseAsk, OpenLease
from terminal.clock import from_timestamp
from terminal.membership import HeldLease, LeaseSlice, LeaseState
from terminal.sync.core import Intake, Outgoing, Position
from terminal.sync.lent import settle_claims, settle_leases
from tests.simulation.disk import Disk

BATCH = 4
"""Events in one request: few, so that a day has many batches."""


def outgoing_of(disk: Disk) -> Outgoing:
    """What waits, one batch of it."""
    rest = disk.events[disk.acked_seq :]
    wanting = {} if disk.fork else disk.leases
    asked = sorted(name for name, lease in wanting.items() if lease.state == "asked")
    return Outgoing(
        position=Position(
            till=disk.till,
            incarnation=disk.incarnation,
            acked_seq=disk.acked_seq,
            acked_hash=disk.acked_hash,
            feed_epoch=disk.feed_epoch,
            feed_cursor=disk.feed_cursor,
        ),
        events=tuple(rest[:BATCH]),
        events_left=max(0, len(rest) - BATCH),
        persons=tuple(disk.persons.values()),
        asks=() if disk.fork else tuple(_lease_ask(disk.leases[name]) for name in asked),
        end=(len(disk.events), disk.hash_at(len(disk.events))),
        rehoming=disk.fork,
        claims=() if disk.fork else _claim_asks(disk),
    )


def apply_intake(disk: Disk, intake: Intake) -> None:
    """Write down what an answer brings, as the outbox does."""
    states: dict[str, LeaseState] = {name: lease.state for name, lease in disk.leases.items()}
    for change in settle_leases(states, intake, is_forked=disk.fork is not None):
        held = disk.leases[change.lease]
        disk.leases[change.lease] = replace(
            _with_terms(held, change.terms), state=change.state, why=change.why
        )
    claimed: dict[str, LeaseState] = {
        name: claim.state for name, claim in disk.claims.items() if claim.state != "closed"
    }
    for told in () if disk.fork else settle_claims(claimed, intake):
        until = None if told.until is None else from_timestamp(told.until)
        disk.claims[told.claim] = replace(
            disk.claims[told.claim], state=told.state, until=until, why=told.why
        )
    for outcome in intake.quarantined:
        disk.quarantined[outcome.seq] = outcome.why
    for person in intake.persons:
        disk.persons.pop(person.member, None)
    for _, body in intake.feed:
        if isinstance(body, MemberState):
            _put_member(disk, body)
        elif isinstance(body, CardRow):
            disk.cards[body.number] = body
        elif isinstance(body, ProgramRow):
            disk.program = max(disk.program, body.version)
    for member in intake.members:
        _put_member(disk, member)
    disk.acked_seq, disk.acked_hash = intake.acked_seq, intake.acked_hash
    disk.feed_epoch, disk.feed_cursor = intake.feed_epoch, intake.feed_cursor


def _lease_ask(wanted: HeldLease) -> LeaseAsk:
    return LeaseAsk(lease=wanted.lease, member=wanted.member, account=wanted.account)


def _claim_asks(disk: Disk) -> tuple[ClaimAsk, ...]:
    asked = sorted(name for name, claim in disk.claims.items() if claim.state == "asked")
    return tuple(ClaimAsk(name, disk.claims[name].member, disk.claims[name].thing) for name in asked)


def _put_member(disk: Disk, state: MemberState) -> None:
    known = disk.members.get(state.member)
    if known is None or known.revision < state.revision:
        disk.members[state.member] = state


def _with_terms(held: HeldLease, terms: OpenLease | None) -> HeldLease:
    if terms is None:
        return held
    slices = tuple(
        LeaseSlice(
            lot=each.lot,
            points=each.points,
            dies_at=None if each.dies_at is None else from_timestamp(each.dies_at),
            is_bonus=each.is_bonus,
        )
        for each in terms.slices
    )
    return replace(held, amount=terms.amount, slices=slices, until=from_timestamp(terms.until))
