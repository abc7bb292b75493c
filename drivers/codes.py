"""What a scanner sends, made into what was scanned: the same for every kind of scanner. Pure.

What the code means to a shop is not known here. A bank card is the exception: a swipe of one must not get
any further, so it is recognised and dropped.
"""

import re
import unicodedata

_AIM = re.compile(r"\](?P<letter>[A-Za-z])(?P<modifier>[0-9A-Za-z])")

_SYMBOLOGIES = {
    "A": "code-39",
    "C": "code-128",
    "E": "ean-13",
    "F": "codabar",
    "G": "code-93",
    "I": "itf",
    "L": "pdf417",
    "Q": "qr",
    "d": "data-matrix",
    "e": "gs1-databar",
    "z": "aztec",
}
"""The letters of ISO/IEC 15424 (AIM ids) that a shop meets."""

_BY_MODIFIER = {"E4": "ean-8", "C1": "gs1-128", "d2": "gs1-data-matrix"}

_BANK_CARD = re.compile(r"%[A-Z]?\d{12,19}\^|;\d{12,19}=")
"""Track 1 and track 2 of a payment card (ISO/IEC 7813), as readers that pose as keyboards send them."""


def read_code(raw_text: str) -> tuple[str, str | None]:
    """The code without AIM id and control characters, and its symbology if the scanner told it."""
    text = "".join(letter for letter in raw_text if unicodedata.category(letter) != "Cc")
    aim = _AIM.match(text)
    if aim is None:
        return text, None
    name = _BY_MODIFIER.get(aim.group()[1:]) or _SYMBOLOGIES.get(aim["letter"], "other")
    return text[aim.end() :], name


def is_bank_card(raw_text: str) -> bool:
    """Whether this is the magnetic stripe of a bank card."""
    return _BANK_CARD.search(raw_text) is not None
