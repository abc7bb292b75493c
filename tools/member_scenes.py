"""The scenes of the screen *Members*, over the sample members."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from loyalty.errors import Unavailable
from loyalty.wire.canonical import JsonObject
from loyalty.wire.feed import PersonNote
from loyalty.wire.member_desk import MemberDeed
from terminal.clock import timestamp
from terminal.session import Session
from tools.people_scenes import ANH as MANAGER
from tools.sample_shop import LAN, NOW, PIN
from ui.members_screen import MembersScreen
from ui.presenters.members.model import CONSENT_VERSION
from ui.presenters.members.presenter import MembersPresenter

if TYPE_CHECKING:
    from tools.theatre import Theatre

ANH, BINH = "member-anh", "member-binh"
_NOT_TAKEN: Final = {
    "vi": "Chị nhờ giữ hộ hai túi gạo ST25 đến chiều thứ Bảy",
    "en": "Asked us to keep two bags of ST25 rice until Saturday afternoon",
}


def members(theatre: "Theatre", member: str = "", *, session: Session = LAN) -> MembersPresenter:
    """Somebody is looked for, over a checkout with a basket."""
    theatre.basket()
    left = theatre.left_members = []
    screen = MembersScreen(
        theatre.window, theatre.sample_members, theatre.runner, theatre.words, on_left=left.append
    )
    screen.open(session, member)
    theatre.members = screen
    if screen.presenter is None:
        raise RuntimeError("the screen is not open")
    return screen.presenter


def found(theatre: "Theatre") -> None:
    """Two have the word in their names."""
    it = members(theatre)
    it.typed("n")
    it.entered()


def owed(theatre: "Theatre") -> None:
    """A manager sees what two asked for about their own data; one of them should have been answered."""
    known = theatre.sample_members.known
    asked_for = ((ANH, "data-correct", ("phone",), 1), (BINH, "data-erase", (), 9))
    for member, request, about, days in asked_for:
        at = timestamp(NOW - timedelta(days=days))
        asked = PersonNote(note=f"asked-{member}", text="", by="Lan", at=at, request=request, about=about)
        known[member] = replace(known[member], notes=(asked,))
    members(theatre, session=MANAGER)


def asking(theatre: "Theatre") -> None:
    """What Ánh asks for about her own data is noted."""
    part(theatre, "more").row_pressed(5)


def asking_which(theatre: "Theatre") -> None:
    """She asks for a correction: of what is asked."""
    it = part(theatre, "more")
    it.row_pressed(5)
    it.row_pressed(1)
    it.moved(2)


def points(theatre: "Theatre") -> MembersPresenter:
    """The page of Ánh: what she has, and until when."""
    return members(theatre, ANH)


def part(theatre: "Theatre", section: str) -> MembersPresenter:
    """Another part of it."""
    it = points(theatre)
    it.tab_pressed(section)
    return it


def offline(theatre: "Theatre") -> None:
    """The server does not answer."""
    theatre.sample_members.fault = Unavailable("server-absent", retry=True, server="may-chu", why="")
    part(theatre, "history")


def noting(theatre: "Theatre") -> None:
    """A note for the next cashier."""
    points(theatre).note_pressed()


def apologising(theatre: "Theatre") -> None:
    """A voucher for a complaint."""
    points(theatre).apology_pressed()


def recommended(theatre: "Theatre") -> None:
    """Who recommended the program to Ánh, and whom she brought."""
    theatre.sample_members.acquaint()
    part(theatre, "things")


def promised(theatre: "Theatre") -> None:
    """A voucher for a complaint, given with a manager's word while the server does not answer."""
    it = points(theatre)
    it.apology_pressed()
    it.row_pressed(0)
    theatre.sample_members.fault = Unavailable("server-absent", retry=True, server="may-chu", why="")
    for digit in PIN:
        it.key_pressed(digit)
    it.finish_pressed()
    it.tab_pressed("things")


def editing(theatre: "Theatre") -> None:
    """A number that cannot be one, and a birthday that cannot be read."""
    it = points(theatre)
    it.edit_pressed()
    it.field_changed("phone", "1900123")
    it.field_changed("birthday", "mai")
    it.finish_pressed()


def editing_by_finger(theatre: "Theatre") -> None:
    """Keys for a finger under a member's form."""
    points(theatre).edit_pressed()
    if theatre.members is not None:
        theatre.members.view.toggle_keyboard()
        theatre.members.view.list.form.go_to("birthday")


