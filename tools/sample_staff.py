"""Who is at the sample till: signing in, and giving one's word for what a cashier may not do alone."""

from dataclasses import dataclass, field, replace

from loyalty.errors import Refused
from terminal.returned import Approval
from terminal.session import OperatorTile, Session
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
