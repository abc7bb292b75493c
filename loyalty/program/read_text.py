"""Reads the TOML of a program into plain values, and says where the text itself is broken.

`tomllib` stops at the first broken line. A line that is broken by itself is set aside and the rest is read
on, so that one reading still finds every fault; where it cannot be told what the line did to those below,
reading stops.
"""

import re
import tomllib
from decimal import Decimal, InvalidOperation

from loyalty.program.report import Report
from loyalty.program.torn import TornLines

_BROKEN_LINES_MAX = 20
_WHERE = re.compile(
    r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.DOTALL
)

_HEADER = re.compile(r"\s*(?P<open>\[\[?)\s*(?P<name>[A-Za-z0-9_.-]*)")


def read_text(text: str, report: Report) -> dict[str, object]:
    """The values of a TOML text, decimals exact; what is broken in it is reported."""
    lines = text.replace("\r\n", "\n").split("\n")
    for _ in range(_BROKEN_LINES_MAX):
        readable = "\n".join(lines)
        try:
            read = tomllib.loads(readable, parse_float=Decimal)
        except RecursionError:
            report.fault_on_line(1, "the text is nested too deeply", "no program nests so deeply")
            break
        except (ValueError, InvalidOperation) as broken:
            number = _report_broken(str(broken), lines, report)
            if number is None or not _stands_alone(lines, number):
                break
            _set_aside(lines, number, report.torn)
        else:
            report.set_text(readable)
            return read
    report.torn.are_sections_lost = True
    return {}


def _report_broken(message: str, lines: list[str], report: Report) -> int | None:
    """Reports what `tomllib` says; the line it names, from 1, if it names one."""
    match = _WHERE.match(message)
    if match is None:
        report.fault_on_line(1, f"the text is not TOML: {message}", "write it as TOML")
        return None
    line = int(match["line"]) if match["line"] else len(lines)
    place = f" at column {match['column']}" if match["column"] else " at the end of the text"
    report.fault_on_line(
        line, f"the text is not TOML here: {match['what']}{place}", "write this line as TOML"
    )
    return line if match["line"] else None


def _stands_alone(lines: list[str], number: int) -> bool:
    """Whether the text above the line is whole, so that the line is broken by itself."""
    try:
        tomllib.loads("\n".join(lines[: number - 1]), parse_float=Decimal)
    except ValueError:
        return False
    return True


def _set_aside(lines: list[str], number: int, torn: TornLines) -> None:
    """Mends a broken header that can be told; empties any other line, and all that a header heads."""
    header = _HEADER.match(lines[number - 1])
    mended = header and f"{header['open']}{header['name']}{']' * len(header['open'])}"
    if mended and mended != lines[number - 1]:
        lines[number - 1] = mended
        return
    torn.set_aside(number, lines[number - 1])
    torn.are_sections_lost |= header is not None
    lines[number - 1] = ""
    while header and number < len(lines) and not lines[number].lstrip().startswith("["):
        lines[number] = ""
        number += 1
