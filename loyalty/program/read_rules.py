"""What is alike in reading promotions, rewards and whatever else has an id, a kind and a stage."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypedDict, TypeVar, cast

from loyalty.program import values
from loyalty.program.conditions import When
from loyalty.program.faults import nearest
from loyalty.program.model import TIER_STAGE
from loyalty.program.table import Table, shown

_Reading = TypeVar("_Reading")
_Read = TypeVar("_Read")


class Common(TypedDict):
    """What every promotion is made with."""

    id: str
    name: str
    when: When


@dataclass(frozen=True, slots=True)
class Kind(Generic[_Reading, _Read]):
    """How one kind is read, and the keys of its own that it must have and may have."""

    read: Callable[[_Reading], _Read]
    needs: tuple[str, ...]
    may: tuple[str, ...]


class Kinds(Generic[_Reading, _Read]):
    """The kinds of one section; `what` is what a fault calls them, `common` are the keys they all have."""

    def __init__(
        self, what: str, *, common: tuple[str, ...], kinds: Mapping[str, Kind[_Reading, _Read]]
    ) -> None:
        self._what = what
        self._common = common
        self._kinds = kinds
        every = {key for kind in kinds.values() for key in (*common, *kind.needs, *kind.may)}
        self._names_with = {
            key: tuple(name for name in kinds if key in self._keys(name)) for key in sorted(every)
        }

    def __iter__(self) -> Iterator[str]:
        """The names of the kinds."""
        return iter(self._kinds)

    def read(self, table: Table) -> Kind[_Reading, _Read] | None:
        """The kind of a table, whose keys are checked against it; unknown, against those of every kind."""
        name = table.value("kind")
        kind = self._kinds.get(name) if isinstance(name, str) else None
        if kind is not None:
            known = cast("str", name)
            table.check_keys(self._keys(known), elsewhere=self._elsewhere(known))
            table.need(*kind.needs)
            return kind
        every = ", ".join(self._kinds)
        if isinstance(name, str):
            right = f'the nearest is "{nearest(name, self._kinds)}"; it is one of {every}'
            table.fault("kind", f"{shown(name)} is not a kind of {self._what}", right)
        elif name is not None:
            table.fault("kind", f"{shown(name)} is not a text", f"it is one of {every}")
        table.check_keys(self._names_with)
        return None

    def _keys(self, name: str) -> tuple[str, ...]:
        kind = self._kinds[name]
        return (*self._common, *kind.needs, *kind.may)

    def _elsewhere(self, name: str) -> dict[str, str]:
        return {
            key: f'"{name}" has no such key, it belongs to {" and ".join(kinds)}'
            for key, kinds in self._names_with.items()
            if name not in kinds
        }


def read_stage(table: Table, stages: tuple[str, ...], default: str) -> str:
    """The stage that a discount belongs to: one of the program's, and not the tier's own."""
    stage = values.text(table, "stage", default)
    allowed = tuple(each for each in stages if each != TIER_STAGE)
    if stage in allowed or table.report.may_be_torn(("discounts", "stages")):
        return stage
    if "stage" not in table:
        what = f'it is left out, so it is "{default}", which [discounts] stages does not name'
    elif stage == TIER_STAGE:
        what = f'"{TIER_STAGE}" is the stage of the member\'s tier alone'
    else:
        what = f"{shown(stage)} is not one of the stages"
    named = ", ".join(f'"{each}"' for each in allowed)
    near = f'the nearest is "{nearest(stage, allowed)}"; ' if allowed else ""
    table.fault("stage", what, f"{near}[discounts] stages has {named or 'no stage for promotions'}")
    return default
