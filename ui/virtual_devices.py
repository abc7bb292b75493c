"""The windows of devices that are only on the screen: the printer's paper, and the pad that scans."""

import logging
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from drivers.escpos.condition import Condition
from drivers.ports import Bitmap, Paper
from loyalty.identity.commands import Command, command_code
from resources.catalogue import Catalogue
from ui.scanner_pad import PadCode, ScannerPad
from ui.theme import GRID_PX
from ui.views.hear import hear_flag, hear_text
from ui.virtual_printer_view import VirtualPrinterView

if TYPE_CHECKING:
    from drivers.virtual import VirtualPrinter
    from terminal.bootstrap.device_rack import DeviceRack

log = logging.getLogger(__name__)

PAD_FILE: Final = "scanner-pad.toml"
"""In the data folder: tables `goods` and `cards`, each of names and codes, for the pad's buttons."""


class VirtualDevices:
    """The windows that this till needs; none for a till with real devices. `shows` is what they are of."""

    def __init__(
        self,
        devices: "DeviceRack",
        post: Callable[[Callable[[], None]], None],
        beside: QWidget,
        catalogue: Catalogue,
        *,
        folder: Path,
    ) -> None:
        self.printer: VirtualPrinterView | None = None
        self.pad: ScannerPad | None = None
        self.shows = (devices.virtual_printer, devices.virtual_scanner)
        if devices.virtual_printer is not None:
            self.printer = _printer_window(devices.virtual_printer, post)
        if devices.virtual_scanner is not None:
            self.pad = ScannerPad()
            hear_text(self.pad.scan_pressed, devices.virtual_scanner.scan)
            for title, codes in _samples(folder / PAD_FILE):
                self.pad.add_group(f"scanner-pad.{title}", codes)
            commands = [
                PadCode(catalogue.text(f"command.{each.key}"), command_code(each)) for each in Command
            ]
            self.pad.add_group("scanner-pad.commands", commands)
        self.speak(catalogue)
        corner = beside.frameGeometry().topRight() + QPoint(GRID_PX, 0)
        for window in (self.printer, self.pad):
            if window is not None:
                window.move(corner)
                window.show()
                corner += QPoint(0, window.height() + GRID_PX)
        beside.activateWindow()

    def speak(self, catalogue: Catalogue) -> None:
        """Say everything in this language."""
        for window in (self.printer, self.pad):
            if window is not None:
                window.speak(catalogue)

    def close(self) -> None:
        """Close the windows."""
        for window in (self.printer, self.pad):
            if window is not None:
                window.close()
                window.deleteLater()


def _printer_window(
    printer: "VirtualPrinter", post: Callable[[Callable[[], None]], None]
) -> VirtualPrinterView:
    view = VirtualPrinterView()
    states = {"paper": False, "cover": False}

    def show(paper: Bitmap) -> None:
        post(lambda: view.show_paper(paper))

    def toggled(what: str, *, is_on: bool) -> None:
        states[what] = is_on
        paper = Paper.OUT if states["paper"] else Paper.OK
        printer.set_condition(Condition(paper=paper, cover_open=states["cover"]))

    printer.listen(on_paper=show, on_drawer=lambda _: None)
    hear_flag(view.paper_out_toggled, lambda is_on: toggled("paper", is_on=is_on))
    hear_flag(view.cover_toggled, lambda is_on: toggled("cover", is_on=is_on))
    for paper in printer.papers:
        view.show_paper(paper)
    return view


def _samples(file: Path) -> list[tuple[str, list[PadCode]]]:
    """The groups of codes that somebody wrote for the pad."""
    try:
        groups: dict[str, object] = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        log.info("the pad has no samples: %s", error)
        return []
    return [
        (title, [PadCode(name, str(code)) for name, code in cast("dict[str, object]", codes).items()])
        for title, codes in groups.items()
        if title in ("goods", "cards") and isinstance(codes, dict)
    ]
