"""What people ask for about their own data: the list that is owed, the step that notes one, what ends it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from loyalty.wire.member_desk import REQUESTS, DeedKind
from terminal.clock import from_timestamp
from terminal.data_requests import due_on
from ui.presenters.checkout.model import Said
from ui.presenters.listing import Listing, Row
from ui.presenters.shown import Tone

if TYPE_CHECKING:
    from loyalty.wire.feed import PersonNote
    from loyalty.wire.member_desk import MemberDeed
    from terminal.data_requests import OpenRequest
    from terminal.member_page import MemberPage
    from terminal.session import Session
    from ui.presenters.members.model import MembersModel
    from ui.presenters.words import Words

_SETTLES: Final[Mapping[DeedKind, str]] = {"export": "data-export"}
"""What is done with a member when just that was asked for; who is erased takes theirs along."""
_MAY_SETTLE: Final[Mapping[DeedKind, str]] = {"edit": "data-correct", "consent": "data-withdraw"}
"""What may be the very thing that was asked for, or another: which detail, which consent is not noted."""
_LOOK: Final = frozenset({"supervisor", "manager"})


def sees_requests(session: "Session") -> bool:
    """Whether the list is for whoever is signed in: who may do what is asked for, or give their word."""
    return session.role in _LOOK


def settled_by(deed: "MemberDeed", page: "MemberPage | None") -> "tuple[str, ...]":
    """The notes of the member that a deed is the answer to."""
    return _open_notes(_SETTLES.get(deed.kind), page)


def may_settle(deed: "MemberDeed", page: "MemberPage | None") -> bool:
    """Whether a deed may be what a member asked for, which only people know: they tick it off."""
    is_given = (deed.consent or {}).get("given") is True
    return not is_given and bool(_open_notes(_MAY_SETTLE.get(deed.kind), page))


def _open_notes(request: str | None, page: "MemberPage | None") -> "tuple[str, ...]":
    notes = () if page is None or request is None else page.member.notes
    return tuple(each.note for each in notes if each.request == request and not each.done_by)


def owed_listing(model: "MembersModel", words: "Words") -> Listing:
    """What is owed, the first due on top; how to find somebody where nothing is."""
    title = words.text("members.requests") if model.owed else ""
    rows = tuple(_owed(each, words) for each in model.owed)
    return Listing(rows=rows, title=title, empty=words.text("members.find-how"))


def asking_listing(words: "Words") -> Listing:
    """What can be asked for."""
    icons = ("hard-drive", "user-plus", "trash-2", "circle-x")
    rows = tuple(
        Row(
            cells=(words.text(f"members.request-{each}"),),
            detail=words.text(f"members.request-{each}-how"),
            icon=icon,
        )
        for each, icon in zip(REQUESTS, icons, strict=True)
    )
    return Listing(rows=rows, columns=())


def due_text(note: "PersonNote", words: "Words") -> str:
    """Until when an open request is to be answered; nothing of any other note."""
    if not note.request or note.done_by:
        return ""
    asked = from_timestamp(note.at).astimezone(words.zone).date()
    return words.text("members.request-due", day=words.day(due_on(asked)))


def request_said(request: "OpenRequest", words: "Words") -> Said:
    """What somebody asked for whose page is opened from the list, until when, and where it is done."""
    key = f"members.request-{request.request}-open"
    known = key if words.catalogue.has(key) else "members.request-open"
    return Said(key=known, params={"day": words.day(request.due)})


def _owed(request: "OpenRequest", words: "Words") -> Row:
    key = f"members.request-{request.request}"
    what = words.text(key) if words.catalogue.has(key) else request.request
    due = words.text(f"members.request-{'late' if request.is_late else 'due'}", day=words.day(request.due))
    asked = words.text("members.request-noted", day=words.date(request.at), name=request.by)
    return Row(
        cells=(f"{request.name} · {what}", due),
        detail=" · ".join(part for part in (request.phone_masked, asked) if part),
        tone=Tone.REFUSED if request.is_late else Tone.ATTENTION,
        icon="triangle-alert" if request.is_late else "clipboard-list",
    )
