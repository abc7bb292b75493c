"""Vouchers after a complaint as a till sees them: which there are, and giving one while no server answers.

The rule is the server's own, over what the till knows; the server judges once more when it hears of it. The
voucher itself is issued there: which till may use it, and whether it is one too many, no till knows alone.
"""

from typing import TYPE_CHECKING, Final

from loyalty.account.keeping import NOTHING_KEPT
from loyalty.account.model import Passing
from loyalty.account.vouchers import issue_by_hand
from loyalty.approvals import ApologyIssued, approvals
from loyalty.errors import Refused
from loyalty.program.model import AmountOff
from loyalty.refusals import SentenceRefused
from loyalty.units import Money
from loyalty.wire.member_desk import MemberDeed
from terminal.in_force import in_force
from terminal.member_page import Apology, PromisedApology
from terminal.till import Till

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from loyalty.program.vouchers import VoucherRule
    from terminal.membership import AttachedMember
    from terminal.store.books import Reading

_BEYOND: Final = Money(10**12)
"""What a voucher of per cent is worth nobody knows before: it is above any limit there is."""


def apologies_of(program: "Program | None") -> tuple[Apology, ...]:
    """The vouchers that may be given by hand, in the order of the program."""
    if program is None:
        return ()
    return tuple(
        Apology(rule=rule.id, name=_name_of(program, rule), needs_manager=_needs_manager(program, rule))
        for rule in program.vouchers
        if rule.issue == "apology"
    )


def promised_to(reading: "Reading", program: "Program | None", member: str) -> tuple[PromisedApology, ...]:
    """What was given here without the server: what it has not heard of yet, and what it refused since."""
    names = {each.rule: each.name for each in apologies_of(program)}
    return tuple(
        PromisedApology(name=names.get(deed.voucher or "", deed.voucher or ""), why=why)
        for deed, why in reading.deeds_out.apologies_of(member)
    )


def check_apology(till: Till, unit: "Reading", deed: MemberDeed, member: "AttachedMember") -> None:
    """Whether it may be given, by what is known here.

    Raises:
        Refused: `no-such-voucher-rule`; `deed-takes-two`: so much takes a manager's word; `voucher-limit`:
            the member has had, or has been promised here, as many as there may be.
    """
    program = in_force(till, unit).program
    rules = {} if program is None else {each.id: each for each in program.vouchers if each.issue == "apology"}
    rule = rules.get(deed.voucher or "")
    if program is None or rule is None:
        raise Refused("no-such-voucher-rule", name=deed.voucher or "")
    known = (unit.operators.by_id(each) for each in (deed.operator, deed.approver) if each is not None)
    if _needs_manager(program, rule) and "manager" not in {each.role for each in known if each is not None}:
        raise Refused("deed-takes-two")
    waiting = [each.deed for each in unit.deeds_out.of_member(deed.member) if each.voucher == rule.id]
    codes = (*waiting, deed.deed)
    so_far = Passing(member.kept or NOTHING_KEPT, codes=codes)
    try:
        for _ in codes:
            so_far = issue_by_hand(program, so_far, rule, till.clock.now())
    except SentenceRefused as refusal:
        raise Refused("voucher-limit") from refusal


def _name_of(program: "Program", rule: "VoucherRule") -> str:
    """What a voucher of a rule is called."""
    found = program.promotion(rule.promotion)
    return rule.id if found is None else found.name


def _needs_manager(program: "Program", rule: "VoucherRule") -> bool:
    found = program.promotion(rule.promotion)
    worth = found.amount if isinstance(found, AmountOff) else _BEYOND
    return bool(approvals(program, ApologyIssued(worth)))
