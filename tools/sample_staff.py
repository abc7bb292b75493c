"""Who is at the sample till: signing in, and giving one's word for what a cashier may not do alone."""

from dataclasses import dataclass, field, replace

from loyalty.errors import Refused
from terminal.open_sale import OpenSale, birthday_of
from terminal.returned import Approval
from terminal.session import OperatorTile, Session
from terminal.usecases.birthdays import MOST_TRIES, read_told
from tools.sample_errands import SampleErrands
from tools.sample_shop import LAN, PIN


@dataclass
class SampleStaff(SampleErrands):
    """One PIN is right for everybody."""

    people: tuple[OperatorTile, ...] = (
        OperatorTile(operator="minh", name="Minh", role="manager"),
        OperatorTile(operator="thu", name="Thu", role="supervisor"),
    )
    """Who may give their word for what a cashier may not do alone."""
    staff_now: dict[str, Session | None] = field(default_factory=dict[str, "Session | None"])
    """What the server has changed of whoever is signed in, by operator; None: blocked."""
    birthday_tries: int = MOST_TRIES
    """How often a birthday may still be told wrong."""

    def sign_in(self, *, operator: str, pin: str) -> Session:
        """Only one PIN is right."""
        self.called("sign_in")
        if pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        return replace(LAN, operator=operator, name="Lan" if operator == "lan" else operator.title())

    def sign_out(self, session: Session) -> None:
        """Leave."""
        del session
        self.called("sign_out")

    def session_now(self, session: Session) -> Session | None:
        """As it was, but for `staff_now`."""
        return self.staff_now.get(session.operator, session)

    def approvers(self) -> tuple[OperatorTile, ...]:
        """A manager and a supervisor, unless a test says otherwise."""
        self.called("approvers")
        return self.people

    def approve(self, *, operator: str, pin: str, what: str, asked_by: str = "") -> Approval:
        """Only one PIN is right."""
        del asked_by
        self.called(f"approve {what}")
        if pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        return Approval(operator=operator, name=operator.title())

    def tell_birthday(self, sale: OpenSale, text: str) -> OpenSale:
        """Day and month are held against what the till keeps of the member."""
        self.called("tell_birthday")
        told, member = read_told(text), sale.member
        if told is None or member is None or not member.birthday:
            raise Refused("birthday-typed")
        kept = birthday_of(member.birthday)
        if (told.month, told.day) != (kept.month, kept.day):
            self.birthday_tries -= 1
            if not self.birthday_tries:
                raise Refused("birthday-shut", minutes=15)
            raise Refused("birthday-wrong", tries_left=self.birthday_tries)
        return replace(sale, member=replace(member, has_told_birthday=True))
