"""From a document to the bytes of a job: painted as a picture, or set in the printer's own letters.

Which of them a printer wants it says itself. The painter is somebody else's; the bytes are the printer's.
"""

from dataclasses import dataclass
from typing import Protocol

from drivers.ports import Bitmap, ReceiptPrinter, TextLine
from terminal.printing.press import WritePdf
from terminal.receipts.document import Document
from terminal.receipts.layout import lay_out
from terminal.receipts.page import GlyphRun, PagePainter
from terminal.receipts.text_layout import Painted, lay_out_text


class Composer(Protocol):
    """Turns documents into jobs for one printer."""

    def compose(self, document: Document, printer: ReceiptPrinter) -> bytes:
        """The job that prints this document and cuts it off."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfComposer:
    """Composes slips that are kept as PDF: text that can be searched, for a printer that keeps files."""

    write_pdf: WritePdf
    logo: Bitmap | None = None

    def compose(self, document: Document, printer: ReceiptPrinter) -> bytes:
        """The whole file; its title is the first line that the slip says."""
        page = lay_out(document, printer.width_dots, logo=self.logo)
        lines = (op.text for op in page.ops if isinstance(op, GlyphRun))
        return self.write_pdf(page, next(lines, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipComposer:
    """Composes the slips of one printer; `logo` is no wider than its paper."""

    painter: PagePainter
    logo: Bitmap | None = None

    def compose(self, document: Document, printer: ReceiptPrinter) -> bytes:
        """The job that prints this document and cuts it off."""
        columns = printer.text_columns
        if columns is None:
            return printer.encode(self._painted(document, printer), cut=True)
        lines = [self._line(part, printer) for part in lay_out_text(document, columns)]
        return printer.encode_text(tuple(line for line in lines if line is not None), cut=True)

    def _painted(self, document: Document, printer: ReceiptPrinter) -> Bitmap:
        return self.painter.paint(lay_out(document, printer.width_dots, logo=self.logo))

    def _line(self, part: TextLine | Painted, printer: ReceiptPrinter) -> TextLine | Bitmap | None:
        """A line as it is; a code or the logo as a picture, and nothing where there is no logo."""
        if isinstance(part, TextLine):
            return part
        page = lay_out(Document((part,)), printer.width_dots, logo=self.logo)
        return self.painter.paint(page) if page.ops else None
