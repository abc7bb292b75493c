"""One document, four forms: paper, PDF, preview and e-mail say the same, and their codes scan the same."""

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

import pypdfium2
import pytest
import zxingcpp

from drivers.ports import Bitmap
from terminal.receipts.document import Code128, Columns, Document, Logo, QrCode, Text, document_from_json
from terminal.receipts.html import document_to_html
from terminal.receipts.layout import PAPER_58_MM, PAPER_80_MM, grouped, lay_out
from terminal.receipts.letters import printable
from terminal.receipts.page import GlyphRun
from terminal.receipts.paper import SlipPaper
from tests.cases.receipts.reading import codes, ink
from tests.cases.receipts.slips import SLIPS
from ui.paper_sheet import preview
from ui.raster.image import image_of
from ui.raster.painter import QtPagePainter
from ui.raster.pdf import DOTS_PER_INCH, MARGIN_DOTS, PdfPagePainter

WIDTHS = (PAPER_80_MM, PAPER_58_MM)
MOST_MAIL_BYTES = 100_000
"""Gmail cuts longer messages off."""
ALLOWED = {
    "html": {"lang"},
    "head": set[str](),
    "meta": {"charset", "name", "content"},
    "title": set[str](),
    "body": {"style"},
    "table": {"role", "cellpadding", "cellspacing", "border", "align", "width", "style"},
    "tr": {"height", "style"},
    "td": {"width", "height", "align", "valign", "bgcolor", "style", "colspan"},
    "div": {"align", "style"},
}
"""What every mail program shows."""


@pytest.fixture(params=SLIPS)
def document(request: pytest.FixtureRequest) -> Document:
    name: str = request.param
    return document_from_json(SLIPS[name](SlipPaper(), "vi"))


def said(document: Document) -> Iterator[str]:
    """What a reader reads, in its order."""
    for block in document.blocks:
        match block:
            case Text():
                yield printable(block.text)
            case Columns():
                yield printable(block.left)
                yield printable(block.right)
            case Code128():
                yield grouped(block.digits)
            case _:
                pass


def to_scan(document: Document) -> set[tuple[str, str]]:
    found = {("QRCode", block.data) for block in document.blocks if isinstance(block, QrCode)}
    return found | {("Code128", block.digits) for block in document.blocks if isinstance(block, Code128)}


