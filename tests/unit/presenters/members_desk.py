"""The screen *Members* without Qt, over sample members."""

from dataclasses import dataclass, field, replace

from loyalty.errors import Unavailable
from loyalty.wire.member_desk import DeedRow, MemberDeed, MemberDeedDone
from resources.catalogue import Catalogue
from terminal.session import Session
from tools.sample_members import SampleMembers
from tools.sample_shop import LAN, PIN, ZONE
from ui.presenters.members.presenter import MembersPresenter
from ui.presenters.members.state import MembersState
from ui.presenters.tasks import ImmediateRunner
from ui.presenters.words import Words

ANH, BINH = "member-anh", "member-binh"
MANAGER = replace(LAN, operator="anh", name="Quốc Anh", role="manager")
GONE = Unavailable("server-absent", retry=True, server="may-chu", why="")


class AskedBefore(SampleMembers):
    """A server that has done it already when it was asked for before."""

    def do(self, deed: MemberDeed) -> MemberDeedDone:
        by = DeedRow(kind=deed.kind, at="2026-11-20T14:05:00.000Z", by="Hương")
        return replace(super().do(deed), earlier=by)


@dataclass
class Desk:
    """The screen over sample members; `left` is who went back to the sale."""

    session: Session = LAN
    has_sale: bool = True
    till: SampleMembers = field(default_factory=SampleMembers)
    runner: ImmediateRunner = field(default_factory=ImmediateRunner)
    states: list[MembersState] = field(default_factory=list[MembersState])
    left: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.it = MembersPresenter(
            self.till,
            self.session,
            self.runner,
            words("vi"),
            has_sale=self.has_sale,
            on_state=self.states.append,
            on_back=lambda: self.left.append(""),
            on_attach=self.left.append,
        )

    @property
    def state(self) -> MembersState:
        return self.states[-1]

    @property
    def said(self) -> str:
        return "" if self.state.notice is None else self.state.notice.text

    @property
    def rows(self) -> list[str]:
        return [row.cells[0] for row in self.state.listing.rows]

    def part(self, section: str) -> None:
        self.it.tab_pressed(section)

    def pin(self, pin: str = PIN) -> None:
        for digit in pin:
            self.it.key_pressed(digit)
        self.it.finish_pressed()


def words(language: str) -> Words:
    catalogue = Catalogue.load("en" if language == "en" else "vi")
    return Words(catalogue=catalogue, currency="VND", zone=ZONE)


def page_of_anh() -> Desk:
    """The page of Ánh."""
    desk = Desk()
    desk.it.begin(ANH)
    return desk
