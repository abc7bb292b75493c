"""What one program says otherwise than another: section by section, as their files write it.

Whether a section or an item differs is told by what it means; what of it differs, by the keys of the file,
which are what its author edits. So a default that is written out is no change.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, cast

from loyalty.program.model import Program
from loyalty.program.read import parse_program

ChangeKind = Literal["added", "removed", "changed"]
SECTIONS: Final[Mapping[str, str]] = {
    "points": "points",
    "discounts": "discounts",
    "tiers": "standing",
    "tier": "tiers",
    "promotion": "promotions",
    "reward": "rewards",
    "voucher": "vouchers",
    "stamp_card": "stamp_cards",
    "challenge": "challenges",
    "membership": "memberships",
    "wallet": "wallet",
    "benefit": "benefits",
    "referral": "referral",
    "draw": "draws",
    "survey": "survey",
    "partner": "partners",
    "limits": "limits",
    "leases": "leases",
}
"""The sections of a file, and what each is in a `Program`; in the order in which a shop thinks of them."""
HEAD: Final = ("name", "currency", "timezone")


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One key within a section, like `when.until`; None where it is not given."""

    key: str
    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A section, or an item of one, that is new, gone or otherwise.

    `section` is empty for what stands at the head of the file; `id` and `name` for a section that has no
    items. What is gone has no `values`.
    """

    section: str
    kind: ChangeKind
    id: str = ""
    name: str = ""
    values: tuple[ValueChange, ...] = ()


def changes_between(before: str, after: str) -> tuple[Change, ...]:
    """What the second text says otherwise than the first; an empty first is no program at all.

    Raises:
        ProgramRefused: one of them is no program.
    """
    old, new = _Side(before), _Side(after)
    return tuple(_changes(old, new))


class _Side:
    """One of the two: what its text says, and what it means."""

    def __init__(self, text: str) -> None:
        self._program: Program | None = parse_program(text, name="program") if text else None
        self._tree: dict[str, object] = tomllib.loads(text, parse_float=Decimal)

    def head(self) -> dict[str, object]:
        """What stands above all sections."""
        return {key: self._tree[key] for key in HEAD if key in self._tree}

    def table(self, section: str) -> dict[str, object] | None:
        """A section that has no items."""
        found = self._tree.get(section)
        return cast("dict[str, object]", found) if isinstance(found, dict) else None

    def items(self, section: str) -> dict[str, dict[str, object]]:
        """The items of a section that has some, by id."""
        found = self._tree.get(section)
        items = cast("list[dict[str, object]]", found) if isinstance(found, list) else []
        return {str(each["id"]): each for each in items}

    def meaning(self, section: str, item: str = "") -> object:
        """What a section means, or one of its items."""
        found = getattr(self._program, SECTIONS[section], None)
        return next((each for each in found or () if each.id == item), None) if item else found


def _changes(old: _Side, new: _Side) -> Iterator[Change]:
    heads = _differing(old.head(), new.head())
    if heads:
        yield Change(section="", kind="changed", values=heads)
    for section in SECTIONS:
        before, after = old.table(section), new.table(section)
        if (before or after) and old.meaning(section) != new.meaning(section):
            kind: ChangeKind = "added" if before is None else "removed" if after is None else "changed"
            values = _differing(before or {}, after) if after is not None else ()
            yield Change(section=section, kind=kind, values=values)
        yield from _items(section, old, new)


def _items(section: str, old: _Side, new: _Side) -> Iterator[Change]:
    before, after = old.items(section), new.items(section)
    for item, said in after.items():
        name = str(said.get("name", item))
        if item not in before:
            yield Change(section=section, kind="added", id=item, name=name, values=_differing({}, said))
        elif old.meaning(section, item) != new.meaning(section, item):
            yield Change(
                section=section, kind="changed", id=item, name=name, values=_differing(before[item], said)
            )
    for item, said in before.items():
        if item not in after:
            yield Change(section=section, kind="removed", id=item, name=str(said.get("name", item)))


def _differing(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[ValueChange, ...]:
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return tuple(
        ValueChange(key, old.get(key), new.get(key))
        for key in dict.fromkeys((*new, *old))
        if old.get(key) != new.get(key)
    )


def _leaves(table: Mapping[str, object], way: str = "") -> Iterator[tuple[str, object]]:
    """Each value with the way to it; of several tables under one key each by its id, or by its number."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(cast("dict[str, object]", value), f"{way}{key}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, each in enumerate(cast("list[dict[str, object]]", value), 1):
                yield from _leaves(each, f"{way}{key}.{each.get('id', number)}.")
        elif key != "id":
            yield f"{way}{key}", value
