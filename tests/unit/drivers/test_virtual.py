"""The devices on the screen: behind the same protocol as real ones."""

import pytest

from drivers.escpos.condition import Condition
from drivers.escpos.limits import Limits
from drivers.escpos.printer import EscposPrinter
from drivers.ports import Bitmap, DrawerPin, JobState, Paper, Scan, ScannerLink
from drivers.virtual import KEPT_PAPERS, VirtualPrinter, VirtualScanner
from tests.unit.drivers.pictures import receipt

QUICK = Limits(poll_s=0.01, progress_s=0.1)


@pytest.fixture
def virtual() -> VirtualPrinter:
    return VirtualPrinter()


@pytest.fixture
def printer(virtual: VirtualPrinter) -> EscposPrinter:
    return EscposPrinter(virtual, limits=QUICK)


def test_what_is_printed_is_shown_and_kept(virtual: VirtualPrinter, printer: EscposPrinter) -> None:
    shown: list[Bitmap] = []
    kicked: list[DrawerPin] = []
    virtual.listen(on_paper=shown.append, on_drawer=kicked.append)
    page = receipt()
    assert printer.print_job(printer.encode(page, cut=True)).state is JobState.PRINTED
    assert printer.kick_drawer(DrawerPin.PIN_5).state is JobState.PRINTED
    assert (shown, list(virtual.papers), kicked) == ([page], [page], [DrawerPin.PIN_5])


def test_nobody_has_to_listen(virtual: VirtualPrinter, printer: EscposPrinter) -> None:
    assert printer.print_job(printer.encode(receipt(lines=1), cut=True)).state is JobState.PRINTED
    assert printer.kick_drawer(DrawerPin.PIN_2).state is JobState.PRINTED
    assert len(virtual.papers) == 1


def test_only_the_newest_papers_are_kept(virtual: VirtualPrinter, printer: EscposPrinter) -> None:
    pages = [receipt(lines=1, seed=seed) for seed in range(KEPT_PAPERS + 2)]
    for page in pages:
        printer.print_job(printer.encode(page, cut=True))
    assert list(virtual.papers) == pages[2:]


def test_it_runs_out_of_paper_and_goes_on(virtual: VirtualPrinter, printer: EscposPrinter) -> None:
    page = receipt(lines=60)
    virtual.set_condition(Condition(paper=Paper.OUT))
    assert printer.print_job(printer.encode(page, cut=True)).why == "printer-paper-out"
    assert virtual.condition.paper is Paper.OUT
    virtual.set_condition(Condition())
    assert printer.print_job(printer.encode(page, cut=True)).state is JobState.PRINTED
    assert list(virtual.papers) == [page]


def test_while_it_cannot_print_it_takes_only_a_buffer_full(virtual: VirtualPrinter) -> None:
    virtual.set_condition(Condition(cover_open=True))
    assert virtual.write(bytes(10_000), timeout_s=0) == 4096
    assert virtual.write(bytes(10_000), timeout_s=0) == 0


def test_it_has_the_name_it_was_given() -> None:
    assert VirtualPrinter(name="shelf").name == "shelf"


def test_a_click_on_the_pad_is_a_scan() -> None:
    scans: list[Scan] = []
    links: list[ScannerLink] = []
    scanner = VirtualScanner(clock=lambda: 5.0)
    scanner.scan("lost")
    scanner.start(on_scan=scans.append, on_link=links.append)
    scanner.scan("8934563138165", symbology="ean-13")
    scanner.scan("")
    scanner.stop()
    scanner.scan("late")
    assert scans == [Scan("8934563138165", "ean-13", "pad", 5.0)]
    assert links == [ScannerLink(connected=True, source="pad", device="pad")]


def test_a_pad_is_started_once() -> None:
    scanner = VirtualScanner()
    scanner.start(on_scan=list[Scan]().append, on_link=list[ScannerLink]().append)
    with pytest.raises(RuntimeError, match="once"):
        scanner.start(on_scan=list[Scan]().append, on_link=list[ScannerLink]().append)
