"""A member as the counter shows one: the server's last word, and on top of it what this till did since. Pure.

So a balance is right in the minute after a sale, also without a network. What may be spent is the lease's
matter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from loyalty.basket import Today
from loyalty.identity.phones import TAIL_LENGTH, masked
from loyalty.lots import life_after_return
from loyalty.tiers import place_reached
from loyalty.units import Points
from loyalty.wire.feed import PersonNote
from terminal.birthday_near import birthday_is_near
from terminal.clock import from_timestamp
from terminal.keeping import NOTHING_HELD, Holdings, gone_for_good, holdings, kept_here
from terminal.membership import AttachedMember, MemberLot, MemberRow
from terminal.pricing_memory import InForce
from terminal.visits import visits_since
from terminal.wallet import moved_by_refund, moved_by_sale, used_by, wallet_in

if TYPE_CHECKING:
    from loyalty.account.keeping import Moves
    from loyalty.program.model import Program
    from terminal.keeping import KeptHere
    from terminal.store.benefit_uses import UnsyncedUse
    from terminal.store.members import MemberRecord
    from terminal.store.returns import UnsyncedRefund
    from terminal.store.sales import UnsyncedSale, UnsyncedVoid

_NO_EXTRAS: Final[Mapping[str, Any]] = {}


@dataclass(slots=True)
class _Tally:
    """The member's figures while this till's own movements are worked into them."""

    lots: dict[str, MemberLot]
    owed: int
    measure: int
    purchases: int
    vouchers: dict[str, str]
    used: dict[str, int]


def attached_member(
    record: "MemberRecord",
    own: "tuple[tuple[UnsyncedSale, ...], tuple[UnsyncedVoid, ...]]",
    *,
    force: InForce,
    at: datetime,
    refunds: "tuple[UnsyncedRefund, ...]" = (),
    uses: "tuple[UnsyncedUse, ...]" = (),
) -> AttachedMember:
    """The member with all that the counter shows and the rules need, as of `at`."""
    standing = record.standing
    tally = _tally(standing)
    measured_by = "spend" if force.program is None else force.program.standing.measure
    for sale in own[0]:
        _add_sale(tally, sale.body, measured_by, force.program)
    for void in own[1]:
        _add_void(tally, void, measured_by, force)
    for refund in refunds:
        _add_refund(tally, refund, measured_by, force)
    if measured_by == "visits":
        tally.measure += visits_since(
            standing.get("day"), own, refunds, no_points=no_points_of(force.program)
        )
    here = kept_here(standing, own, force.program, refunds, uses)
    for moves in here.moves if here else ():
        _add_moves(tally, moves)
    for refund in refunds if here else ():
        _keep_gone(tally, refund, here)
    tier, name, following, following_name, missing = _tier(standing["tier"], tally.measure, force.program)
    lots = tuple(lot for lot in tally.lots.values() if lot.points > 0)
    points = Points(sum(lot.points for lot in lots if is_spendable(lot, at)) - tally.owed)
    kept = holdings(here.account, force.program, at) if here and force.program else NOTHING_HELD
    return AttachedMember(
        member=record.member,
        name=record.name,
        phone_masked=masked(record.e164 or ""),
        phone_tail=(record.e164 or "")[-TAIL_LENGTH:],
        card_tail=(record.card or "")[-TAIL_LENGTH:],
        tier=tier,
        tier_name=name,
        points=points,
        available=Points(standing["available"]),
        owed=Points(max(0, -points)),
        lots=lots,
        measure=tally.measure,
        next_tier=following,
        next_tier_name=following_name,
        missing=missing,
        birthday=record.birthday,
        birthday_near=birthday_is_near(record.birthday, at, force.zone),
        purchases=tally.purchases,
        memberships=tuple(dict.fromkeys((*standing["memberships"], *kept.memberships))),
        segments=tuple(standing["segments"]),
        vouchers=_vouchers(tally, here, kept),
        used=tally.used,
        today=today_of(standing.get("day"), own, at.astimezone(force.zone).date(), refunds),
        vouchers_left=kept.vouchers_left,
        stamps=kept.stamps,
        challenges=kept.challenges,
        visited=kept.visited,
        kept=here.account if here else None,
        wallet=wallet_in(standing.get("wallet"), _wallet_moves(own, refunds)),
        notes=tuple(PersonNote.from_json(each) for each in standing.get("about", {}).get("notes", ())),
        email=standing.get("about", {}).get("email", ""),
        revision=record.revision,
        as_of=from_timestamp(standing["at"]),
    )


def _wallet_moves(
    own: "tuple[tuple[UnsyncedSale, ...], tuple[UnsyncedVoid, ...]]", refunds: "tuple[UnsyncedRefund, ...]"
) -> list[tuple[int, int]]:
    """What this till's own movements change of the wallet; most change nothing."""
    sold = [moved_by_sale(each.body) for each in own[0]]
    voided = [(-amount, -bonus) for amount, bonus in (moved_by_sale(each.body) for each in own[1])]
    back = [moved_by_refund(each.body) for each in refunds]
    return [moved for moved in (*sold, *voided, *back) if moved != (0, 0)]


