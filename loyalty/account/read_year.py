"""Reads a member's year from TOML, with every fault at once, each with its line and its key.

    name = "An at the café"
    program = "resources/programs/cafe.toml"      # for whoever reads the file; not looked at here

    [member.an]                                   # who begins, with nothing yet; one or more
    birthday = "03-21"

    [goods.coffee]                                # what is bought, named once
    sku = "8930000000019"
    unit_price = 35000

    [[step]]
    at = 2026-01-05T08:10:00                      # local to the program where it has no offset
    buy = { sale = "first", lines = ["2 coffee"] }
    expect = { total = 70000, points = 7, tier = "member" }

    [[step]]
    at = 2026-01-06T09:00:00
    give_back = { sale = "first", lines = ["1 coffee"] }     # without lines: all that is left

What a basket may have beside its lines (`codes`, `burn_points` …) stands in `buy`. A step with neither only
lets time pass.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from loyalty.account.model import Account
from loyalty.account.year import Act, Buy, GiveBack, Step, Wait, Year
from loyalty.basket_json import basket_from_json, birthday_from_text, parse_quantity
from loyalty.program import values
from loyalty.program.faults import YearRefused, nearest
from loyalty.program.model import Program
from loyalty.program.read_text import read_text
from loyalty.program.report import Report
from loyalty.program.table import Table, shown
from loyalty.refusals import BasketRefused
from loyalty.units import Quantity

ACTS = ("buy", "give_back")
_ROOT_KEYS = ("name", "program", "member", "goods", "step")
_LINE = re.compile(r"([0-9.]+) (\S+)")


def parse_year(program: Program, text: str, *, name: str) -> Year:
    """The year that a text says, for a program; `name` is the file's, for the faults.

    Raises:
        YearRefused: the text does not hold; it carries every fault there is.
    """
    report = Report(file=name)
    root = Table(report, (), read_text(text, report))
    root.check_keys(_ROOT_KEYS)
    root.need("name", "member", "step")
    members = _read_members(root)
    reading = _Reading(program, tuple(members), _read_goods(root), {})
    year = Year(
        name=values.text(root, "name"),
        members=members,
        steps=tuple(reading.step(table) for table in root.tables("step")),
    )
    for table, step, before in zip(root.tables("step")[1:], year.steps[1:], year.steps, strict=False):
        if step.at < before.at:
            table.fault("at", f"{step.at} is before the step above", "write the steps in order of time")
    report.refuse_faults(YearRefused)
    return year


def _read_members(root: Table) -> Mapping[str, Account]:
    members: dict[str, Account] = {}
    for name, table in root.named_tables("member"):
        table.check_keys(("birthday", "segments"))
        written = values.text(table, "birthday")
        birthday = birthday_from_text(written)
        if written and birthday is None:
            table.fault("birthday", f"{shown(written)} is not a day", "write MM-DD or YYYY-MM-DD")
        members[name] = Account(id=name, birthday=birthday, segments=values.texts(table, "segments") or ())
    return members


def _read_goods(root: Table) -> Mapping[str, Table]:
    return dict(root.named_tables("goods"))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the steps are read against; `sold` has the goods of each sale so far, line by line."""

    program: Program
    members: tuple[str, ...]
    goods: Mapping[str, Table]
    sold: dict[str, tuple[str, ...]]

    def step(self, table: Table) -> Step:
        table.check_keys(("at", "member", "note", *ACTS, "expect"))
        table.need("at")
        at = self._moment(table)
        expect = table.table("expect")
        return Step(
            at=at,
            member=self._member(table),
            act=self._act(table, at),
            note=values.text(table, "note"),
            line=table.report.line_of(table.path),
            expect={} if expect is None else expect.all_values(),
        )

    def _moment(self, table: Table) -> datetime:
        day = values.day(table, "at")
        if isinstance(day, datetime):
            return day if day.tzinfo else day.replace(tzinfo=self.program.zone)
        if day is not None:
            table.fault("at", f"{shown(day)} has no time", "write a date-time, as 2026-01-05T08:10:00")
        return datetime(2000, 1, 1, tzinfo=self.program.zone)

    def _member(self, table: Table) -> str:
        if "member" in table or not self.members:
            return values.choice(table, "member", self.members, "")
        return self.members[0]

    def _act(self, table: Table, at: datetime) -> Act:
        given = [act for act in ACTS if act in table]
        if len(given) > 1:
            table.fault(given[1], f"a step has {given[0]} already", "write a step for each")
        buy, back = table.table("buy"), table.table("give_back")
        if buy is not None:
            return self._buy(buy, at)
        return Wait() if back is None else self._give_back(back)

    def _buy(self, table: Table, at: datetime) -> Buy:
        table.need("sale", "lines")
        sale = values.text(table, "sale")
        if sale in self.sold:
            table.fault("sale", f"{shown(sale)} was sold already", "each sale needs a name of its own")
        lines = [
            (quantity, good)
            for index, text in enumerate(values.texts(table, "lines") or ())
            if (good := self._line(table, index, text, tuple(self.goods))) and (quantity := text.split()[0])
        ]
        self.sold[sale] = tuple(good for _, good in lines)
        found = [{**self.goods[good].all_values(), "quantity": quantity} for quantity, good in lines]
        basket = {**table.all_values(), "at": at.isoformat(), "lines": found, "member": None}
        try:
            return Buy(sale, basket_from_json(basket, program=self.program))
        except BasketRefused as refused:
            for fault in refused.faults:
                table.report.fault(table.path, fault, "write what a basket may have")
        return Buy(sale, basket_from_json({"at": "2000-01-01T00:00:00+00:00", "lines": []}))

    def _give_back(self, table: Table) -> GiveBack:
        table.check_keys(("sale", "lines"))
        table.need("sale")
        sale = values.choice(table, "sale", tuple(self.sold), "")
        texts = values.texts(table, "lines")
        if texts is None:
            return GiveBack(sale)
        goods = self.sold.get(sale, ())
        lines: list[tuple[int, Quantity]] = []
        for index, text in enumerate(texts):
            good = self._line(table, index, text, goods)
            quantity = parse_quantity(text.split(" ")[0])
            if good and quantity is not None:
                lines.append((goods.index(good), quantity))
        return GiveBack(sale, tuple(lines))

    def _line(self, table: Table, index: int, text: str, goods: tuple[str, ...]) -> str:
        """The good that a line names; empty, after a fault."""
        match = _LINE.fullmatch(text)
        if match is None or parse_quantity(match[1]) is None:
            table.fault_item("lines", index, f"{shown(text)} is not a line", 'write it as "2 coffee"')
            return ""
        if match[2] not in goods:
            right = f'the nearest is "{nearest(match[2], goods)}"' if goods else "there are none to name"
            table.fault_item("lines", index, f"{shown(match[2])} is not known here", right)
            return ""
        return match[2]
