"""The model of the screen *People* in words. Pure."""

from typing import get_args

from loyalty.wire.roles import Role
from terminal.session import StaffMember
from ui.presenters.checkout.shown import notice_of
from ui.presenters.forms import FieldChoice, FieldKind, FormField, FormState
from ui.presenters.listing import Listing, Row
from ui.presenters.office_state import OfficeAction, OfficeState
from ui.presenters.people.model import PeopleModel
from ui.presenters.sign_in import MOST_DIGITS
from ui.presenters.words import Words

_LONGEST_NAME = 60


def state_of(model: PeopleModel, words: Words) -> OfficeState:
    """All that the screen shows."""
    is_list = model.step == "list"
    return OfficeState(
        title=words.text("people.title"),
        listing=Listing(
            rows=tuple(_row(each, words) for each in model.people),
            marked=model.mark if model.people and model.step != "add" else None,
            empty=words.text("people.nobody"),
            columns=(),
        ),
        about_title=_about_title(model, words),
        hint=_rules(model, words) if is_list else "",
        form=None if is_list else _form(model, words),
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("people.back"),
        actions=_actions(model, words) if is_list else (),
        finish=_finish(model, words),
    )


def _row(each: StaffMember, words: Words) -> Row:
    role = words.text(f"role.{each.role}")
    detail = role if each.active else f"{role} · {words.text('people.blocked')}"
    return Row(cells=(each.name,), detail=detail, icon="users" if each.active else "lock")


def _about_title(model: PeopleModel, words: Words) -> str:
    marked = model.marked
    if model.step == "add":
        return words.text("people.new")
    if model.step == "list" or marked is None:
        return ""
    if model.step == "state":
        return words.text("people.block" if marked.active else "people.unblock") + f": {marked.name}"
    return marked.name


def _rules(model: PeopleModel, words: Words) -> str:
    rule = "rule-self" if model.is_manager else "rule-own"
    return "\n\n".join(words.text(f"people.{each}") for each in (rule, "rule-network"))


def _actions(model: PeopleModel, words: Words) -> tuple[OfficeAction, ...]:
    marked = model.marked
    if not model.is_manager or marked is None:
        return (OfficeAction(), OfficeAction(), OfficeAction())
    return (
        OfficeAction(text=words.text("people.add")),
        OfficeAction(
            text=words.text("people.block" if marked.active else "people.unblock"), enabled=not model.is_me
        ),
        OfficeAction(text=words.text("people.new-pin")),
    )


def _finish(model: PeopleModel, words: Words) -> OfficeAction:
    if model.step != "list":
        return OfficeAction(text=words.text("people.save"), enabled=not model.busy)
    key = "people.edit" if model.is_manager else "people.own-pin"
    return OfficeAction(text=words.text(key), enabled=model.marked is not None and not model.busy)


def _form(model: PeopleModel, words: Words) -> FormState:
    return FormState(fields=tuple(_field(model, name, words) for name in model.values))


def _field(model: PeopleModel, name: str, words: Words) -> FormField:
    fault = model.faults.get(name, "")
    said = words.text(fault) if fault else ""
    label, value = words.text(f"people.field-{name}"), model.values[name]
    if name == "name":
        return FormField(name=name, label=label, value=value, fault=said, max_length=_LONGEST_NAME)
    if name == "role":
        return FormField(
            name=name,
            label=label,
            kind=FieldKind.CHOICE,
            value=value,
            enabled=model.step == "add" or not model.is_me,
            choices=tuple(
                FieldChoice(value=role, text=words.text(f"role.{role}")) for role in get_args(Role)
            ),
        )
    about = words.text("people.own-about") if name == "own" else ""
    return FormField(
        name=name,
        label=label,
        kind=FieldKind.HIDDEN,
        value=value,
        fault=said,
        about=about,
        max_length=MOST_DIGITS,
    )
