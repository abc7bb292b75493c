"""What people ask for about their own data: the list that is owed, the step that notes one, what ends it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from loyalty.wire.member_desk import CORRECTABLE, MEANT, PURPOSES, REQUESTS, DeedKind
from terminal.clock import from_timestamp
from terminal.data_requests import due_on
from terminal.member_page import birthday_told
from ui.presenters.checkout.model import Said
from ui.presenters.listing import Listing, Row
from ui.presenters.members.consents import may_hold
from ui.presenters.members.state import MembersState
from ui.presenters.shown import Tone

if TYPE_CHECKING:
    from loyalty.wire.feed import PersonNote
    from loyalty.wire.member_desk import MemberDeed
    from terminal.data_requests import OpenRequest
    from terminal.member_page import MemberPage
    from terminal.session import Session
    from ui.presenters.members.model import MembersModel
    from ui.presenters.words import Words

_SETTLES: Final[Mapping[DeedKind, str]] = {
    "export": "data-export",
    "edit": "data-correct",
    "consent": "data-withdraw",
}
"""What is done with a member when just that was asked for; who is erased takes theirs along."""
_LOOK: Final = frozenset({"supervisor", "manager"})


def sees_requests(session: "Session") -> bool:
    """Whether the list is for whoever is signed in: who may do what is asked for, or give their word."""
    return session.role in _LOOK


def settled_by(deed: "MemberDeed", model: "MembersModel") -> "tuple[str, ...]":
    """The notes of the member that a deed is the answer to."""
    return tuple(each.note for each in _open_notes(deed, model) if _is_answer(deed, each, model))


def may_settle(deed: "MemberDeed", model: "MembersModel") -> bool:
    """Whether a deed may be what a member asked for who did not say what was meant: people tick that off."""
    return any(not each.about for each in _open_notes(deed, model) if each.request in MEANT)


def _open_notes(deed: "MemberDeed", model: "MembersModel") -> "tuple[PersonNote, ...]":
    """What was asked for and is of the kind of a deed; a consent that is given is none's."""
    is_given = (deed.consent or {}).get("given") is True
    request = None if is_given else _SETTLES.get(deed.kind)
    notes = () if model.page is None or request is None else model.page.member.notes
    return tuple(each for each in notes if each.request == request and not each.done_by)


def _is_answer(deed: "MemberDeed", note: "PersonNote", model: "MembersModel") -> bool:
    """Whether all that a request is about is done with this deed, or was before."""
    if note.request not in MEANT:
        return True
    return bool(note.about) and all(_is_done(each, deed, model) for each in note.about)


def _is_done(about: str, deed: "MemberDeed", model: "MembersModel") -> bool:
    if deed.kind == "edit":
        return about in CORRECTABLE and getattr(deed, about) is not None
    if about == (deed.consent or {}).get("purpose"):
        return True
    return model.page is not None and about in PURPOSES and about not in may_hold(model, model.page)


def owed_listing(model: "MembersModel", words: "Words") -> Listing:
    """What is owed, the first due on top; how to find somebody where nothing is."""
    title = words.text("members.requests") if model.owed else ""
    rows = tuple(_owed(each, words) for each in model.owed)
    return Listing(rows=rows, title=title, empty=words.text("members.find-how"))


def request_step(model: "MembersModel", words: "Words") -> MembersState:
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
    goes_on = 0 <= model.mark < len(REQUESTS) and REQUESTS[model.mark] in MEANT
    return MembersState(
        title=words.text("members.do-request"),
        listing=Listing(rows=rows, columns=()),
        back=words.text("members.cancel"),
        finish=words.text("members.choose" if goes_on else "members.request-now"),
    )


def about_step(model: "MembersModel", words: "Words") -> MembersState:
    """Which detail is to be corrected, which consent is withdrawn."""
    if model.page is None:
        raise AssertionError("somebody asks")
    return MembersState(
        title=words.text(f"members.request-{model.request}-which"),
        listing=Listing(rows=tuple(_about(each, model.page, words) for each in model.abouts), columns=()),
        back=words.text("members.cancel"),
        finish=words.text("members.request-now"),
    )


def abouts_of(request: str, model: "MembersModel", page: "MemberPage") -> tuple[tuple[str, ...], ...]:
    """What a request can be about: each by itself, all consents; nothing is something else."""
    if request != "data-withdraw":
        return (*((each,) for each in MEANT[request]), ())
    held = may_hold(model, page)
    return (*((each,) for each in held), *((held,) if len(held) > 1 else ()), ())


def _about(about: tuple[str, ...], page: "MemberPage", words: "Words") -> Row:
    """One of the things that can be meant, with what is known of it now."""
    match about:
        case ():
            how = words.text("members.request-about-other-how")
            return Row(cells=(words.text("members.request-about-other"),), detail=how, icon="clipboard-list")
        case (purpose,) if purpose in PURPOSES:
            return Row(cells=(words.text(f"members.consent-{purpose}"),), icon="circle-x")
        case (detail,):
            now = _now(detail, page, words)
            return Row(cells=(words.text(f"members.field-{detail}"),), detail=now, icon="user-plus")
        case _:
            return Row(cells=(words.text("members.request-about-all"),), icon="circle-x")


def _now(detail: str, page: "MemberPage", words: "Words") -> str:
    member = page.member
    told = birthday_told(member.birthday, words.catalogue.language)
    known = {"name": member.name, "phone": member.phone_masked, "birthday": told, "email": member.email}
    return known[detail] or "–"


def request_text(request: str, about: "tuple[str, ...]", words: "Words", form: str = "") -> str:
    """What is asked for in words, with what it is about where somebody said; by its name a newer kind."""
    key = f"members.request-{request}{form}"
    if not words.catalogue.has(key):
        return request
    if not about:
        return words.text(key)
    return words.text(f"{key}-about", about=about_text(about, words))


def about_text(about: "tuple[str, ...]", words: "Words") -> str:
    """Details and consents by what they are called in a sentence; by its name what a newer till means."""

    def called(name: str) -> str:
        key = f"members.about-{name}"
        return words.text(key) if words.catalogue.has(key) else name

    return ", ".join(called(each) for each in about)


def due_text(note: "PersonNote", words: "Words") -> str:
    """Until when an open request is to be answered; nothing of any other note."""
    if not note.request or note.done_by:
        return ""
    asked = from_timestamp(note.at).astimezone(words.zone).date()
    return words.text("members.request-due", day=words.day(due_on(asked)))


def request_said(request: "OpenRequest", words: "Words") -> Said:
    """What somebody asked for whose page is opened from the list, until when, and where it is done."""
    key = f"members.request-{request.request}-open"
    params = {"day": words.day(request.due)}
    if not words.catalogue.has(key):
        return Said(key="members.request-open", params=params)
    if not request.about:
        return Said(key=key, params=params)
    return Said(key=f"{key}-about", params={**params, "about": about_text(request.about, words)})


def _owed(request: "OpenRequest", words: "Words") -> Row:
    what = request_text(request.request, request.about, words)
    due = words.text(f"members.request-{'late' if request.is_late else 'due'}", day=words.day(request.due))
    asked = words.text("members.request-noted", day=words.date(request.at), name=request.by)
    return Row(
        cells=(f"{request.name} · {what}", due),
        detail=" · ".join(part for part in (request.phone_masked, asked) if part),
        tone=Tone.REFUSED if request.is_late else Tone.ATTENTION,
        icon="triangle-alert" if request.is_late else "clipboard-list",
    )
