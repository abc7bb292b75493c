"""The test page of the receipt printer, queued like any other slip: it takes the way receipts take."""

from loyalty.errors import Refused
from terminal.configuration import Configuration
from terminal.in_force import in_force_now
from terminal.printer_settings import written_printer
from terminal.receipts.facts import TrialSlip
from terminal.receipts.paper import SlipPaper
from terminal.settings import TillIdentity
from terminal.store.print_jobs import RECEIPT_PRINTER, SECOND_PRINTER
from terminal.till import Till


def print_test_page(
    till: Till, identity: TillIdentity, configuration: Configuration, *, second: bool = False
) -> None:
    """Queue the page of a printer; it names the till, the printer and how it is set.

    Raises:
        Refused: `printer-not-running`: there is no such printer.
    """
    printer, width_mm, letters = configuration.printer, configuration.width_mm, configuration.paper.letters
    other = configuration.second_printer
    if second:
        printer = None if other is None else other.at
    if second and other is not None:
        width_mm, letters = other.width_mm, other.paper.letters
    if printer is None:
        raise Refused("printer-not-running")
    slip = TrialSlip(
        at=till.clock.now(),
        till_name=identity.name,
        printer_name=written_printer(printer),
        facts=(("width", f"{width_mm} mm"), ("letters", letters)),
    )
    document = SlipPaper().trial(slip, in_force_now(till).settings)
    with till.store.write() as unit:
        at = SECOND_PRINTER if second else RECEIPT_PRINTER
        unit.print_jobs.add("test", document, at=till.clock.now(), printer=at)
    till.nudge_printer()
