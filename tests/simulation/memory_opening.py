"""What the server on memory has as a day begins: members with points and vouchers, wallets, gift cards."""

from collections.abc import Mapping
from datetime import datetime

from loyalty.account.keeping import Change, keep_change
from loyalty.units import Points
from server.books.model import Books, Cause, HeldLot
from server.books.points import earn
from server.books.pots import GIFT
from server.model import GiftAccount, GiftFile, MemberFile, Profile
from server.usecases.keeping import keep_whole
from tests.simulation.memory_save import keep_postings, touch
from tests.simulation.program import PROGRAM, vouchers_of
from tests.simulation.server_state import ServerState


def bring_member(
    state: ServerState, member: str, lots: Mapping[str, tuple[int, datetime | None]], *, at: datetime
) -> None:
    """A member with points from before: lots by name, with the moment each dies."""
    books = Books()
    cause = Cause(operation=f"import:{member}", at=at, store=None, program_version=1)
    for lot, (points, dies_at) in lots.items():
        earn(books, _lot(lot, points, at=at, dies_at=dies_at), cause, imported=True)
    profile = Profile(member=member, enrolled_at=at, tier=PROGRAM.tiers[0].id, revision=1)
    keep_postings(state, member, books)
    file = MemberFile(member, profile, books)
    given = keep_change(file.keeping.account, Change(issued=vouchers_of(member, at)))
    keep_whole(file.keeping, given, cause)
    file.keeping.forget_notes()
    state.files[member] = file
    state.opening[member] = sum(points for points, _ in lots.values())
    touch(state, [("member", member)])


def fill_wallet(state: ServerState, member: str, amount: int, *, at: datetime) -> None:
    """Money that a member has paid in before the day."""
    _open_money(state, member, state.files[member].wallet, amount, at=at)


def bring_gift(state: ServerState, card: str, amount: int, *, at: datetime) -> None:
    """A gift card that was sold before the day."""
    books = Books(pot=GIFT)
    _open_money(state, card, books, amount, at=at)
    account = GiftAccount(card=card, state="active", sold_at=at, revision=1)
    state.gifts[card] = GiftFile(card, account, books)


def _open_money(state: ServerState, holder: str, books: Books, amount: int, *, at: datetime) -> None:
    cause = Cause(operation=f"opening:{holder}", at=at, store=None, program_version=1)
    earn(books, _lot(f"opening-{books.pot.name}-{holder}", amount, at=at, dies_at=None), cause)
    keep_postings(state, holder, books)
    state.opening_money[books.pot.name, holder] = amount


def _lot(name: str, amount: int, *, at: datetime, dies_at: datetime | None) -> HeldLot:
    return HeldLot(
        lot=name,
        granted=Points(amount),
        remaining=Points(amount),
        earned_at=at,
        spendable_from=at,
        dies_at=dies_at,
        program_version=1,
    )
