"""Using a benefit at the counter: one transaction, counted at once here and soon everywhere; and taken back.

In it: the event, the end of the claim that it was used inside, the wish for the next. The name of the use is
made before and is the operation, so that a try after a crash finds the first. It needs no sale to follow.
"""

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from loyalty.errors import Refused, Unavailable
from loyalty.wire.benefit_use import (
    BenefitTakenBack,
    BenefitUsed,
    TermOf,
    is_of_visit,
    taken_back_operation,
    use_in_visit,
)
from loyalty.wire.claims import benefit_of, benefit_thing
from terminal.benefits import account_of, terms_of_use, use_trouble
from terminal.claiming import claim_on, claim_trouble
from terminal.in_force import in_force, program_of
from terminal.keystore.spend_counter import confirm_mark, raise_mark
from terminal.open_sale import OpenSale
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.decided import write_decided
from terminal.usecases.leases import end_claims
from terminal.usecases.members import read_member
from terminal.usecases.things import claim_for_sale, things_of_member

if TYPE_CHECKING:
    from collections.abc import Callable

    from loyalty.program.benefits import Benefit
    from terminal.membership import AttachedMember, HeldClaim
    from terminal.store.books import Unit


def name_use(till: Till, open_sale: OpenSale) -> str:
    """A name for a use that is about to be, made once however often it is tried."""
    return use_in_visit(open_sale.sale, till.new_id())


def use_benefit(till: Till, session: Session, open_sale: OpenSale, benefit: str, *, use: str) -> OpenSale:
    """The sale with its member having used a benefit once; the same again where that use was made before.

    Raises:
        Refused: `benefit-without-member`, `no-such-benefit`, `benefit-not-theirs`, `benefit-…` as
            `terminal.benefits.use_trouble`, `role-may-not`; nothing was written.
        Unavailable: `benefit-not-saved` (it was looked up: doing it again is right), `store-…` (the outcome
            is not known, and doing it again finds it out), `key-store-unavailable` and
            `spend-counter-mismatch` where it is limited (nothing was written).
    """

    def write(unit: "Unit") -> OpenSale:
        member = _member(till, unit, open_sale)
        if unit.journal.has_operation(use):
            return _as_now(till, unit, open_sale)
        claim = _use(till, unit, session, open_sale, member, benefit, use)
        end_claims(unit, session.operator, claim, used=[each.claim for each in claim])
        after = _as_now(till, unit, open_sale)
        if claim:
            _count_spend(till, unit, use)
        return after

    done = _decided(till, use, write)
    with suppress(Unavailable):  # the use is counted already; this only says that its commit was seen
        confirm_mark(till.keys, operation_id=use)
    return done


def take_back_use(till: Till, session: Session, open_sale: OpenSale, use: str) -> OpenSale:
    """The sale with a use of this visit taken back, which was none.

    Raises:
        Refused: `benefit-without-member`, `no-such-use`: none of this visit, or taken back already.
        Unavailable: as `use_benefit`.
    """

    def write(unit: "Unit") -> OpenSale:
        member = _member(till, unit, open_sale)
        if unit.journal.has_operation(taken_back_operation(use)):
            return _as_now(till, unit, open_sale)
        if not is_of_visit(use, open_sale.sale) or all(each.id != use for each in account_of(member).uses):
            raise Refused("no-such-use")
        body = BenefitTakenBack(use, member.member)
        unit.journal.append("benefit_taken_back", body.to_json(), session.operator, taken_back_operation(use))
        return _as_now(till, unit, open_sale)

    return _decided(till, taken_back_operation(use), write)


def ask_use_again(till: Till, session: Session, open_sale: OpenSale, benefit: str) -> OpenSale:
    """The sale with one use more of a limited benefit asked for anew, where what was held is no good.

    What is waited for, or can be used, stays as it is.
    """
    if open_sale.member is None:
        return open_sale
    held = claim_on(open_sale.claims, benefit_thing(benefit))
    is_waited_for = held is not None and held.state in {"wanted", "asked"}
    if is_waited_for or not claim_trouble(held, till.clock.now()):
        return open_sale
    with till.store.write() as unit:
        end_claims(unit, session.operator, () if held is None else (held,))
        others = tuple(each for each in open_sale.claims if each != held)
        asked = _as_now(till, unit, replace(open_sale, claims=others))
    till.nudge_sync()
    return asked


def _use(
    till: Till,
    unit: "Unit",
    session: Session,
    open_sale: OpenSale,
    member: "AttachedMember",
    benefit: str,
    use: str,
) -> "tuple[HeldClaim, ...]":
    """Write the event; gives the claim that it was inside, if it needed one."""
    force = in_force(till, unit)
    program, at = program_of(force), till.clock.now().astimezone(force.zone)
    found = _theirs(till, unit, member, benefit)
    claims = unit.claims.of_sale(open_sale.sale)
    trouble = use_trouble(program, account_of(member), found, claims, at)
    if trouble is not None:
        raise trouble
    claim = claim_on(claims, benefit_thing(benefit)) if found.limit is not None else None
    body = BenefitUsed(
        use=use,
        member=member.member,
        benefit=benefit,
        program_version=force.program_version,
        claim=None if claim is None else claim.claim,
        terms=tuple(TermOf(each.sale, each.line) for each in terms_of_use(program, member, found, at)),
        person=member.person or None,
    )
    unit.journal.append("benefit_used", body.to_json(), session.operator, use)
    return () if claim is None else (claim,)


def _count_spend(till: Till, unit: "Unit", use: str) -> None:
    """Last before the COMMIT, as of a sale that spends: raise the counter outside the database."""
    life, count = unit.journal.head().incarnation, unit.state.count_spend()
    raise_mark(till.keys, incarnation=life, count=count, operation_id=use)


def _theirs(till: Till, unit: "Unit", member: "AttachedMember", benefit: str) -> "Benefit":
    from loyalty.account.benefits import benefits_held

    program = program_of(in_force(till, unit))
    found = program.benefit(benefit)
    if found is None:
        raise Refused("no-such-benefit", benefit=benefit)
    if found not in benefits_held(program, tier=member.tier, memberships=member.memberships):
        raise Refused("benefit-not-theirs", name=found.name)
    return found


def _member(till: Till, unit: "Unit", open_sale: OpenSale) -> "AttachedMember":
    if open_sale.member is None:
        raise Refused("benefit-without-member")
    return read_member(till, unit, open_sale.member.holder)


def _as_now(till: Till, unit: "Unit", open_sale: OpenSale) -> OpenSale:
    """The sale with its member and claims as they are by now, and the next uses asked for."""
    before = open_sale.member
    member = _member(till, unit, open_sale)
    member = member if before is None else member.as_shown(before)
    claims = unit.claims.of_sale(open_sale.sale)
    have = {each.thing for each in claims}
    missing = [
        thing
        for thing in things_of_member(till, unit, open_sale, member)
        if benefit_of(thing) is not None and thing not in have
    ]
    fresh = tuple(claim_for_sale(till, unit, open_sale, member, thing) for thing in missing)
    return replace(open_sale, member=member, claims=(*claims, *fresh))


def _decided(till: Till, operation: str, write: "Callable[[Unit], OpenSale]") -> OpenSale:
    """Done and known to be; a commit of which the disk did not say is looked up."""
    done = write_decided(till, operation, write, not_saved="benefit-not-saved")
    till.nudge_sync()
    return done