def parting(theatre: "Theatre") -> None:
    """Bình was merged into Ánh; it is asked what parting them would come to."""
    theatre.sample_members.aliases[BINH] = ANH
    it = part(theatre, "more")
    it.row_pressed(6)


def consents(theatre: "Theatre") -> MembersPresenter:
    """Ánh agreed to one thing and withdrew another; the slips of all three words can be printed again."""
    for purpose, given, days in (("profile", True, 300), ("messages", True, 120), ("profile", False, 9)):
        said: JsonObject = {
            "purpose": purpose,
            "given": given,
            "text": theatre.catalogue.text(f"members.consent-{purpose}"),
            "text_version": CONSENT_VERSION,
            "language": theatre.catalogue.language,
            "at": timestamp(NOW - timedelta(days=days)),
        }
        theatre.sample_members.consents.append(said)
    return part(theatre, "consents")


def consents_offline(theatre: "Theatre") -> None:
    """The server does not answer: what it told yesterday, and a slip of that."""
    said: JsonObject = {
        "purpose": "messages",
        "given": True,
        "text": theatre.catalogue.text("members.consent-messages"),
        "text_version": CONSENT_VERSION,
        "language": theatre.catalogue.language,
        "at": timestamp(NOW - timedelta(days=120)),
    }
    theatre.sample_members.consents.append(said)
    theatre.sample_members.consents_as_of = NOW - timedelta(days=1)
    theatre.sample_members.fault = Unavailable("server-absent", retry=True, server="may-chu", why="")
    part(theatre, "consents")


def notes_not_taken(theatre: "Theatre") -> None:
    """The server has one note of Ánh's and will not take the other, which stays at this till."""
    member = theatre.sample_members.known[ANH]
    at = timestamp(NOW - timedelta(days=1))
    note = PersonNote(note="note-2", text=_NOT_TAKEN[theatre.catalogue.language], by="Lan", at=at)
    theatre.sample_members.known[ANH] = replace(member, notes=(*member.notes, note))
    theatre.sample_members.kept = [MemberDeed(1, note.note, "note", LAN.operator, ANH, text=note.text, at=at)]
    part(theatre, "notes")


def consents_not_taken(theatre: "Theatre") -> None:
    """The server will not take that Ánh agreed to one thing, nor that she withdrew another."""
    consents(theatre)
    theatre.sample_members.kept = [
        MemberDeed(
            1,
            f"deed-{purpose}",
            "consent",
            LAN.operator,
            ANH,
            at=timestamp(NOW - timedelta(days=days)),
            consent={"purpose": purpose, "given": given},
        )
        for purpose, given, days in (("profile", True, 2), ("messages", False, 1))
    ]
    part(theatre, "consents")


def adjusting(theatre: "Theatre") -> MembersPresenter:
    """Points that were missing are given by hand, and why is not chosen yet."""
    it = part(theatre, "more")
    it.row_pressed(0)
    it.field_changed("points", "150")
    it.finish_pressed()
    return it


def adjusting_by_two(theatre: "Theatre") -> None:
    """So many take another manager's word."""
    it = adjusting(theatre)
    it.field_changed("reason", "missing")
    it.finish_pressed()


def merging(theatre: "Theatre") -> MembersPresenter:
    """Ánh and Bình side by side, whose birthday is another."""
    known = theatre.sample_members.known
    known[BINH] = replace(known[BINH], birthday="08-04")
    it = part(theatre, "more")
    it.row_pressed(2)
    it.typed("Bình")
    it.entered()
    return it


def erasing(theatre: "Theatre") -> MembersPresenter:
    """What it means to forget her."""
    it = part(theatre, "more")
    it.row_pressed(4)
    return it


def sharing(theatre: "Theatre") -> MembersPresenter:
    """Ánh's household: three people with one pool."""
    theatre.sample_members.share()
    it = part(theatre, "more")
    it.row_pressed(3)
    return it


def joining(theatre: "Theatre") -> None:
    """Bình is to share it."""
    it = sharing(theatre)
    it.row_pressed(3)
    it.typed("Bình")
    it.entered()


def leaving(theatre: "Theatre") -> None:
    """Nam goes, with 200 points."""
    it = sharing(theatre)
    it.row_pressed(1)
    it.row_pressed(2)
    for digit in "200":
        it.key_pressed(digit)


def approving(theatre: "Theatre") -> None:
    """It takes a manager."""
    it = erasing(theatre)
    it.finish_pressed()
    for digit in "258":
        it.key_pressed(digit)
