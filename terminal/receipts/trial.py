"""The page that shows whether a printer is set up right: every letter, every size, both edges, both codes.

What is wrong shows on it: a letter missing or garbled (the wrong character table), a ruler that breaks (the
wrong paper width), a code that does not scan.
"""

from collections.abc import Iterator
from typing import Final

from terminal.receipts.document import Block, Code128, Columns, Document, QrCode, Rule, Space, Text
from terminal.receipts.facts import TrialSlip
from terminal.receipts.heading import title_blocks
from terminal.receipts.wording import Wording
from terminal.settings import StoreSettings

VOWELS: Final = (
    "àảãáạ ăằẳẵắặ âầẩẫấậ",
    "èẻẽéẹ êềểễếệ ìỉĩíị",
    "òỏõóọ ôồổỗốộ ơờởỡớợ",
    "ùủũúụ ưừửữứự ỳỷỹýỵ đ",
)
"""The 67 small letters beyond ASCII, by the vowel and then by the tone, as children learn them."""

_SIGNS: Final = "0123456789 .,:-+×%₫•–"


def trial_document(trial: TrialSlip, settings: StoreSettings, wording: Wording) -> Document:
    """The test page of a printer."""
    return Document(
        (
            *title_blocks(settings, wording.text("slip.test.title")),
            Columns(trial.printer_name, wording.moment(trial.at), bold=True),
            Columns(wording.text("slip.test.till"), trial.till_name),
            *(Columns(name, value) for name, value in trial.facts),
            *([Text(trial.guarantee)] if trial.guarantee else []),
            Rule(),
            *_letters(wording),
            Rule(),
            *_edges(wording),
            *_codes(trial, wording),
            Text(wording.text("slip.test.end"), align="center", bold=True),
        )
    )


def _letters(wording: Wording) -> Iterator[Block]:
    yield Text(wording.text("slip.test.letters"), bold=True)
    for line in VOWELS:
        yield Text(line)
        yield Text(line.upper())
    yield Text(_SIGNS)
    yield Text(wording.text("slip.test.sentence"), bold=True)
    yield Text("ẤẦẨẪẮẰẲẴẾỀỂỄỐỒỔỖ", size=2)


def _edges(wording: Wording) -> Iterator[Block]:
    yield Text(wording.text("slip.test.edges"), bold=True)
    yield Columns("|←", "→|")
    yield Columns(wording.text("slip.test.left"), "1.234.567.890", size=2)
    yield Text("|", align="center")


def _codes(trial: TrialSlip, wording: Wording) -> Iterator[Block]:
    yield Space()
    yield Text(wording.text("slip.test.codes"), bold=True)
    yield QrCode(trial.digits)
    yield Code128(trial.digits)
    yield Rule()
