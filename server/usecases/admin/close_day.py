"""The close of a store's day: figures from the journals, signed, chained to the close before.

A journal is counted up to its first event of a later day, from where the close before had stopped. What comes
of an earlier day stands in the close that finds it. A day that is closed stays as it was closed. A figure of
more than a message holds is told as far as that goes: whatever a till says, its store's day can be closed.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple, replace
from datetime import date
from zoneinfo import ZoneInfo

from loyalty.errors import Refused
from loyalty.units import Money
from loyalty.wire.canonical import MAX_INT, WireRefused
from loyalty.wire.closing import (
    FIRST,
    DayClose,
    DayFigures,
    JournalHead,
    SignedClose,
    close_bytes,
    close_hash,
)
from loyalty.wire.feed import StoreSettings
from loyalty.wire.journal import BODIES, SaleSettled, SaleVoided
from loyalty.wire.late_claim import ReceiptClaimed
from loyalty.wire.rehoming import EventRehomed, rehomed_operation
from loyalty.wire.returning import GoodsReturned, SaleRefunded
from server.books.model import EXPIRED
from server.clock import moment_text, parse_moment
from server.context import Server
from server.model import Chain, PublishedProgram, Store
from server.store.asides import count_posted, posted_uncounted
from server.store.catalogue import program_in_force
from server.store.chains import quarantined
from server.store.closes import (
    Received,
    expired_ever,
    insert_close,
    list_closes,
    received_after,
    received_at_places,
)
from server.store.database import Connection
from server.store.derived import outstanding
from server.store.journal import ask_operations
from server.store.restores import last_restore
from server.store.tenancy import list_stores
from server.store.tills import list_tills
from server.store.totals import list_chains
from server.usecases.admin.rates import read_rates
from server.usecases.admin.setup import find_tenant, unknown

Counted = SaleSettled | SaleVoided | SaleRefunded | GoodsReturned | ReceiptClaimed


def close_day(server: Server, *, tenant: str | None, store: str, day: date) -> tuple[SignedClose, ...]:
    """Close a local day of a store (by its code); gives all closes of the store, that one among them.

    Raises:
        Refused: `no-such-store`, `day-not-over`, `day-passed-over` (a later one is closed),
            `day-not-heard` (tills have not said again what a restored server lost), `tenant-…`.
    """

    def unit(connection: Connection) -> tuple[SignedClose, ...]:
        owner = find_tenant(connection, tenant)
        stores = {each.code: each for each in list_stores(connection, owner)}
        found = stores.get(store)
        if found is None:
            raise unknown("store", store, list(stores))
        before = list_closes(connection, owner, found.store)
        if any(each.close.day == day.isoformat() for each in before):
            return tuple(before)
        _check_day(server, found, before, day)
        _check_all_were_heard(connection, owner)
        close = _close(connection, server, owner, found, before[-1].close if before else None, day)
        signed = SignedClose(close, server.keys.signing_key().sign(close_bytes(close)))
        insert_close(connection, owner, signed)
        return (*before, signed)

    return server.database.write(unit, still=True)


def _check_day(server: Server, store: Store, before: list[SignedClose], day: date) -> None:
    settings = StoreSettings.from_json(store.settings)
    today = server.clock.now().astimezone(ZoneInfo(settings.timezone)).date()
    if day >= today:
        raise Refused("day-not-over", day=day.isoformat(), today=today.isoformat())
    if before and before[-1].close.day > day.isoformat():
        raise Refused("day-passed-over", day=day.isoformat(), last=before[-1].close.day)


def _check_all_were_heard(connection: Connection, tenant: str) -> None:
    restore = last_restore(connection, tenant)
    if restore is not None and restore.ended_at is None:
        raise Refused("day-not-heard")


def _close(
    connection: Connection, server: Server, tenant: str, store: Store, before: DayClose | None, day: date
) -> DayClose:
    settings = StoreSettings.from_json(store.settings)
    by_day: dict[str, DayFigures] = {day.isoformat(): DayFigures(day.isoformat())}
    heads = tuple(_count_journals(connection, tenant, store, before, by_day, ZoneInfo(settings.timezone)))
    expired = _told(expired_ever(connection, tenant, store.store, EXPIRED))
    held = sum(each.points for each in outstanding(connection, tenant) if each.issuing_store == store.store)
    force = program_in_force(connection, tenant, server.clock.now())
    return DayClose(
        tenant=tenant,
        store=store.store,
        store_code=store.code,
        number=_number_after(before),
        day=day.isoformat(),
        timezone=settings.timezone,
        currency=settings.currency,
        taken_at=moment_text(server.clock.now()),
        before=close_hash(before) if before else FIRST,
        figures=_told_day(by_day.pop(day.isoformat())),
        late=tuple(_told_day(by_day[each]) for each in sorted(by_day)),
        points_expired=expired - (before.expired_ever if before else 0),
        expired_ever=expired,
        liability_points=_told(held),
        liability_money=_told(held * _worth(connection, tenant, store, force)) if force else 0,
        heads=heads,
    )


def _worth(connection: Connection, tenant: str, store: Store, force: PublishedProgram) -> Money:
    """What a point pays at the store by the program in force: a partner's may have a worth of their own."""
    return read_rates(connection, tenant, in_force=force.version).worth(force.version, store.store)


