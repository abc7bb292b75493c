"""Vouchers, stamps and challenges as sales, returns and the calendar change them. Pure; files in memory.

Each change is folded by `loyalty.account.keeping`, noted so that it can be folded again, and what points it
moves are posted in the books.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from loyalty.account import Account
from loyalty.account.issued import Voucher
from loyalty.account.keeping import (
    NOTHING_KEPT,
    Change,
    Moves,
    keep_change,
    keep_drawn,
    keep_notice,
    keep_refund,
    keep_sale,
    keeps_anything,
)
from loyalty.account.kept_json import (
    friend_from_json,
    friend_to_json,
    kept_from_json,
    kept_to_json,
    passed_over_from_json,
    passed_over_to_json,
    recommendation_from_json,
    recommendation_to_json,
    use_from_json,
    use_to_json,
    voucher_from_json,
    voucher_to_json,
    won_from_json,
    won_to_json,
)
from loyalty.account.model import KeptPurchase as AccountPurchase
from loyalty.account.model import Passing, Return, Settling, SoldRecord
from loyalty.account.occasions import SECTION as OCCASIONS
from loyalty.account.purchases import SECTION as PURCHASES
from loyalty.account.recommended import Notice, PassedOver, Recommendation
from loyalty.account.sold import Sale
from loyalty.account.told import told_sale
from loyalty.account.uses import BenefitUse
from loyalty.account.vouchers import TIERS, issue_by_hand
from loyalty.basket_json import birthday_from_text
from loyalty.drawing import Drawn
from loyalty.errors import Refused
from loyalty.identity.voucher_codes import voucher_codes
from loyalty.lots import Lot
from loyalty.program import Program
from loyalty.program.vouchers import VoucherRule
from loyalty.refund import KeptSale, Refund
from loyalty.tiers import Purchase
from loyalty.units import Money, Points, Quantity
from loyalty.wire.canonical import Json, JsonObject
from loyalty.wire.journal import SaleSettled
from loyalty.wire.limits import as_list, as_text, as_whole
from server.books import points
from server.books.model import Cause, HeldLot
from server.clock import moment_text, parse_moment
from server.keeping.model import Keeping, Note, NoteKind
from server.model import MemberFile, Profile
from server.values import altered

Told = Callable[[Note], Sale | None]
"""The sale that the event of a note is about; None where no journal has it."""
_MOMENT = timedelta(milliseconds=1)
"""What happened at a moment counts from the next one on."""
_NOTHING_BACK = Refund(
    money=Money(0),
    points_taken=Points(0),
    points_returned=Points(0),
    lines=(),
    sale=KeptSale(()),
)


def is_kept(keeping: Keeping, program: Program) -> bool:
    """Whether anything of a member is kept beside points, or ever was."""
    return keeping.number > 0 or bool(keeping.notes) or keeps_anything(program)


def keep_sold(file: MemberFile, program: Program, body: SaleSettled, cause: Cause) -> tuple[Notice, ...]:
    """A sale that was posted to the books: what it does beside; gives what it has to say to other members.

    Raises:
        Refused: what the rules refuse.
    """
    if not is_kept(file.keeping, program):
        return ()
    cause, account = _timed(cause), replace(file.keeping.account, id=file.member)
    kept = keep_sale(program, account, told_sale(body, cause.at))
    _put(file, kept.account, _note(cause, "sale"))
    _post(file, kept.moves, cause)
    return kept.settling.notices


@dataclass(frozen=True, slots=True)
class Returned:
    """So much of each line comes back now; `before` is the sale as it was before it."""

    lines: Mapping[int, Quantity]
    before: KeptSale


def keep_returned(
    file: MemberFile, program: Program, sold: SaleSettled, returned: Returned, cause: Cause
) -> tuple[Notice, ...]:
    """Goods that came back, as it was posted to the books: what it undoes beside, as `keep_sold`.

    Raises:
        Refused: what the rules refuse.
    """
    if not is_kept(file.keeping, program):
        return ()
    cause = _timed(cause)
    sale, account = told_sale(sold, cause.at), replace(file.keeping.account, id=file.member)
    back = keep_refund(program, account, sale, returned.lines, cause.at, before=returned.before)
    _put(file, back.kept.account, _note(cause, "back", _returned_to_json(returned)))
    _post(file, back.kept.moves, cause)
    _lose_tiers(file, program, cause)
    return back.kept.settling.notices


def keep_recommended(file: MemberFile, recommendation: Recommendation, cause: Cause) -> None:
    """Somebody recommended the program to a new member."""
    _note_change(file, Change(recommendation=recommendation), _timed(cause))


def keep_use(file: MemberFile, use: BenefitUse, cause: Cause) -> None:
    """The member used a benefit."""
    cause = _timed(cause)
    _note_change(file, Change(used=(replace(use, at=cause.at),)), cause)


def keep_use_back(file: MemberFile, use: str, cause: Cause) -> None:
    """A use of a benefit was none."""
    _note_change(file, Change(unused=(use,)), _timed(cause))


def hear_of_friend(file: MemberFile, program: Program, notice: Notice, cause: Cause) -> None:
    """What the purchase of somebody whom the member recommended gives them, or takes back.

    A lot that is with somebody else by now (who left a household, or was parted) is not looked for. Nothing
    is given under the name of a lot that is still here: a sale of that name has thanked them before, and came
    back while its points were lent.
    """
    change, moves = keep_notice(program, file.keeping.account, notice)
    if any(each.id in file.books.lots for each in moves.earned):
        return
    _note_change(file, change, _timed(cause))
    here = tuple(each for each in moves.taken if each[0] in file.books.lots)
    _post(file, replace(moves, taken=here), cause)


def hear_passed_over(
    file: MemberFile, passed_over: PassedOver, cause: Cause, *, counts_again: bool = False
) -> None:
    """A friend whom the member recommended had been recommended before; or had not, after all."""
    change = Change(count_again=(passed_over,)) if counts_again else Change(passed_over=(passed_over,))
    _note_change(file, change, _timed(cause))


def win(file: MemberFile, program: Program, drawn: Drawn, sale: str, cause: Cause) -> bool:
    """Give what a receipt of the member's has won; false where that sale has won it before."""
    if any((each.sale, each.entry.draw) == (sale, drawn.draw.id) for each in file.keeping.account.won):
        return False
    cause = _timed(cause)
    change, moves = keep_drawn(program, file.keeping.account, drawn, sale=sale, at=cause.at)
    _note_change(file, change, cause)
    _post(file, moves, cause)
    return True


