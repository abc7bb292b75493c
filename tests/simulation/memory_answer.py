"""What the server on memory tells a till: what it holds, and a page of the feed. Nothing is changed here."""

from collections.abc import Callable
from datetime import datetime

from loyalty.wire.canonical import JsonObject
from loyalty.wire.feed import MemberState, ProgramRow
from loyalty.wire.messages import FeedAsk, FeedPage, FeedRow, OpenLease, Slice
from loyalty.wire.prepaid import HeldAccount
from server.books.model import Books, Lease
from server.books.pots import GIFT, WALLET
from server.clock import moment_text
from server.keeping.claims import Claim
from server.model import Chain
from server.usecases.gifts import gift_state
from server.usecases.states import states_of
from tests.simulation.program import program_of, text_of
from tests.simulation.server_state import ServerState


def claims_of(state: ServerState, chain: Chain) -> list[tuple[str, Claim]]:
    """What a till has kept for it, with whose each is."""
    return [
        (member, claim)
        for member, held in state.all_claims()
        for claim in held.values()
        if (claim.till, claim.incarnation) == (chain.till, chain.incarnation) and claim.state != "closed"
    ]


def leases_of(state: ServerState, chain: Chain) -> tuple[OpenLease, ...]:
    """What a till has lent to it, as it is told."""
    return tuple(
        _on_the_wire(holder, books, lease)
        for holder, books in state.all_books()
        for lease in books.leases.values()
        if (lease.till, lease.incarnation) == (chain.till, chain.incarnation) and lease.state != "closed"
    )


def page_of(
    state: ServerState, ask: FeedAsk, *, epoch: str, now: datetime, known: Callable[[str], MemberState | None]
) -> FeedPage:
    """What the feed has for a till; `known` gives the states that are worked out already."""
    cursor = ask.cursor if ask.epoch == epoch else 0
    waiting = sorted((seq, thing) for thing, seq in state.feed.items() if seq > cursor)
    page, rest = waiting[: ask.limit], waiting[ask.limit :]

    def body(kind: str, key: str) -> JsonObject:
        if kind == "card":
            return state.cards[key].to_json()
        if kind == "gift":
            return gift_state(state.gifts[key], moment=now).to_json()
        if kind == "program":
            return _program_row(state.version, now).to_json()
        return (known(key) or states_of([state.files[key]], program_of(state.version), now)[0]).to_json()

    rows = tuple(FeedRow(seq, kind, key, body(kind, key)) for seq, (kind, key) in page)
    return FeedPage(epoch, rows, page[-1][0] if page else cursor, more=bool(rest))


def _program_row(version: int, now: datetime) -> ProgramRow:
    return ProgramRow(version, text_of(version), program_of(version).fingerprint, moment_text(now))


def lease_account(books: Books) -> HeldAccount:
    """Whose of what a lease in these books is."""
    return "gift" if books.pot is GIFT else "wallet" if books.pot is WALLET else "points"


def _on_the_wire(member: str, books: Books, lease: Lease) -> OpenLease:
    lots = {part.lot: books.lots[part.lot] for part in lease.slices}
    return OpenLease(
        lease=lease.lease,
        member=member,
        account=lease_account(books),
        amount=lease.amount,
        spent=lease.spent,
        slices=tuple(
            Slice(
                part.lot,
                part.points,
                None if (at := lots[part.lot].dies_at) is None else moment_text(at),
                is_bonus=lots[part.lot].is_bonus,
            )
            for part in lease.slices
        ),
        until=moment_text(lease.until),
        cap=lease.cap or "",
        state="frozen" if lease.state == "frozen" else "open",
    )
