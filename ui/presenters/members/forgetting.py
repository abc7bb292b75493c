"""Who is erased elsewhere goes from the screen *Members* as soon as the till has heard of it."""

from loyalty.errors import Refused
from terminal.member_page import MemberPage
from ui.presenters.checkout.counter import expected
from ui.presenters.checkout.model import Said
from ui.presenters.members.desk import MembersDesk
from ui.presenters.members.errands import MembersErrands
from ui.presenters.members.model import NOTHING, MembersModel
from ui.presenters.shown import Tone


def forget_erased(desk: MembersDesk) -> None:
    """After a sync: look whether who is shown is still there; their own erasing says so itself."""
    model = desk.model
    is_erasing = model.busy and model.deed is not None and model.deed.kind == "erase"
    people = _shown(model)
    if people and not is_erasing:
        desk.run(
            "look-up",
            lambda: _erased_of(desk.errands, people),
            lambda erased: _without(desk, erased),
            on_failed=_look_again_later,
        )


def _look_again_later(error: Exception) -> None:
    """What the till could not read now it reads after the next sync."""
    expected(error)


def _shown(model: MembersModel) -> tuple[str, ...]:
    pages = [page.member for page in (model.page, model.other) if page is not None]
    sharing = (person.member for member in pages for person in member.household)
    hits = (row.member for row in model.hits)
    return tuple(dict.fromkeys((*(member.holder for member in pages), *sharing, *hits)))


def _erased_of(errands: MembersErrands, people: tuple[str, ...]) -> frozenset[str]:
    return frozenset(member for member in people if _is_erased(errands, member))


def _is_erased(errands: MembersErrands, member: str) -> bool:
    try:
        errands.page(member)
    except Refused as refusal:
        return refusal.code == "member-erased"
    return False


def _without(desk: MembersDesk, erased: frozenset[str]) -> None:
    """Take them off the screen: the whole page where it was theirs, else the step that showed them.

    What somebody is at with the member stays as it is, where it was not about who is gone.
    """
    model = desk.model
    page, other = model.page, model.other
    said = Said(key="members.erased-beside", tone=Tone.ATTENTION)
    if page is not None and page.member.holder in erased:
        desk.forget(Said(key="members.erased-elsewhere", tone=Tone.ATTENTION))
    elif page is not None and erased.intersection(_sharing(model)):
        if _is_about(model, erased):
            desk.open(page.member.holder, said=said)
        else:
            _show_without(desk, page.member.holder, said)
    elif other is not None and other.member.holder in erased:
        desk.change(step="page", other=None, mark=NOTHING, said=said)
    elif any(row.member in erased for row in model.hits):
        left = tuple(row for row in model.hits if row.member not in erased)
        desk.change(hits=left, mark=0, said=said)


def _is_about(model: MembersModel, erased: frozenset[str]) -> bool:
    """Whether the step shows who is gone, or the deed that waits for somebody's word is with them."""
    deed = model.deed
    about = {model.person} if deed is None else {model.person, deed.member, deed.other}
    return model.step == "household" or (
        model.step in {"person", "leave", "approve"} and not erased.isdisjoint(about)
    )


def _show_without(desk: MembersDesk, holder: str, said: Said) -> None:
    """Show the others of the household where the step is; a later reading may have more to say."""

    def read(page: MemberPage) -> None:
        now = desk.model.page
        if now is not None and now.member.holder == holder:
            desk.change(page=page, said=said)

    desk.run("look-up", lambda: desk.errands.page(holder), read, on_failed=_look_again_later)


def _sharing(model: MembersModel) -> tuple[str, ...]:
    return () if model.page is None else tuple(each.member for each in model.page.member.household)
