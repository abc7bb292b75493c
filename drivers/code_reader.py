"""Reading the codes of a picture, as a scanner would, so that a print is checked before it is given away.

No camera: the picture is one that the program has painted.
"""

from typing import TypeAlias

import zxingcpp

Code: TypeAlias = tuple[str, str]
"""The symbology, as `qr` or `code-128`, and the text."""

_NAMES = {"QRCode": "qr", "Code128": "code-128"}


def codes_in(grey: bytes, *, stride: int) -> tuple[Code, ...]:
    """Every code of a picture of one byte a dot, `stride` of them a row; 0 is black. Sorted."""
    picture = memoryview(grey).cast("B", shape=(len(grey) // stride, stride))
    found = zxingcpp.read_barcodes(picture)
    return tuple(sorted((_NAMES.get(code.format.name, code.format.name), code.text) for code in found))
