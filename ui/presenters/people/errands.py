"""What the screen *People* asks of the till, and the till that answers."""

from typing import Protocol

from terminal.session import Session, StaffMember
from terminal.till import Till
from terminal.usecases.staffing import Ask, StaffWish, do_staff_deed, list_staff


class PeopleErrands(Protocol):
    """Looking on the look-up lane, doing on the net lane."""

    def new_id(self) -> str:
        """An id for a deed, or for somebody new; at once, on any thread."""
        ...

    def look(self, session: Session) -> tuple[StaffMember, ...]:
        """Everybody for a manager; for others themselves."""
        ...

    def do(self, session: Session, wish: StaffWish, *, own_pin: str) -> StaffMember:
        """Have it done, once; gives the operator as they are since."""
        ...


class PeopleDone:
    """Implements `PeopleErrands` by a real till and its server."""

    def __init__(self, till: Till, ask: Ask) -> None:
        self._till = till
        self._ask = ask

    def new_id(self) -> str:
        """An id that nothing has."""
        return self._till.new_id()

    def look(self, session: Session) -> tuple[StaffMember, ...]:
        """Whom this till knows."""
        return list_staff(self._till, session)

    def do(self, session: Session, wish: StaffWish, *, own_pin: str) -> StaffMember:
        """Done by the server, and kept here."""
        return do_staff_deed(self._till, session, wish, own_pin=own_pin, ask=self._ask)