class Mail(HTMLParser):
    """The texts of a page, the codes in it as dots, and whatever is not allowed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.forbidden: list[str] = []
        self.tables: list[list[str]] = []
        self._is_title = False
        self._row: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.forbidden += [f"{tag} {name}" for name in given if name not in ALLOWED.get(tag, set())]
        self.forbidden += [tag] if tag not in ALLOWED else []
        self._is_title = tag == "title"
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self._row, self._height = [], int(given.get("height") or 0)
        elif tag == "td" and "colspan" in given:
            self._row.append(("1" if given.get("bgcolor") == "#000000" else "0") * int(given["colspan"] or 1))

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr" and self._row:
            self.tables[-1] += ["".join(self._row)] * self._height

    def handle_data(self, data: str) -> None:
        if data.strip() and data != "\xa0" and not self._is_title:
            self.texts.append(data)

    def scanned(self) -> set[tuple[str, str]]:
        """What a scanner reads off the tables, each cell some dots wide and with white around."""
        found: set[tuple[str, str]] = set()
        for rows in filter(None, self.tables):
            wide = [row.replace("0", "0" * 5).replace("1", "1" * 5) for row in rows]
            white = ["0" * len(wide[0])] * 40
            grey = [("0" * 80 + row + "0" * 80).encode().translate(_GREY) for row in (*white, *wide, *white)]
            image = memoryview(b"".join(grey)).cast("B", shape=(len(grey), len(grey[0])))
            found |= {(code.format.name, code.text) for code in zxingcpp.read_barcodes(image)}
        return found


_GREY = bytes(0 if byte == ord("1") else 255 for byte in range(256))


def test_the_mail_says_what_the_document_says(document: Document) -> None:
    page = document_to_html(document, language="vi", title="Phiếu")
    assert Mail(page).texts == [text for text in said(document) if text]


def test_the_mail_holds_nothing_that_mail_programs_drop(document: Document) -> None:
    page = document_to_html(document, language="vi", title="<Phiếu & quà>")
    assert Mail(page).forbidden == []
    assert "<title>&lt;Phiếu &amp; quà&gt;</title>" in page
    assert not any(word in page for word in ("http", "url(", "javascript", "@import", "data:"))
    assert len(page.encode()) < MOST_MAIL_BYTES


def test_the_codes_in_the_mail_scan(document: Document) -> None:
    mail = Mail(document_to_html(document, language="en", title="Receipt"))
    assert mail.scanned() == to_scan(document)


def test_what_is_typed_into_a_slip_is_no_markup() -> None:
    document = Document((Logo(), Text('<b onclick="x">&'), Columns("<i>", "</td>")))
    assert Mail(document_to_html(document, language="vi", title="")).texts == [
        '<b onclick="x">&',
        "<i>",
        "</td>",
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.usefixtures("qapp")
def test_the_pdf_is_one_page_of_text_that_can_be_searched(document: Document, width: int) -> None:
    page = lay_out(document, width)
    with pypdfium2.PdfDocument(PdfPagePainter().pdf(page, title="Phiếu")) as pdf:
        assert len(pdf) == 1
        sheet = pdf[0]
        size = sheet.get_size()
        assert size[0] == pytest.approx((width + 2 * MARGIN_DOTS) * 72 / DOTS_PER_INCH, abs=1)
        assert size[1] == pytest.approx((page.height_dots + 2 * MARGIN_DOTS) * 72 / DOTS_PER_INCH, abs=1)
        text = sheet.get_textpage()
        read = text.get_text_range()
        text.close()
        sheet.close()
    wanted = "".join(op.text for op in page.ops if isinstance(op, GlyphRun))
    assert sorted("".join(read.split())) == sorted("".join(wanted.split()))


def shown_in_pdf(document: Document, width: int) -> Bitmap:
    """The page of a PDF in the printer's dots, without its margins."""
    page = lay_out(document, width)
    with pypdfium2.PdfDocument(PdfPagePainter().pdf(page, title="Phiếu")) as pdf:
        sheet = pdf[0]
        grey = sheet.render(scale=DOTS_PER_INCH / 72, grayscale=True)
        dots, stride = bytes(grey.buffer), grey.stride
        sheet.close()
    top, lines = MARGIN_DOTS * stride + MARGIN_DOTS, range(page.height_dots)
    rows = (dots[top + y * stride :][:width] for y in lines)
    packed = (int(row.translate(_BITS).decode(), 2).to_bytes(width // 8, "big") for row in rows)
    return Bitmap(width, page.height_dots, b"".join(packed))


_BITS = bytes(ord("1") if byte < 128 else ord("0") for byte in range(256))


@pytest.mark.usefixtures("qapp")
def test_the_pdf_shows_what_the_paper_shows(document: Document) -> None:
    width = PAPER_80_MM
    paper = set(ink(QtPagePainter().paint(lay_out(document, width))))
    picture = shown_in_pdf(document, width)
    shown = set(ink(picture))
    near = {(x + dx, y + dy) for x, y in shown for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    assert len(paper & near) >= 0.985 * len(paper)
    around = {(x + dx, y + dy) for x, y in paper for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    assert len(shown & around) >= 0.985 * len(shown)
    assert codes(picture) == to_scan(document)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.usefixtures("qapp")
def test_the_preview_is_the_paper_dot_for_dot(document: Document, width: int) -> None:
    painter, logo = QtPagePainter(), Bitmap(16, 2, b"\xff\xff\x81\x81")
    paper = painter.paint(lay_out(document, width, logo=logo))
    assert preview(document, painter, width_dots=width, logo=logo) == image_of(paper)
