"""Every deed with a member's file by every role, with and without somebody's word, over HTTP.

The table is written out by hand: it is what may be, and not read from the rules. A deed without a row fails.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Final, get_args

import pytest

from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.member_desk import DeedKind, MemberDeed, MemberDeedDone
from loyalty.wire.messages import Person
from loyalty.wire.roles import Role
from server.context import Server
from server.store.catalogue import save_operators
from server.store.tables.members import deeds
from server.usecases.member_deeds import do_deed
from tests.integration.server.conftest import KEEPING, PROGRAM, FakeClock, House, make_house, operator
from tests.integration.server.http import Http

SORRY: Final = """
[[voucher]]
id = "sorry"
promotion = "fifty-off"
issue = "apology"
days = 90
"""
SELLERS, LEADERS, MANAGER = "cashier supervisor manager", "supervisor manager", "manager"
TABLE: Final[Mapping[DeedKind, tuple[str, str]]] = {
    "note": (SELLERS, LEADERS),
    "note-done": (SELLERS, LEADERS),
    "consent": (SELLERS, LEADERS),
    "edit": (SELLERS, LEADERS),
    "apology": (LEADERS, LEADERS),
    "adjust": ("", MANAGER),
    "merge": (LEADERS, LEADERS),
    "unmerge": (LEADERS, LEADERS),
    "erase": ("", MANAGER),
    "export": (LEADERS, LEADERS),
    "household-join": (MANAGER, MANAGER),
    "household-head": (MANAGER, MANAGER),
    "household-leave": (MANAGER, MANAGER),
}
"""Who does it alone, and with whose word anybody else who sells; an auditor does and allows nothing."""
ROLES: Final[tuple[Role, ...]] = get_args(Role)
NOBODY: Final = ("nobody", "gone")
"""One who never was, and a manager who is blocked."""
WHO: Final = (*ROLES, *NOBODY)
APPROVERS: Final = ("", "themselves", *WHO)
DONE: Final = (200, "")


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of the table: a deed, by whom, with whose word."""

    kind: DeedKind
    by: str
    approver: str

    @property
    def expected(self) -> tuple[int, str]:
        """What the server has to say to it."""
        alone, word = (said.split() for said in TABLE[self.kind])
        if self.by not in SELLERS.split():
            return 403, "operator-may-not"
        match self.approver:
            case "":
                return DONE if self.by in alone else (403, "second-person-needed")
            case "themselves":
                return 403, "approver-same"
            case _:
                return DONE if self.approver in word else (403, "operator-may-not")


def fields_of(kind: DeedKind, *, part: int | None) -> Iterator[Asked]:
    """One deed by everybody, with everybody's word; of two parts, in which all is, or of the whole."""
    for row, by in enumerate(WHO):
        for column, word in enumerate(APPROVERS):
            if part is None or (row + column) % 2 == part:
                yield Asked(kind, by, word)


class Desk:
    """A house with two of each role, so that any gives its word to any, and members for each deed."""

    def __init__(self, house: House) -> None:
        self.house, self.http, self.numbers = house, Http(house.server), count(1)
        staff = [operator(f"{role}-{number}", role) for role in ROLES for number in (1, 2)]
        gone = replace(operator("gone", "manager"), state="blocked")
        house.server.database.write(
            lambda connection: save_operators(connection, house.tenant, [*staff, gone], house.clock.now())
        )

    def two_members(self) -> tuple[str, str]:
        """Two who are in the books for the first time."""
        names = [f"member-{next(self.numbers)}" for _ in range(2)]
        for name in names:
            self.house.q1.enrol(name)
        phones = [f"+84912{next(self.numbers):06}" for _ in names]
        persons = [Person(name, "Khách", phone) for name, phone in zip(names, phones, strict=True)]
        self.house.q1.sync(persons=persons)
        return names[0], names[1]

    def ready_for(self, kind: DeedKind) -> dict[str, Any]:
        """With whom a deed can be done, and what else it says: nothing but the word is missing."""
        member, other = self.two_members()
        plain: dict[DeedKind, dict[str, Any]] = {
            "note": {"text": "Gọi lại"},
            "consent": {"consent": {"purpose": "messages", "given": True}},
            "edit": {"name": "Tên khác"},
            "apology": {"voucher": "sorry"},
            "adjust": {"points": 10, "text": "Bù điểm thiếu"},
            "merge": {"other": other},
            "household-join": {"other": other},
        }
        match kind:
            case "note-done":
                note = self._deed("note", member=member, text="Gọi lại")
                self.done(note)
                return {"member": member, "note": note.deed}
            case "unmerge":
                _, alias = self.done(self._deed("merge", member=member, other=other)).members
                return {"member": alias.member.member}
            case "household-head" | "household-leave":
                joined = self.done(self._deed("household-join", member=member, other=other))
                return {"member": joined.members[0].member.member, "other": other}
            case _:
                return {"member": member, **plain.get(kind, {})}

    def done(self, deed: MemberDeed) -> MemberDeedDone:
        """What comes before, by a manager."""
        return do_deed(self.house.server, self.house.q1.account, deed, nonce="n")

    def ask(self, asked: Asked, ready: Mapping[str, Any]) -> tuple[int, str]:
        """What the server says: the status, and the code of a problem."""
        by = asked.by if asked.by in NOBODY else f"{asked.by}-1"
        word = asked.approver if asked.approver in NOBODY else f"{asked.approver}-2"
        approver = {"": None, "themselves": by}.get(asked.approver, word)
        deed = self._deed(asked.kind, operator=by, approver=approver, **ready)
        body = canonical_bytes(deed.to_json())
        reply = self.http.signed(self.house.q1, "POST", "/v1/members/deeds", data=body)
        return reply.status, "" if reply.status == DONE[0] else str(reply.body["code"])

    def _deed(self, kind: DeedKind, *, operator: str = "manager-1", **said: Any) -> MemberDeed:
        return MemberDeed(version=1, deed=f"deed-{next(self.numbers)}", kind=kind, operator=operator, **said)


@pytest.fixture
def desk(server: Server, clock: FakeClock) -> Desk:
    return Desk(make_house(server, clock, PROGRAM + KEEPING + SORRY))


def test_every_deed_has_a_row() -> None:
    assert set(TABLE) == set(get_args(DeedKind))


def test_every_deed_is_done_by_whom_it_may_be_and_refused_to_everybody_else(
    desk: Desk, soak_rounds: int | None
) -> None:
    """Half of the fields on the one database, half on the other; all on both in the long form."""
    part = int(desk.house.server.database.engine.dialect.name == "sqlite") if soak_rounds is None else None
    for kind in TABLE:
        ready = desk.ready_for(kind)
        before = desk.house.rows(deeds)
        fields = list(fields_of(kind, part=part))
        refused = [each for each in fields if each.expected != DONE]
        assert {each: desk.ask(each, ready) for each in refused} == {each: each.expected for each in refused}
        assert desk.house.rows(deeds) == before
        for each in fields:
            if each.expected == DONE:
                assert (each, desk.ask(each, desk.ready_for(kind))) == (each, DONE)
        assert desk.ask(Asked(kind, "manager", "manager"), ready) == DONE  # nothing but the word was missing
    desk.house.check()
