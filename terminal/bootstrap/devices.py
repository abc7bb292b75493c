"""From the settings file to devices: which driver each is, and what was learnt of a printer before."""

import json
import logging
import threading
from dataclasses import dataclass, field
from pathlib import Path

from drivers.escpos.composing import ROLL_58_MM, ROLL_80_MM
from drivers.hid_scanner import HidPosScanner
from drivers.pole.commands import DisplayDialect
from drivers.pole.display import SerialPoleDisplay
from drivers.ports import (
    DrawerPin,
    PoleDisplay,
    PrinterAbilities,
    ReceiptPrinter,
    Scanner,
    Sentinel,
    Transport,
)
from drivers.serial_scanner import SerialScanner
from drivers.speaker import FileSpeaker
from drivers.speaker import system_speaker as _system_speaker
from drivers.transports.serial_port import SerialTransport
from drivers.virtual import VirtualPrinter, VirtualScanner
from terminal.bootstrap.printers import PrinterMaker
from terminal.configuration import Configuration
from terminal.durable_file import replace_file
from terminal.printer_settings import PrinterSetting
from terminal.scanner_settings import ScannerSetting

log = logging.getLogger(__name__)

_ABILITIES = "printers.json"
_DOTS = {80: ROLL_80_MM.width_dots, 58: ROLL_58_MM.width_dots}
DRAWER_PINS = {2: DrawerPin.PIN_2, 5: DrawerPin.PIN_5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Printers:
    """The printers that the settings name; the virtual one also by itself, since the screen shows it."""

    memory: "PrinterMemory"
    printer: ReceiptPrinter | None
    second_printer: ReceiptPrinter | None
    drawer_pin: DrawerPin
    virtual_printer: VirtualPrinter | None


def printers_of(configuration: Configuration, memory: "PrinterMemory") -> Printers:
    """Make the printers; nothing is opened or started."""
    is_virtual = _is_virtual(configuration.printer)
    line = VirtualPrinter(width_dots=_DOTS[configuration.width_mm]) if is_virtual else None
    return Printers(
        memory=memory,
        printer=receipt_printer(configuration, memory, line=line),
        second_printer=second_printer(configuration, memory),
        drawer_pin=DRAWER_PINS[configuration.drawer_pin],
        virtual_printer=line,
    )


def scanners_of(configuration: Configuration) -> tuple[Scanner, ...]:
    """Make the scanners that are no keyboard; none is started, but each has to be stopped in the end."""
    return tuple(scanner_of(number, each) for number, each in enumerate(configuration.scanners, start=1))


def receipt_printer(
    configuration: Configuration, memory: "PrinterMemory", *, line: Transport | None = None
) -> ReceiptPrinter | None:
    """The receipt printer that the settings name, on the line given or one of its own; nothing is opened."""
    if configuration.printer is None:
        return None
    maker = PrinterMaker(folder=memory.folder, recall=memory.recall)
    return maker.make(
        configuration.printer, width_mm=configuration.width_mm, paper=configuration.paper, line=line
    )


def second_printer(configuration: Configuration, memory: "PrinterMemory") -> ReceiptPrinter | None:
    """The second printer that the settings name; nothing is opened."""
    second = configuration.second_printer
    if second is None:
        return None
    maker = PrinterMaker(folder=memory.folder, recall=memory.recall)
    return maker.make(second.at, width_mm=second.width_mm, paper=second.paper)


def _is_virtual(setting: PrinterSetting | None) -> bool:
    return setting is not None and setting.line == "virtual"


@dataclass(slots=True)
class PrinterMemory:
    """What was learnt of each printer, by its name, in a small file of the data folder.

    Losing it costs one wait for an answer that never comes; so a file that cannot be read or written is
    noted in the log and is no trouble to anybody. Each printer's worker may keep what it learnt at any time.
    """

    folder: Path
    _known: dict[str, PrinterAbilities] = field(default_factory=dict[str, PrinterAbilities])
    _writing: threading.Lock = field(default_factory=threading.Lock)

    def recall(self, printer: str) -> PrinterAbilities:
        """What is known of a printer; nothing, of a new one."""
        if not self._known:
            self._known = _read_abilities(self.folder / _ABILITIES)
        return self._known.get(printer, PrinterAbilities())

    def keep(self, printer: str, abilities: PrinterAbilities) -> None:
        """Note what was learnt."""
        with self._writing:
            self.recall(printer)
            self._known[printer] = abilities
            content = {name: _as_json(each) for name, each in self._known.items()}
            try:
                replace_file(self.folder / _ABILITIES, json.dumps(content).encode(), mode=0o600)
            except OSError as error:
                log.info("what was learnt of %s is not kept: %s", printer, error)


def _as_json(learnt: PrinterAbilities) -> dict[str, object]:
    sentinel = None if learnt.sentinel is None else learnt.sentinel.value
    return {"answers_status": learnt.answers_status, "sentinel": sentinel}


def _read_abilities(path: Path) -> dict[str, PrinterAbilities]:
    try:
        content = json.loads(path.read_bytes())
        return {
            str(name): PrinterAbilities(
                answers_status=each["answers_status"],
                sentinel=None if each["sentinel"] is None else Sentinel(each["sentinel"]),
            )
            for name, each in content.items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.info("%s cannot be read and is begun anew: %s", path, error)
        return {}


def pole_display(configuration: Configuration) -> PoleDisplay | None:
    """The display that the settings name; nothing is opened."""
    setting = configuration.pole_display
    if setting is None:
        return None
    line = SerialTransport(setting.path, baud=setting.baud)
    return SerialPoleDisplay(line, dialect=DisplayDialect(setting.dialect))


def scanner_of(number: int, setting: ScannerSetting) -> Scanner:
    """A scanner; `number` tells several apart in the name that its scans carry."""
    source = f"{setting.line}-{number}"
    if setting.line == "virtual":
        return VirtualScanner(source=source)
    if setting.line == "hid":
        return HidPosScanner(setting.path, source=source)
    return SerialScanner(setting.path, source=source, baud=setting.baud)


def system_speaker(folder: Path) -> FileSpeaker | None:
    """What makes the till's tones heard on this computer; None where nothing can."""
    return _system_speaker(folder)
