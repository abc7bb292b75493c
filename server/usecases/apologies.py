"""A voucher for somebody who complained: by a rule of the program, in its limits, with the word it takes."""

from typing import Final

from loyalty.approvals import ApologyIssued, approvals
from loyalty.errors import Refused
from loyalty.program.model import AmountOff, Program
from loyalty.units import Money
from loyalty.wire.member_desk import MemberDeed
from server.context import Server
from server.model import Operator
from server.store.database import Connection
from server.usecases.desk import clear_desk, open_desk
from server.usecases.keeping import give_by_hand
from server.usecases.member_file import find_operator

_BEYOND: Final = Money(10**12)
"""What a voucher of per cent is worth nobody knows before: it is above any limit there is."""


def apologise(connection: Connection, server: Server, tenant: str, deed: MemberDeed, by: Operator) -> None:
    """Issue it.

    Raises:
        Refused: `no-such-voucher-rule`, `second-person-needed` (above the program's limit: a manager's word),
            `operator-may-not`, `member-…`, `voucher-limit`.
    """
    desk = open_desk(connection, server, tenant, [deed.member])
    file, program = desk.files.get(deed.member), desk.program
    if file is None or file.profile is None or program is None:
        raise Refused("member-unknown", member=deed.member)
    if file.profile.state != "active":
        raise Refused(f"member-{file.profile.state}", member=deed.member)
    rules = {each.id: each for each in program.vouchers if each.issue == "apology"}
    rule = rules.get(deed.voucher or "")
    if rule is None:
        raise Refused("no-such-voucher-rule", name=deed.voucher or "")
    if approvals(program, ApologyIssued(worth_of(program, rule.promotion))) and by.role != "manager":
        if deed.approver is None:
            raise Refused("second-person-needed")
        find_operator(connection, tenant, deed.approver, roles=frozenset({"manager"}))
    give_by_hand(file, program, rule, desk.cause(f"apology:{deed.deed}"))
    clear_desk(connection, desk, is_urgent=True)


def worth_of(program: Program, promotion: str) -> Money:
    """What a voucher of this promotion is worth at most."""
    found = program.promotion(promotion)
    return found.amount if isinstance(found, AmountOff) else _BEYOND
