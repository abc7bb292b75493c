"""The first sale, end to end: scanner, screen, rules, journal, printer, server; every part of it real."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from drivers.png import png_bytes
from drivers.ports import Bitmap
from terminal.receipts.document import document_from_json
from terminal.receipts.layout import lay_out
from terminal.receipts.paper import SlipPaper
from tests.cases.receipts.reading import codes, read_picture
from tests.e2e.conftest import Original
from tests.e2e.shop import (
    ANH,
    ANH_NAME,
    NOODLES,
    RICE,
    SPINACH,
    Shop,
    assert_all_is_on_the_server,
    sales_in,
    wait_for_pages,
)
from ui.demo.cashier import Cashier
from ui.raster.painter import QtPagePainter

GOLDEN = Path(__file__).parent / "golden" / "receipt.png"
PAPER_DOTS = 576


def sell(till: Cashier) -> None:
    """Noodles three times, rice, spinach by weight, Ánh's card, all the points that may be, cash."""
    till.scan(ANH, until=ANH_NAME)
    for count in ("1", "2", "3"):
        till.scan(NOODLES[0], until=f"{NOODLES[1]} · {count} ×")
    till.scan(RICE[0], until=f"{RICE[1]} · 1")
    till.weigh(SPINACH[0], name=SPINACH[1], weight_text="0,755")
    till.burn_most()
    till.begin_payment()
    till.finish()


@pytest.fixture(scope="module")
def sold(original: Original, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop after the sale: printed, synced, the till closed."""
    with original.copy(tmp_path_factory.mktemp("sold")) as shop:
        with shop.till() as till:
            shop.signed_in(till)
            sell(till)
            wait_for_pages(shop, till.till, 1)
            till.wait_for_sync()
            assert till.till.close() == 0
        yield shop


def test_the_sale_is_in_the_journal_on_paper_and_on_the_server(sold: Shop) -> None:
    events = assert_all_is_on_the_server(sold)
    assert [event.kind for event in events] == [
        "operator_signed_in",
        "shift_opened",
        "sale_settled",
        "lease_closed",
    ]
    sale = sales_in(events)[0]
    # 13,500 and 195,000 and 18,800 less 10 % on the spinach; then 3 % on each line of what is left.
    assert (sale["subtotal"], sale["total"] + sale["burn"]["amount"]) == (227_300, 218_657)
    # Half of it is worth 218 points: 210 in tens.
    assert (sale["burn"]["points"], sale["burn"]["amount"], sale["total"]) == (210, 105_000, 113_657)
    assert (sale["rounding"], sale["to_pay"]) == (-157, 113_500)
    # floor(11.3657 × 1.25)
    assert sale["earned_points"] == 14
    points = sold.holdings()["points"]
    assert (points["issued"], points["burned"], points["outstanding"]) == (14, 210, 21_280 - 210 + 14)
    assert len(sold.counter.printer.pages) == 1
    assert len(sold.counter.printer.pulses) == 1


def test_the_bytes_that_the_printer_got_are_the_receipt(
    sold: Shop, tmp_path: Path, qapp: QApplication
) -> None:
    del qapp  # painting needs one
    page = sold.counter.printer.pages[0]
    with sold.till_file() as reading:  # which keeps no text of what it has printed
        job, sale, settings = reading.print_jobs.by_id(1), reading.sales.last(), reading.config.settings()
    assert job is not None
    assert sale is not None
    assert settings is not None
    assert (job.state, job.document) == ("printed", "")
    document = document_from_json(SlipPaper().sale(sale, settings, copy=False))
    painted = QtPagePainter().paint(lay_out(document, PAPER_DOTS))
    assert page == painted
    assert codes(page) == {
        ("QRCode", "9700001000000010 Q2-000001 CUA HANG QUAN 1"),
        ("Code128", "9700001000000010"),
    }
    (tmp_path / "receipt.png").write_bytes(png_bytes(page))
    assert without_what_changes(page) == without_what_changes(read_picture(GOLDEN)), (
        f"look at {tmp_path / 'receipt.png'}"
    )


def without_what_changes(page: Bitmap) -> Bitmap:
    """The page with white paper where it says what no two runs have alike."""
    rows = [page.row(y) for y in range(page.height_dots)]
    for top, bottom, left_byte in EACH_TIME_ANEW:
        for y in range(top, bottom):
            rows[y] = rows[y][:left_byte] + bytes(page.stride - left_byte)
    return Bitmap(page.width_dots, page.height_dots, b"".join(rows))


EACH_TIME_ANEW = ((121, 147, 47), (903, 931, 0), (1276, 1306, 38))
"""From row, to row, from byte: the date in the head, the line with the day on which points end, and
the hash in the mark of the journal's row."""
