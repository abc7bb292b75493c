"""Every slip, read by npos: the same picture, the same commands in their order, nothing forbidden."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from PySide6.QtWidgets import QApplication

from drivers.escpos import commands
from drivers.escpos.code_pages import read_code_pages
from drivers.escpos.composing import ROLL_58_MM, ROLL_80_MM, PaperSettings, compose_picture, compose_text
from drivers.escpos.interpreter import interpret
from drivers.escpos.parser import Command, Kind
from drivers.escpos.raster import MAX_SLICE_ROWS
from drivers.escpos.sentinel import SentinelWatch
from drivers.ports import Bitmap, DrawerPin, TextLine
from terminal.receipts.document import Document, document_from_json
from terminal.receipts.layout import lay_out
from terminal.receipts.page import PagePainter
from terminal.receipts.paper import SlipPaper
from terminal.receipts.text_layout import lay_out_text
from tests.cases.receipts.slips import SLIPS
from tests.interpreter.npos import Read, read_jobs
from tests.unit.drivers.pictures import receipt
from ui.raster.painter import QtPagePainter

TEXT_KINDS = frozenset({Kind.TEXT, Kind.LINE_FEED})
PICTURE, FEED, TEXT = "GSv0", "ESCJ", "STX"


@dataclass(frozen=True, slots=True)
class Printed:
    """A job, what was drawn for it if it is a picture, and how npos reads it."""

    job: bytes
    page: Bitmap | None
    read: tuple[Read, ...]


def treacherous(width_dots: int = 576) -> Bitmap:
    """A picture whose bytes are full of real-time commands."""
    row = (b"\x10\x04\x01\x10\x05\x02\x10\x14\x01\x00\x01" * 7)[: width_dots // 8]
    return Bitmap(width_dots, 300, row * 300)


def slips() -> list[Document]:
    """Every kind, of a till that sells and of one that trains."""
    papers = (SlipPaper(), SlipPaper(is_training=True))
    return [document_from_json(slip(paper, "vi")) for paper in papers for slip in SLIPS.values()]


def pictures(painter: PagePainter) -> Iterator[tuple[Bitmap, PaperSettings]]:
    for roll in (ROLL_80_MM, ROLL_58_MM):
        for document in slips():
            yield painter.paint(lay_out(document, roll.width_dots)), roll
    yield receipt(lines=60), replace(ROLL_80_MM, feed_blank_rows=True)
    yield Bitmap(576, 700, b"\xff" * 72 * 700), ROLL_80_MM


def texts() -> Iterator[bytes]:
    for letters in ("tcvn-3", "cp1258", "ascii"):
        paper = replace(ROLL_80_MM, code_pages=read_code_pages(letters))
        for document in slips():
            lines = tuple(line for line in lay_out_text(document, 48) if isinstance(line, TextLine))
            yield compose_text(lines, paper, cut=True)


@pytest.fixture(scope="module")
def printed() -> list[Printed]:
    """Everything, read in one go."""
    application = QApplication.instance() or QApplication(["test"])
    drawn = [(compose_picture(page, paper, cut=True), page) for page, paper in pictures(QtPagePainter())]
    lettered = [(job, None) for job in texts()]
    sentinel = SentinelWatch(None, b"ABCD").request
    marked = (compose_picture(treacherous(), ROLL_80_MM, cut=False) + sentinel, None)
    drawer = (commands.drawer_pulse(DrawerPin.PIN_5) + sentinel, None)
    jobs: list[tuple[bytes, Bitmap | None]] = [*drawn, *lettered, marked, drawer]
    reads = read_jobs([job for job, _ in jobs])
    del application
    return [Printed(job, page, read) for (job, page), read in zip(jobs, reads, strict=True)]


def ours(job: bytes) -> list[tuple[int, int]]:
    """Where our own interpreter sees commands; letters that follow each other are one."""
    seen: list[tuple[int, int]] = []
    before: Command | None = None
    for command in interpret(job, width_dots=576).commands:
        if command.kind in TEXT_KINDS and before is not None and before.kind in TEXT_KINDS:
            offset, length = seen.pop()
            seen.append((offset, length + len(command.data)))
        else:
            seen.append((command.offset, len(command.data)))
        before = command
    return seen


def paper(read: Sequence[Read], job: bytes, width_dots: int) -> list[str]:
    """The rows that come out, by npos' own pictures and the feeds between them."""
    rows: list[str] = []
    for command in read:
        if command.name == PICTURE:
            rows += [row.ljust(width_dots, "0")[:width_dots] for row in command.rows]
        elif command.name == FEED:
            rows += ["0" * width_dots] * job[command.offset + 2]
    return rows


def test_it_sees_the_same_commands_in_the_same_order(printed: list[Printed]) -> None:
    for each in printed:
        assert [(read.offset, read.length) for read in each.read] == ours(each.job)


def test_it_prints_the_same_pictures(printed: list[Printed]) -> None:
    drawn = [(each, each.page) for each in printed if each.page is not None]
    assert len(drawn) == 4 * len(SLIPS) + 2
    for each, page in drawn:
        black = [f"{int.from_bytes(page.row(y), 'big'):0{page.stride * 8}b}" for y in range(page.height_dots)]
        assert paper(each.read, each.job, page.width_dots) == [row[: page.width_dots] for row in black]


def test_no_slice_is_higher_than_any_printer_takes(printed: list[Printed]) -> None:
    heights = [len(read.rows) for each in printed for read in each.read if read.name == PICTURE]
    assert max(heights) <= MAX_SLICE_ROWS == 255
    assert len(heights) > 100


def test_no_picture_holds_a_real_time_command(printed: list[Printed]) -> None:
    for each in printed:
        for read in each.read:
            if read.name == PICTURE:
                dots = each.job[read.offset : read.offset + read.length]
                assert not any(command in dots for command in commands.REAL_TIME)


def test_letters_go_between_commands_that_it_knows(printed: list[Printed]) -> None:
    lettered = [each for each in printed if any(read.name == TEXT for read in each.read)]
    assert len(lettered) == 6 * len(SLIPS)
    known = {TEXT, "ESC@", "GSa", "FS.", "ESCt", "ESCE", "GS!", "GSV"}
    assert {read.name for each in lettered for read in each.read} <= known


class NotingPaper(SlipPaper):
    """Notes which slips were asked of it."""

    asked: ClassVar[set[str]] = set()

    def __getattribute__(self, name: str) -> object:
        if name in KINDS:
            type(self).asked.add(name)
        return super().__getattribute__(name)


KINDS = {name for name in vars(SlipPaper) if not name.startswith("_")} - {"top_up_line"}


def test_no_kind_of_slip_is_left_out() -> None:
    paper = NotingPaper()
    for slip in SLIPS.values():
        slip(paper, "vi")
    assert paper.asked == KINDS
