"""A voucher for somebody who complained, given by hand at the server: two people, each by their PIN.

The same rule, the same limits and the same record as where a till has it done (`server.usecases.apologies`).
"""

from dataclasses import dataclass
from typing import Final

from loyalty.approvals import ApologyIssued, approvals
from loyalty.errors import Refused
from loyalty.program import Program
from loyalty.wire.member_desk import MemberDeed
from server.context import Server, read_program
from server.ids import new_id
from server.store.catalogue import program_in_force
from server.store.database import Connection
from server.store.member_deeds import Deed, insert_deed
from server.usecases.admin.four_eyes import DOES, Person, check_person, check_two
from server.usecases.admin.people import Who, find_member
from server.usecases.apologies import apologise, worth_of

AT_THE_SERVER: Final = "admin"
"""In the place of the till in what is written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apology:
    """To whom, and by which `[[voucher]]` of the program."""

    who: Who
    voucher: str


def give_apology(
    server: Server, *, tenant: str | None, wish: Apology, does: Person, approves: Person | None
) -> str:
    """Issue it; gives the member. Who did it and who approved it is kept with the member's file.

    Raises:
        Refused: `second-person-needed` (the program wants one for so much, or says nothing),
            `no-such-voucher-rule`, `voucher-limit`, `member-…`, as `check_two`, as `find_member`.
    """
    owner, member = find_member(server, tenant=tenant, who=wish.who)

    def unit(connection: Connection) -> str:
        force = program_in_force(connection, owner, server.clock.now())
        if force is None:
            raise Refused("no-such-voucher-rule", name=wish.voucher)
        if approves is not None:
            by, approver = check_two(connection, server, owner, does, approves)
        elif _needs_two(read_program(force.text), wish.voucher):
            raise Refused("second-person-needed")
        else:
            by, approver = check_person(connection, server, owner, does, roles=DOES), None
        deed = MemberDeed(
            version=1,
            deed=new_id(server.clock.now()),
            kind="apology",
            member=member,
            operator=by.operator,
            approver=None if approver is None else approver.operator,
            voucher=wish.voucher,
        )
        apologise(connection, server, owner, deed, by)
        insert_deed(
            connection,
            owner,
            Deed(
                member=member,
                deed=deed.deed,
                kind=deed.kind,
                other=None,
                till=AT_THE_SERVER,
                by=by.operator,
                approved_by=deed.approver,
                at=server.clock.now(),
            ),
        )
        return member

    return server.database.write(unit)


def _needs_two(program: Program, voucher: str) -> bool:
    """Where the program states no limit, always; a rule that there is none of is refused later."""
    rule = program.voucher(voucher)
    if program.limits.manager_over.apology_voucher is None or rule is None:
        return True
    return bool(approvals(program, ApologyIssued(worth_of(program, rule.promotion))))
