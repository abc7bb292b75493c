"""The books of one member: what is held, reserved and owed, and what was posted in this sitting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Literal

from msgspec import Struct

from loyalty.errors import Refused
from loyalty.lots import Lot, lives
from loyalty.units import Points
from server.books.lots import Lots, ToldLot
from server.books.pots import POINTS, Pot
from server.values import altered

MEMBER_POINTS = POINTS.held
MEMBER_OWED = POINTS.owed
"""What a member owes is below zero in this account, and above zero in `Books.owed`."""
ISSUED = POINTS.issued
BURNED = POINTS.used
EXPIRED = POINTS.expired
ADJUSTED = POINTS.adjusted
OPENING = POINTS.opening
HOUSE_LOSS = POINTS.house_loss
"""What was spent twice, or after a manager had given it back: the house bears it, no member does."""

LeaseState = Literal["open", "frozen", "closed"]


class HeldLot(Struct, frozen=True, kw_only=True):
    """One earning: `granted` once, `remaining` now (`reserved` of it by leases), `expired` of it so far.

    Of money it is one payment in, or the bonus for one (`is_bonus`).
    """

    lot: str
    granted: Points
    remaining: Points
    earned_at: datetime
    spendable_from: datetime
    dies_at: datetime | None
    program_version: int
    reserved: Points = Points(0)
    expired: Points = Points(0)
    issuing_store: str | None = None
    sale: str | None = None
    is_bonus: bool = False

    @property
    def free(self) -> Points:
        """What is left and not reserved."""
        return Points(self.remaining - self.reserved)

    def is_alive(self, at: datetime) -> bool:
        """Whether the lot has not died by this moment."""
        return lives(self.dies_at, at)

    def is_spendable(self, at: datetime) -> bool:
        """Whether the lot can be spent from at this moment."""
        return self.spendable_from <= at and lives(self.dies_at, at)

    def as_lot(self, points: Points) -> Lot:
        """The lot as the rules see it, with so many points in it."""
        return Lot(self.lot, points, self.earned_at, self.spendable_from, self.dies_at)


class HeldSlice(Struct, frozen=True):
    """What a lease reserved of one lot, and how much of that was spent."""

    lot: str
    points: Points
    spent: Points = Points(0)


class Lease(Struct, frozen=True, kw_only=True):
    """Points of this member's, or money, that one till may spend; a closed one stays as a tombstone.

    `cap` says what kept the amount from being more. `freed` is what a manager gave back to the member before
    the till had said what it spent, with what the house had lost by it until then; `lost` is what the house
    bore of spends that then turned up, or that two disks made of one lease.
    """

    lease: str
    till: str
    incarnation: int
    amount: Points
    granted_at: datetime
    until: datetime
    spent: Points = Points(0)
    state: LeaseState = "open"
    slices: tuple[HeldSlice, ...] = ()
    freed: Points = Points(0)
    lost: Points = Points(0)
    cap: str | None = None
    account: str = POINTS.name

    @property
    def left(self) -> tuple[HeldSlice, ...]:
        """The slices with something to spend: a lot of another may be spent to its end, and not loaded."""
        return tuple(part for part in self.slices if part.spent < part.points)


class Cause(Struct, frozen=True, kw_only=True):
    """What makes a movement: the operation it belongs to, when, in which store, under which program."""

    operation: str
    at: datetime
    store: str | None
    program_version: int
    sale: str | None = None


class Posting(Struct, frozen=True, kw_only=True):
    """One leg of a movement; the legs of a movement sum to zero."""

    movement: str
    leg: int
    kind: str
    account: str
    amount: int
    cause: Cause
    lot: str | None = None
    lease: str | None = None
    issuing_store: str | None = None
    redeeming_store: str | None = None
    reverses: str | None = None


@dataclass(slots=True)
class _Made:
    """What the last operation has posted, by name: a merge makes a movement for each of thousands of lots."""

    operation: str
    movements: set[str]
    until: int
    """So many postings there were then."""


class Books:
    """All that one member, or one card, owns and owes in one pot. Change it through this package."""

    _made: _Made | None = None

    def __init__(
        self,
        lots: Lots | Iterable[HeldLot] = (),
        leases: Iterable[Lease] = (),
        owed: Points = Points(0),
        *,
        pot: Pot = POINTS,
    ) -> None:
        self.pot = pot
        self.lots = lots if isinstance(lots, Lots) else Lots({lot.lot: lot for lot in lots})
        self.leases = {lease.lease: lease for lease in leases}
        self.owed = owed
        self.postings: list[Posting] = []

    @property
    def posted(self) -> Points:
        """All points that are there, dead ones not yet swept included."""
        return Points(self.lots.remaining)

    @property
    def reserved(self) -> Points:
        """What leases hold of `posted`."""
        return Points(self.lots.reserved)

    def balance(self, at: datetime) -> Points:
        """What is alive and spendable, reserved or not, less what is owed; never below 0."""
        return Points(max(0, self.lots.spendable(at) - self.owed))

    def available(self, at: datetime) -> Points:
        """What a lease could take: alive, spendable, not reserved, less what is owed; never below 0."""
        return Points(max(0, self.lots.free(at) - self.owed))

    def told(self, at: datetime) -> tuple[list[ToldLot], Points, Points]:
        """The lots that have not died, with `balance` and `available`: all that is told, looked for once."""
        lots, held, free = self.lots.told(at)
        return lots, Points(max(0, held - self.owed)), Points(max(0, free - self.owed))

    def dead_lots(self, at: datetime) -> list[HeldLot]:
        """The lots that have died with something in them that no lease reserves."""
        return [lot for lot in self.lots.dead(at) if lot.remaining > lot.reserved]

    def free_lots(self, at: datetime) -> list[Lot]:
        """The lots that can be spent from at a moment, with what is free in them."""
        return [lot.as_lot(lot.free) for lot in self.lots.values() if lot.free > 0 and lot.is_spendable(at)]

    def copy(self) -> "Books":
        """The same books to try something on; what is posted there stays there."""
        twin = Books.__new__(Books)  # with dictionaries that are made already
        twin.pot, twin.owed = self.pot, self.owed
        twin.lots, twin.leases, twin.postings = self.lots.copy(), self.leases.copy(), self.postings.copy()
        return twin

    def change_lot(self, lot: str, *, remaining: int = 0, reserved: int = 0, expired: int = 0) -> None:
        """Move the figures of a lot by so much each."""
        held = self.lots[lot]
        self.lots[lot] = altered(
            held,
            remaining=Points(held.remaining + remaining),
            reserved=Points(held.reserved + reserved),
            expired=Points(held.expired + expired),
        )

    def post(
        self,
        *,
        kind: str,
        key: str,
        cause: Cause,
        amounts: Mapping[str, int],
        lot: str | None = None,
        lease: str | None = None,
        redeeming_store: str | None = None,
        reverses: str | None = None,
    ) -> None:
        """Post one movement: `amounts` by account, summing to zero; accounts with 0 are left out.

        `key` with the operation names the movement for ever, so the same movement can never be posted twice.

        Raises:
            Refused: `movement-repeated`: the same operation has made it already.
        """
        if sum(amounts.values()) != 0:
            raise AssertionError(f"{kind} does not balance: {dict(amounts)}")
        movement = f"{cause.operation}/{key}"
        made = self._made_by(cause.operation)
        if movement in made.movements:
            raise Refused("movement-repeated", movement=movement)
        held = None if lot is None else self.lots.get(lot)
        issuing_store = cause.store if held is None else held.issuing_store
        legs = [(account, amount) for account, amount in amounts.items() if amount]
        self.postings += [
            Posting(
                movement=movement,
                leg=leg,
                kind=kind,
                account=account,
                amount=amount,
                cause=cause,
                lot=lot,
                lease=lease,
                issuing_store=issuing_store,
                redeeming_store=redeeming_store,
                reverses=reverses,
            )
            for leg, (account, amount) in enumerate(legs)
        ]
        if legs:
            made.movements.add(movement)
        made.until = len(self.postings)

    def _made_by(self, operation: str) -> _Made:
        """What an operation has made so far: what one posts stands together, at the end."""
        made, until = self._made, len(self.postings)
        if made is None or made.operation != operation or made.until != until:
            last = takewhile(lambda each: each.cause.operation == operation, reversed(self.postings))
            movements = {each.movement for each in last} if until else set[str]()
            made = self._made = _Made(operation, movements, until)
        return made
