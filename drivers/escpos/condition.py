"""How a printer is, and the status bytes in which it says so: the mirror image of `statuses`."""

from dataclasses import dataclass

from drivers.ports import Paper

_TEXT_HEAD = b"\x5f"
_PROCESS_ID_HEAD = b"\x37\x22"


@dataclass(frozen=True, slots=True)
class Condition:
    """How the printer is, as somebody standing before it would see it."""

    paper: Paper = Paper.OK
    cover_open: bool = False
    cutter_jammed: bool = False
    drawer_signal: bool = False

    @property
    def online(self) -> bool:
        """Whether it prints."""
        return not self.cover_open and not self.cutter_jammed and self.paper is not Paper.OUT


def real_time_status(condition: Condition, query: int) -> bytes:
    """The answer to DLE EOT; nothing to a query that does not exist."""
    out = condition.paper is Paper.OUT
    bits = {
        1: (not condition.online) * 0x08 | condition.drawer_signal * 0x04,
        2: condition.cover_open * 0x04 | out * 0x20 | condition.cutter_jammed * 0x40,
        3: condition.cutter_jammed * 0x08,
        4: 0x6C if out else 0x0C if condition.paper is Paper.NEAR_END else 0x00,
    }
    return bytes((0x12 | bits[query],)) if query in bits else b""


def in_line_status(condition: Condition) -> bytes:
    """The answer to GS r 1."""
    return b"\x03" if condition.paper is Paper.NEAR_END else b"\x00"


def auto_status(condition: Condition) -> bytes:
    """The four bytes of an automatic status."""
    paper = {Paper.OUT: 0x0F, Paper.NEAR_END: 0x03}.get(condition.paper, 0x00)
    first = (
        0x10 | condition.drawer_signal * 0x04 | (not condition.online) * 0x08 | condition.cover_open * 0x20
    )
    return bytes((first, condition.cutter_jammed * 0x08, paper, 0x00))


def process_id(four_bytes: bytes) -> bytes:
    """The answer to GS ( H function 48."""
    return _PROCESS_ID_HEAD + four_bytes + b"\x00"


def info_text(text: str) -> bytes:
    """The answer to GS I for maker or model."""
    return _TEXT_HEAD + text.encode("ascii") + b"\x00"
