"""The screen *Devices* as a state machine: look, mark, choose, try.

What is chosen is written into the till's settings file at once and holds from the next start on. While a
scanner is tried, every scan and every key is noted here and goes nowhere else.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from drivers.ports import FoundDevice, Scan
from drivers.wedge import Keystroke
from drivers.wedge_trial import Burst, WedgeTrial, propose
from loyalty.errors import LoyaltillError
from terminal.scanner_settings import written_scanner
from ui.presenters.devices.errands import Chosen, DevicesErrands
from ui.presenters.devices.model import DISPLAY, DRAWER, KINDS, PRINTER, SCANNER, DevicesModel, Said
from ui.presenters.devices.shown import state_of
from ui.presenters.devices.state import DevicesState
from ui.presenters.shown import Tone
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words

MOST_HEARD = 50


class DevicesPresenter:
    """The screen. `on_listening` is told when keys are to be overheard, and when no more."""

    def __init__(
        self,
        errands: DevicesErrands,
        runner: TaskRunner,
        words: Words,
        *,
        on_state: Callable[[DevicesState], None],
        on_listening: Callable[[bool], None],
        on_back: Callable[[], None],
    ) -> None:
        self._errands = errands
        self._runner = runner
        self._words = words
        self._on_state = on_state
        self._on_listening = on_listening
        self._on_back = on_back
        self._trial = WedgeTrial()
        self.model = DevicesModel()

    def begin(self) -> None:
        """The screen came up: look at what is there."""
        self._change(said=None)
        self._look()

    def kind_chosen(self, kind: str) -> None:
        """Show another kind of device."""
        if kind in KINDS:
            self._listen(is_listening=False)
            self.model = replace(self.model, kind=kind)
            self._change(mark=self.model.first_chosen, said=None)

    def kind_moved(self, by: int) -> None:
        """Show the next kind, or the one before."""
        self.kind_chosen(KINDS[(KINDS.index(self.model.kind) + by) % len(KINDS)])

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before."""
        count = len(self.model.choices)
        if count:
            self._change(mark=(min(self.model.mark, count - 1) + by) % count)

    def row_marked(self, row: int) -> None:
        """Mark a row."""
        if 0 <= row < len(self.model.choices):
            self._change(mark=row)

    def addresses_typed(self, text: str) -> None:
        """Where else to look for printers."""
        self.model = replace(self.model, addresses=text)

    def search_pressed(self) -> None:
        """Look again, on the network too where printers are shown."""
        if self.model.is_searching:
            return
        self._change(is_searching=True, said=None)
        self._look()
        if self.model.kind != PRINTER:
            return
        addresses = self.model.addresses
        self._runner.run(
            "net",
            lambda: self._errands.on_the_network(addresses),
            on_done=self._found_more,
            on_failed=self._failed,
        )

    def choose_pressed(self) -> None:
        """Choose what is marked, or choose it no more."""
        marked = self.model.marked
        if marked is not None and marked.setting:
            new = "" if marked.is_chosen else marked.setting
            self._choose(new, instead_of=marked.setting if marked.is_chosen else "")

    def test_pressed(self) -> None:
        """Try the kind that is shown."""
        if self.model.kind == SCANNER:
            self._listen(is_listening=not self.model.is_listening)
        elif self.model.kind == PRINTER:
            self._do(self._errands.print_test_page, "devices.said.page-queued")
        elif self.model.kind == DRAWER:
            self._do(self._errands.open_drawer, "devices.said.drawer-queued")
        elif self.model.kind == DISPLAY:
            self._do(self._errands.show_on_display, "devices.said.rows-shown")

    def proposal_pressed(self) -> None:
        """Take the settings that suit the keyboard scanner that was tried."""
        settings = propose(list(self.model.bursts)).settings
        if settings is not None:
            now = next((each.setting for each in self.model.choices if each.way == "keyboard"), "wedge")
            is_chosen = any(each.setting == now and each.is_chosen for each in self.model.choices)
            self._choose(written_scanner(settings), instead_of=now if is_chosen else "")

    def scanned(self, scan: Scan) -> None:
        """A scan of a scanner with a line of its own, or one that the window took for one."""
        if self.model.is_listening and not scan.source.startswith("wedge"):
            line = f"{scan.text}   {scan.symbology or '–'} · {scan.source}"
            self._change(heard=(*self.model.heard, line)[-MOST_HEARD:])

    def key_heard(self, key: Keystroke) -> None:
        """A key, while a scanner is tried."""
        self._trial.press(key)
        self._heard_bursts()

    def time_passed(self, now: float) -> None:
        """The keyboard has rested."""
        self._trial.tick(now)
        self._heard_bursts()

    def back_pressed(self) -> None:
        """Leave."""
        self._listen(is_listening=False)
        self._on_back()

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        self._change()

    def _heard_bursts(self) -> None:
        bursts = tuple(self._trial.bursts)
        if bursts != self.model.bursts:
            new = bursts[len(self.model.bursts) :] or bursts[-1:]
            lines = (*self.model.heard, *(self._line_of(burst) for burst in new))
            self._change(bursts=bursts, heard=lines[-MOST_HEARD:])

    def _line_of(self, burst: Burst) -> str:
        end = "⏎" if burst.has_end else ""
        facts = self._words.text("scan-trial.burst", average=burst.average_ms, gap=burst.longest_gap_ms)
        return f"{burst.text}{end}   {facts}"

    def _listen(self, *, is_listening: bool) -> None:
        if is_listening != self.model.is_listening:
            self._trial = WedgeTrial()
            self._change(is_listening=is_listening, heard=(), bursts=(), said=None)
            self._on_listening(is_listening)

    def _look(self) -> None:
        def look() -> tuple[Chosen, tuple[FoundDevice, ...]]:
            return self._errands.chosen(), self._errands.plugged_in()

        self._runner.run("look-up", look, on_done=self._looked, on_failed=self._failed)

    def _looked(self, known: tuple[Chosen, tuple[FoundDevice, ...]]) -> None:
        chosen, found = known
        kept = [each for each in self.model.found or () if each.way == "network"]
        is_searching = self.model.is_searching and self.model.kind == PRINTER
        is_first = self.model.found is None
        self.model = replace(self.model, chosen=chosen, found=(*kept, *found), is_searching=is_searching)
        self._change(mark=self.model.first_chosen if is_first else self.model.mark)

    def _found_more(self, found: tuple[FoundDevice, ...]) -> None:
        others = [each for each in self.model.found or () if each not in found]
        self._change(found=(*found, *others), is_searching=False)

    def _choose(self, setting: str, *, instead_of: str) -> None:
        kind = self.model.kind

        def choose() -> Chosen:
            self._errands.choose(kind, setting, instead_of=instead_of)
            return self._errands.chosen()

        self._runner.run("store", choose, on_done=self._chose, on_failed=self._failed)

    def _chose(self, chosen: Chosen) -> None:
        self._change(chosen=chosen, is_changed=True, said=None)

    def _do(self, work: Callable[[], None], done_key: str) -> None:
        def done(_: None) -> None:
            self._change(said=Said(key=done_key, params={}, tone=Tone.PLAIN))

        self._runner.run("store", work, on_done=done, on_failed=self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, LoyaltillError):
            raise error
        said = Said(key=f"error.{error.code}", params=dict(error.params), tone=Tone.REFUSED)
        self._change(said=said, is_searching=False)

    def _change(self, **fields: Any) -> None:  # noqa: ANN401
        self.model = replace(self.model, **fields)
        self._on_state(state_of(self.model, self._words))
