"""Points and money that go back to a lot which somebody else has by now: two members were one, and parted.

What a sale took of a lot goes back to that lot, whoever has it: it was theirs that was spent, and so it is
again. Only where that is not exact is it the member's who brings the goods back, as a lot of their own.
Pure; files in memory.
"""

from hashlib import sha256

from loyalty.units import Points
from server.books import points
from server.books.model import Books, Cause, HeldLot
from server.books.pots import Pot
from server.model import KnownSale, MemberFile
from server.usecases.sitting import Sitting
from server.values import altered

ANEW = "return-"
"""What a lot is called by first that was made because the one which was paid from is somebody else's."""


def holders_parted(sitting: Sitting, file: MemberFile) -> tuple[MemberFile, ...]:
    """The files of whoever has lots that this member's sales were paid from."""
    who = {holder for (member, *_), holder in sitting.parted.items() if member == file.member}
    return tuple(sitting.files[each] for each in sorted(who))


def give_back(
    sitting: Sitting, file: MemberFile, pot: Pot, part: tuple[str, Points], known: KnownSale, cause: Cause
) -> None:
    """Put back so much of what a sale took from a lot, into the lot.

    Raises:
        Refused: `lot-unknown`: nobody has the lot who was ever one with the member.
    """
    lot, amount = part
    mine = file.books_of(pot.name)
    holder = sitting.files.get(sitting.parted.get((file.member, pot.name, lot), ""))
    if lot in mine.lots or holder is None:
        _into(sitting, mine, lot, amount, known, cause)
        return
    theirs = holder.books_of(pot.name)
    if _is_exact(holder, theirs.lots[lot], amount):
        _into(sitting, theirs, lot, amount, known, cause)
        # By the server's own time: a till's clock that is behind would take no lot for one that can be spent.
        points.pay_owed(theirs, altered(cause, at=sitting.now))
        return
    name = f"{ANEW}{sha256(f'{cause.operation}/{lot}'.encode()).hexdigest()[:40]}"
    mine.lots[name] = _emptied(theirs.lots[lot], name, amount)
    _into(sitting, mine, name, amount, known, cause, burned_from=lot)


def _is_exact(holder: MemberFile, lot: HeldLot, amount: Points) -> bool:
    """Whether so much was spent of the lot: of another's that a tampered till gave its name, perhaps not."""
    is_there = holder.profile is not None and holder.profile.state in {"active", "blocked"}
    return is_there and lot.granted - lot.expired - lot.remaining >= amount


def _emptied(like: HeldLot, name: str, amount: Points) -> HeldLot:
    """A lot as the other with nothing in it, and room for so much."""
    nothing = Points(0)
    return altered(
        like, lot=name, granted=amount, remaining=nothing, reserved=nothing, expired=nothing, sale=None
    )


def _into(
    sitting: Sitting,
    books: Books,
    lot: str,
    amount: Points,
    known: KnownSale,
    cause: Cause,
    *,
    burned_from: str = "",
) -> None:
    points.give_back(
        books,
        lot,
        amount,
        cause,
        burned_at=known.at,
        burned_by=f"{known.till}:{known.incarnation}:{known.seq}",
        burned_from=burned_from,
        zone=sitting.zone,
    )
