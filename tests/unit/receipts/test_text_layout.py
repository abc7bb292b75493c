"""Slips in a printer's own letters: the same blocks in columns, nothing lost, nothing too wide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.ports import TextLine
from terminal.receipts.document import (
    Block,
    Code128,
    Columns,
    Document,
    Logo,
    QrCode,
    Rule,
    Space,
    Text,
    document_from_json,
)
from terminal.receipts.letters import printable
from terminal.receipts.paper import SlipPaper
from terminal.receipts.text_layout import lay_out_text
from tests.cases.receipts.slips import SLIPS

BLOCKS = Document(
    (
        Logo(),
        Text("TẠP HÓA", align="center", bold=True, size=2),
        Rule(),
        Text("Cà phê sữa đá"),
        Columns("3 × 9.000", "27.000", indent=2),
        Text("Hẹn gặp lại", align="right"),
        Space(),
        QrCode("9700002000001239"),
        Code128("9700002000001239"),
    )
)


def test_blocks_become_lines_and_codes_are_left_to_be_painted() -> None:
    lines = list(lay_out_text(BLOCKS, 32))
    assert lines == [
        Logo(),
        TextLine(text="    TẠP HÓA", bold=True, large=True),
        TextLine(text="-" * 32),
        TextLine(text="Cà phê sữa đá"),
        TextLine(text="  3 × 9.000               27.000"),
        TextLine(text="                     Hẹn gặp lại"),
        TextLine(text=""),
        QrCode("9700002000001239"),
        Code128("9700002000001239"),
    ]


def texts(block: Block) -> tuple[str, ...]:
    match block:
        case Text():
            return (block.text,)
        case Columns():
            return (block.left, block.right)
        case _:
            return ()


@pytest.mark.parametrize("name", SLIPS)
@pytest.mark.parametrize("columns", [32, 42, 48])
def test_every_slip_fits_and_says_everything(name: str, columns: int) -> None:
    document = document_from_json(SLIPS[name](SlipPaper(), "vi"))
    lines = [line for line in lay_out_text(document, columns) if isinstance(line, TextLine)]
    assert all(len(line.text) <= columns // (2 if line.large else 1) for line in lines)
    wanted = [printable(text) for block in document.blocks for text in texts(block)]
    letters = sorted("".join(line.text for line in lines).replace(" ", "").replace("-", ""))
    assert letters == sorted("".join(wanted).replace(" ", "").replace("-", ""))


@given(left=st.text(max_size=80), right=st.text(max_size=20), columns=st.sampled_from([32, 42, 48]))
def test_no_line_is_too_wide_whatever_it_says(left: str, right: str, columns: int) -> None:
    document = Document((Columns(left, right, indent=2), Text(left, align="center"), Text(left, size=2)))
    for line in lay_out_text(document, columns):
        assert isinstance(line, TextLine)
        assert len(line.text) <= columns // (2 if line.large else 1)
