"""The screen of who did what as a state machine: search, choose who and what, look, write to a file.

The one box takes a receipt's number, an amount, a name, a day or words of what was done. What nobody did by
hand is left out until it is looked for.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Final

from loyalty.identity.names import fold
from terminal.audit import AuditQuery
from ui.presenters.audit.errands import AuditErrands
from ui.presenters.audit.shown import BY_NOBODY, GROUPS, KINDS, row_texts, state_of, titles
from ui.presenters.checkout.model import Said
from ui.presenters.forms import read_amount, read_day
from ui.presenters.shown import Tone
from ui.presenters.visit import OfficeVisit

if TYPE_CHECKING:
    from terminal.audit import AuditEntry
    from terminal.session import OperatorTile, Session
    from ui.presenters.office_state import OfficeState
    from ui.presenters.tasks import TaskRunner
    from ui.presenters.words import Words

_WHO, _WHAT = range(2)
_FILE: Final = "who-did-what"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditModel:
    """What is looked for, what was found, which is marked. `day` is the one that was looked for last."""

    people: "tuple[OperatorTile, ...]" = ()
    who: int = 0
    group: int = 0
    text: str = ""
    day: date | None = None
    found: "tuple[AuditEntry, ...]" = ()
    mark: int = 0
    busy: bool = False
    said: Said | None = None

    @property
    def marked(self) -> "AuditEntry | None":
        """The event that is marked."""
        return self.found[self.mark] if 0 <= self.mark < len(self.found) else None

    @property
    def operator(self) -> "OperatorTile | None":
        """Whose deeds alone are looked for; None for everybody's."""
        return self.people[self.who - 1] if self.who else None


class AuditPresenter(OfficeVisit[AuditErrands, AuditModel]):
    """One visit. `on_receipt` shows the receipt of that number over the screen."""

    def __init__(
        self,
        errands: "AuditErrands",
        session: "Session",
        runner: "TaskRunner",
        words: "Words",
        *,
        zone: tzinfo,
        now: Callable[[], datetime],
        on_state: "Callable[[OfficeState], None]",
        on_back: Callable[[], None],
        on_receipt: Callable[[int], None],
    ) -> None:
        super().__init__(errands, session, runner, words, on_state=on_state, on_back=on_back)
        self._zone = zone
        self._now = now
        self._on_receipt = on_receipt

    def begin(self) -> None:
        """The screen came up: everything, the last first, and who there is to choose from."""
        query, session = self._query(), self._session

        def read() -> "tuple[tuple[OperatorTile, ...], tuple[AuditEntry, ...]]":
            return self._errands.people(), self._errands.look(session, query, all_of_it=False)

        def came(read: "tuple[tuple[OperatorTile, ...], tuple[AuditEntry, ...]]") -> None:
            people, found = read
            self._change(people=people, found=found, mark=0, busy=False)

        self._change(busy=True)
        self._run("look-up", read, came)

    def scanned(self, text: str) -> None:
        """A receipt: everything that was done with it."""
        self._change(text=text)
        self._look()

    def typed(self, text: str) -> None:
        """Another text stands in the box."""
        self._change(text=text)

    def entered(self) -> None:
        """Look for it."""
        self._look()

    def moved(self, by: int) -> None:
        """Mark the next event, or the one before."""
        if self.model.found:
            self._change(mark=(self.model.mark + by) % len(self.model.found), said=None)

    def row_pressed(self, row: int) -> None:
        """Mark an event."""
        if 0 <= row < len(self.model.found):
            self._change(mark=row, said=None)

    def action_pressed(self, which: int) -> None:
        """The next person, the next kind of deed, or the receipt of what is marked."""
        model = self.model
        if which == _WHO:
            self._change(who=(model.who + 1) % (len(model.people) + 1))
            self._look()
        elif which == _WHAT:
            self._change(group=(model.group + 1) % len(GROUPS))
            self._look()
        elif model.marked is not None and model.marked.number is not None:
            self._on_receipt(model.marked.number)

    def finish_pressed(self) -> None:
        """Write all that fits to a file; one that leaves out what nobody did says so, by its name too."""
        if self.model.busy or not self.model.found:
            return
        words, query, session, errands = self._words, self._query(), self._session, self._errands
        is_whole = not query.without
        file = _FILE if is_whole else f"{_FILE}-by-people"
        name = f"{file}-{self._now().astimezone(self._zone):%Y%m%d-%H%M%S}.csv"

        def work() -> str:
            found = errands.look(session, query, all_of_it=True)
            return errands.write(name, titles(words), [row_texts(each, words) for each in found])

        deed = f"audit {query}"
        self._run_once(deed, "look-up", work, lambda path: self._written(path, is_whole=is_whole))

    def back_pressed(self) -> None:
        """Without what was typed; then back to the checkout."""
        if self.model.text:
            self._change(text="")
            self._look()
        else:
            self._on_back()

    def _query(self) -> AuditQuery:
        model = self.model
        text = model.text.strip()
        query = AuditQuery(operator="" if model.operator is None else model.operator.operator)
        query = replace(query, only=GROUPS[model.group][1])
        day = self._day()
        if not model.group and (day is not None or not text):
            query = replace(query, without=BY_NOBODY)
        if day is not None:
            return replace(query, since=self._midnight(day), until=self._midnight(day + timedelta(days=1)))
        amount = read_amount(text)
        if amount is not None:
            return replace(query, text=str(int(amount)))
        wanted = fold(text)
        return replace(
            query,
            text=text,
            kinds=tuple(kind for kind in KINDS if _has(self._words.text(f"audit.{kind}"), wanted)),
            operators=tuple(each.operator for each in model.people if _has(each.name, wanted)),
        )

    def _day(self) -> date | None:
        """The day that stands in the box; without a year it is the last one that has come."""
        return read_day(self.model.text, until=self._now().astimezone(self._zone).date())

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self._zone)

    def _look(self) -> None:
        query, session = self._query(), self._session
        self._change(busy=True, day=self._day(), said=None)
        self._run("look-up", lambda: self._errands.look(session, query, all_of_it=False), self._found)

    def _found(self, found: "tuple[AuditEntry, ...]") -> None:
        self._change(found=found, mark=0, busy=False)

    def _written(self, path: str, *, is_whole: bool) -> None:
        key = "audit.written" if is_whole else "audit.written-by-people"
        self._change(busy=False, said=Said(key=key, params={"path": path}, tone=Tone.GOOD))

    def _first_model(self) -> AuditModel:
        return AuditModel()

    def _state(self) -> "OfficeState":
        return state_of(self.model, self._words)


def _has(text: str, wanted: str) -> bool:
    """Whether words begin so in it: who looks for Hà does not mean *Đăng nhập*."""
    return f" {wanted}" in f" {fold(text)}"
