"""A bar code scanner's input report by the HID point-of-sale usage tables (page 0x8C), and codes out of them.

Makers order the report as they like: length first or not at all, three bytes of AIM id before the data or
none, vendor bytes between and behind. So each offset is read from the device's own descriptor, and only the
usages are known here. A code longer than a report's data goes over several, each but the last with *decode
data continued* set. Pure: time comes with the reports.
"""

from dataclasses import dataclass

from drivers.framing import MAX_CODE_BYTES, Frame
from drivers.hid.descriptor import InputField, Usage, input_fields

SCANNER_PAGE = 0x8C
SCANNER_USAGE = Usage(SCANNER_PAGE, 0x02)

_BYTE_COUNT = Usage(0x01, 0x3B)
_SYMBOLOGY = tuple(Usage(SCANNER_PAGE, number) for number in (0xFB, 0xFC, 0xFD))
_DECODED_DATA = Usage(SCANNER_PAGE, 0xFE)
_CONTINUED = Usage(SCANNER_PAGE, 0xFF)
_BYTE_BITS = 8

FOLLOWS_WITHIN_S = 0.5
"""The reports of one code come within milliseconds; after this long the rest of it was lost."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one report holds: the AIM id if it tells one, the data, and whether the same code goes on."""

    aim_id: bytes
    data: bytes
    goes_on: bool


@dataclass(frozen=True, slots=True)
class PosLayout:
    """Where the scanned data lies: first byte and length; `count_at` and `goes_on` where there are such."""

    report_id: int | None
    data_at: int
    data_bytes: int
    count_at: int | None
    aim_at: tuple[int, ...]
    goes_on: InputField | None

    def read(self, report: bytes) -> Piece | None:
        """The piece in a report, which begins with its id where the device has ids.

        None for another report. A short one is read as far as it goes; a length that cannot be is cut to
        what there is.
        """
        if self.report_id is not None and report[:1] != bytes([self.report_id]):
            return None
        data = report[self.data_at : self.data_at + self.data_bytes]
        if self.count_at is None:
            data = data.rstrip(b"\0")
        else:
            data = data[: int.from_bytes(report[self.count_at : self.count_at + 1], "little")]
        aim_id = bytes(report[at] for at in self.aim_at if at < len(report))
        is_told = len(aim_id) == len(_SYMBOLOGY) and aim_id.startswith(b"]") and aim_id.isascii()
        return Piece(aim_id if is_told else b"", data, _is_set(report, self.goes_on))


def pos_layout(descriptor: bytes) -> PosLayout | None:
    """The layout of the first report with scanned data in it; None if this is no scanner in HID-POS mode."""
    fields = [each for each in input_fields(descriptor) if each.start_bit % _BYTE_BITS == 0]
    data = next((each for each in fields if each.usage == _DECODED_DATA and each.bits >= _BYTE_BITS), None)
    if data is None:
        return None
    same = {each.usage: each for each in reversed(fields) if each.report_id == data.report_id}
    count = same.get(_BYTE_COUNT)
    aim = [same[usage].start_bit // 8 for usage in _SYMBOLOGY if usage in same]
    return PosLayout(
        report_id=data.report_id,
        data_at=data.start_bit // 8,
        data_bytes=data.bits // 8,
        count_at=None if count is None else count.start_bit // 8,
        aim_at=tuple(aim),
        goes_on=same.get(_CONTINUED),
    )


class PosReader:
    """Takes a scanner's reports as they come and gives codes, each with its AIM id in front if it has one.

    A code of more than 4 kB is dropped up to its end, as is one whose next report does not come.
    """

    def __init__(self, layout: PosLayout) -> None:
        self._layout = layout
        self._begun: bytearray | None = None
        self._overflown = False
        self._last_at = 0.0

    def take(self, report: bytes, *, at: float) -> Frame | None:
        """The code that this report ends, if it ends one."""
        piece = self._layout.read(report)
        if piece is None:
            return None
        if self._begun is not None and at - self._last_at > FOLLOWS_WITHIN_S:
            self.drop()
        if self._begun is None:
            self._begun = bytearray(piece.aim_id)
        if not self._overflown:
            self._begun += piece.data
            self._overflown = len(self._begun) > MAX_CODE_BYTES
        self._last_at = at
        return None if piece.goes_on else self._end(at)

    def drop(self) -> None:
        """Forget what was begun."""
        self._begun = None
        self._overflown = False

    def _end(self, at: float) -> Frame | None:
        whole = b"" if self._overflown or self._begun is None else bytes(self._begun)
        self.drop()
        return Frame(whole, at) if whole else None


def _is_set(report: bytes, flag: InputField | None) -> bool:
    """Whether any bit of the field is set; a field that the report does not reach is not."""
    if flag is None:
        return False
    first = flag.start_bit // 8
    last = (flag.start_bit + flag.bits + 7) // 8
    return bool(int.from_bytes(report[first:last], "little") & ((1 << flag.bits) - 1))
