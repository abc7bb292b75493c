"""A till that asks a server for points by hand, and a server that does each deed once and may not say so."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from loyalty.errors import Unavailable
from loyalty.wire.member_desk import DeedRow, MemberDeed, MemberDeedDone, MemberFileAnswer, MemberFileAsk
from terminal.clock import timestamp
from tests.unit.terminal.apologies import APOLOGIES
from tests.unit.terminal.member_deeds import deed
from tests.unit.terminal.settled_sales import rows
from tests.unit.terminal.till_kit import ANH as ANH_STATE
from tests.unit.terminal.till_kit import MORNING, PROGRAM, Counter, program_row
from ui.presenters.members.till_errands import MembersDone

SILENT = Unavailable("server-slow", retry=True)


@dataclass
class Line:
    """A server that does each id once. `failures` come for its answers: `SILENT` does it all the same.

    `asked` are the ids that it heard, `given` those that gave something, `is_old` is one that tells less.
    """

    failures: list[Exception] = field(default_factory=list[Exception])
    asked: list[str] = field(default_factory=list[str])
    given: dict[str, DeedRow] = field(default_factory=dict[str, DeedRow])
    is_old: bool = False

    def do(self, wanted: MemberDeed) -> MemberDeedDone:
        self.asked.append(wanted.deed)
        failure = self.failures.pop(0) if self.failures else None
        earlier = self.given.get(wanted.deed)
        if failure is None or failure is SILENT:
            self.given.setdefault(wanted.deed, self._told(wanted))
        if failure is not None:
            raise failure
        return MemberDeedDone(version=1, members=(), nonce="n", earlier=None if self.is_old else earlier)

    def file(self, _: MemberFileAsk) -> MemberFileAnswer:
        shown = tuple(replace(each, deed=None if self.is_old else each.deed) for each in self.given.values())
        return MemberFileAnswer(
            version=1, member=ANH_STATE, cards=(), movements=(), more=False, consents=(), deeds=shown,
            aliases=(), enrolled_at=timestamp(MORNING), nonce="n",
        )  # fmt: skip

    def _told(self, wanted: MemberDeed) -> DeedRow:
        told = DeedRow(kind=wanted.kind, at=timestamp(MORNING), by="Minh", deed=wanted.deed)
        return told if self.is_old else replace(told, operator=wanted.operator, approver=wanted.approver)


def started(shop: Counter, line: Line) -> MembersDone:
    """The errands of a till that was just started."""
    return MembersDone(shop.till, line.file, line.do, exports=Path())


def points(name: str = "deed-1", **said: Any) -> MemberDeed:
    by_hand = deed("adjust", name, operator="op-minh", text="Bù điểm", reason="missing", points=40)
    return replace(by_hand, **said)


def journalled(shop: Counter) -> list[tuple[str, int]]:
    found = rows(shop, "SELECT body FROM journal WHERE kind = 'member_changed'")
    return [(said["deed"], said["points"]) for (body,) in found for said in [json.loads(body)]]


def by_whom(shop: Counter) -> list[tuple[str, str, str | None]]:
    """By deed, who did it and with whose word."""
    found = rows(shop, "SELECT operator, body FROM journal WHERE kind = 'member_changed'")
    said = [(operator, json.loads(body)) for operator, body in found]
    return [(body["deed"], operator, body.get("approver")) for operator, body in said]


def kept(shop: Counter) -> list[str]:
    return [deed for (deed,) in rows(shop, "SELECT deed FROM deeds_asked")]


def with_apologies(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + APOLOGIES, version=2, valid_from=MORNING))


SORRY = deed("apology", "deed-1", operator="op-minh", voucher="little-sorry")
