"""How the settings file names printers: where they are, what paper is in them, which slips they print.

The receipt printer is `printer = "tcp://192.168.1.60"` with `width`, `letters`, `cut`, `skip_blank_rows` and
`logo` beside it. A second one is a table of its own. Reading only: faults are collected for
`terminal.configuration`, which says them all at once.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, TypeVar, cast
from urllib.parse import SplitResult, urlsplit

from terminal.scanner_settings import baud_of, device_of, options_of

PrinterLine = Literal["tcp", "serial", "usblp", "windows", "cups", "png", "pdf", "virtual"]
FlowControl = Literal["none", "xon-xoff", "rts-cts", "dsr-dtr"]
PaperWidth = Literal[80, 58]
CutWay = Literal["partial", "full", "tear"]
SlipKind = Literal["sale", "void", "refund", "shift", "card", "voucher", "top-up", "late-claim", "test"]

DEFAULT_BAUD: Final = 115_200
PRINTER_PORT: Final = 9_100
PICTURES: Final = "pictures"
"""How `letters` says that slips are drawn and not set in a printer's own letters."""

PRINTER_FORMS: Final = (
    "tcp://HOST[:9100], serial:///dev/…[?baud=115200&flow=none], serial://VID:PID,"
    " usblp:///dev/usb/lp0, windows:QUEUE, cups:QUEUE, png:FOLDER, pdf:FOLDER, virtual"
)
LETTERS_FORMS: Final = "pictures, tcvn-3[:30,31], cp1258[:52], ascii"
CUT_FORMS: Final = "partial, full, tear"

_LETTERS = re.compile(r"pictures|ascii|tcvn-3(:\d{1,3},\d{1,3})?|cp1258(:\d{1,3})?")
_MOST_TABLE = 255
_FLOWS: Mapping[object, FlowControl] = {
    "none": "none",
    "xon-xoff": "xon-xoff",
    "rts-cts": "rts-cts",
    "dsr-dtr": "dsr-dtr",
}
_WIDTHS: Mapping[object, PaperWidth] = {80: 80, 58: 58}
_CUTS: Mapping[object, CutWay] = {"partial": "partial", "full": "full", "tear": "tear"}
_PLAIN_LINES: Mapping[str, PrinterLine] = {"windows": "windows", "cups": "cups", "png": "png", "pdf": "pdf"}
_SLIPS: Mapping[object, SlipKind] = {
    "sale": "sale",
    "void": "void",
    "refund": "refund",
    "shift": "shift",
    "card": "card",
    "voucher": "voucher",
    "top-up": "top-up",
    "late-claim": "late-claim",
    "test": "test",
}

SLIP_KINDS: Final = tuple(_SLIPS.values())

_ValueT = TypeVar("_ValueT")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSetting:
    """Where a printer is.

    `host` and `port` for `tcp`, `path` for the others, `baud` and `flow` for `serial`. The path of a serial
    port may also be `VID:PID`; of `windows` and `cups` it is the queue's name, of `png` and `pdf` a folder.
    """

    line: PrinterLine
    host: str = ""
    port: int = PRINTER_PORT
    path: str = ""
    baud: int = DEFAULT_BAUD
    flow: FlowControl = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperChoice:
    """How slips get onto paper: drawn, or in the printer's own `letters`; cut how; blank rows fed or not."""

    letters: str = PICTURES
    cut: CutWay = "partial"
    skip_blank_rows: bool = False


DRAWN: Final = PaperChoice()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondPrinter:
    """A second printer on the till, and which slips it takes from the receipt printer."""

    at: PrinterSetting
    slips: frozenset[SlipKind]
    width_mm: PaperWidth = 80
    paper: PaperChoice = DRAWN


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFault:
    """What is wrong in a table: `known` False where there is no such key, and `hint` is the nearest one."""

    key: str
    value: object
    hint: str
    known: bool = True


def read_printer(value: object) -> PrinterSetting:
    """Where a printer is.

    No queue and no folder begins with a hyphen: the programs of CUPS would take it for an option.

    Raises:
        TypeError, ValueError: it is none of `PRINTER_FORMS`.
    """
    if not isinstance(value, str):
        raise TypeError
    if not value.isprintable():  # no file, host or queue has such a name, and the system would not take it
        raise ValueError
    if value == "virtual":
        return PrinterSetting(line="virtual")
    line, colon, rest = value.partition(":")
    if line in _PLAIN_LINES and colon and rest.strip() and not rest.strip().startswith("-"):
        return PrinterSetting(line=_PLAIN_LINES[line], path=rest.strip())
    return _read_url(value)


def written_printer(setting: PrinterSetting) -> str:
    """The text that is read as this setting."""
    if setting.line == "virtual":
        return "virtual"
    if setting.line in _PLAIN_LINES:
        return f"{setting.line}:{setting.path}"
    if setting.line == "tcp":
        host = f"[{setting.host}]" if ":" in setting.host else setting.host
        return f"tcp://{host}" if setting.port == PRINTER_PORT else f"tcp://{host}:{setting.port}"
    if setting.line == "usblp":
        return f"usblp://{setting.path}"
    place = setting.path if "/" in setting.path or ":" in setting.path else f"/{setting.path}"
    said = [f"baud={setting.baud}"] * (setting.baud != DEFAULT_BAUD)
    said += [f"flow={setting.flow}"] * (setting.flow != "none")
    return f"serial://{place}" + (f"?{'&'.join(said)}" if said else "")


