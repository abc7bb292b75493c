"""Checks that no span of time ends before it begins: `from` and `until`, wherever a table has both.

It looks at the values as they were written, whichever section they stand in; what is no date is told where
that section is read.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, tzinfo
from typing import cast

from loyalty.program.report import Report
from loyalty.program.toml_lines import Path


def check_spans(values: object, report: Report, zone: tzinfo) -> None:
    """Faults every `until` that is before its `from`; what carries no offset is local to the zone."""
    for path, starts, ends in _spans(values, ()):
        if _moment(starts, zone, time.min) > _moment(ends, zone, time.max):
            what = f"it ends on {ends}, before it begins"
            report.fault((*path, "until"), what, f"write {starts} or later, or change from")


def _spans(value: object, path: Path) -> Iterator[tuple[Path, date, date]]:
    if isinstance(value, list):
        for index, item in enumerate(cast("list[object]", value)):
            yield from _spans(item, (*path, index))
    elif isinstance(value, dict):
        table = cast("dict[str, object]", value)
        starts, ends = table.get("from"), table.get("until")
        if isinstance(starts, date) and isinstance(ends, date):
            yield path, starts, ends
        for key, item in table.items():
            yield from _spans(item, (*path, key))


def _moment(day: date, zone: tzinfo, of_day: time) -> datetime:
    """A date-time, or this time of a whole day."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, of_day)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
