"""The test page of the receipt printer, queued like any other slip: it takes the way receipts take."""

from terminal.configuration import Configuration
from terminal.in_force import in_force_now
from terminal.printer_settings import written_printer
from terminal.receipts.facts import TrialSlip
from terminal.receipts.paper import SlipPaper
from terminal.settings import TillIdentity
from terminal.till import Till


def print_test_page(till: Till, identity: TillIdentity, configuration: Configuration) -> None:
    """Queue the page; it names the till, the printer and how it is set."""
    printer = configuration.printer
    slip = TrialSlip(
        at=till.clock.now(),
        till_name=identity.name,
        printer_name="" if printer is None else written_printer(printer),
        facts=(("width", f"{configuration.width_mm} mm"), ("letters", configuration.paper.letters)),
    )
    document = SlipPaper().trial(slip, in_force_now(till).settings)
    with till.store.write() as unit:
        unit.print_jobs.add("test", document, at=till.clock.now())
    till.nudge_printer()
