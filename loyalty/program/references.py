"""The ids of a program's sections, and what refers to them: checked once every section is read.

A section may name what stands further down in the file, so nothing is known to be missing before the end. The
kind of a thing is the name of its section in the file: `voucher` for `[[voucher]]`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from loyalty.program import values
from loyalty.program.faults import nearest
from loyalty.program.report import Report
from loyalty.program.table import Table, shown
from loyalty.program.toml_lines import Path


@dataclass(frozen=True, slots=True)
class _Reference:
    path: Path
    kind: str
    id: str
    is_open: bool


@dataclass(slots=True)
class References:
    """What one file defines, and what it refers to."""

    _defined: dict[str, dict[str, None]] = field(default_factory=dict[str, dict[str, None]])
    _referred: list[_Reference] = field(default_factory=list[_Reference])

    def define(self, kind: str, ids: Iterable[str]) -> None:
        """There are things of this kind with these ids."""
        self._defined.setdefault(kind, {}).update(dict.fromkeys(ids))

    def read_id(self, table: Table, kind: str) -> str:
        """The id of one of a section, which no other of them has; from then on it is defined."""
        read = values.text(table, "id")
        if "id" in table:
            known = self._defined.setdefault(kind, {})
            if not read:
                table.fault("id", "it is empty", "write a short name that stays the same for ever")
            elif read in known:
                table.fault("id", f"{shown(read)} is used already", f"each {kind} needs an id of its own")
            known[read] = None
        return read

    def has(self, kind: str, thing: str) -> bool:
        """Whether a thing of this kind with this id is defined so far."""
        return thing in self._defined.get(kind, {})

    def read(self, table: Table, key: str, kind: str) -> str:
        """The id of something of this kind that a key names; empty where it is left out."""
        named = values.text(table, key)
        if key in table and isinstance(table.value(key), str):
            self._referred.append(_Reference((*table.path, key), kind, named, is_open=False))
        return named

    def read_all(self, table: Table, key: str, kind: str, *, is_open: bool = False) -> tuple[str, ...] | None:
        """The ids that a list names, `None` where it is left out.

        `is_open`: a file that has nothing of this kind may name what is kept elsewhere.
        """
        named = values.texts(table, key)
        for index, each in enumerate(named or ()):
            self._referred.append(_Reference((*table.path, key, index), kind, each, is_open))
        return named

    def check(self, report: Report) -> None:
        """Faults every reference to what is not there; not where it may have stood in a broken line."""
        if report.is_torn:
            return
        for each in self._referred:
            known = self._defined.get(each.kind, {})
            if each.id in known or (each.is_open and not known):
                continue
            right = f'the nearest is "{nearest(each.id, known)}"' if known else f"there is no [[{each.kind}]]"
            report.fault(each.path, f"there is no {each.kind} {shown(each.id)}", right)