def read_letters(value: object) -> str:
    """Pictures, or which tables of the printer's own letters; raises ValueError or TypeError."""
    if not isinstance(value, str):
        raise TypeError
    if (
        not _LETTERS.fullmatch(value)
        or max(map(int, re.findall(r"(?<=[:,])\d+", value)), default=0) > _MOST_TABLE
    ):
        raise ValueError
    return value


def read_cut(value: object) -> CutWay:
    """How slips are cut off; raises ValueError."""
    return _one_of(_CUTS)(value)


def read_width(value: object) -> PaperWidth:
    """The paper's width in millimetres; raises ValueError."""
    return _one_of(_WIDTHS)(value)


def read_flag(value: object) -> bool:
    """Yes or no; raises TypeError."""
    if not isinstance(value, bool):
        raise TypeError
    return value


def read_second(value: object) -> tuple[SecondPrinter | None, tuple[TableFault, ...]]:
    """The table of the second printer, and everything that is wrong in it.

    Raises:
        TypeError: it is no table.
    """
    if not isinstance(value, dict):
        raise TypeError
    table = cast("Mapping[str, object]", value)
    faults: list[TableFault] = []
    read: dict[str, object] = {}
    for key, entry in table.items():
        if key not in _FIELDS:
            near = difflib.get_close_matches(key, _FIELDS, n=1)
            faults.append(
                TableFault(key=key, value=entry, hint=near[0] if near else ", ".join(_FIELDS), known=False)
            )
            continue
        reader, forms = _FIELDS[key]
        try:
            read[key] = reader(entry)
        except (TypeError, ValueError):
            faults.append(TableFault(key=key, value=entry, hint=forms))
    faults += [
        TableFault(key=key, value="", hint=_FIELDS[key][1]) for key in ("at", "slips") if key not in table
    ]
    return (None, tuple(faults)) if faults else (_second(read), ())


def _second(read: Mapping[str, object]) -> SecondPrinter:
    return SecondPrinter(
        at=cast("PrinterSetting", read["at"]),
        slips=cast("frozenset[SlipKind]", read["slips"]),
        width_mm=cast("PaperWidth", read.get("width", 80)),
        paper=PaperChoice(
            letters=cast("str", read.get("letters", PICTURES)),
            cut=cast("CutWay", read.get("cut", "partial")),
            skip_blank_rows=cast("bool", read.get("skip_blank_rows", False)),
        ),
    )


def _read_slips(value: object) -> frozenset[SlipKind]:
    if not isinstance(value, list) or not value:
        raise TypeError
    return frozenset(_one_of(_SLIPS)(each) for each in cast("list[object]", value))


_Field: TypeAlias = tuple[Callable[[object], object], str]

_FIELDS: Final[Mapping[str, _Field]] = {
    "at": (read_printer, PRINTER_FORMS),
    "slips": (_read_slips, f"[{', '.join(map(str, _SLIPS))}]"),
    "width": (read_width, "80, 58"),
    "letters": (read_letters, LETTERS_FORMS),
    "cut": (read_cut, CUT_FORMS),
    "skip_blank_rows": (read_flag, "true, false"),
}


def _read_url(value: str) -> PrinterSetting:
    url = urlsplit(value)
    if _is_address(url):
        return PrinterSetting(line="tcp", host=_host(url.hostname or ""), port=url.port or PRINTER_PORT)
    if url.scheme == "serial":
        options = options_of(url, "baud", "flow")
        flow = _one_of(_FLOWS)(options.get("flow", "none"))
        return PrinterSetting(
            line="serial", path=device_of(url), baud=baud_of(options, DEFAULT_BAUD), flow=flow
        )
    if url.scheme == "usblp" and not url.query and not url.netloc and len(url.path) > len("/"):
        return PrinterSetting(line="usblp", path=url.path)
    raise ValueError


def _is_address(url: SplitResult) -> bool:
    """A host and perhaps a port, nothing else: a printer at port 9100 asks for no name and no password."""
    is_plain = url.path in {"", "/"} and not url.query and not url.fragment and "@" not in url.netloc
    return url.scheme == "tcp" and is_plain and bool(url.hostname) and url.port != 0


def _host(name: str) -> str:
    """A name that can be asked for; ValueError for two dots in a row, a blank, too long a part."""
    if " " in name:
        raise ValueError
    name.encode("idna")
    return name


def _one_of(allowed: Mapping[object, _ValueT]) -> Callable[[object], _ValueT]:
    def read(value: object) -> _ValueT:
        if isinstance(value, bool) or not isinstance(value, str | int) or value not in allowed:
            raise ValueError
        return allowed[value]

    return read
