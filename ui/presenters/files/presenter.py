"""Import and export as a state machine: a file, its columns, the check, the writing, the report.

The lanes are free again after each step of some rows, so the checkout goes on meanwhile. Esc stops between
two steps; what was written stays, and the same file goes on where it was.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.figures import format_whole
from terminal.sheets.columns import FIELDS
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.files.errands import FilesErrands, Walk
from ui.presenters.files.model import COUNTS, Counted, FilesModel, Step
from ui.presenters.files.shown import WHATS, count_rows, fault_line, state_of
from ui.presenters.shown import Tone
from ui.presenters.visit import UNDER_WAY, OfficeVisit

if TYPE_CHECKING:
    from terminal.session import Session
    from terminal.sheets.faults import RowFault
    from terminal.usecases.importing import ImportFile, Tally
    from ui.presenters.found_files import FoundFile
    from ui.presenters.office_state import OfficeState
    from ui.presenters.tasks import Lane
    from ui.presenters.words import Words

PAGE: Final = 200
"""Problems that are shown at a time."""
_BACK_TO: Final[dict[Step, Step]] = {
    "columns": "choose",
    "field": "columns",
    "preview": "columns",
    "export": "choose",
}
_WRITING: Final = "import"
"""The deed of taking a file in, whichever."""
_GOES_ON: Final = frozenset[Step](("checking", "writing", "report"))
_CHOOSE: Final = frozenset[Step](("choose", "report"))


class FilesPresenter(OfficeVisit[FilesErrands, FilesModel]):
    """One visit to the screen."""

    def begin(self) -> None:
        """The screen came up."""
        self._change()
        self._look()

    def typed(self, text: str) -> None:
        """A path, as it stands in the box."""
        if text != self.model.text:
            self._change(text=text, said=None)

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before."""
        rows = self._row_count()
        if rows:
            self._change(mark=(self.model.mark + by) % rows)

    def is_awaited_by(self, session: "Session") -> bool:
        """Whether somebody who comes back began it: a file is read or written, or it says how that ended."""
        return session.operator == self._session.operator and self.model.step in _GOES_ON

    def come_back(self, session: "Session", words: "Words") -> None:
        """Whoever began this signed in again."""
        self._session = session
        self.speak(words)

    def row_pressed(self, row: int) -> None:
        """Mark a row; of the columns, say what it is; below the problems, show more."""
        if not 0 <= row < self._row_count():
            return
        self._change(mark=row, said=None)
        if self.model.step == "columns":
            self._choose_field()
        elif self.model.step in {"preview", "report"} and row == self.model.shown:
            self._change(shown=self.model.shown + PAGE)

    def entered(self) -> None:
        """Enter: what is marked."""
        if self.model.step in {"columns", "preview", "report"}:
            self.row_pressed(self.model.mark)
        else:
            self.finish_pressed()

    def action_pressed(self, which: int) -> None:
        """The presses between."""
        step = self.model.step
        if self.model.busy:
            return
        if step == "choose" and which == 0:
            self._change(step="export", mark=0, said=None)
        elif step == "columns" and which == 0:
            file = self._file()
            other = file.as_kind("members" if file.kind == "products" else "products")
            self._change(file=other, mark=0, said=None)
        elif step in {"preview", "report"} and which == 0 and self.model.problems:
            self._save_problems()
        elif step == "preview" and which == 1:
            self._change(all_rows=not self.model.all_rows, shown=PAGE, mark=0, said=None)
        elif step == "report" and which == 1:
            self._save_report()
        elif step == "report" and which == 2 and self.model.stopped:
            self._begin_walk(write=True)

    def finish_pressed(self) -> None:
        """Go on to what comes next."""
        does: dict[Step, Callable[[], None]] = {
            "choose": self._open,
            "columns": lambda: self._begin_walk(write=False),
            "field": self._take_field,
            "preview": self._import,
            "report": self._another,
            "export": self._export,
        }
        what = does.get(self.model.step)
        if what is not None and not self.model.busy:
            what()

    def back_pressed(self) -> None:
        """Stop what is under way; else one step back, and out of the screen."""
        step = self.model.step
        if step in {"checking", "writing"}:
            self._change(stopping=True)
        elif step in _BACK_TO and not self.model.busy:
            self._change(step=_BACK_TO[step], mark=self.model.column if step == "field" else 0, said=None)
        elif step in _CHOOSE:
            self._on_back()

    def _look(self) -> None:
        def found(files: "tuple[FoundFile, ...]") -> None:
            self._change(files=files)

        self._run("look-up", self._errands.find, found)

    def _open(self) -> None:
        model, typed = self.model, self.model.text.strip()
        if not typed and not model.files:
            return
        path = Path(typed).expanduser() if typed else model.files[model.mark].path
        self._change(busy=True, said=None)

        def opened(file: "ImportFile") -> None:
            self._change(step="columns", file=file, mark=0, column=0, busy=False)

        self._run("look-up", lambda: self._errands.open(path), opened)

    def _choose_field(self) -> None:
        file, column = self._file(), self.model.mark
        names = ("", *FIELDS[file.kind])
        self._change(step="field", column=column, mark=names.index(file.mapped[column]), said=None)

    def _take_field(self) -> None:
        file, column = self._file(), self.model.column
        name = ("", *FIELDS[file.kind])[self.model.mark]
        self._change(step="columns", file=file.with_column(column, name), mark=column, said=None)

    def _import(self) -> None:
        if self.model.counted.to_write:
            self._begin_walk(write=True)

    def _begin_walk(self, *, write: bool) -> None:
        try:
            walk = self._errands.begin(self._session, self._file(), write=write)
        except Refused as refused:
            self._change(said=said_of(refused))
            return
        if write and not self._runner.under_way.begin(_WRITING):
            self._change(said=UNDER_WAY)
            return
        self._change(
            step="writing" if write else "checking",
            counted=Counted(),
            problems=(),
            outcomes={},
            all_rows=False,
            shown=PAGE,
            stopping=False,
            stopped=False,
            mark=0,
            said=None,
        )
        self._go_on(walk)

    def _go_on(self, walk: Walk) -> None:
        def stepped(tally: "Tally") -> None:
            self._change(counted=_counted(tally))
            if walk.is_over or self.model.stopping:
                self._end(walk)
            else:
                self._go_on(walk)

        def failed(error: Exception) -> None:
            self._end(walk, said=said_of(expected(error)))

        lane: Lane = "net" if walk.file.kind == "members" else "store"
        self._runner.run(lane, lambda: self._errands.step(walk), on_done=stepped, on_failed=failed)

    def _end(self, walk: Walk, *, said: Said | None = None) -> None:
        """What was written is told, also where it was stopped, or could not go on."""
        is_whole = walk.is_over and said is None
        self._change(
            step="report" if walk.write else "preview" if is_whole else "columns",
            problems=tuple(walk.tally.problems),
            outcomes=walk.tally.outcomes,
            stopping=False,
            stopped=not is_whole,
            said=said or (self._told(walk, is_whole=is_whole) if walk.write else None),
        )
        if walk.write:
            self._runner.under_way.end(_WRITING)
            self._run("store", lambda: self._errands.finish(walk), lambda _: None)

    def _told(self, walk: Walk, *, is_whole: bool) -> Said:
        tally = walk.tally
        if is_whole:
            return Said(key="import.done", params={"count": self._whole(tally.to_write)}, tone=Tone.GOOD)
        params = {"done": self._whole(tally.rows), "all": self._whole(walk.file.rows)}
        return Said(key="import.stopped", params=params, tone=Tone.ATTENTION)

    def _another(self) -> None:
        self._change(step="choose", file=None, problems=(), text="", mark=0, said=None)
        self._look()

    def _save_problems(self) -> None:
        file, problems, words = self._file(), list(self.model.problems), self._words
        heading = words.text("import.problem")

        def say(fault: "RowFault") -> str:
            return fault_line(fault, words)

        self._run_once(
            f"problems {file.path}",
            "look-up",
            lambda: self._errands.save_problems(file, problems, heading, say),
            self._saved,
        )

    def _save_report(self) -> None:
        file, words = self._file(), self._words
        rows = [(words.text("import.report-about"), file.path.name), *count_rows(self.model, words)]
        rows += [(words.text("import.problem"), fault_line(each, words)) for each in self.model.problems]
        self._run_once(f"report {file.path}", "look-up", lambda: self._errands.save_report(rows), self._saved)

    def _saved(self, path: str) -> None:
        self._change(busy=False, said=Said(key="import.saved", params={"path": path}, tone=Tone.GOOD))

    def _export(self) -> None:
        session, what = self._session, WHATS[self.model.mark]

        def exported(done: tuple[str, int]) -> None:
            path, rows = done
            said = Said(
                key="import.exported", params={"rows": self._whole(rows), "path": path}, tone=Tone.GOOD
            )
            self._change(busy=False, said=said)

        self._run_once(f"export {what}", "store", lambda: self._errands.export(session, what), exported)

    def _whole(self, figure: int) -> str:
        return format_whole(figure, language=self._words.catalogue.language)

    def _file(self) -> "ImportFile":
        if self.model.file is None:
            raise AssertionError("a file was opened")
        return self.model.file

    def _row_count(self) -> int:
        model = self.model
        counts: dict[Step, int] = {"choose": len(model.files), "export": len(WHATS)}
        if model.file is not None:
            counts["columns"] = len(model.file.sheet.header)
            counts["field"] = 1 + len(FIELDS[model.file.kind])
            rows = model.file.rows if model.all_rows else len(model.problems)
            shown = min(model.shown, rows)
            counts["preview"] = counts["report"] = shown + (rows > shown)
        return counts.get(model.step, 0)

    def _first_model(self) -> FilesModel:
        return FilesModel()

    def _state(self) -> "OfficeState":
        return state_of(self.model, self._words, folder=self._errands.folder)


def _counted(tally: "Tally") -> Counted:
    figures = tuple((name, int(getattr(tally, name))) for name in COUNTS)
    return Counted(rows=tally.rows, figures=figures, to_write=tally.to_write)
