"""Becoming a member at the sample till, and what a member is given there: a card, vouchers on paper."""

from dataclasses import dataclass, replace

from loyalty.errors import Refused
from loyalty.units import Points
from terminal.membership import (
    AttachedMember,
)
from terminal.session import Session
from tools.sample_errands import SampleErrands
from tools.sample_shop import ANH, ANH_CARD, BINH, PHONES


@dataclass
class SampleEnrolment(SampleErrands):
    """Only Ánh recommends anybody, and only one number is odd."""

    odd: str = "phone-near-miss"
    """How a number one digit off Ánh's is refused."""

    def takes_referrer(self) -> bool:
        """Whether the program does."""
        return self.program.referral is not None

    def enrol(
        self, session: Session, *, phone_text: str, name: str, accept_warning: bool, referrer_text: str = ""
    ) -> AttachedMember:
        """A new member; a number one digit off Ánh's is odd, and only Ánh's is a referrer's."""
        del session
        self.called("enrol")
        if referrer_text and PHONES.get(referrer_text) != ANH.member and referrer_text != ANH_CARD:
            raise Refused("referrer-unknown", text=referrer_text)
        if not name.strip():
            raise Refused("name-missing")
        if phone_text in PHONES:
            member = self.members[PHONES[phone_text]]
            raise Refused("phone-taken", member=member.member, name=member.name)
        if phone_text == "0912345679" and not accept_warning:
            raise Refused(self.odd, member=ANH.member, name=ANH.name, phone="+84912345678")
        member = replace(
            BINH,
            member=f"member-{name}",
            name=name,
            phone_masked=f"09•• ••• {phone_text[-3:]}",
            points=Points(0),
        )
        self.members[member.member] = member
        return member

    def print_card(self, session: Session, member: str) -> str:
        """Ánh's own card."""
        del session
        self.called(f"print_card {member}")
        return ANH_CARD

    def link_card(self, session: Session, member: str, number: str) -> str:
        """Any card is blank."""
        del session
        self.called(f"link_card {member} {number}")
        return number

    def print_commands(self) -> None:
        """As if it came out."""
        self.called("print_commands")

    def print_vouchers(self, session: Session, member: str) -> int:
        """Two of them."""
        del session
        self.called(f"print_vouchers {member}")
        return 2