def pass_time(file: MemberFile, program: Program, cause: Cause) -> None:
    """Work the calendar in up to now: what fell due is issued."""
    keeping, profile = file.keeping, file.profile
    if profile is None or profile.state != "active" or not is_kept(keeping, program):
        return
    cause, before = _timed(cause), keeping.account
    codes = voucher_codes(f"{file.member}:{cause.operation}")
    passed = Passing(_whole(file, profile), codes=codes)
    for at in (cause.at, cause.at + _MOMENT):
        passed = PURCHASES.on_day(program, at, OCCASIONS.on_day(program, at, passed))
        passed = replace(passed, account=replace(passed.account, seen_at=at))
    keeping.account = replace(before, id=file.member, tier=passed.account.tier, seen_at=cause.at)
    _note_change(file, _change(before.vouchers, passed.account.vouchers), cause)


def give_by_hand(file: MemberFile, program: Program, rule: VoucherRule, cause: Cause) -> None:
    """A voucher that somebody decided on: an apology after a complaint.

    Raises:
        Refused: `voucher-limit`, the member has had as many as there may be.
    """
    if file.profile is None:
        raise Refused("member-unknown", member=file.member)
    cause = _timed(cause)
    codes = voucher_codes(f"{file.member}:{cause.operation}")
    so_far = Passing(_whole(file, file.profile), codes=codes)
    given = issue_by_hand(program, so_far, rule, cause.at)
    _note_change(file, _change(file.keeping.account.vouchers, given.account.vouchers), cause)


def keep_whole(keeping: Keeping, account: Account, cause: Cause) -> None:
    """Say an account anew, whole: after a merge, its undoing, or an erasure."""
    said = kept_to_json(account)
    if said != kept_to_json(keeping.account):
        keeping.put(account, _note(cause, "whole", {"keeping": said}))


def fold(notes: Iterable[Note], *, told: Told, programs: Mapping[int, Program]) -> Account:
    """The account that a member's notes come to, by the events they name.

    Raises:
        Refused: `note-untold`, a note names an event that no journal holds.
    """
    account = NOTHING_KEPT
    for note in notes:
        account = _folded(account, note, told, programs)
    return account


def _folded(account: Account, note: Note, told: Told, programs: Mapping[int, Program]) -> Account:
    if note.kind == "whole":
        return kept_from_json(note.said["keeping"])
    if note.kind == "change":
        return keep_change(account, change_from_json(note.said))
    sale = told(note)
    if sale is None:
        raise Refused("note-untold", operation=note.operation)
    program = programs[note.program_version]
    if note.kind == "sale":
        return keep_sale(program, account, sale).account
    returned = _returned_from_json(note.said, sale)
    back = keep_refund(program, account, sale, returned.lines, note.at, before=returned.before)
    return back.kept.account


def _returned_to_json(returned: Returned) -> JsonObject:
    before = {place: line.returned for place, line in enumerate(returned.before.lines) if line.returned}
    return {"returns": _pairs(returned.lines), "before": _pairs(before)}


def _pairs(lines: Mapping[int, Quantity]) -> Json:
    return [[line, quantity] for line, quantity in sorted(lines.items())]


def _returned_from_json(said: JsonObject, sale: Sale) -> Returned:
    returns, before = (
        {as_whole(line): Quantity(as_whole(quantity)) for line, quantity in map(as_list, as_list(said[name]))}
        for name in ("returns", "before")
    )
    lines = (
        replace(line, returned=before.get(place, Quantity(0))) for place, line in enumerate(sale.kept.lines)
    )
    return Returned(returns, replace(sale.kept, lines=tuple(lines)))


