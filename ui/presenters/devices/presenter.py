"""The screen *Devices* as a state machine: look, mark, choose, try.

What is chosen is written into the till's settings file and used at once, while the till sells. While a
scanner is tried, every scan and every key is noted here and goes nowhere else.
"""

from collections.abc import Callable
from dataclasses import replace

from ui.presenters.devices.desk import DevicesDesk
from ui.presenters.devices.errands import DevicesErrands, Kick
from ui.presenters.devices.model import (
    DISPLAY,
    DRAWER,
    HEARERS,
    KINDS,
    PRINTER,
    SECOND,
    WEIGHED,
    DevicesModel,
    Said,
)
from ui.presenters.devices.search import SearchKeeper
from ui.presenters.devices.shown import state_of
from ui.presenters.devices.state import DevicesState
from ui.presenters.devices.trial import TrialKeeper
from ui.presenters.shown import Tone
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words


class DevicesPresenter:
    """The screen. `on_listening` is told when keys are to be overheard, and when no more.

    `on_exchanged` comes once other devices are at work. `on_window_tried` shows on the customer's window
    that it works, and says whether there is one.
    """

    def __init__(
        self,
        errands: DevicesErrands,
        runner: TaskRunner,
        words: Words,
        *,
        on_state: Callable[[DevicesState], None],
        on_listening: Callable[[bool], None],
        on_back: Callable[[], None],
        on_exchanged: Callable[[], None],
        on_window_tried: Callable[[], bool],
    ) -> None:
        self._words = words
        self._on_state = on_state
        self._on_back = on_back
        self._on_window_tried = on_window_tried
        self._desk = DevicesDesk(errands, runner, on_model=self._show, on_exchanged=on_exchanged)
        self.search = SearchKeeper(self._desk)
        self.trial = TrialKeeper(self._desk, words, on_listening=on_listening)

    @property
    def model(self) -> DevicesModel:
        """What the screen knows."""
        return self._desk.model

    def begin(self) -> None:
        """The screen came up: look at what is there."""
        self._desk.change(said=None)
        self.search.look()

    def kind_chosen(self, kind: str) -> None:
        """Show another kind of device."""
        if kind in KINDS:
            self.trial.listen(is_listening=False)
            self._desk.model = replace(self.model, kind=kind)
            self._desk.change(mark=self.model.first_chosen, said=None)

    def kind_moved(self, by: int) -> None:
        """Show the next kind, or the one before."""
        self.kind_chosen(KINDS[(KINDS.index(self.model.kind) + by) % len(KINDS)])

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before."""
        count = len(self.model.choices)
        if count:
            self._desk.change(mark=(min(self.model.mark, count - 1) + by) % count)

    def row_marked(self, row: int) -> None:
        """Mark a row."""
        if 0 <= row < len(self.model.choices):
            self._desk.change(mark=row)

    def choose_pressed(self) -> None:
        """Choose what is marked, or choose it no more; of an option, set the value after this one."""
        marked = self.model.marked
        if marked is not None and marked.option is not None:
            self._desk.set_option(marked.option, marked.option.following)
        elif marked is not None and marked.setting:
            new = "" if marked.is_chosen else marked.setting
            self._desk.choose(new, instead_of=marked.setting if marked.is_chosen else "")

    def test_pressed(self) -> None:
        """Try the kind that is shown."""
        errands = self._desk.errands
        if self.model.kind in HEARERS:
            self.trial.listen(is_listening=not self.model.is_listening)
        elif self.model.kind == PRINTER:
            self._do(errands.print_test_page, "devices.said.page-queued")
        elif self.model.kind == SECOND:
            self._do(lambda: errands.print_test_page(second=True), "devices.said.page-queued")
        elif self.model.kind == DRAWER:
            self._open_drawer()
        elif self.model.kind == DISPLAY:
            self._do(errands.show_on_display, "devices.said.rows-shown")
        else:
            self._try_window()

    def field_entered(self) -> None:
        """Enter in the field: look at the addresses, or add the pattern."""
        if self.model.kind == WEIGHED:
            label = self.model.addresses.strip()
            if label:
                self._desk.choose(label, instead_of="")
        else:
            self.search.pressed()

    def back_pressed(self) -> None:
        """Leave."""
        self.trial.listen(is_listening=False)
        self._on_back()

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = self.trial.words = words
        self._show(self.model)

    def _try_window(self) -> None:
        is_there = self._on_window_tried()
        key, tone = (
            ("devices.said.window-shown", Tone.PLAIN) if is_there else ("error.window-none", Tone.REFUSED)
        )
        self._desk.change(said=Said(key=key, params={}, tone=tone))

    def _open_drawer(self) -> None:
        def opened(kick: Kick) -> None:
            self._desk.change(said=Said(key=f"devices.said.drawer-{kick}", params={}, tone=Tone.PLAIN))

        self._desk.runner.run(
            "store", self._desk.errands.open_drawer, on_done=opened, on_failed=self._desk.failed
        )

    def _do(self, work: Callable[[], None], done_key: str) -> None:
        def done(_: None) -> None:
            self._desk.change(said=Said(key=done_key, params={}, tone=Tone.PLAIN))

        self._desk.runner.run("store", work, on_done=done, on_failed=self._desk.failed)

    def _show(self, model: DevicesModel) -> None:
        self._on_state(state_of(model, self._words))
