"""Two printers, one lamp: the worse of them is shown, and nothing that waits or is unknown is left out."""

from dataclasses import replace

from terminal.printing.joined import JoinedReports
from terminal.printing.report import PrinterHealth, PrintReport
from terminal.store.print_jobs import RECEIPT_PRINTER, SECOND_PRINTER
from tests.unit.printing.counter import FakeQueue

RECEIPT = PrintReport(printer="receipt", health=PrinterHealth.READY, waiting=1)
OFFICE = PrintReport(printer="office", health=PrinterHealth.AWAY, why="device-unreachable", waiting=2)


def test_one_printer_is_told_as_it_is() -> None:
    told: list[PrintReport] = []
    JoinedReports(told.append).take(RECEIPT_PRINTER, RECEIPT)
    assert told == [RECEIPT]


def test_the_worse_is_shown_with_all_that_waits() -> None:
    told: list[PrintReport] = []
    reports = JoinedReports(told.append)
    reports.take(RECEIPT_PRINTER, RECEIPT)
    reports.take(SECOND_PRINTER, OFFICE)
    assert told[-1] == replace(OFFICE, waiting=3)
    reports.take(SECOND_PRINTER, replace(OFFICE, health=PrinterHealth.READY, why="", waiting=0))
    assert (told[-1].health, told[-1].waiting) == (PrinterHealth.READY, 1)


def test_slips_of_both_are_asked_about_oldest_first() -> None:
    queue = FakeQueue()
    first, second = (queue.rows[queue.add(text, state="unknown")] for text in ("một", "hai"))
    told: list[PrintReport] = []
    reports = JoinedReports(told.append)
    reports.take(SECOND_PRINTER, replace(OFFICE, unknown=(second,)))
    reports.take(RECEIPT_PRINTER, replace(RECEIPT, unknown=(first,)))
    assert told[-1].unknown == (first, second)


def test_two_queues_of_one_name_do_not_hide_each_other() -> None:
    told: list[PrintReport] = []
    reports = JoinedReports(told.append)
    reports.take(RECEIPT_PRINTER, replace(OFFICE, waiting=2))
    reports.take(SECOND_PRINTER, replace(RECEIPT, printer=OFFICE.printer, waiting=1))
    assert (told[-1].health, told[-1].waiting) == (PrinterHealth.AWAY, 3)
