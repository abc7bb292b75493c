"""What the screen *Members* asks of the till; each call may raise `Refused` or `Unavailable`."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from loyalty.wire.canonical import JsonObject
    from loyalty.wire.member_desk import MemberDeed, MemberDeedDone, MemberFileAnswer
    from resources.catalogue import Language
    from terminal.data_requests import OpenRequest
    from terminal.member_page import MemberPage
    from terminal.returned import Approval
    from terminal.session import OperatorTile, Session
    from terminal.usecases.found import Found


class MembersErrands(Protocol):
    """Looking on the look-up lane; approving, printing, saving on the store lane; asking on the net lane."""

    def new_id(self) -> str:
        """An id for the deed that begins; at once, on any thread."""
        ...

    def find(self, text: str) -> "Found":
        """Who a text stands for: a card, a phone number or its end, words of a name."""
        ...

    def requests(self) -> "tuple[OpenRequest, ...]":
        """What people asked for about their own data and nobody has dealt with, the first due on top."""
        ...

    def page(self, member: str) -> "MemberPage":
        """What this till knows of a member."""
        ...

    def file(self, session: "Session", member: str, *, skip: int) -> "MemberFileAnswer":
        """What the server knows, with a page of movements."""
        ...

    def do(self, deed: "MemberDeed") -> "MemberDeedDone":
        """Have the server do something, once, also where it was asked before and did not answer."""
        ...

    def do_here(self, deed: "MemberDeed") -> "MemberDeedDone":
        """Do it without the server, once, also where it was asked before and did not answer."""
        ...

    def save_export(self, document: "JsonObject", *, name: str, language: "Language") -> str:
        """Write what an export holds; where the page for people is, which is in that language."""
        ...

    def print_vouchers(self, session: "Session", member: str, codes: Collection[str]) -> int:
        """Print these vouchers of the member's; how many."""
        ...

    def print_consent(self, session: "Session", member: str, said: "JsonObject", *, copy: bool) -> None:
        """Print what the member agreed to or withdrew, as it was recorded; `copy` marks it as one."""
        ...

    def approvers(self) -> "tuple[OperatorTile, ...]":
        """Who may approve."""
        ...

    def approve(self, *, operator: str, pin: str, what: str, asked_by: str) -> "Approval":
        """Somebody's word, by their PIN."""
        ...
