"""A picture of 1 bit a dot as a PDF of one page, as large as the paper would be.

For slips that are kept as files. Text in it is dots; a PDF whose text can be searched is made by the screen's
side of the program, from the document itself.
"""

import zlib
from collections.abc import Sequence

from drivers.ports import Bitmap

DOTS_PER_INCH = 203
_POINTS_PER_INCH = 72
_MARGIN_DOTS = 24


def pdf_bytes(bitmap: Bitmap) -> bytes:
    """The whole file: one page, the picture in it with a small margin all around."""
    width, height = max(1, bitmap.width_dots), max(1, bitmap.height_dots)
    page_width, page_height = (_points(side + 2 * _MARGIN_DOTS) for side in (width, height))
    place = f"q {_points(width)} 0 0 {_points(height)} {_points(_MARGIN_DOTS)} {_points(_MARGIN_DOTS)} cm"
    picture = (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray"
        " /BitsPerComponent 1 /Decode [1 0] /Filter /FlateDecode"
    )
    return _file(
        (
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page_width} {page_height}]"
            " /Resources << /XObject << /P 4 0 R >> >> /Contents 5 0 R >>".encode(),
            _stream(picture, zlib.compress(bitmap.rows or b"\x00" * bitmap.stride)),
            _stream("", f"{place} /P Do Q".encode()),
        )
    )


def _points(dots: int) -> str:
    return f"{dots * _POINTS_PER_INCH / DOTS_PER_INCH:.3f}"


def _stream(entries: str, data: bytes) -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    """Header, objects, where each of them begins, and where that table begins."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    starts: list[int] = []
    for number, each in enumerate(objects, start=1):
        starts.append(len(out))
        out += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{start:010} 00000 n \n".encode() for start in starts)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)
