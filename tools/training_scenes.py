"""The scenes of a till in training: its band and accent over checkout and menu, with its made-up people.

Only what training looks like. What it does is the whole till's, and is not played here.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from loyalty.units import Money
from terminal.practice import practice_members, practice_operators
from terminal.session import Session
from terminal.sync.status import SyncStatus
from tools.sample_shop import BINH, COFFEE, NOODLES, NOW, RICE

if TYPE_CHECKING:
    from terminal.membership import AttachedMember
    from tools.theatre import Theatre

_PEPPER: Final = bytes(32)


def checkout(theatre: "Theatre") -> None:
    """A trainee's sale to one of the made-up members, whose points are all here."""
    till, member = theatre.till, _member(theatre)
    till.members[member.member] = member
    trainee = next(practice_operators(_PEPPER, theatre.preferences.language))
    session = Session(operator=trainee.operator, name=trainee.name, role=trainee.role, at=NOW)
    till.open_shift(session, opening_float=Money(500_000))
    theatre.shell.signed_in(session)
    theatre.show_bar(session.name, SyncStatus())
    sale = theatre.checkout
    for code in (NOODLES.sku, NOODLES.sku, RICE.sku, COFFEE.sku):
        sale.scanned(code)
    sale.members.attach(member.member)


def menu(theatre: "Theatre") -> None:
    """The way out, in the till's part of the menu."""
    checkout(theatre)
    theatre.open_menu()
    theatre.menu.show_group("till")


def _member(theatre: "Theatre") -> "AttachedMember":
    *_, state, _ = practice_members(theatre.till.program, at=NOW)
    if state.person is None or state.person.phone is None:
        raise RuntimeError("somebody who is made up has a name and a number")
    tail = state.person.phone[-3:]
    return replace(
        BINH,
        member=state.member,
        name=state.person.name,
        phone_masked=f"09•• ••• {tail}",
        phone_tail=tail,
        points=state.points,
        available=state.available,
        measure=int(state.measure),
        purchases=state.purchases,
    )


SCENES: Final[Mapping[str, "Callable[[Theatre], None]"]] = MappingProxyType(
    {"training": checkout, "training-menu": menu}
)
"""These alone are played in a window in training."""
