"""The doctor's looks at what is around the till: printer, scanners, what else is plugged in, the server."""

from collections.abc import Iterator
from contextlib import closing

from drivers.discovery import find_serial_port, serial_ports
from drivers.hid.bus import find_hid_scanner
from drivers.hid.hidapi_bus import HidApiBus
from drivers.ports import DeviceUnavailable, Paper, ReceiptPrinter
from drivers.printer_search.usb import usb_printers
from terminal.bootstrap.devices import PrinterMemory, receipt_printer, second_printer
from terminal.bootstrap.doctor.patient import Line, Patient, ill, note, well
from terminal.bootstrap.server_line import parties
from terminal.scanner_settings import ScannerSetting
from terminal.sync.client import ask_health

_CLOCK_MAY_BE_OFF_S = 120
_NOBODY = "0"
"""A card number that no card has: asking for it shows whether the server takes this till's word."""


def look_at_printer(patient: Patient) -> Iterator[Line]:
    """The printers, asked for their state unless a running till has them."""
    memory = PrinterMemory(patient.data_dir)
    receipts = receipt_printer(patient.configuration, memory)
    if receipts is None:
        yield note("printer-none")
    for printer in (receipts, second_printer(patient.configuration, memory)):
        if printer is not None:
            yield note("printer-busy", name=printer.name) if patient.is_running else _printer(printer)


def _printer(printer: ReceiptPrinter) -> Line:
    """One that never answers is not ill for saying nothing."""
    status = printer.status()
    if not status.answered and printer.abilities.answers_status is False:
        return note("printer-mute", name=printer.name)
    if status.trouble is not None:
        return Line(verdict="ill", key=f"error.{status.trouble}", params={"name": printer.name})
    if status.paper is Paper.NEAR_END:
        return note("printer-near-end", name=printer.name)
    return well("printer", name=printer.name)


def look_at_scanners(patient: Patient) -> Iterator[Line]:
    """The scanners that the settings name."""
    for scanner in patient.configuration.scanners:
        try:
            yield _look_for(scanner)
        except DeviceUnavailable as error:
            yield Line(verdict="ill", key=f"error.{error.code}", params=error.params)
    if patient.configuration.wedge is not None:
        yield note("scanner-keyboard")


def _look_for(scanner: ScannerSetting) -> Line:
    if scanner.line == "virtual":
        return note("scanner-virtual")
    if scanner.line == "hid":
        found = find_hid_scanner(HidApiBus(), scanner.path)
        return well("scanner", name=found.description or found.ids, path=found.path)
    return well("scanner", name=scanner.path, path=find_serial_port(scanner.path))


def look_at_display(patient: Patient) -> Iterator[Line]:
    """The pole display that the settings name; what it shows is left alone."""
    display = patient.configuration.pole_display
    if display is not None:
        yield well("display", name=display.path, path=find_serial_port(display.path))
    if patient.configuration.customer_window:
        yield note("customer-window")


def look_around(patient: Patient) -> Iterator[Line]:
    """Whatever else is plugged in, by the name to write into the settings."""
    del patient
    for port in serial_ports():
        yield note("port", name=port.lasting_name, what=port.description)
    for scanner in HidApiBus().scanners():
        yield note("hid-scanner", ids=scanner.ids, what=scanner.description)
    for printer in usb_printers():
        if printer.hindrance is None:
            yield note("usb-printer", path=printer.setting, what=printer.what)
        else:
            name = printer.setting or printer.what
            yield Line(verdict="ill", key=f"error.{printer.hindrance}", params={"name": name})


def look_at_server(patient: Patient) -> Iterator[Line]:
    """Is it there, does it know this till, and do the clocks agree."""
    if patient.store is None or patient.keys is None:
        return
    us = parties(patient.store, patient.keys, server_url=patient.configuration.server)
    with closing(us.line(patient.clock)) as line:
        before = patient.clock.monotonic()
        time_there = ask_health(line)
        took_ms = round((patient.clock.monotonic() - before) * 1000)
        us.client(line).look_up(card=_NOBODY)
    yield well("server", url=us.server.url, took_ms=took_ms)
    if time_there is not None:
        off_s = round((patient.clock.now() - time_there).total_seconds())
        yield (well if abs(off_s) <= _CLOCK_MAY_BE_OFF_S else ill)("clock", off_s=off_s)
