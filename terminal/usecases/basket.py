"""The open sale where it touches the store: its beginning, its member, and the lease to spend points in.

Goods are added and taken off in `terminal.open_sale`, which needs no store. A lease is wanted as soon as a
member is attached, so that paying never waits for the network, and ended as soon as the member is taken
off.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.claims import voucher_thing
from terminal import open_sale as sales
from terminal.claiming import claim_of, claim_trouble
from terminal.households import persons_of
from terminal.in_force import in_force_now
from terminal.membership import AHEAD, AttachedMember, HeldLease
from terminal.open_sale import OpenSale, spendable_points
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.leases import end_claims, end_unspent, lease_trouble
from terminal.usecases.members import read_member
from terminal.usecases.things import claim_for_sale, things_of_member
from terminal.usecases.wallets import refresh_wallet, want_wallet

if TYPE_CHECKING:
    from loyalty.quote.model import Quote
    from terminal.store.books import Reading, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Burnable:
    """The most points this sale can burn now, and what stands against more.

    `why` is not raised, only said; None where nothing but the program sets the figure.
    """

    points: Points
    why: Refused | None


_CAPS: Final = frozenset({"share-cap", "member-cap", "till-cap"})
"""What of the program kept a lease from being all of the balance; see `loyalty.lending`."""


def new_sale(till: Till) -> OpenSale:
    """An empty sale with its id."""
    return OpenSale(sale=till.new_id(), started_at=till.clock.now())


def attach_member(till: Till, session: Session, open_sale: OpenSale, member: AttachedMember) -> OpenSale:
    """The sale with the member, and a lease wanted; another member is taken off first."""
    if _is_attached(open_sale, member):
        return replace(open_sale, member=member)
    with till.store.write() as unit:
        let_go(till, unit, session, open_sale.lease)
        end_unspent(unit, session.operator, open_sale.wallet_lease)
        wallet = want_wallet(till, unit, open_sale, member)
        placed = unit.leases.adopt(member=member.member, sale=open_sale.sale, at=till.clock.now())
        lease = placed or _want_points(till, unit, open_sale, member)
        end_claims(unit, session.operator, open_sale.claims)
        placed_claims = unit.claims.adopt(member=member.member, sale=open_sale.sale, at=till.clock.now())
        have = {each.thing for each in placed_claims}
        wanted = [thing for thing in things_of_member(till, unit, open_sale, member) if thing not in have]
        claims = (*placed_claims, *(claim_for_sale(till, unit, open_sale, member, thing) for thing in wanted))
    till.nudge_sync()
    return sales.attach(open_sale, member, lease, claims, wallet)


def ask_anew(till: Till, open_sale: OpenSale, member: AttachedMember) -> OpenSale:
    """The sale of a member whom nothing is held for, with all that it may use asked for; wishes stay."""
    with till.store.write() as unit:
        placed = unit.leases.adopt(member=member.member, sale=open_sale.sale, at=till.clock.now())
        lease = placed or _want_points(till, unit, open_sale, member)
        kept = {claim.thing for claim in open_sale.claims}
        missing = [thing for thing in things_of_member(till, unit, open_sale, member) if thing not in kept]
        claims = tuple(claim_for_sale(till, unit, open_sale, member, thing) for thing in missing)
        wallet = open_sale.wallet_lease or want_wallet(till, unit, open_sale, member)
    till.nudge_sync()
    claims = (*open_sale.claims, *claims)
    return replace(open_sale, lease=lease, claims=claims, wallet_lease=wallet)


def detach_member(till: Till, session: Session, open_sale: OpenSale) -> OpenSale:
    """The sale without its member; the lease ends with nothing spent."""
    if open_sale.lease is not None:
        with till.store.write() as unit:
            let_go(till, unit, session, open_sale.lease)
            end_unspent(unit, session.operator, open_sale.wallet_lease)
            end_claims(unit, session.operator, open_sale.claims)
        till.nudge_sync()
    return sales.detach(open_sale)


def present_code(till: Till, open_sale: OpenSale, code: str) -> OpenSale:
    """The sale with a code or voucher presented; a voucher of the member's is asked for, for this till alone.

    Raises:
        Refused: `too-many-codes`.
    """
    presented = sales.add_code(open_sale, code)
    member = open_sale.member
    if member is None or code not in member.vouchers:
        return presented
    held = claim_of(open_sale.claims, code)
    if held is not None and (held.state in {"wanted", "asked"} or held.is_usable(till.clock.now())):
        return presented
    with till.store.write() as unit:
        end_claims(unit, "", () if held is None else (held,))
        claim = claim_for_sale(till, unit, open_sale, member, voucher_thing(code))
    till.nudge_sync()
    others = tuple(each for each in open_sale.claims if each != held)
    return replace(presented, claims=(*others, claim))


def ask_again(till: Till, session: Session, open_sale: OpenSale, rule: str) -> OpenSale:
    """The sale with what a limited promotion or reward needs asked for anew, where it was no good.

    What is waited for, or can be used, stays as it is.
    """
    from loyalty.claimable import things_of_rule

    program, member, now = in_force_now(till).program, open_sale.member, till.clock.now()
    found = None if program is None else program.rules.get(rule)
    if member is None or program is None or found is None:
        return open_sale
    held = {each.thing: each for each in open_sale.claims}
    spoiled = [
        thing
        for thing in things_of_rule(program, found)
        if claim_trouble(held.get(thing), now) not in {"", "called-back"}
        and (thing not in held or held[thing].state not in {"wanted", "asked"})
    ]
    with till.store.write() as unit:
        end_claims(unit, session.operator, [held.pop(thing) for thing in spoiled if thing in held])
        fresh = tuple(claim_for_sale(till, unit, open_sale, member, thing) for thing in spoiled)
    till.nudge_sync()
    return replace(open_sale, claims=(*held.values(), *fresh))


def refresh_member(till: Till, open_sale: OpenSale) -> OpenSale:
    """The sale with its member and lease as the store has them now; for after a sync.

    Raises:
        Refused: `member-blocked`, `member-erased`, `member-unknown`: take the member off.
    """
    if open_sale.member is None:
        return open_sale
    with till.store.read() as reading:
        member = read_member(till, reading, open_sale.member.holder)
        lease = None if open_sale.lease is None else reading.leases.by_id(open_sale.lease.lease)
        claims = tuple(filter(None, [reading.claims.by_id(each.claim) for each in open_sale.claims]))
        has_moved = _changed_household(reading, open_sale.member, member)
    if has_moved:
        return _by_what_is_theirs_now(till, open_sale, member)
    member = member.as_shown(open_sale.member)
    refreshed = replace(open_sale, member=member, lease=lease, claims=claims)
    return refresh_wallet(till, refreshed)


def _changed_household(reading: "Reading", before: AttachedMember, now: AttachedMember) -> bool:
    """Whether who stands there has left the household that the sale was begun for, or joined one since."""
    if before.member == now.member:
        return False
    then, pool = reading.members.by_id(before.member), reading.members.by_id(now.member)
    has_joined = pool is not None and before.member in persons_of(pool)
    return has_joined or (then is not None and bool(persons_of(then)) and now.holder not in persons_of(then))


def _by_what_is_theirs_now(till: Till, open_sale: OpenSale, member: AttachedMember) -> OpenSale:
    """What was lent goes back, and what they share now, or have for themselves, is asked for."""
    with till.store.write() as unit:
        end_unspent(unit, "", open_sale.lease)
        end_unspent(unit, "", open_sale.wallet_lease)
        end_claims(unit, "", open_sale.claims)
    return ask_anew(till, sales.attach(sales.detach(open_sale), member, None, (), None), member)


def _want_points(till: Till, unit: "Unit", open_sale: OpenSale, member: AttachedMember) -> HeldLease:
    wish = unit.leases.want(lease=till.new_id(), member=member.member, sale=open_sale.sale)
    return till.lender.lease(unit, wish, member)


def renew_lease(till: Till, session: Session, open_sale: OpenSale) -> OpenSale:
    """The sale with a new lease wanted in place of one that ran out, was refused or was called back."""
    if open_sale.member is None:
        return open_sale
    with till.store.write() as unit:
        end_unspent(unit, session.operator, open_sale.lease)
        lease = _want_points(till, unit, open_sale, open_sale.member)
    till.nudge_sync()
    return replace(open_sale, lease=lease)


def burnable(till: Till, open_sale: OpenSale, quote: "Quote") -> Burnable:
    """How many points can be burned; `why` says what the lease has to do with it.

    The codes are `burn-without-member`, `burn-few-points` (fewer than a sale may use, whatever a server would
    lend), `lease-missing`, `lease-waiting` (no answer yet: just asked, or
    offline), `lease-called-back` (another till holds the points and was asked for them), `lease-refused`,
    `lease-frozen`, `lease-expired`; and where the server lent `points` of `balance`: `lease-part` (the rest
    is held elsewhere), or a limit of the program: `lease-share-cap`, `lease-member-cap`, `lease-till-cap`.
    """
    if open_sale.member is None:
        return Burnable(points=Points(0), why=Refused("burn-without-member"))
    trouble = _too_few(open_sale, open_sale.member, quote) or lease_trouble(till, open_sale.lease)
    if trouble is not None:
        return Burnable(points=Points(0), why=trouble)
    points = Points(min(quote.burn.max_points, spendable_points(open_sale, till.clock.now())))
    return Burnable(points=points, why=_part(open_sale, points))


def abandon_sale(till: Till, session: Session, open_sale: OpenSale) -> OpenSale:
    """Give the sale up: its lease ends, its draft is forgotten; a new empty sale comes back."""
    with till.store.write() as unit:
        let_go(till, unit, session, open_sale.lease)
        for lease in (open_sale.wallet_lease, *open_sale.gift_cards):
            end_unspent(unit, session.operator, lease)
        end_claims(unit, session.operator, open_sale.claims)
        unit.drafts.forget()
    till.nudge_sync()
    return new_sale(till)


def close_stray_leases(till: Till, *, open_sale: OpenSale | None) -> int:
    """At start: end every lease that the open sale does not hold; how many there were.

    What was placed beforehand stays: a till that starts without a network has nothing else.
    """
    leases = () if open_sale is None else (open_sale.lease, open_sale.wallet_lease, *open_sale.gift_cards)
    kept = {lease.lease for lease in leases if lease is not None}
    with till.store.write() as unit:
        live = unit.leases.live()
        strays = [lease for lease, sale in live if lease.lease not in kept and sale != AHEAD]
        for lease in strays:
            end_unspent(unit, "", lease)
        used = set[str]() if open_sale is None else {each.claim for each in open_sale.claims}
        live_claims = unit.claims.live()
        others = tuple(claim for claim, of in live_claims if claim.claim not in used and of != AHEAD)
        end_claims(unit, "", others)
    if strays or others:
        till.nudge_sync()
    return len(strays)


def let_go(till: Till, unit: "Unit", session: Session, lease: HeldLease | None) -> None:
    """Within a transaction: end a lease that nothing was spent of.

    One that was placed beforehand is kept for the next visit.
    """
    if lease is None or not unit.leases.lay_back(lease.lease, at=till.clock.now()):
        end_unspent(unit, session.operator, lease)


def _is_attached(open_sale: OpenSale, member: AttachedMember) -> bool:
    return open_sale.member is not None and open_sale.member.member == member.member


def _too_few(open_sale: OpenSale, member: AttachedMember, quote: "Quote") -> Refused | None:
    """That the member has fewer points than a sale may use: as the till knows it, and as was lent."""
    least = max(1, quote.grounds.program.points.burn_min)
    lent = 0 if open_sale.lease is None or open_sale.lease.state != "open" else open_sale.lease.amount
    if max(member.points, lent) >= least:
        return None
    return Refused("burn-few-points", points=max(0, member.points), least=int(least))


def _part(open_sale: OpenSale, points: Points) -> Refused | None:
    member, lease = open_sale.member, open_sale.lease
    if member is None or lease is None or lease.amount >= member.points or points < lease.amount:
        return None
    code = f"lease-{lease.why}" if lease.why in _CAPS else "lease-part"
    return Refused(code, points=lease.amount, balance=member.points)
