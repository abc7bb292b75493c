"""Pictures to print: like receipts in their bands of text and gaps, and any that there can be."""

import hashlib

from hypothesis import strategies as st

from drivers.ports import Bitmap

_INK = bytes(byte if byte not in (0x00, 0x10) else 0x7E for byte in range(256))
"""Without 0x10 no picture reads as a real-time command, so none is shifted."""


def receipt(*, lines: int = 12, width_dots: int = 576, seed: int = 1) -> Bitmap:
    """Lines of 20 dots with gaps of 6, each as wide as a text might be."""
    stride = (width_dots + 7) // 8
    rows = bytearray()
    for line in range(lines):
        chance = hashlib.shake_256(f"{seed} {line}".encode()).digest(1 + 20 * stride)
        width = stride // 4 + chance[0] * (stride - stride // 4) // 255
        for at in range(1, len(chance), stride):
            rows += chance[at : at + width].translate(_INK).ljust(stride, b"\x00")
        rows += bytes(6 * stride)
    return Bitmap(width_dots, len(rows) // stride, bytes(rows))


@st.composite
def bitmaps(draw: st.DrawFn) -> Bitmap:
    """Any picture up to 80 mm and some 600 rows, with blank rows, full rows and treacherous bytes in it."""
    width_dots = draw(st.integers(1, 576))
    stride = (width_dots + 7) // 8
    last = 0xFF00 >> (width_dots % 8 or 8) & 0xFF
    treacherous = st.lists(st.sampled_from(b"\x00\x10\x04\x05\x14\xff"), min_size=stride, max_size=stride)
    a_row = st.one_of(
        st.just(bytes(stride)), st.binary(min_size=stride, max_size=stride), treacherous.map(bytes)
    )
    runs = draw(st.lists(st.tuples(a_row, st.integers(1, 300)), max_size=4))
    rows = b"".join((row[:-1] + bytes((row[-1] & last,))) * count for row, count in runs)
    return Bitmap(width_dots, len(rows) // stride, rows)
