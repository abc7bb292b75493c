"""The model of the screen *Members* in words. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from loyalty.units import Points
from loyalty.wire.member_desk import CORRECTABLE
from ui.presenters.checkout.shown import notice_of
from ui.presenters.forms import FormField, FormState
from ui.presenters.listing import Listing, Row
from ui.presenters.members.adjusting import adjusting_form
from ui.presenters.members.households import (
    household_listing,
    joining,
    leaving,
    person_listing,
    person_of,
)
from ui.presenters.members.merging import comparison
from ui.presenters.members.model import READY_NOTES, SECTIONS, MembersModel, Step
from ui.presenters.members.parting import parting
from ui.presenters.members.requests import about_step, owed_listing, request_step
from ui.presenters.members.rows import (
    MORE_DEEDS,
    approver_row,
    erasure_rows,
    hit_row,
    notes_of,
    rows_of_section,
)
from ui.presenters.members.state import MembersState, Tab
from ui.presenters.members.who import with_who
from ui.presenters.words import Words

if TYPE_CHECKING:
    from loyalty.wire.member_desk import MemberDeed

__all__ = ["MORE_DEEDS", "notes_of", "state_of"]


def state_of(model: MembersModel, words: Words) -> MembersState:
    """All that the screen shows."""
    state = _STEPS[model.step](model, words)
    said = model.said or (model.offline if model.step == "page" else None)
    listing = replace(state.listing, marked=_mark(model, state.listing))
    finish = words.text("members.busy") if model.busy and state.finish else state.finish
    notice = None if said is None else notice_of(said, words)
    return replace(
        with_who(state, model, words),
        listing=listing, notice=notice, finish=finish, can_finish=model.can_finish,
    )  # fmt: skip


def _mark(model: MembersModel, listing: Listing) -> int | None:
    return model.mark if 0 <= model.mark < len(listing.rows) else None


def _find(model: MembersModel, words: Words) -> MembersState:
    return MembersState(
        title=words.text("members.title"),
        takes_text=True,
        text=model.typed,
        prompt=words.text("members.prompt"),
        listing=_found(model, words),
        pad=True,
        back=_way_back(model, words),
        finish=words.text(
            "members.open" if (model.hits or model.owed) and not model.typed else "members.find"
        ),
    )


def _found(model: MembersModel, words: Words) -> Listing:
    """Who was found; before anybody was looked for, what is owed to whom."""
    if not model.hits:
        return owed_listing(model, words)
    return Listing(
        rows=tuple(hit_row(each, words) for each in model.hits), empty=words.text("members.find-how")
    )


def _way_back(model: MembersModel, words: Words) -> str:
    return words.text("members.to-checkout" if model.has_sale else "members.to-shift")


def _merge_find(model: MembersModel, words: Words) -> MembersState:
    return replace(
        _find(model, words),
        title=words.text("members.merge-find"),
        listing=Listing(
            rows=tuple(hit_row(each, words) for each in model.hits), empty=words.text("members.merge-how")
        ),
        pad=False,
        back=words.text("members.cancel"),
    )


def _join_find(model: MembersModel, words: Words) -> MembersState:
    return replace(
        _merge_find(model, words),
        title=words.text("members.join-find"),
        listing=Listing(
            rows=tuple(hit_row(each, words) for each in model.hits), empty=words.text("members.join-how")
        ),
    )


def _join(model: MembersModel, words: Words) -> MembersState:
    if model.page is None or model.other is None:
        raise AssertionError("two share")
    return MembersState(
        title=words.text("members.join", one=model.page.member.name, other=model.other.member.name),
        listing=joining(model.page, model.other, words),
        back=words.text("members.cancel"),
        finish=words.text("members.join-now"),
    )


def _household(model: MembersModel, words: Words) -> MembersState:
    if model.page is None:
        raise AssertionError("somebody shares")
    return MembersState(
        title=words.text("members.do-household"),
        listing=household_listing(model.page, words),
        back=words.text("members.cancel"),
        finish=words.text("members.choose"),
    )


def _person(model: MembersModel, words: Words) -> MembersState:
    who = person_of(model)
    return MembersState(
        title="" if who is None else who.name,
        listing=person_listing(words),
        back=words.text("members.cancel"),
        finish=words.text("members.choose"),
    )


def _leave(model: MembersModel, words: Words) -> MembersState:
    who = person_of(model)
    if model.page is None or who is None:
        raise AssertionError("somebody leaves")
    return MembersState(
        title=words.text("members.leave-title", name=who.name),
        takes_text=True,
        text=model.typed,
        prompt=words.text("members.leave-prompt"),
        listing=leaving(model.page, words),
        pad=True,
        back=words.text("members.cancel"),
        finish=words.text("members.leave-now"),
    )


def _page(model: MembersModel, words: Words) -> MembersState:
    tabs = tuple(
        Tab(name=each, text=words.text(f"members.tab-{each}"), is_chosen=each == model.section)
        for each in SECTIONS
    )
    return MembersState(
        title=words.text(f"members.title-{model.section}"),
        tabs=tabs,
        listing=rows_of_section(model, words),
        back=_way_back(model, words),
        note=words.text("members.write-note"),
        edit=words.text("members.edit"),
        apology=words.text("members.apologise"),
        finish=words.text("members.attach") if model.has_sale else "",
    )


def _note(model: MembersModel, words: Words) -> MembersState:
    rows = tuple(
        Row(cells=(words.text(f"members.note-{each}"),), icon="clipboard-list") for each in READY_NOTES
    )
    return MembersState(
        title=words.text("members.write-note"),
        takes_text=True,
        text=model.typed,
        prompt=words.text("members.note-prompt"),
        listing=Listing(rows=rows, columns=()),
        back=words.text("members.cancel"),
        finish=words.text("members.save"),
    )


def _edit(model: MembersModel, words: Words) -> MembersState:
    fields = tuple(
        FormField(
            name=name,
            label=words.text(f"members.field-{name}"),
            value=model.form.get(name, ""),
            hint=words.text(f"members.hint-{name}"),
            fault=words.text(f"members.fault-{model.faults[name]}") if name in model.faults else "",
        )
        for name in CORRECTABLE
    )
    return MembersState(
        title=words.text("members.edit"),
        form=FormState(fields=fields),
        back=words.text("members.cancel"),
        finish=words.text("members.save"),
    )


def _adjust(model: MembersModel, words: Words) -> MembersState:
    return MembersState(
        title=words.text("members.do-adjust"),
        form=adjusting_form(model, words),
        back=words.text("members.cancel"),
        finish=words.text("members.adjust-now"),
    )


def _apology(model: MembersModel, words: Words) -> MembersState:
    apologies = () if model.page is None else model.page.apologies
    rows = tuple(
        Row(
            cells=(each.name,),
            detail=words.text("members.takes-manager") if each.needs_manager else "",
            icon="gift",
        )
        for each in apologies
    )
    return MembersState(
        title=words.text("members.apologise"),
        listing=Listing(rows=rows, columns=()),
        back=words.text("members.cancel"),
        finish=words.text("members.give"),
    )


def _merge(model: MembersModel, words: Words) -> MembersState:
    if model.page is None or model.other is None:
        raise AssertionError("two are merged")
    return MembersState(
        title=words.text("members.merge", one=model.page.member.name, other=model.other.member.name),
        listing=comparison(model, model.page, model.other, words),
        back=words.text("members.cancel"),
        finish=words.text("members.merge-now"),
    )


def _part(model: MembersModel, words: Words) -> MembersState:
    if model.page is None or model.file is None:
        raise AssertionError("somebody was merged into who is shown")
    alias = next(each for each in model.file.aliases if each.member == model.alias)
    name = alias.person.name if alias.person else alias.member
    return MembersState(
        title=words.text("members.part", name=name, other=model.page.member.name),
        listing=parting(name, model.page.member.name, words),
        back=words.text("members.cancel"),
        finish=words.text("members.choose"),
    )


def _erase(model: MembersModel, words: Words) -> MembersState:
    if model.page is None:
        raise AssertionError("somebody is erased")
    return MembersState(
        title=words.text("members.erase-title", name=model.page.member.name),
        listing=Listing(rows=erasure_rows(model.page, words), columns=()),
        back=words.text("members.cancel"),
        finish=words.text("members.erase-now"),
        is_grave=True,
    )


def _approve(model: MembersModel, words: Words) -> MembersState:
    rows = tuple(approver_row(each, words) for each in model.approvers)
    return MembersState(
        title=words.text("members.approve-title"),
        listing=Listing(rows=rows, columns=(), empty=words.text("members.nobody-approves")),
        pad=True,
        dots="•" * len(model.pin) or "–",
        whose_word=_whose_word(model, words),
        back=words.text("members.cancel"),
        finish=words.text("members.approve"),
    )


def _whose_word(model: MembersModel, words: Words) -> str:
    """Who types a PIN, and what for; nothing where there is nobody."""
    deed, page = model.deed, model.page
    if deed is None or page is None or not 0 <= model.mark < len(model.approvers):
        return ""
    return words.text(
        "members.approve-how",
        name=model.approvers[model.mark].name,
        deed=_deed(deed, words),
        member=page.member.name,
    )


def _deed(deed: "MemberDeed", words: Words) -> str:
    """What somebody gives their word for; of points by hand, how many."""
    if deed.kind != "adjust":
        return words.text(f"members.approve-{deed.kind}")
    way = "give" if deed.points > 0 else "take"
    return words.text(f"members.approve-adjust-{way}", points=words.points(Points(abs(deed.points))))


_STEPS: Final[Mapping[Step, Callable[[MembersModel, Words], MembersState]]] = {
    "find": _find,
    "merge-find": _merge_find,
    "page": _page,
    "note": _note,
    "edit": _edit,
    "apology": _apology,
    "adjust": _adjust,
    "merge": _merge,
    "part": _part,
    "erase": _erase,
    "approve": _approve,
    "household": _household,
    "person": _person,
    "leave": _leave,
    "join-find": _join_find,
    "join": _join,
    "request": request_step,
    "request-about": about_step,
}
