"""The errands of the sheet of kept receipts, done by a till at work."""

from pathlib import Path
from typing import TYPE_CHECKING

from loyalty.errors import Unavailable
from terminal.durable_file import replace_file
from terminal.in_force import in_force
from terminal.receipts.document import document_from_json
from terminal.receipts.html import document_to_html
from terminal.receipts.layout import lay_out
from terminal.usecases.reprint import came_back_for, reprint
from ui.presenters.receipts import FileForm, KeptReceipt
from ui.raster.pdf import write_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.sale import SettledSale
    from terminal.session import Session
    from terminal.store.books import Reading
    from terminal.till import Till

FOLDER = "receipts"
"""In the data folder: where receipts are written as files."""

_MODE = 0o600


_MOST_PASSED_OVER = 100
"""So many voids and returns in a row are looked past."""


def _near(reading: "Reading", number: int, step: int, last: "SettledSale") -> "SettledSale | None":
    end = last.receipt.number + 1 if step > 0 else 0
    for each in range(number, end, step)[:_MOST_PASSED_OVER]:
        sale = reading.sales.by_number(each)
        if sale is not None:
            return sale
    return None


class KeptReceipts:
    """Implements `ui.presenters.receipts.ReceiptsErrands`; `width_dots` is that of the paper now."""

    def __init__(self, till: "Till", folder: Path, *, width_dots: "Callable[[], int]") -> None:
        self._till = till
        self._folder = folder / FOLDER
        self._width_dots = width_dots
        self._paper = till.paper

    def receipt(self, number: int | None, *, step: int = -1) -> KeptReceipt | None:
        """A receipt as a copy of what was printed."""
        with self._till.store.read() as reading:
            last = reading.sales.last()
            sale = last if number is None or last is None else _near(reading, number, step, last)
            settings = in_force(self._till, reading).settings
            back = None if sale is None else came_back_for(self._till, reading, sale)
        if sale is None:
            return None
        return KeptReceipt(
            sale=sale.sale,
            number=sale.receipt.number,
            label=sale.receipt.label,
            document=document_from_json(self._paper.sale(sale, settings, copy=True, back=back)),
        )

    def print_copy(self, session: "Session", sale: str) -> None:
        """Queue the copy."""
        reprint(self._till, session, sale)

    def save(self, receipt: KeptReceipt, form: FileForm) -> str:
        """Write it, in the place of one of that name."""
        path = self._folder / f"{receipt.label}.{form}"
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            replace_file(path, self._content(receipt, form), mode=_MODE)
        except OSError as error:
            why = error.strerror or str(error)
            raise Unavailable("slip-unwritable", retry=True, path=str(path), why=why) from error
        return str(path)

    def _content(self, receipt: KeptReceipt, form: FileForm) -> bytes:
        with self._till.store.read() as reading:
            settings = in_force(self._till, reading).settings
        title = f"{settings.store_name} {receipt.label}"
        if form == "html":
            return document_to_html(receipt.document, language=settings.language, title=title).encode()
        return write_pdf(lay_out(receipt.document, self._width_dots()), title)
