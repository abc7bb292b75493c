"""The top bar of an open till: what is known of sync, printer, scanners and the pole display, as it comes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from terminal.bootstrap.device_rack import DeviceRack
from terminal.printing.report import PrintReport
from terminal.sync.status import SyncStatus
from ui.presenters.top_bar import TopBarModel, top_bar_state
from ui.presenters.words import Words
from ui.views.top_bar import TopBar


class TillBar:
    """Shows anew with every piece of news; `show` is for the clock."""

    def __init__(
        self,
        bar: TopBar,
        model: TopBarModel,
        *,
        words: Callable[[], Words],
        now: Callable[[], datetime],
    ) -> None:
        self._bar = bar
        self._model = model
        self._words = words
        self._now = now

    def show(self) -> None:
        """Show it as of now."""
        self._bar.show_state(top_bar_state(self._model, self._words(), at=self._now()))

    def operator_came(self, name: str) -> None:
        """Who stands here; nobody, where it is empty."""
        self._know(replace(self._model, operator=name))

    def store_named(self, name: str) -> None:
        """What the store is called by now."""
        self._know(replace(self._model, store=name))

    def synced(self, status: SyncStatus) -> None:
        """How sync stands."""
        self._know(replace(self._model, sync=status))

    def printer_changed(self, report: PrintReport) -> None:
        """How the printer is, and what waits for it."""
        self._know(replace(self._model, printer=report))

    def scanner_changed(self, source: str, *, connected: bool) -> None:
        """Whether a scanner is there."""
        self._know(replace(self._model, scanners={**self._model.scanners, source: connected}))

    def pole_changed(self, trouble: str | None) -> None:
        """Whether the pole display is there."""
        self._know(replace(self._model, pole_trouble=trouble))

    def copies_stand(self, *, lacks_copy: bool) -> None:
        """Whether a copy of the till is missing, and whoever is signed in may mend that."""
        if lacks_copy != self._model.lacks_copy:
            self._know(replace(self._model, lacks_copy=lacks_copy))

    def follow(self, devices: DeviceRack) -> None:
        """Other devices are at work: forget those that are gone."""
        model, has_printer = self._model, devices.printer is not None
        scanners = {
            source: is_there for source, is_there in model.scanners.items() if source in devices.sources
        }
        printer = model.printer if has_printer else None
        self._know(replace(model, has_printer=has_printer, printer=printer, scanners=scanners))

    def _know(self, model: TopBarModel) -> None:
        self._model = model
        self.show()
