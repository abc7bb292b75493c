"""The screen of programs as a state machine: look, save one, and make a file the next program.

A file goes from being chosen over what is wrong with it, or what it changes, to the day and the PIN. The
deed is made with the draft, so that pressing again after no answer publishes nothing twice.
"""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loyalty.program.faults import ProgramRefused
from loyalty.wire.program_desk import PUBLISHES
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.forms import written_day
from ui.presenters.programs.errands import ProgramErrands
from ui.presenters.programs.model import FIELDS, ProgramsModel, Step
from ui.presenters.programs.shown import state_of
from ui.presenters.shown import Tone
from ui.presenters.visit import OfficeVisit, without_refused_pin

if TYPE_CHECKING:
    from loyalty.program.changes import Change
    from loyalty.wire.program_desk import ProgramsAnswer
    from terminal.usecases.program_trial import Trial
    from terminal.usecases.programs import Draft, Published
    from ui.presenters.found_files import FoundFile
    from ui.presenters.office_state import OfficeState

_LOOK, _SAVE, _AGAIN = range(3)
_BACK_TO: Final[dict[Step, Step]] = {
    "files": "list",
    "faults": "files",
    "changes": "files",
    "publish": "changes",
}
_DAY_OVER: Final = "program-day-over"
_LOOK_AGAIN: Final = frozenset({"program-meanwhile", "program-same"})
"""Refusals after which the list is not what it was."""


