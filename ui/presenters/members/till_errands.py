"""The errands of the screen *Members* done by a real till and its server."""

from collections.abc import Callable, Collection
from pathlib import Path

from loyalty.wire.canonical import JsonObject
from loyalty.wire.member_desk import MemberDeed, MemberDeedDone, MemberFileAnswer, MemberFileAsk
from loyalty.wire.roles import MAY_APPROVE
from resources.catalogue import Language
from terminal.data_requests import OpenRequest
from terminal.member_page import MemberPage
from terminal.returned import Approval
from terminal.session import OperatorTile, Session
from terminal.till import Till
from terminal.usecases import data_requests, find, member_deeds, member_desk, member_slips, operators
from terminal.usecases.asking import in_our_words
from terminal.usecases.found import Found
from terminal.usecases.returns import approving
from terminal.usecases.unanswered import ask_once, begun_before

AskFile = Callable[[MemberFileAsk], MemberFileAnswer]
DoDeed = Callable[[MemberDeed], MemberDeedDone]


class MembersDone:
    """Implements `errands.MembersErrands`."""

    def __init__(self, till: Till, ask_file: AskFile, do_deed: DoDeed, *, exports: Path) -> None:
        self._till = till
        self._ask_file = ask_file
        self._do_deed = do_deed
        self._exports = exports

    def new_id(self) -> str:
        """An id for the deed that begins."""
        return self._till.new_id()

    def find(self, text: str) -> Found:
        """Who a text stands for."""
        return find.find_members(self._till, text)

    def requests(self) -> tuple[OpenRequest, ...]:
        """What people asked for about their own data."""
        return data_requests.open_requests(self._till)

    def page(self, member: str) -> MemberPage:
        """What this till knows of a member."""
        return member_desk.open_page(self._till, member)

    def file(self, session: Session, member: str, *, skip: int) -> MemberFileAnswer:
        """What the server knows."""
        ask = MemberFileAsk(version=1, member=member, operator=session.operator, skip=skip)
        return member_desk.take_file(self._till, in_our_words(lambda: self._ask_file(ask), member_desk.OURS))

    def do(self, deed: MemberDeed) -> MemberDeedDone:
        """Do it here, or have the server do it; once."""
        if member_deeds.is_done_here(deed):
            return member_deeds.do_here(self._till, deed)
        return ask_once(
            self._till, deed, lambda asked: member_desk.have_deed_done(self._till, asked, self._do_deed)
        )

    def do_here(self, deed: MemberDeed) -> MemberDeedDone:
        """Do it here; the server hears of it."""
        return member_deeds.do_here(self._till, begun_before(self._till, deed))

    def save_export(self, document: JsonObject, *, name: str, language: Language) -> str:
        """Write what an export holds."""
        wording = member_desk.export_wording(self._till, language)
        tiers = member_desk.tier_names(self._till)
        cards = member_desk.stamp_cards_of(self._till)
        page = member_desk.save_export(
            self._exports, document, wording, tiers=tiers, stamp_cards=cards, name=name
        )
        return str(page)

    def print_vouchers(self, session: Session, member: str, codes: Collection[str]) -> int:
        """Print these vouchers of the member's."""
        return member_slips.print_vouchers(self._till, session, member=member, codes=codes)

    def print_consent(self, session: Session, member: str, said: JsonObject, *, copy: bool) -> None:
        """Print what the member agreed to or withdrew."""
        member_slips.print_consent(self._till, session, member=member, said=said, copy=copy)

    def approvers(self) -> tuple[OperatorTile, ...]:
        """Who may approve."""
        return tuple(each for each in operators.list_operators(self._till) if each.role in MAY_APPROVE)

    def approve(self, *, operator: str, pin: str, what: str, asked_by: str) -> Approval:
        """Somebody's word, by their PIN, for what `asked_by` wants to do."""
        return approving.approve(self._till, operator=operator, pin=pin, what=what, asked_by=asked_by)