def counted_of(body: Mapping[str, Any], program: "Program | None") -> int | None:
    """What a sale adds to the measure of spend, None where it is no purchase; see `loyalty.wire.spend`."""
    if not no_points_of(program) and used_by(body) is None:
        return int(body["total"])
    from loyalty.wire.journal import SaleSettled
    from loyalty.wire.spend import counted_spend

    return int(body["total"]) if program is None else counted_spend(program, SaleSettled.from_json(body))


def no_points_of(program: "Program | None") -> frozenset[str]:
    """The goods that alone are no purchase."""
    return frozenset() if program is None else program.set_apart.no_points


def today_of(
    day: Mapping[str, Any] | None,
    own: "tuple[tuple[UnsyncedSale, ...], tuple[UnsyncedVoid, ...]]",
    on: date,
    refunds: "tuple[UnsyncedRefund, ...]" = (),
) -> Today:
    """What the member's sales of the day came to: by the server's last word, and by this till since."""
    is_today = day is not None and day["date"] == on.isoformat()
    earned, sales = (day["earned"], day["sales"]) if day is not None and is_today else (0, 0)
    sold = [each.body for each in own[0] if _is_of(each.body, on)]
    voided = [each for each in own[1] if _is_of(each.body, on)]
    came_back = [each for each in refunds if _is_of(each.sale_body, on)]
    taken = sum(void.points_taken for void in voided) + sum(each.body["points_taken"] for each in came_back)
    returned = sum(void.points_returned for void in voided)
    returned += sum(each.body["points_returned"] for each in came_back)
    burned = sum(body["burn"]["points"] for body in sold if body["burn"] is not None)
    undone = len(voided) + sum(each.is_whole for each in came_back)
    return Today(
        earned=Points(earned + sum(body["earned_points"] for body in sold) - taken),
        burned=Points(max(0, burned - returned)),
        sales=max(0, sales + len(sold) - undone),
    )


def _is_of(body: Mapping[str, Any], on: date) -> bool:
    """Whether a sale was made on this local day."""
    return bool(body.get("at_local", "")[:10] == on.isoformat())


def member_row(member: AttachedMember) -> MemberRow:
    """The same as one line of a list."""
    return MemberRow(
        member=member.holder,
        name=member.name,
        phone_masked=member.phone_masked,
        phone_tail=member.phone_tail,
        tier_name=member.tier_name,
        points=member.points,
    )


def is_spendable(lot: MemberLot, at: datetime) -> bool:
    """Whether a lot's points count in a balance at a moment."""
    begun = lot.spendable_from is None or lot.spendable_from <= at
    return begun and (lot.dies_at is None or at < lot.dies_at)


def new_standing(at: str, tier: str) -> Mapping[str, Any]:
    """The body of a member whom only this till knows yet."""
    return {
        "tier": tier,
        "points": 0,
        "owed": 0,
        "available": 0,
        "lots": [],
        "measure": 0,
        "purchases": 0,
        "memberships": [],
        "segments": [],
        "vouchers": {},
        "used": {},
        "at": at,
    }


