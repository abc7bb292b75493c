"""Which screens there are beside the sale: one row each, by the item of the menu that opens it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from loyalty.wire.drawing import LOOKS
from loyalty.wire.program_desk import LOOKS as PROGRAM_LOOKS
from ui.presenters.menu import Choice
from ui.presenters.shell import Screen, Shell
from ui.presenters.shift import Stage
from ui.side_screens import builders
from ui.side_screens.site import SideScreen, Site


def _always(_: Shell) -> bool:
    return True


def _at_the_sale_or_the_float(shell: Shell) -> bool:
    """What a drawer holds at the end of a shift is counted in one go."""
    if shell.screen is Screen.SHIFT and shell.shift is not None:
        model = shell.shift.model
        return model.stage is Stage.OPENING and not model.busy
    return shell.screen is Screen.CHECKOUT


def _in_a_shift(shell: Shell) -> bool:
    return shell.screen is Screen.CHECKOUT and shell.is_shift_open


def _looks_at_draws(shell: Shell) -> bool:
    return shell.session is not None and shell.session.role in LOOKS


def _looks_at_programs(shell: Shell) -> bool:
    return shell.session is not None and shell.session.role in PROGRAM_LOOKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How a screen is built, and when it may be opened by whoever is signed in.

    `shortcut` opens it from anywhere. One that `begins_again` does so when it is asked for while it is in
    front; any other is left as it is.
    """

    build: Callable[[Site], SideScreen]
    may_open: Callable[[Shell], bool] = _always
    shortcut: str = ""
    begins_again: bool = False


TABLE: Final[Mapping[Choice, Row]] = {
    Choice.RETURNS: Row(build=builders.returns, may_open=_in_a_shift),
    Choice.MEMBERS: Row(build=builders.members, may_open=_at_the_sale_or_the_float, shortcut="Ctrl+F4"),
    Choice.LATE_CLAIMS: Row(build=builders.late_claims, may_open=_in_a_shift, begins_again=True),
    Choice.CARDS: Row(build=builders.cards, begins_again=True),
    Choice.PRODUCTS: Row(build=builders.products, begins_again=True),
    Choice.PEOPLE: Row(build=builders.people),
    Choice.FILES: Row(build=builders.files),
    Choice.DRAWS: Row(build=builders.draws, may_open=_looks_at_draws),
    Choice.PROGRAMS: Row(build=builders.programs, may_open=_looks_at_programs),
    Choice.DAY: Row(build=builders.day),
    Choice.AUDIT: Row(build=builders.audit),
    Choice.SETTINGS: Row(build=builders.settings, begins_again=True),
    Choice.DEVICES: Row(build=builders.devices, begins_again=True),
}
