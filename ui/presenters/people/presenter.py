"""The screen *People* as a state machine: choose somebody, fill in a form, confirm it with one's own PIN.

A manager adds, renames, blocks, gives a role or a new PIN; anybody else sees themselves and changes their own
PIN. What cannot be done without a network says so, and what was typed stays.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from loyalty.wire.roles import Role
from loyalty.wire.staffing import STAFFS
from terminal.usecases.staffing import StaffWish
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.people.errands import PeopleErrands
from ui.presenters.people.model import FIELDS, PeopleModel, Step
from ui.presenters.people.shown import state_of
from ui.presenters.shown import Tone
from ui.presenters.visit import OfficeVisit

if TYPE_CHECKING:
    from terminal.session import StaffMember
    from ui.presenters.office_state import OfficeState

_ADD, _STATE, _PIN = range(3)
_OF_THE_NEW_PIN: Final = frozenset({"pin-form", "pin-easy"})
"""Refusals of the PIN that was chosen, not of whoever chose it."""


class PeoplePresenter(OfficeVisit[PeopleErrands, PeopleModel]):
    """One visit to the screen."""

    def begin(self) -> None:
        """The screen came up."""
        self._change()
        self._look()

    def moved(self, by: int) -> None:
        """Mark the next, or the one before."""
        if self.model.people:
            self.row_pressed((self.model.mark + by) % len(self.model.people))

    def row_pressed(self, row: int) -> None:
        """Mark somebody."""
        if self.model.step == "list" and 0 <= row < len(self.model.people):
            self._change(mark=row, said=None)

    def field_changed(self, name: str, value: str) -> None:
        """Something else stands in a field: what is sent from now on is another deed."""
        faults = {key: fault for key, fault in self.model.faults.items() if key != name}
        values = {**self.model.values, name: value}
        self._change(values=values, faults=faults, deed=self._errands.new_id(), said=None)

    def entered(self) -> None:
        """Enter, in the list."""
        self.finish_pressed()

    def action_pressed(self, which: int) -> None:
        """Somebody new; block or let in again; another PIN."""
        model = self.model
        if model.step != "list":
            return
        if which == _ADD and model.is_manager:
            self._open("add", who=self._errands.new_id(), role="cashier")
        elif which == _STATE and model.is_manager and model.marked is not None and not model.is_me:
            self._open("state", who=model.marked.operator)
        elif which == _PIN and model.marked is not None:
            self._open("pin", who=model.marked.operator)

    def finish_pressed(self) -> None:
        """Change who is marked; or confirm the form."""
        model, marked = self.model, self.model.marked
        if model.busy:
            return
        if model.step != "list":
            self._save()
        elif model.is_manager and marked is not None:
            self._open("edit", who=marked.operator, name=marked.name, role=marked.role)
        else:
            self.action_pressed(_PIN)

    def back_pressed(self) -> None:
        """Out of the form; then out of the screen."""
        if self.model.busy:
            return
        if self.model.step == "list":
            self._on_back()
        else:
            self._change(step="list", values={}, faults={}, said=None)

    def _open(self, step: Step, *, who: str, **values: str) -> None:
        filled = {name: values.get(name, "") for name in FIELDS[step]}
        deed = self._errands.new_id()
        self._change(step=step, who=who, values=filled, deed=deed, faults={}, said=None)

    def _save(self) -> None:
        faults = _faults(self.model)
        if faults:
            self._change(faults=faults)
            return
        wish, own_pin, session = _wish(self.model), self.model.values["own"], self._session
        self._change(busy=True, said=None)
        self._run("net", lambda: self._errands.do(session, wish, own_pin=own_pin), self._done)

    def _done(self, changed: "StaffMember") -> None:
        said = Said(
            key=f"people.done-{_deed_name(self.model)}", params={"name": changed.name}, tone=Tone.GOOD
        )
        self._change(busy=False, step="list", values={}, faults={}, said=said)
        self._look(mark=changed.operator)

    def _failed(self, error: Exception) -> None:
        told = expected(error)
        values = self.model.values
        if told.code in _OF_THE_NEW_PIN and "pin" in values:
            chosen_anew = {**values, "pin": "", "again": ""}
            self._change(busy=False, values=chosen_anew, faults={"pin": f"error.{told.code}"}, said=None)
            return
        cleared = {**values, "own": ""} if "own" in values else values
        self._change(busy=False, values=cleared, said=said_of(told))

    def _look(self, *, mark: str = "") -> None:
        session = self._session

        def found(people: "tuple[StaffMember, ...]") -> None:
            at = next((row for row, each in enumerate(people) if each.operator == mark), 0)
            self._change(people=people, mark=at)

        self._run("look-up", lambda: self._errands.look(session), found)

    def _first_model(self) -> PeopleModel:
        return PeopleModel(is_manager=self._session.role in STAFFS, me=self._session.operator)

    def _state(self) -> "OfficeState":
        return state_of(self.model, self._words)


def _faults(model: PeopleModel) -> dict[str, str]:
    """What is wrong with a form before anybody is asked."""
    faults = {
        name: f"people.missing-{name}"
        for name in ("name", "pin", "own")
        if name in model.values and not model.values[name].strip()
    }
    if "pin" in model.values and "pin" not in faults and model.values["pin"] != model.values["again"]:
        faults["again"] = "people.not-the-same"
    if "name" in model.values and "name" not in faults and _is_taken(model):
        faults["name"] = "people.name-taken"
    return faults


def _is_taken(model: PeopleModel) -> bool:
    """Whether somebody else who signs in here is called so: their tiles could not be told apart.

    Whoever has had that name all along keeps it.
    """
    name = model.values["name"].strip().casefold()
    mine = next((each.name for each in model.people if each.operator == model.who), "")
    others = (each.name for each in model.people if each.active and each.operator != model.who)
    return name != mine.casefold() and name in {each.casefold() for each in others}


def _wish(model: PeopleModel) -> StaffWish:
    values, marked = model.values, model.marked
    wish = StaffWish(deed=model.deed, kind="change", who=model.who)
    match model.step:
        case "add":
            role = cast("Role", values["role"])
            return replace(wish, kind="add", name=values["name"], role=role, pin=values["pin"])
        case "pin":
            return replace(wish, kind="pin", pin=values["pin"])
        case "state":
            is_active = marked is not None and marked.active
            return replace(wish, state="blocked" if is_active else "active")
        case _:
            return replace(wish, name=values["name"], role=cast("Role", values["role"]))


def _deed_name(model: PeopleModel) -> str:
    if model.step != "state":
        return model.step
    return "block" if model.marked is not None and model.marked.active else "unblock"
