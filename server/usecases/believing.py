"""What a till names that the server has never lent it, after the server was put back to an earlier moment.

The grant was the server's and is gone with what it lost; what was spent inside it is in the till's journal.
So it is granted again, as much as was spent, out of what the member has free: never more than there is. What
expired meanwhile would not have, had the lease been known, and comes back for it. Where there is not enough
yet, since another till has not said yet what it gave, the event is put aside as any other that names an
unknown lease, and is posted once all have been heard; what a return or a debt has taken of the lot by then
(`Sitting.taken`) comes back for it too, and is owed. Pure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from loyalty.units import Points
from loyalty.wire.benefit_use import BenefitUsed
from loyalty.wire.claims import benefit_thing, stock_of
from loyalty.wire.journal import SaleSettled, SaleVoided
from loyalty.wire.returning import SaleRefunded
from loyalty.wire.wallet import WalletTakenBack
from server.books import leasing
from server.books.model import Books, Cause, HeldSlice, Lease
from server.books.points import owe_again, pay_owed, unexpire
from server.books.pots import POINTS
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
    """Grant what the event names and the server does not know, where tills are believed.

    Gives what `close_again` is to end.
    """
    holder, ended = sitting.holder_of(incoming), Ended()
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


def _lend(
    sitting: Sitting, incoming: Incoming, books: Books, lease: str, parts: Iterable[tuple[str, int]]
) -> bool:
    wanted: dict[str, int] = {}
    for lot, points in parts:
        wanted[lot] = wanted.get(lot, 0) + points
    if not wanted or any(_at_hand(sitting, books, lot) < each for lot, each in wanted.items()):
        return False
    holder, cause = sitting.holder_of(incoming), sitting.cause(incoming.event.seq, sitting.now)
    for lot, points in wanted.items():
        _bring_back(books, lot, points, cause)
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
    pay_owed(books, cause)
    return True


def _at_hand(sitting: Sitting, books: Books, lot: str) -> int:
    """What is free of a lot, has expired of it, or was taken of it for what could have been owed."""
    held = books.lots.get(lot)
    taken = sitting.taken.get(lot, 0) if books.pot is POINTS else 0
    return 0 if held is None else held.free + held.expired + taken


def _bring_back(books: Books, lot: str, points: int, cause: Cause) -> None:
    """Let so many be free of a lot."""
    held = books.lots[lot]
    dead = min(points - held.free, held.expired)
    if dead > 0:
        unexpire(books, lot, Points(dead), cause)
    taken = points - books.lots[lot].free
    if taken > 0:
        owe_again(books, lot, Points(taken), cause)


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