def _tally(standing: Mapping[str, Any]) -> _Tally:
    return _Tally(
        lots={each["lot"]: _lot(each) for each in standing["lots"]},
        owed=standing["owed"],
        measure=standing["measure"],
        purchases=standing["purchases"],
        vouchers=dict(standing["vouchers"]),
        used=dict(standing["used"]),
    )


def _lot(body: Mapping[str, Any]) -> MemberLot:
    spendable_from, dies_at = body["spendable_from"], body["dies_at"]
    return MemberLot(
        lot=body["lot"],
        points=Points(body["points"]),
        spendable_from=None if spendable_from is None else from_timestamp(spendable_from),
        dies_at=None if dies_at is None else from_timestamp(dies_at),
    )


def _add_sale(tally: _Tally, body: Mapping[str, Any], measured_by: str, program: "Program | None") -> None:
    earned = body["earned_points"]
    paid = min(tally.owed, earned)
    tally.owed -= paid
    if body["lot"] is not None:
        lot = _lot(body["lot"])
        tally.lots[lot.lot] = _with_points(lot, lot.points - paid)
    for part in _slices(body):
        _burn_lot(tally, part["lot"], part["points"])
    match measured_by:
        case "points":
            tally.measure += earned
        case "visits":
            pass  # days are counted, whatever happened on them: see `terminal.visits`
        case _:
            tally.measure += counted_of(body, program) or 0
    tally.purchases += counted_of(body, program) is not None
    for rule in _limited_rules(body, program):
        tally.used[rule] = tally.used.get(rule, 0) + 1
    for code in body["used_codes"]:
        tally.vouchers.pop(code, None)


def _add_void(tally: _Tally, void: "UnsyncedVoid", measured_by: str, force: InForce) -> None:
    body, program = void.body, force.program
    for part in _slices(body):
        dies_at = _life_after(body, part, void.at, force.zone)
        _burn_lot(tally, part["lot"], -part["points"], dies_at=dies_at)
    if body["lot"] is not None:
        missing = _change_lot(tally, body["lot"]["lot"], -void.points_taken)
        tally.owed += missing
    match measured_by:
        case "points":
            tally.measure -= void.points_taken
        case "visits":
            pass
        case _:
            tally.measure -= counted_of(body, program) or 0
    tally.purchases = max(0, tally.purchases - (counted_of(body, program) is not None))
    for rule in _limited_rules(body, program):
        tally.used[rule] = max(0, tally.used.get(rule, 0) - 1)


def _add_refund(tally: _Tally, refund: "UnsyncedRefund", measured_by: str, force: InForce) -> None:
    body, sale, program = refund.body, refund.sale_body, force.program
    lives = {part["lot"]: _life_after(sale, part, refund.at, force.zone) for part in _slices(sale)}
    for part in body["lots"]:
        _burn_lot(tally, part["lot"], -part["points"], dies_at=lives.get(part["lot"]))
    if sale["lot"] is not None:
        tally.owed += _change_lot(tally, sale["lot"]["lot"], -body["points_taken"])
    match measured_by:
        case "points":
            tally.measure -= body["points_taken"]
        case "visits":
            pass
        case _:
            tally.measure -= body["money"] if counted_of(sale, program) is not None else 0
    if refund.is_whole and counted_of(sale, program) is not None:
        tally.purchases = max(0, tally.purchases - 1)
        for rule in _limited_rules(sale, program):
            tally.used[rule] = max(0, tally.used.get(rule, 0) - 1)


def _keep_gone(tally: _Tally, refund: "UnsyncedRefund", here: "KeptHere | None") -> None:
    """What bought a voucher that was used since stays spent: of the lots it would go back to, the last."""
    if not refund.is_whole or here is None:
        return
    left = int(gone_for_good(here.account, refund.sale_body))
    for part in reversed(refund.body["lots"]):
        taken = min(left, part["points"])
        left -= taken
        _burn_lot(tally, part["lot"], taken)


