"""What of the screen hangs on the devices.

The ear for a keyboard scanner, the customer's display, the windows of virtual devices: built by the settings
at work, and built anew where those change while the till sells. On the UI thread only; the devices themselves
are exchanged elsewhere (`terminal.bootstrap.device_rack`).
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.ports import Scan, WedgeSettings
from drivers.wedge import WedgeRecogniser
from resources.catalogue import Catalogue
from ui.customer_display import CustomerDisplay
from ui.presenters.customer.till_survey import TillSurvey
from ui.virtual_devices import VirtualDevices
from ui.wedge_filter import WedgeFilter

if TYPE_CHECKING:
    from resources.catalogue import Language
    from terminal.bootstrap.device_rack import DeviceRack
    from terminal.till import Till
    from ui.lanes import LaneRunner
    from ui.presenters.words import Words
    from ui.stage import QtStage
    from ui.views.main_window import MainWindow


class ScreenDevices:
    """Those of one open till; `language` is the store's, in which customers are spoken to."""

    def __init__(
        self,
        till: "Till",
        devices: "DeviceRack",
        runner: "LaneRunner",
        window: "MainWindow",
        stage: "QtStage",
        words: "Words",
        *,
        store: str,
        language: "Language",
        folder: Path,
        on_scan: Callable[[Scan], None],
        on_trouble: Callable[[str], None],
    ) -> None:
        self._till = till
        self._devices = devices
        self._runner = runner
        self._window = window
        self._stage = stage
        self._words = words
        self._store = store
        self._language: Language = language
        self._folder = folder
        self._customer: CustomerDisplay | None = None
        self._wedge = devices.configuration.wedge
        self.keys = WedgeFilter(
            window.windowHandle(), _recogniser(self._wedge), on_scan=on_scan, on_trouble=on_trouble
        )
        self._virtual = self._virtual_windows()
        self._show_customer()

    def follow(self) -> None:
        """Other settings may be at work now: change what they change."""
        devices = self._devices
        if devices.configuration.wedge != self._wedge:
            self._wedge = devices.configuration.wedge
            self.keys.use(_recogniser(self._wedge))
        if self._virtual.shows != (devices.virtual_printer, devices.virtual_scanner):
            self._virtual.close()
            self._virtual = self._virtual_windows()
        self._show_customer()

    def try_window(self) -> bool:
        """Show on the customer's window that it works; False where there is none."""
        if self._customer is None or self._customer.view is None:
            return False
        self._customer.presenter.try_out()
        return True

    def refunded(self, sale: str | None) -> None:
        """Goods of that sale came back: the customer may be asked about it; None: the next one's turn."""
        if self._customer is not None:
            self._customer.presenter.refunded(sale)

    def store_named(self, name: str) -> None:
        """What the store is called by now."""
        self._store = name
        if self._customer is not None:
            self._customer.presenter.store_named(name)

    def speak(self, words: "Words") -> None:
        """Say everything in another language."""
        self._words = words
        self._virtual.speak(words.catalogue)
        if self._customer is not None:
            self._customer.speak(facing_words(self._words, self._language))

    def close(self) -> None:
        """Close every window."""
        self._virtual.close()
        if self._customer is not None:
            self._customer.close()

    def _virtual_windows(self) -> VirtualDevices:
        return VirtualDevices(
            self._devices,
            self._runner.post,
            self._window,
            self._words.catalogue,
            folder=self._folder,
        )

    def _show_customer(self) -> None:
        """What faces the customer, if anything does; nobody follows the screens where nothing does."""
        devices = self._devices
        wants_window = devices.configuration.customer_window
        if not wants_window and not devices.has_pole:
            if self._customer is not None:
                self._customer.close()
                self._customer = None
                self._stage.follow(None)
            return
        if self._customer is None:
            self._customer = CustomerDisplay(
                TillSurvey(self._till),
                self._runner,
                facing_words(self._words, self._language),
                store=self._store,
                show_rows=devices.show_rows,
                beside=None,
                is_training=self._window.is_training,
            )
            self._stage.follow(self._customer.presenter)
        if wants_window and self._customer.view is None:
            self._customer.open_window(self._window)
        elif not wants_window:
            self._customer.close()


def facing_words(words: "Words", language: "Language") -> "Words":
    """What customers are told, in the language of their receipts, whichever the cashier reads."""
    if words.catalogue.language == language:
        return words
    return replace(words, catalogue=Catalogue.load(language))


def _recogniser(settings: WedgeSettings | None) -> WedgeRecogniser | None:
    return None if settings is None else WedgeRecogniser(settings)
