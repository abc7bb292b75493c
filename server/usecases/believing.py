"""What a till names that the server has never lent it, after the server was put back to an earlier moment.

The grant was the server's and is gone with what it lost; what was spent inside it is in the till's journal.
So it is granted again, as much as was spent, out of what the member has free: never more than there is. What
expired meanwhile would not have, had the lease been known, and comes back for it. Where there is not enough
yet, since another till has not said yet what it gave, the event is put aside as any other that names an
unknown lease, and is posted once all have been heard. Pure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from loyalty.units import Points
from loyalty.wire.benefit_use import BenefitUsed
from loyalty.wire.claims import benefit_thing, stock_of
from loyalty.wire.journal import SaleSettled, SaleVoided
from loyalty.wire.returning import SaleRefunded
from loyalty.wire.wallet import WalletTakenBack
from server.books import leasing
from server.books.leasing import Holder
from server.books.model import Books, HeldSlice, Lease
from server.books.points import unexpire
from server.keeping import claims
from server.keeping.claims import Claims
from server.model import MemberFile
from server.usecases.incoming import Incoming
from server.usecases.sitting import Sitting
from server.usecases.stocking import stock_file

RESTORED: Final = "restored"
"""Stands where a lease says what kept it from being more: a till's own word made it."""
Spend = tuple[Books, str, tuple[tuple[str, int], ...]]
"""In which books which lease is spent of, and of which lots how much."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What was lent again after its end was heard: it is over as soon as the event is posted."""

    leases: list[tuple[Books, str]] = field(default_factory=list[tuple[Books, str]])
    claims: list[tuple[Claims, str]] = field(default_factory=list[tuple[Claims, str]])


