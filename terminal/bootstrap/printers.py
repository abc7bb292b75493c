"""From what the settings say of a printer to the driver that prints on it. Nothing is opened here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from drivers.escpos.code_pages import read_code_pages
from drivers.escpos.composing import ROLL_58_MM, ROLL_80_MM, Cut, PaperSettings
from drivers.escpos.printer import EscposPrinter
from drivers.file_printer import FilePrinter
from drivers.ports import PrinterAbilities, ReceiptPrinter, Transport
from drivers.spool.cups import CupsSpooler
from drivers.spool.printer import SpooledPrinter
from drivers.spool.windows import WindowsSpooler
from drivers.transports.device_file import DeviceFileTransport
from drivers.transports.serial_port import FlowControl, SerialTransport
from drivers.transports.tcp import TcpTransport
from drivers.virtual import VirtualPrinter
from terminal.printer_settings import PICTURES, PaperChoice, PaperWidth, PrinterSetting

_ROLLS: Final = {80: ROLL_80_MM, 58: ROLL_58_MM}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterMaker:
    """What printers are made with: the till's folder, and what was learnt of each by its name."""

    folder: Path
    recall: Callable[[str], PrinterAbilities]

    def make(
        self,
        setting: PrinterSetting,
        *,
        width_mm: PaperWidth,
        paper: PaperChoice,
        line: Transport | None = None,
    ) -> ReceiptPrinter:
        """The printer, on the line given or one of its own."""
        loaded = paper_settings(width_mm, paper)
        if setting.line == "cups":
            return SpooledPrinter(CupsSpooler(setting.path), paper=loaded)
        if setting.line == "windows":
            return SpooledPrinter(WindowsSpooler(setting.path), paper=loaded)
        if setting.line == "png" or setting.line == "pdf":
            folder = self.folder / setting.path
            return FilePrinter(folder, kind=setting.line, width_dots=loaded.width_dots)
        opened = line or line_to(setting, width_mm=width_mm)
        return EscposPrinter(
            opened,
            paper=loaded,
            abilities=self.recall(opened.name),
            on_paper=not isinstance(opened, VirtualPrinter),
        )


def paper_settings(width_mm: PaperWidth, paper: PaperChoice) -> PaperSettings:
    """What the driver is to know of the paper."""
    letters = None if paper.letters == PICTURES else read_code_pages(paper.letters)
    return replace(
        _ROLLS[width_mm],
        feed_blank_rows=paper.skip_blank_rows,
        cut=Cut(paper.cut),
        code_pages=letters,
    )


def line_to(setting: PrinterSetting, *, width_mm: PaperWidth) -> Transport:
    """The line to a printer that is spoken to directly."""
    if setting.line == "tcp":
        return TcpTransport(setting.host, setting.port)
    if setting.line == "serial":
        return SerialTransport(setting.path, baud=setting.baud, flow_control=FlowControl(setting.flow))
    if setting.line == "usblp":
        return DeviceFileTransport(Path(setting.path))
    return VirtualPrinter(width_dots=_ROLLS[width_mm].width_dots)
