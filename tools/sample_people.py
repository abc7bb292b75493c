"""Those who may sign in at the sample shop, for pictures and tests."""

from dataclasses import dataclass, field, replace

from loyalty.errors import Refused
from terminal.session import Session, StaffMember
from terminal.usecases.staffing import StaffWish
from tools.sample_shop import PIN


@dataclass
class SamplePeople:
    """Implements `PeopleErrands`; `wishes` are what was done, `failure` what the next deed fails with."""

    people: tuple[StaffMember, ...] = (
        StaffMember(operator="anh", name="Quốc Anh", role="manager", active=True),
        StaffMember(operator="huong", name="Hương", role="supervisor", active=True),
        StaffMember(operator="lan", name="Lan", role="cashier", active=True),
        StaffMember(operator="thu", name="Nguyễn Thị Thu", role="cashier", active=False),
    )
    wishes: list[StaffWish] = field(default_factory=list[StaffWish])
    failure: Exception | None = None
    ids: int = 0

    def new_id(self) -> str:
        """One more."""
        self.ids += 1
        return f"id-{self.ids}"

    def look(self, session: Session) -> tuple[StaffMember, ...]:
        """All for a manager."""
        return tuple(
            each for each in self.people if session.role == "manager" or each.operator == session.operator
        )

    def do(self, session: Session, wish: StaffWish, *, own_pin: str) -> StaffMember:
        """Only one PIN is right."""
        del session
        failure, self.failure = self.failure, None
        if failure is not None:
            raise failure
        if own_pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        self.wishes.append(wish)
        known = {each.operator: each for each in self.people}
        new = StaffMember(operator=wish.who, name="", role="cashier", active=True)
        was = known.get(wish.who, new)
        now = replace(
            was,
            name=wish.name or was.name,
            role=wish.role or was.role,
            active=was.active if wish.state is None else wish.state == "active",
        )
        self.people = tuple({**known, wish.who: now}.values())
        return now
