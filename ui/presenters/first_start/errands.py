"""What the first start asks of the machine, as it calls it, and what it keeps while it is not done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from loyalty.units import Money, Points

Stage = Literal["empty", "shop", "paired", "ready"]
"""As `terminal.bootstrap.first_start.Stage`."""
Doing = Literal["shop", "join", "load"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A program to begin with: a file of `resources/programs`, and what there is to say of it.

    `earned` points are given for `spent`; each is worth `worth`. Where no points are given, the card of
    stamps is full at `goal`.
    """

    name: str
    title: str
    currency: str
    timezone: str
    unit: str = ""
    spent: Money = Money(0)
    earned: Points = Points(0)
    worth: Money = Money(0)
    goal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was filled in so far: what is secret is not among it."""

    step: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """All that was filled in, by the names of the fields; `preset` is the program's."""

    values: Mapping[str, str]
    preset: Preset | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What is being done, and how many entries of how many were read."""

    doing: Doing = "load"
    rows: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugged:
    """The devices that the settings file names; empty where none is chosen."""

    printer: str = ""
    scanners: tuple[str, ...] = ()


class FirstErrands(Protocol):
    """Each call is made on the lane named with it; each may raise `Refused` or `Unavailable`."""

    def stage(self) -> Stage:
        """How far this till has come (store lane)."""
        ...

    def draft(self) -> Draft:
        """What was filled in before the program ended (store lane)."""
        ...

    def keep(self, draft: Draft, /) -> None:
        """Keep it (store lane)."""
        ...

    def presets(self) -> tuple[Preset, ...]:
        """The programs to begin with (look-up lane)."""
        ...

    def plugged(self) -> Plugged:
        """The devices that are chosen (look-up lane)."""
        ...

    def go_on(self, wish: Wish | None, on_progress: Callable[[Progress], None], /) -> None:
        """Do all that is still to be done; see `FirstStart.go_on` (net lane; minutes, perhaps).

        `on_progress` is called on the lane.
        """
        ...
