"""The copies of a till that does not start, as a state machine: which there are, and a manager's PIN for one.

It fills the screen *Settings* with one section. Nobody is signed in: whose PIN is right by the copy may.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from loyalty.errors import LoyaltillError
from ui.presenters.listing import Listing, Row
from ui.presenters.settings.errands import CopyErrands, KeptCopy
from ui.presenters.settings.kept_copies import Prospect, copy_rows, moment_of, prospect_lines
from ui.presenters.settings.model import Act, Setting
from ui.presenters.settings.reading_back import ReadingBack
from ui.presenters.settings.state import SettingsState
from ui.presenters.shown import Notice, Tone
from ui.presenters.tasks import TaskRunner, run_while_meant
from ui.presenters.words import Words

if TYPE_CHECKING:
    from terminal.store.till_copy import Since


class StoppedErrands(CopyErrands, Protocol):
    """What is asked of the folder of a till that does not start."""

    def find(self) -> tuple[KeptCopy, ...]:
        """All copies there, the newest first (devices lane)."""
        ...

    def agree(self, name: str, *, pin: str) -> None:
        """Make sure that it is the PIN of a manager of that copy (devices lane)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    """`weighing` is the copy of which it is looked up what going back to it means."""

    kept: tuple[KeptCopy, ...] | None = None
    read_back: Mapping[str, str] = field(default_factory=dict[str, str])
    mark: int = 0
    weighing: str = ""
    prospect: Prospect | None = None
    typed: str = ""
    is_busy: bool = False
    notice: Notice | None = None


class StoppedCopies:
    """The screen. `on_go_back` gets the name of the copy that a manager agreed to, `on_back` leads away."""

    def __init__(
        self,
        errands: StoppedErrands,
        runner: TaskRunner,
        words: Words,
        *,
        on_state: Callable[[SettingsState], None],
        on_go_back: Callable[[str], None],
        on_back: Callable[[], None],
    ) -> None:
        self._errands = errands
        self._runner = runner
        self._words = words
        self._on_state = on_state
        self._on_go_back = on_go_back
        self._on_back = on_back
        self._reading = ReadingBack(
            errands,
            runner,
            shown=lambda: () if self._is_left else self._model.kept or (),
            on_read=lambda read: self._change(read_back=read),
        )
        self._is_left = False
        self._model = _Model()

    def begin(self) -> None:
        """Look which copies there are."""
        self._is_left = False
        self._reading.forget()
        self._model = _Model(is_busy=self._model.is_busy)
        self._change()
        self._runner.run("devices", self._errands.find, on_done=self._found, on_failed=self._failed)

    def row_marked(self, row: int) -> None:
        """Mark a row."""
        if 0 <= row < len(self._rows()):
            self._change(mark=row, weighing="", prospect=None, typed="", notice=None)

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before."""
        count = len(self._rows())
        if count:
            self.row_marked((self._model.mark + by) % count)

    def typed(self, text: str) -> None:
        """What stands in the field."""
        if self._model.prospect is not None:
            self._change(typed=text)

    def change_pressed(self) -> None:
        """First what it means, then the PIN."""
        model, marked = self._model, self._marked()
        if model.is_busy:
            return
        if model.prospect is not None:
            self._confirm(model.prospect, pin=model.typed.strip())
        elif marked is not None and marked.act is not Act.NONE:
            self._weigh(marked.which)

    def back_pressed(self) -> None:
        """Leave the PIN, or the screen."""
        if self._model.prospect is not None:
            self._change(prospect=None, typed="", notice=None)
        else:
            self._is_left = True
            self._change(weighing="")
            self._on_back()

    def _found(self, kept: tuple[KeptCopy, ...]) -> None:
        self._change(kept=kept)
        self._reading.go_on()

    def _weigh(self, name: str) -> None:
        def weighed(since: "Since | None") -> None:
            kept = next(each for each in self._model.kept or () if each.name == name)
            self._change(is_busy=False, weighing="", prospect=Prospect(copy=kept, since=since))

        self._change(is_busy=True, weighing=name, notice=None)
        run_while_meant(
            self._runner,
            "devices",
            lambda: self._errands.weigh(name),
            is_meant=lambda: self._model.weighing == name,
            on_done=weighed,
            on_failed=self._failed,
            on_dropped=self._dropped,
        )

    def _confirm(self, prospect: Prospect, *, pin: str) -> None:
        """Have the PIN looked at; the till goes back only if that copy is still asked about then."""
        name = prospect.copy.name
        if not pin:
            self._change(notice=Notice(Tone.ATTENTION, self._words.text("settings.going-back.no-pin")))
            return
        self._change(is_busy=True, typed="", notice=None)
        run_while_meant(
            self._runner,
            "devices",
            lambda: self._errands.agree(name, pin=pin),
            is_meant=lambda: self._model.prospect is prospect,
            on_done=lambda _: self._on_go_back(name),
            on_failed=self._failed,
            on_dropped=self._dropped,
        )

    def _dropped(self) -> None:
        self._change(is_busy=False)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, LoyaltillError):
            raise error
        self._change(is_busy=False, notice=Notice(Tone.REFUSED, self._words.error(error)))

    def _rows(self) -> tuple[Setting, ...]:
        return tuple(copy_rows(self._model.kept or (), self._model.read_back, self._words))

    def _marked(self) -> Setting | None:
        rows = self._rows()
        return rows[self._model.mark] if rows else None

    def _change(self, **fields: Any) -> None:
        self._model = replace(self._model, **fields)
        self._on_state(self._state())

    def _state(self) -> SettingsState:
        model, words, marked = self._model, self._words, self._marked()
        prospect = model.prospect
        backup = Row(cells=(words.text("settings.section.backup"),), icon="hard-drive")
        heading = "" if marked is None else f"{marked.label}: {marked.value}"
        about = () if marked is None else marked.about
        if prospect is not None:
            heading = words.text("settings.going-back.heading", at=moment_of(prospect.copy, words))
            about = prospect_lines(prospect, words, word="managers-pin")
        busy = Notice(Tone.PLAIN, words.text("settings.working")) if model.is_busy else None
        return SettingsState(
            title=words.text("settings.going-back.title"),
            sections=Listing(rows=(backup,), marked=0, columns=()),
            rows=self._listing(),
            heading=heading,
            about=about,
            change="" if marked is None or marked.act is Act.NONE else words.text("settings.act.copy"),
            field=None if prospect is None else model.typed,
            hint=words.text("settings.going-back.pin"),
            is_secret=True,
            is_pressing=False,
            notice=model.notice or busy,
        )

    def _listing(self) -> Listing:
        rows = tuple(
            Row(
                cells=(each.label,),
                detail=each.value,
                tone=each.tone,
                icon="" if each.tone is not Tone.PLAIN else "info",
            )
            for each in self._rows()
        )
        kept = self._model.kept
        empty = self._words.text("settings.looking" if kept is None else "settings.going-back.none")
        return Listing(
            rows=rows, marked=self._model.mark if rows else None, empty="" if rows else empty, columns=()
        )