def change_to_json(change: Change) -> JsonObject:
    """As a note says it."""
    said: dict[str, Json] = {
        "issued": [voucher_to_json(each) for each in change.issued],
        "cancelled": list(change.cancelled),
    }
    if change.recommendation is not None:
        said["recommendation"] = recommendation_to_json(change.recommendation)
    if change.friends:
        said["friends"] = [friend_to_json(each) for each in change.friends]
    if change.won:
        said["won"] = [won_to_json(each) for each in change.won]
    if change.lost_friends:
        said["lost_friends"] = list(change.lost_friends)
    if change.passed_over:
        said["passed_over"] = [passed_over_to_json(each) for each in change.passed_over]
    if change.count_again:
        said["count_again"] = [passed_over_to_json(each) for each in change.count_again]
    if change.used:
        said["used"] = [use_to_json(each) for each in change.used]
    if change.unused:
        said["unused"] = list(change.unused)
    return said


def change_from_json(said: Mapping[str, object]) -> Change:
    """As a note said it."""
    return Change(
        issued=tuple(voucher_from_json(each) for each in as_list(said["issued"])),
        cancelled=tuple(as_text(each) for each in as_list(said["cancelled"])),
        recommendation=recommendation_from_json(said["recommendation"]) if "recommendation" in said else None,
        friends=tuple(friend_from_json(each) for each in as_list(said.get("friends", []))),
        won=tuple(won_from_json(each) for each in as_list(said.get("won", []))),
        lost_friends=tuple(as_text(each) for each in as_list(said.get("lost_friends", []))),
        passed_over=tuple(passed_over_from_json(each) for each in as_list(said.get("passed_over", []))),
        count_again=tuple(passed_over_from_json(each) for each in as_list(said.get("count_again", []))),
        used=tuple(use_from_json(each) for each in as_list(said.get("used", []))),
        unused=tuple(as_text(each) for each in as_list(said.get("unused", []))),
    )


def _timed(cause: Cause) -> Cause:
    """As a note will tell its moment again: to the millisecond."""
    return altered(cause, at=parse_moment(moment_text(cause.at)))


def _put(file: MemberFile, account: Account, note: Note) -> None:
    """Nothing is noted of a sale that changed nothing."""
    if account != file.keeping.account:
        file.keeping.put(account, note)


def _note(cause: Cause, kind: NoteKind, said: JsonObject | None = None) -> Note:
    return Note(
        operation=cause.operation,
        kind=kind,
        at=cause.at,
        program_version=cause.program_version,
        said=said or {},
    )


def _post(file: MemberFile, moves: Moves, cause: Cause) -> None:
    for lot in moves.earned:
        points.earn(file.books, _held(lot, cause), cause)
    for lot_id, taken in moves.taken:
        points.take_back(file.books, lot_id, taken, cause)


def _held(lot: Lot, cause: Cause) -> HeldLot:
    return HeldLot(
        lot=lot.id,
        granted=lot.points,
        remaining=lot.points,
        earned_at=lot.earned_at,
        spendable_from=lot.spendable_from,
        dies_at=lot.dies_at,
        program_version=cause.program_version,
        issuing_store=cause.store,
        sale=cause.sale,
    )


def _whole(file: MemberFile, profile: Profile) -> Account:
    """The account with all that the calendar asks for; who is new in this sitting has never been seen."""
    account = file.keeping.account
    purchases = (
        AccountPurchase(
            each.sale, Purchase(each.at, each.spend, each.points, each.voided), frozenset(each.rules)
        )
        for each in file.purchases.values()
    )
    return replace(
        account,
        id=file.member,
        tier=account.tier or (profile.tier if profile.revision else ""),
        seen_at=account.seen_at or (profile.enrolled_at if profile.revision else None),
        birthday=birthday_from_text((file.person.birthday if file.person else None) or ""),
        more_birthdays=tuple(filter(None, map(birthday_from_text, file.birthdays))),
        purchases=tuple(purchases),
    )


def _lose_tiers(file: MemberFile, program: Program, cause: Cause) -> None:
    """Take back unused vouchers of tiers that went with what came back."""
    if file.profile is None:
        return
    settling = Settling(_whole(file, file.profile), record=SoldRecord(id="", at=cause.at, kept=KeptSale(())))
    lost = TIERS.on_refund(program, Return(at=cause.at, refund=_NOTHING_BACK), settling)
    _note_change(file, _change(file.keeping.account.vouchers, lost.account.vouchers), cause)


def _note_change(file: MemberFile, change: Change, cause: Cause) -> None:
    if change != Change():
        account = keep_change(file.keeping.account, change)
        file.keeping.put(account, _note(cause, "change", change_to_json(change)))


def _change(before: tuple[Voucher, ...], after: tuple[Voucher, ...]) -> Change:
    was = {each.code: each for each in before}
    return Change(
        issued=tuple(each for each in after if each.code not in was),
        cancelled=tuple(
            each.code for each in after if each.is_cancelled and not was.get(each.code, each).is_cancelled
        ),
    )