def _vouchers(tally: _Tally, here: "KeptHere | None", kept: Holdings) -> Mapping[str, str]:
    """The open ones of the account, and such as the server's list has beside it."""
    known = {each.code for each in here.account.vouchers} if here else set[str]()
    others = {code: promotion for code, promotion in tally.vouchers.items() if code not in known}
    return {**others, **kept.vouchers}


def _add_moves(tally: _Tally, moves: "Moves") -> None:
    """Points that a challenge gave here, or that went with what came back."""
    for lot in moves.earned:
        paid = min(tally.owed, lot.points)
        tally.owed -= paid
        tally.lots[lot.id] = MemberLot(
            lot=lot.id,
            points=Points(lot.points - paid),
            spendable_from=lot.spendable_from,
            dies_at=lot.dies_at,
        )
    for lot_id, points in moves.taken:
        tally.owed += _change_lot(tally, lot_id, -points)


def _slices(body: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return () if body["burn"] is None else body["burn"]["slices"]


def _dies_at(part: Mapping[str, Any]) -> datetime | None:
    """When the lot of a slice would have died; None too where a till of before did not say it."""
    text = part.get("dies_at")
    return None if text is None else from_timestamp(text)


def _life_after(
    sale: Mapping[str, Any], part: Mapping[str, Any], back_at: datetime, zone: ZoneInfo
) -> datetime | None:
    """When what comes back into the lot of a sale's slice dies, as the server will have it.

    Nothing is burned of a lot that is dead: what another till says of such a one is passed over.
    """
    dies_at, sold_at = _dies_at(part), sale.get("at_local")
    if dies_at is None or sold_at is None:
        return dies_at
    burned_at = datetime.fromisoformat(sold_at)
    if dies_at <= burned_at:
        return None
    return life_after_return(dies_at, burned_at=burned_at, returned_at=back_at, zone=zone)


def _burn_lot(tally: _Tally, name: str, points: int, *, dies_at: datetime | None = None) -> None:
    """Take burned points out of a lot, or put them back, below 0 meanwhile where need be.

    All sales are worked in before what came back of them: more may have been burned by then than there ever
    was at once. One that was used up is listed no more: it dies as what is put back says.
    """
    lot = tally.lots.get(name) or MemberLot(lot=name, points=Points(0), dies_at=dies_at)
    tally.lots[name] = _with_points(lot, lot.points - points)


def _change_lot(tally: _Tally, name: str, points: int) -> int:
    """Put points into a lot or take them out; what the lot did not have is returned."""
    lot = tally.lots.get(name) or MemberLot(lot=name, points=Points(0))
    left = lot.points + points
    tally.lots[name] = _with_points(lot, max(0, left))
    return max(0, -left)


def _with_points(lot: MemberLot, points: int) -> MemberLot:
    return MemberLot(
        lot=lot.lot, points=Points(points), spendable_from=lot.spendable_from, dies_at=lot.dies_at
    )


def _limited_rules(body: Mapping[str, Any], program: "Program | None") -> set[str]:
    """The promotions and rewards with a limit that a sale used."""
    if program is None:
        return set()
    limited = {rule.id for rule in program.claimable if rule.when.limit is not None}
    extras: Mapping[str, Any] = body.get("extras") or _NO_EXTRAS
    given = (*body["discounts"], *body["earned"], *extras.get("rewards", ()))
    return limited & {each["rule"] for each in given}


def _tier(
    held: str, measure: int, program: "Program | None"
) -> tuple[str, str, str | None, str | None, int | None]:
    """Tier, its name, the next, its name, what is missing: the server's tier, or a higher one reached."""
    if program is None:
        return held, held, None, None, None
    places = {tier.id: place for place, tier in enumerate(program.tiers)}
    place = max(places.get(held, 0), place_reached(program, measure))
    tier = program.tiers[place]
    if place + 1 == len(program.tiers):
        return tier.id, tier.name, None, None, None
    following = program.tiers[place + 1]
    return tier.id, tier.name, following.id, following.name, max(0, following.at - measure)