class ProgramsPresenter(OfficeVisit[ProgramErrands, ProgramsModel]):
    """One visit to the screen."""

    def begin(self) -> None:
        """The screen came up."""
        self._look()

    def typed(self, text: str) -> None:
        """A path, as it stands in the box."""
        if text != self.model.text:
            self._change(text=text, said=None)

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before."""
        model = self.model
        if model.rows:
            self.row_pressed(((model.mark if model.step == "list" else model.place) + by) % model.rows)

    def row_pressed(self, row: int) -> None:
        """Mark a row."""
        if not self.model.busy and 0 <= row < self.model.rows:
            self._change(**{"mark" if self.model.step == "list" else "place": row}, said=None)

    def field_changed(self, name: str, value: str) -> None:
        """Something else stands in a field."""
        wrong = {key: fault for key, fault in self.model.wrong.items() if key != name}
        self._change(values={**self.model.values, name: value}, wrong=wrong, said=None)

    def field_stepped(self, name: str, by: int) -> None:
        """A day later, or earlier; from an empty field on from today, and never before it."""
        model, today = self.model, self.model.today
        if name == "begins" and today is not None:
            day = max(today, (model.begins or today) + timedelta(days=by))
            self.field_changed(name, written_day(day))

    def entered(self) -> None:
        """Enter in a list: what is next, never publishing."""
        if self.model.step != "publish":
            self.finish_pressed()

    def action_pressed(self, which: int) -> None:
        """Look again, save, back to an earlier one; try a draft on past sales."""
        model = self.model
        if model.busy:
            return
        if model.step == "list" and which == _LOOK:
            self._look()
        elif model.step == "list" and which == _SAVE and model.marked is not None:
            self._save(model.marked.number)
        elif model.step == "list" and which == _AGAIN and model.may_go_back_to:
            self._take_earlier()
        elif model.step == "changes" and which == _LOOK:
            self._try()

    def finish_pressed(self) -> None:
        """Go on to what comes next."""
        model = self.model
        if model.busy:
            return
        match model.step:
            case "list":
                if model.is_manager and model.told is not None:
                    self._choose()
            case "files":
                if model.text.strip() or model.files:
                    typed = model.text.strip()
                    self._read(Path(typed).expanduser() if typed else model.files[model.place].path)
            case "faults":
                self._read(Path(model.path))
            case "changes":
                self._ask_when()
            case "publish":
                self._publish()

    def back_pressed(self) -> None:
        """One step back, and out of the screen."""
        model = self.model
        if model.busy:
            return
        if model.step == "list":
            self._on_back()
            return
        to = _BACK_TO[model.step]
        if to == "files" and not model.path:
            to = "list"
        self._change(step=to, place=0, values={}, wrong={}, said=None)

    def _look(self, said: Said | None = None) -> None:
        session, marked = self._session, self.model.marked

        def came(told: "ProgramsAnswer") -> None:
            numbers = [each.number for each in told.programs]
            mark = numbers.index(marked.number) if marked is not None and marked.number in numbers else 0
            self._change(busy=False, told=told, mark=0 if said is not None else mark)

        self._change(busy=True, said=said)
        self._run("net", lambda: self._errands.look(session), came)

    def _choose(self) -> None:
        def found(files: "tuple[FoundFile, ...]") -> None:
            self._change(files=files, busy=False)

        self._change(step="files", place=0, text="", said=None, busy=True)
        self._run("look-up", self._errands.find, found)

    def _read(self, path: Path) -> None:
        def opened(draft: "Draft") -> None:
            self._compare(draft)

        self._change(busy=True, path=str(path), said=None)
        self._run("look-up", lambda: self._errands.open(path), opened)

    def _take_earlier(self) -> None:
        session, errands, marked = self._session, self._errands, self.model.marked
        if marked is None:
            return

        def read() -> "Draft":
            return errands.as_draft(errands.text_of(session, marked.number), marked.name)

        self._change(busy=True, path="", said=None)
        self._run("net", read, self._compare)

    def _compare(self, draft: "Draft") -> None:
        """With what is in force now, asked anew: somebody may have published since the list was told."""
        session, errands = self._session, self._errands

        def work() -> "tuple[ProgramsAnswer, str, tuple[Change, ...]]":
            told = errands.look(session)
            against = errands.text_of(session, told.in_force) if told.in_force else ""
            return told, against, errands.changes(draft, against=against)

        def compared(came: "tuple[ProgramsAnswer, str, tuple[Change, ...]]") -> None:
            told, against, changes = came
            self._change(
                step="changes",
                busy=False,
                told=told,
                place=0,
                faults=(),
                draft=draft,
                against=against,
                newest=told.programs[0].number if told.programs else 0,
                changes=changes,
                trial=None,
                deed=errands.new_id(),
                said=None,
            )

        self._run("net", work, compared)

    def _try(self) -> None:
        draft, against = self.model.draft, self.model.against
        if draft is None or not against:
            return

        def tried(trial: "Trial") -> None:
            self._change(busy=False, trial=trial)

        self._change(busy=True, said=None)
        self._run("look-up", lambda: self._errands.try_on_sales(draft, against=against), tried)

    def _ask_when(self) -> None:
        draft = self.model.draft
        if draft is None:
            return
        today = self._errands.now().astimezone(draft.program.zone).date()
        self._change(step="publish", values=dict.fromkeys(FIELDS, ""), today=today, wrong={}, said=None)

    def _publish(self) -> None:
        model, session, errands = self.model, self._session, self._errands
        draft, own_pin = model.draft, model.values["own"]
        typed = model.values["begins"].strip()
        day = model.begins
        wrong = {"begins": "programs.day-unclear"} if typed and day is None else {}
        if not own_pin:
            wrong["own"] = "programs.pin-missing"
        if wrong or draft is None:
            self._change(wrong=wrong, said=None)
            return
        from terminal.usecases.programs import PublishWish

        begins = None if day is None else datetime.combine(day, time(), draft.program.zone)
        wish = PublishWish(deed=model.deed, draft=draft, newest=model.newest, begins=begins)
        self._change(busy=True, said=Said(key="programs.publishing", tone=Tone.PLAIN))
        self._run("net", lambda: errands.publish(session, wish, own_pin=own_pin), self._published)

    def _published(self, done: "Published") -> None:
        words = self._words
        when = f"{words.date(done.valid_from)} {words.time(done.valid_from)}"
        key = "programs.done" if done.is_here else "programs.done-later"
        said = Said(key=key, params={"number": done.number, "when": when}, tone=Tone.GOOD)
        self._change(step="list", values={}, draft=None, changes=(), trial=None, deed="", against="")
        self._look(said)

    def _save(self, number: int) -> None:
        session, errands = self._session, self._errands

        def work() -> str:
            return errands.save(f"program-{number}.toml", errands.text_of(session, number))

        def saved(path: str) -> None:
            self._change(busy=False, said=Said(key="programs.saved", params={"path": path}, tone=Tone.GOOD))

        self._run_once(f"program {number}", "net", work, saved)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ProgramRefused):
            self._change(busy=False, step="faults", place=0, faults=error.faults, said=None)
            return
        told = expected(error)
        if told.code == _DAY_OVER:
            self._change(busy=False, wrong={"begins": f"error.{told.code}"}, said=None)
            return
        if told.code in _LOOK_AGAIN:
            self._change(step="list", values={}, draft=None, changes=(), trial=None, deed="", against="")
            self._look(said_of(told))
            return
        self._change(busy=False, values=without_refused_pin(self.model.values, told), said=said_of(told))

    def _first_model(self) -> ProgramsModel:
        return ProgramsModel(is_manager=self._session.role in PUBLISHES)

    def _state(self) -> "OfficeState":
        return state_of(self.model, self._words)
