"""One document, two ways onto paper: as a picture, or in the printer's own letters with painted codes."""

from dataclasses import replace

from drivers.escpos.code_pages import read_code_pages
from drivers.escpos.composing import ROLL_80_MM
from drivers.escpos.interpreter import interpret
from drivers.escpos.parser import Kind
from drivers.escpos.printer import EscposPrinter
from drivers.fakes import FakePrinter, FakeTransport, VirtualClock
from drivers.ports import Bitmap, JobState
from terminal.printing.composing import SlipComposer
from terminal.receipts.document import Code128, Document, Logo, QrCode, Text
from terminal.receipts.page import Modules, Page, Picture
from tests.unit.printing.counter import ShapePainter, shape

LOGO = Bitmap(16, 4, b"\xff" * 8)
SLIP = Document((Logo(), Text("Cà phê"), QrCode("1239"), Code128("1239"), Text("Cảm ơn")))


class SeenPainter(ShapePainter):
    """Remembers the pages it painted."""

    def __init__(self) -> None:
        self.pages: list[Page] = []

    def paint(self, page: Page) -> Bitmap:
        self.pages.append(page)
        return super().paint(page)


def printer(letters: str | None) -> tuple[EscposPrinter, FakePrinter]:
    clock = VirtualClock()
    fake = FakePrinter(clock=clock)
    paper = replace(ROLL_80_MM, code_pages=None if letters is None else read_code_pages(letters))
    return EscposPrinter(FakeTransport(fake, clock), paper=paper, clock=clock), fake


def test_a_slip_is_one_picture_where_pictures_are_printed() -> None:
    device, fake = printer(None)
    painter = SeenPainter()
    job = SlipComposer(painter=painter, logo=LOGO).compose(SLIP, device)
    assert device.print_job(job).state is JobState.PRINTED
    (page,) = painter.pages
    assert [op for op in page.ops if isinstance(op, Picture)] == [Picture(280, 4, LOGO)]
    assert len([op for op in page.ops if isinstance(op, Modules)]) == 2
    assert fake.pages == [shape("Cà phê1239Cảm ơn")]


def test_in_letters_only_logo_and_codes_are_painted() -> None:
    device, fake = printer("tcvn-3")
    painter = SeenPainter()
    job = SlipComposer(painter=painter, logo=LOGO).compose(SLIP, device)
    assert device.print_job(job).state is JobState.PRINTED
    assert [len(page.ops) for page in painter.pages] == [1, 1, 2]
    commands = interpret(job, width_dots=576).commands
    text = b"".join(command.data for command in commands if command.kind in (Kind.TEXT, Kind.LINE_FEED))
    assert text == "C\xb5 ph\xaa\nC\xb6m \xacn\n".encode("latin-1")
    assert len(fake.pages) == 1


def test_without_a_logo_nothing_is_painted_for_it() -> None:
    device, _ = printer("ascii")
    painter = SeenPainter()
    SlipComposer(painter=painter).compose(Document((Logo(), Text("a"))), device)
    assert painter.pages == []
    device, _ = printer(None)
    SlipComposer(painter=painter).compose(Document((Logo(), Text("a"))), device)
    assert not any(isinstance(op, Picture) for op in painter.pages[0].ops)
