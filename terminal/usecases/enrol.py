"""Making somebody a member with a phone number and a name, also without a network."""

from terminal.membership import AttachedMember
from terminal.session import Session
from terminal.till import Till


def enrol_member(
    till: Till, session: Session, *, phone_text: str, name: str, accept_warning: bool = False
) -> AttachedMember:
    """The new member.

    Raises Refused: `phone-…` (cannot be one), `name-missing`, `name-too-long`, `phone-taken` (member, name),
    and unless `accept_warning`: `phone-unusual`, `phone-near-miss` (member, name, phone: did you mean).
    """
    raise NotImplementedError
