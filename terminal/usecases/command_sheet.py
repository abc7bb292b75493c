"""The sheet of codes for the scanner, on the receipt printer: like the test page, it sets the till up."""

from terminal.in_force import in_force
from terminal.till import Till


def print_commands(till: Till) -> None:
    """Queue the sheet.

    Raises:
        Unavailable: `store-…`.
    """
    with till.store.write() as unit:
        document = till.paper.commands(in_force(till, unit).settings)
        unit.print_jobs.add("test", document, at=till.clock.now())
    till.nudge_printer()
