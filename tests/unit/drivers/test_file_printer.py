"""Slips kept as files: whole or not at all, and none ever replaced."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from drivers.file_printer import FileKind, FilePrinter
from drivers.png import png_bytes
from drivers.ports import DrawerPin, Guarantee, JobOutcome, JobState, PrinterIdentity, TextLine
from tests.cases.receipts.reading import read_picture
from tests.unit.drivers.pictures import receipt

PAGE = receipt(lines=4)


def keep(printer: FilePrinter) -> JobOutcome:
    return printer.print_job(printer.encode(PAGE, cut=True))


def test_a_png_is_the_picture_dot_for_dot(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path / "slips", kind="png")
    assert keep(printer) == JobOutcome(JobState.PRINTED, None, len(png_bytes(PAGE)))
    assert read_picture(tmp_path / "slips" / "slip-000001.png") == PAGE


def test_a_pdf_has_one_page_of_the_papers_size_with_the_picture_in_it(tmp_path: Path) -> None:
    keep(FilePrinter(tmp_path, kind="pdf"))
    with pypdfium2.PdfDocument(tmp_path / "slip-000001.pdf") as document:
        assert len(document) == 1
        page = document[0]
        width, height = page.get_size()
        assert width == pytest.approx((576 + 48) * 72 / 203, abs=0.01)
        assert height == pytest.approx((PAGE.height_dots + 48) * 72 / 203, abs=0.01)
        grey = page.render(scale=203 / 72, grayscale=True)
        dark = sum(value < 128 for value in bytes(grey.buffer))
        page.close()
    black = int.from_bytes(PAGE.rows, "big").bit_count()
    assert dark == pytest.approx(black, rel=0.02)


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_slips_are_numbered_and_none_is_replaced(tmp_path: Path, kind: FileKind) -> None:
    for _ in range(2):
        printer = FilePrinter(tmp_path, kind=kind)
        keep(printer)
        keep(printer)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"slip-00000{number}.{kind}" for number in (1, 2, 3, 4)
    ]


@pytest.fixture
def blocked(tmp_path: Path) -> Iterator[Path]:
    """A folder that cannot be, since a file has its name: refused to everybody, root included."""
    path = tmp_path / "slips"
    path.write_text("not a folder")
    yield path
    path.unlink()


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_half_there(blocked: Path) -> None:
    printer = FilePrinter(blocked, kind="png")
    assert printer.status().trouble == "folder-unwritable"
    assert keep(printer) == JobOutcome(JobState.NOT_SENT, "folder-unwritable")
    assert [path.name for path in blocked.parent.iterdir()] == ["slips"]


def test_a_folder_with_a_name_that_no_system_has_is_told_too(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path / ("a" * 300), kind="png")
    assert printer.status().error == "folder-unwritable"
    assert keep(printer).why == "folder-unwritable"


def test_it_keeps_slips_and_opens_no_drawer(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path, kind="png")
    assert (printer.guarantee, printer.text_columns) == (Guarantee.KEPT, None)
    assert printer.status().trouble is None
    assert printer.identify() == PrinterIdentity()
    assert printer.kick_drawer(DrawerPin.PIN_2) == JobOutcome(JobState.NOT_SENT, "drawer-none")
    assert printer.name == str(tmp_path)


def test_it_takes_pictures_that_fit_and_holds_no_job(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path, kind="png", width_dots=384)
    with pytest.raises(ValueError, match="on paper of"):
        printer.encode(PAGE, cut=True)
    with pytest.raises(ValueError, match="pictures"):
        printer.encode_text((TextLine(text="a"),), cut=True)
    with pytest.raises(RuntimeError, match="no job"):
        printer.resume_job()
    printer.abandon_job()
