"""Two printers on one till, with the real workers: each gets its slips, and a kept PDF can be searched."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from drivers.ports import Bitmap
from drivers.virtual import VirtualPrinter
from terminal.bootstrap.devices import PrinterMemory, Printers, printers_of
from terminal.bootstrap.print_workers import PrintRoom, print_workers
from terminal.configuration import Configuration, parse_configuration
from terminal.printing.press import Press
from terminal.printing.report import PrinterHealth, PrintReport
from terminal.receipts.document import document_from_json
from terminal.receipts.layout import lay_out
from terminal.receipts.paper import SlipPaper
from terminal.store.print_jobs import JobKind
from tests.cases.receipts.days import shift_report
from tests.cases.receipts.sales import STORE, plain_sale
from tests.conformance.patience import eventually
from tests.guards.logs import ExpectLog
from tests.unit.terminal.till_kit import Counter, a_shop
from ui.raster.logo import read_logo
from ui.raster.painter import QtPagePainter
from ui.raster.pdf import write_pdf

pytestmark = pytest.mark.usefixtures("qapp")

BOTH = """
printer = "virtual"
[second_printer]
at = "pdf:slips"
slips = ["shift"]
"""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    counter = a_shop(tmp_path)
    yield counter
    counter.close()


def room(shop: Counter, text: str, reports: list[PrintReport]) -> tuple[PrintRoom, Configuration, Printers]:
    configuration, faults = parse_configuration(text)
    assert faults == ()
    press = Press(painter=QtPagePainter(), read_logo=read_logo, write_pdf=write_pdf)
    folder = shop.path.parent
    made = PrintRoom(
        store=shop.store,
        folder=folder,
        clock=shop.clock,
        press=press,
        on_report=reports.append,
    )
    return made, configuration, printers_of(configuration, PrinterMemory(folder))


def add(shop: Counter, kind: JobKind, document: str) -> None:
    with shop.store.write() as unit:
        unit.print_jobs.add(kind, document, at=shop.clock.now())


def states(shop: Counter) -> list[str]:
    with shop.store.read() as reading:
        jobs = [reading.print_jobs.by_id(job) for job in (1, 2)]
    return [job.state for job in jobs if job is not None]


def printed_by(virtual: VirtualPrinter | None) -> tuple[Bitmap, ...]:
    assert virtual is not None
    return tuple(virtual.papers)


def test_each_printer_gets_its_slips(shop: Counter) -> None:
    reports: list[PrintReport] = []
    made, configuration, printers = room(shop, BOTH, reports)
    workers = print_workers(made, configuration, printers)
    assert workers is not None
    sale = SlipPaper().sale(plain_sale(), STORE, copy=False)
    workers.start()
    try:
        add(shop, "sale", sale)
        add(shop, "shift", SlipPaper().shift(shift_report(), STORE))
        workers.nudge()
        eventually(lambda: states(shop) == ["printed", "printed"])
        eventually(lambda: bool(reports) and reports[-1].health is PrinterHealth.READY)
    finally:
        assert workers.stop()
    assert printed_by(printers.virtual_printer) == (
        QtPagePainter().paint(lay_out(document_from_json(sale), 576)),
    )
    (kept,) = (shop.path.parent / "slips").iterdir()
    with pypdfium2.PdfDocument(kept) as pdf:
        sheet = pdf[0]
        text = sheet.get_textpage()
        words = text.get_text_range()
        text.close()
        sheet.close()
    assert "ĐÓNG CA (Z)" in words
    assert "CHÊNH LỆCH" in words


def test_a_till_without_printers_has_no_workers(shop: Counter) -> None:
    assert print_workers(*room(shop, "", [])) is None


def test_a_logo_that_is_no_picture_is_noted_and_done_without(shop: Counter, expect_log: ExpectLog) -> None:
    made, configuration, printers = room(shop, 'printer = "virtual"\nlogo = "logo.png"', [])
    with expect_log("terminal.bootstrap.print_workers", "no picture"):
        workers = print_workers(made, configuration, printers)
    assert workers is not None