def _number_after(before: DayClose | None) -> int:
    return before.number + 1 if before else 1


def _told(figure: int) -> int:
    return max(-MAX_INT, min(figure, MAX_INT))


def _told_day(figures: DayFigures) -> DayFigures:
    day, *counted = astuple(figures)
    return DayFigures(day, *map(_told, counted))


def _count_journals(
    connection: Connection,
    tenant: str,
    store: Store,
    before: DayClose | None,
    by_day: dict[str, DayFigures],
    zone: ZoneInfo,
) -> Iterator[JournalHead]:
    """Add what is new to `by_day`, which holds the day itself; gives where each journal stands by that."""
    (last_day,) = by_day
    codes = {each.till: each.code for each in list_tills(connection, tenant) if each.store == store.store}
    reached = {(head.till, head.incarnation): head for head in before.heads} if before else {}
    for chain in list_chains(connection, tenant):
        if chain.till not in codes:
            continue
        start = reached.get((chain.till, chain.incarnation))
        seq, hash_ = (start.seq, start.hash) if start else (0, FIRST)
        aside = quarantined(connection, chain, seq, chain.ack_seq)
        _count_posted(connection, chain, seq, by_day, zone)
        with closing(received_after(connection, chain, seq)) as events:
            for event in events:
                day = _day_of(event, zone)
                if day > last_day:
                    break
                seq, hash_ = event.seq, event.hash
                body = None if event.seq in aside else _counted(connection, chain, event)
                if body is not None:
                    by_day[day] = _with(by_day.get(day, DayFigures(day)), body)
        count_posted(connection, chain, seq, close_number=_number_after(before))
        yield JournalHead(chain.till, codes[chain.till], chain.incarnation, seq, hash_)


def _count_posted(
    connection: Connection, chain: Chain, reached: int, by_day: dict[str, DayFigures], zone: ZoneInfo
) -> None:
    """What the closes before had passed over as put aside, and was posted since: under its own day."""
    for event in received_at_places(connection, chain, posted_uncounted(connection, chain, reached)):
        body = _counted(connection, chain, event)
        if body is not None:
            day = _day_of(event, zone)
            by_day[day] = _with(by_day.get(day, DayFigures(day)), body)


def _day_of(event: Received, zone: ZoneInfo) -> str:
    """The local day of an event, by the till's clock, which is believed no further than to when it came.

    One that is said again is of the day on which it was said first.
    """
    at_first = json.loads(event.body).get("at") if event.kind == "event_rehomed" else None
    try:
        at = min(parse_moment(str(at_first or event.at)), event.received_at).astimezone(zone)
    except (ValueError, OverflowError):
        at = event.received_at.astimezone(zone)
    return at.date().isoformat()


def _counted(connection: Connection, chain: Chain, event: Received) -> Counted | None:
    """What the event says, where it counts; one that is said again does unless it was heard before."""
    kind, said = event.kind, json.loads(event.body)
    if kind == "event_rehomed":
        inner = EventRehomed.from_json(said)
        names = {inner.operation_id} | {
            rehomed_operation(inner.operation_id, life) for life in range(2, chain.incarnation)
        }
        if ask_operations(connection, chain, names - {event.operation_id})():
            return None
        kind, said = inner.kind, inner.body
    reader = BODIES.get(kind)
    try:
        body = reader.from_json(said) if reader else None
    except WireRefused:
        return None
    return body if isinstance(body, Counted) else None


def _with(figures: DayFigures, body: Counted) -> DayFigures:
    if isinstance(body, SaleSettled):
        return replace(
            figures,
            sales=figures.sales + 1,
            sold=figures.sold + body.to_pay,
            points_earned=figures.points_earned + (body.earned_points if body.member else 0),
            points_burned=figures.points_burned + _spent(body),
        )
    if isinstance(body, ReceiptClaimed):
        return replace(figures, points_earned=figures.points_earned + body.points)
    money, taken, given = _came_back(body)
    return replace(
        figures,
        refunds=figures.refunds + 1,
        refunded=figures.refunded + money,
        points_taken_back=figures.points_taken_back + taken,
        points_given_back=figures.points_given_back + given,
    )


def _spent(body: SaleSettled) -> int:
    """Points that paid, and those that rewards cost."""
    return body.burn.points + body.burn.reward_points if body.burn else 0


def _came_back(body: SaleVoided | SaleRefunded | GoodsReturned) -> tuple[int, int, int]:
    """Money paid out, points taken back, points given back."""
    if isinstance(body, SaleVoided):
        return body.refund.money, body.refund.points_taken, body.refund.points_returned
    money = body.money + body.rounding
    if isinstance(body, SaleRefunded):
        return money, body.points_taken, body.points_returned
    return money, 0, 0