def lend_again(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> Ended:
    """Grant what the event names and the server does not know; nothing where that is not so.

    Gives what `close_again` is to end.
    """
    holder, ended = sitting.holder_of(incoming), Ended()
    if not sitting.believes:
        return ended
    for books, lease, parts in _spends(sitting, file, incoming):
        held = books.leases.get(lease)
        is_tombstone = held is not None and held.state == "closed" and not held.amount
        is_lost = held is None or is_tombstone
        if is_lost and _lend(sitting, incoming, books, lease, parts) and is_tombstone:
            ended.leases.append((books, lease))
    for held_claims, claim, thing in _claims(sitting, file, incoming):
        known = held_claims.get(claim)
        has_ended = known is not None and known.is_tombstone and known.is_of(holder)
        if known is None or has_ended:
            claims.add(
                held_claims, claim=claim, thing=thing, holder=holder, at=incoming.at, until=sitting.now
            )
        if has_ended:
            ended.claims.append((held_claims, claim))
    return ended


def close_again(sitting: Sitting, incoming: Incoming, ended: Ended) -> None:
    """End what had ended before it was lent again."""
    holder = sitting.holder_of(incoming)
    for books, lease in ended.leases:
        cause = sitting.cause(incoming.event.seq, sitting.now)
        leasing.close(books, lease, holder, spent=books.leases[lease].spent, cause=cause)
    for held, claim in ended.claims:
        used = bool(held[claim].used_by)
        claims.close(held, claim, held[claim].thing, holder, used=used, at=sitting.now)


def thaw(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> None:
    """Open again what was frozen only since this event of the till's life of today was put aside."""
    if sitting.chain.incarnation != sitting.till.incarnation or sitting.chain.state == "forked":
        return
    named = {incoming.lease, *incoming.wallet_leases, *(each.lease for each in incoming.gifts)}
    cards = [sitting.gift(each.card).books for each in incoming.gifts if each.card in sitting.gifts]
    members = [] if file is None else [file.books, file.wallet]
    for books in (*members, *cards):
        for lease in named & books.leases.keys():
            held = books.leases[lease or ""]
            if _is_frozen_here(sitting, held):
                books.leases[held.lease] = replace(held, state="open")
    for each in (file, stock_file(sitting)):
        if each is not None:
            for claim in incoming.claims:
                _thaw_claim(each.claims, claim, sitting.holder)


def _thaw_claim(held: Claims, name: str, holder: Holder) -> None:
    claim = held.get(name)
    if claim is not None and claim.is_of(holder) and claim.state == "frozen":
        held[name] = replace(claim, state="open")


def _is_frozen_here(sitting: Sitting, held: Lease) -> bool:
    return held.state == "frozen" and Holder(held.till, held.incarnation) == sitting.holder


def _lend(
    sitting: Sitting, incoming: Incoming, books: Books, lease: str, parts: Iterable[tuple[str, int]]
) -> bool:
    wanted: dict[str, int] = {}
    for lot, points in parts:
        wanted[lot] = wanted.get(lot, 0) + points
    if not wanted or any(_at_hand(books, lot) < each for lot, each in wanted.items()):
        return False
    holder = sitting.holder_of(incoming)
    for lot, points in wanted.items():
        dead = points - books.lots[lot].free
        if dead > 0:
            unexpire(books, lot, Points(dead), sitting.cause(incoming.event.seq, sitting.now))
        books.change_lot(lot, reserved=points)
    books.leases[lease] = Lease(
        lease=lease,
        till=holder.till,
        incarnation=holder.incarnation,
        amount=Points(sum(wanted.values())),
        granted_at=sitting.now,
        until=sitting.now,
        slices=tuple(HeldSlice(lot, Points(points)) for lot, points in wanted.items()),
        cap=RESTORED,
        account=books.pot.name,
    )
    return True


def _at_hand(books: Books, lot: str) -> int:
    """What is free of a lot or has expired of it."""
    held = books.lots.get(lot)
    return 0 if held is None else held.free + held.expired


def _spends(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> Iterator[Spend]:
    body = incoming.body
    if isinstance(body, SaleSettled):
        if file is not None and body.burn is not None:
            yield file.books, body.burn.lease, tuple((each.lot, each.points) for each in body.burn.slices)
        used = body.from_wallet
        if file is not None and used is not None:
            yield (
                file.wallet,
                used.lease,
                tuple((each.lot, each.amount) for each in (*used.paid, *used.bonus)),
            )
        for gift in body.gift_tenders:
            if gift.card in sitting.gifts:
                parts = tuple((each.lot, each.amount) for each in gift.slices)
                yield sitting.gift(gift.card).books, gift.lease, parts
    if isinstance(body, SaleVoided):
        for taken in body.gifts:
            if taken.card in sitting.gifts:
                yield sitting.gift(taken.card).books, taken.lease, ((taken.lot, taken.amount),)
    if isinstance(body, SaleVoided | SaleRefunded) and body.top_up is not None and file is not None:
        yield from _brought_back(sitting, file, body.sale, body.top_up)


def _brought_back(sitting: Sitting, file: MemberFile, sale: str, back: WalletTakenBack) -> Iterator[Spend]:
    known = sitting.sales.get(sale)
    paid_in = None if known is None else known.body.top_up
    if paid_in is not None:
        lots = ((paid_in.lot, back.paid), (paid_in.bonus_lot or "", back.bonus))
        yield file.wallet, back.lease, tuple((lot, money) for lot, money in lots if money)


def _claims(
    sitting: Sitting, file: MemberFile | None, incoming: Incoming
) -> Iterator[tuple[Claims, str, str]]:
    body, stock = incoming.body, stock_file(sitting)
    if isinstance(body, SaleSettled) and body.extras is not None:
        for each in body.extras.claims:
            held = file if stock_of(each.thing) is None else stock
            if held is not None:
                yield held.claims, each.claim, each.thing
    if isinstance(body, BenefitUsed) and body.claim is not None and file is not None:
        yield file.claims, body.claim, benefit_thing(body.benefit)
