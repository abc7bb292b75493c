"""What a manager has the real server do with members and cards, by its use cases."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.units import Points
from server.context import Server
from server.model import MemberFile
from server.usecases.admin.people import (
    Who,
    erase_member,
    merge_members,
    replace_card,
    set_card,
    unmerge_member,
)
from server.usecases.households import join_household, leave_household
from tests.simulation.program import MANAGER
from tests.simulation.server_state import ServerState
from tests.simulation.sides import Managed
from tests.simulation.steps import Step

TENANT: Final = "tenant"
SPARE_CARDS: Final = 5_000
"""Numbers from here on are cards that nobody has yet."""

Deed = Callable[["Managing", Step], str]


class Managing:
    """One manager at the server, who sees what it holds; each deed says in words what was done."""

    def __init__(self, server: Server, state: ServerState) -> None:
        self._server, self._state = server, state

    def do(self, deed: Managed, step: Step) -> str:
        """Do it; empty where there is nobody to do it with, or where the server refuses."""
        try:
            return _DEEDS[deed](self, step)
        except Refused:
            return ""

    def merge(self, step: Step) -> str:
        """Two members who are said to be one person."""
        one, other = self._two(step)
        if not one:
            return ""
        alias, survivor = merge_members(
            self._server, tenant=None, one=Who(member=one), other=Who(member=other)
        )
        return f"{alias} is {survivor}"

    def unmerge(self, step: Step) -> str:
        """Somebody who was merged by mistake."""
        aliases = self._members(lambda file: _is(file, "alias") and not _is_person(file))
        return (
            ""
            if not aliases
            else " was not ".join(
                unmerge_member(self._server, tenant=None, who=Who(member=_one(aliases, step.first)))
            )
        )

    def join(self, step: Step) -> str:
        """Two who share what they have from now on."""
        one, other = self._two(step)
        if not one:
            return ""

        def unit(connection: Connection) -> str:
            return " ".join(
                join_household(connection, self._server, TENANT, member=one, other=other, by=MANAGER)
            )

        return self._server.database.write(unit)

    def leave(self, step: Step) -> str:
        """Somebody leaves a household, with a part of the points."""
        persons = self._members(_is_person)
        if not persons:
            return ""
        person = _one(persons, step.first)
        profile = self._state.files[person].profile
        pool = "" if profile is None else profile.alias_of or ""
        points = Points(step.second % (1 + self._state.files[pool].books.posted))

        def unit(connection: Connection) -> str:
            return " ".join(
                leave_household(connection, self._server, TENANT, member=pool, person=person, points=points)
            )

        return self._server.database.write(unit)

    def change_card(self, step: Step) -> str:
        """A card that was lost, or is found again."""
        if not self._state.cards:
            return ""
        card = self._state.cards[_one(sorted(self._state.cards), step.first)]
        state = "active" if card.state == "blocked" else "blocked"
        set_card(
            self._server, tenant=None, number=card.number, state="active" if state == "active" else "blocked"
        )
        return f"{card.number} is {state}"

    def replace_card(self, step: Step) -> str:
        """A new card in the place of another."""
        if not self._state.cards:
            return ""
        old, new = _one(sorted(self._state.cards), step.first), card_number(SPARE_CARDS + step.second % 100)
        replace_card(self._server, tenant=None, old=old, new=new)
        return f"{new} for {old}"

    def erase(self, step: Step) -> str:
        """Somebody who wants to be forgotten, with all that is theirs."""
        members = self._members(lambda file: _is(file, "active") or _is_person(file))
        if len(members) < 2:
            return ""
        who = Who(member=_one(members, step.first))
        return ", ".join(erase_member(self._server, tenant=None, who=who, forfeit_wallet=True))

    def _two(self, step: Step) -> tuple[str, str]:
        members = self._members(lambda file: _is(file, "active"))
        if len(members) < 2:
            return "", ""
        one = _one(members, step.first)
        return one, _one([each for each in members if each != one], step.second)

    def _members(self, wanted: Callable[[MemberFile], bool]) -> Sequence[str]:
        return sorted(member for member, file in self._state.files.items() if wanted(file))


_DEEDS: Final[Mapping[Managed, Deed]] = {
    "members merged": Managing.merge,
    "merge undone": Managing.unmerge,
    "household joined": Managing.join,
    "household left": Managing.leave,
    "card blocked or let be": Managing.change_card,
    "card replaced": Managing.replace_card,
    "member forgotten": Managing.erase,
}


def _one(among: Sequence[str], number: int) -> str:
    return among[number % len(among)]


def _is(file: MemberFile, state: str) -> bool:
    return file.profile is not None and file.profile.state == state


def _is_person(file: MemberFile) -> bool:
    return file.profile is not None and file.profile.is_person
