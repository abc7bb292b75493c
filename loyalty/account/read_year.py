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

from collections.abc import Mapping
from datetime import datetime

from loyalty.account.acts import Act, Wait
from loyalty.account.model import Account
from loyalty.account.read_acts import ACTS, ActReading
from loyalty.account.year import Step, Year
from loyalty.basket_json import birthday_from_text
from loyalty.program import values
from loyalty.program.faults import YearRefused
from loyalty.program.model import Program
from loyalty.program.read_text import read_text
from loyalty.program.report import Report
from loyalty.program.table import Table, shown

_ROOT_KEYS = ("name", "program", "member", "goods", "step")


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
    goods = dict(root.named_tables("goods"))
    reading = ActReading(program=program, members=tuple(members), goods=goods)
    year = Year(
        name=values.text(root, "name"),
        members=members,
        steps=tuple(_read_step(table, reading) for table in root.tables("step")),
    )
    for table, step, before in zip(root.tables("step")[1:], year.steps[1:], year.steps, strict=False):
        if "at" in table and step.at < before.at:
            table.fault("at", f"{step.at} is before the step above", "write the steps in order of time")
    report.refuse_faults(YearRefused)
    return year


def _read_members(root: Table) -> Mapping[str, Account]:
    members: dict[str, Account] = {}
    for name, table in root.named_tables("member"):
        table.check_keys(("birthday", "segments", "person"))
        written = values.text(table, "birthday")
        birthday = birthday_from_text(written)
        if written and birthday is None:
            table.fault("birthday", f"{shown(written)} is not a day", "write MM-DD or YYYY-MM-DD")
        members[name] = Account(
            id=name,
            person=values.text(table, "person"),
            birthday=birthday,
            segments=values.texts(table, "segments") or (),
        )
    return members


def _read_step(table: Table, reading: ActReading) -> Step:
    table.check_keys(("at", "member", "note", *ACTS, "expect"))
    table.need("at")
    at = _read_moment(table, reading.program)
    expect = table.table("expect")
    return Step(
        at=at,
        member=_read_member(table, reading.members),
        act=_read_act(table, reading, at),
        note=values.text(table, "note"),
        line=table.report.line_of(table.path),
        expect={} if expect is None else expect.all_values(),
    )


def _read_moment(table: Table, program: Program) -> datetime:
    day = values.day(table, "at")
    if isinstance(day, datetime):
        return day if day.tzinfo else day.replace(tzinfo=program.zone)
    if day is not None:
        table.fault("at", f"{shown(day)} has no time", "write a date-time, as 2026-01-05T08:10:00")
    return datetime(2000, 1, 1, tzinfo=program.zone)


def _read_member(table: Table, members: tuple[str, ...]) -> str:
    """Who acts; left out, the first member of the file."""
    return values.choice(table, "member", members, members[0] if members else "")


def _read_act(table: Table, reading: ActReading, at: datetime) -> Act:
    given = [act for act in ACTS if act in table]
    for act in given[1:]:
        table.fault(act, f"the step has {given[0]} already", "write a step for each")
    inner = table.table(given[0]) if given else None
    return Wait() if inner is None else ACTS[given[0]](reading, inner, at)
