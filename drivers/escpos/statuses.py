"""What the bits of the status bytes mean, folded into one `PrinterStatus`.

Pure, by the table in Epson's manual.
"""

from collections.abc import Mapping

from drivers.ports import Paper, PrinterStatus

PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, PAPER = 1, 2, 3, 4
"""The queries of DLE EOT."""

_OFFLINE = 0x08
_DRAWER_SIGNAL = 0x04
_COVER_OPEN = 0x04
_STOPPED_BY_PAPER_END = 0x20
_ERROR = 0x40
_CUTTER = 0x08
_UNRECOVERABLE = 0x20
_HEAD_HOT = 0x40
_NEAR_END = 0x0C
_PAPER_END = 0x60


def from_real_time(answers: Mapping[int, int]) -> PrinterStatus:
    """The status in the answers to DLE EOT, by the number of the query; a query may be missing.

    Without the answer to query 1 the printer has not answered at all.
    """
    if PRINTER not in answers:
        return PrinterStatus(answered=False)
    cause = answers.get(OFFLINE_CAUSE, 0)
    return PrinterStatus(
        answered=True,
        online=not answers[PRINTER] & _OFFLINE,
        cover_open=bool(cause & _COVER_OPEN),
        paper=_paper(answers.get(PAPER), stopped=bool(cause & _STOPPED_BY_PAPER_END)),
        error=_error(answers.get(ERROR_CAUSE, 0)) if has_error(answers) else None,
        drawer_signal=bool(answers[PRINTER] & _DRAWER_SIGNAL),
    )


def has_error(answers: Mapping[int, int]) -> bool:
    """Whether query 3 is worth asking."""
    return bool(answers.get(OFFLINE_CAUSE, 0) & _ERROR)


def _paper(byte: int | None, *, stopped: bool) -> Paper:
    if stopped or (byte is not None and byte & _PAPER_END):
        return Paper.OUT
    if byte is None:
        return Paper.UNKNOWN
    return Paper.NEAR_END if byte & _NEAR_END else Paper.OK


def _error(byte: int) -> str:
    if byte & _CUTTER:
        return "printer-cutter"
    if byte & _HEAD_HOT and not byte & _UNRECOVERABLE:
        return "printer-hot"
    return "printer-error"


def from_auto_status(data: bytes) -> PrinterStatus:
    """The status in the four bytes of an automatic status (GS a).

    Raises:
        ValueError: it is not four bytes.
    """
    first, second, third, _ = data
    return PrinterStatus(
        answered=True,
        online=not first & 0x08,
        cover_open=bool(first & 0x20),
        paper=_auto_paper(third),
        error=_auto_error(second),
        drawer_signal=bool(first & _DRAWER_SIGNAL),
    )


def _auto_paper(byte: int) -> Paper:
    if byte & 0x0C:
        return Paper.OUT
    return Paper.NEAR_END if byte & 0x03 else Paper.OK


def _auto_error(byte: int) -> str | None:
    if byte & 0x20:
        return "printer-error"
    if byte & 0x08:
        return "printer-cutter"
    return "printer-hot" if byte & 0x40 else None
