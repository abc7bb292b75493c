"""How the settings file names a scanner: on a serial line, in HID-POS mode, as a keyboard, on the screen.

One scanner a text: `serial:///dev/ttyACM0?baud=9600`, `serial://05e0:1701`, `hid`, `hid://0c2e:0901`,
`wedge?prefix=~`, `virtual`. Reading only; what is wrong with a text is said by `terminal.configuration`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from drivers.ports import USUAL_WEDGE, WedgeSettings

ScannerLine = Literal["serial", "hid", "virtual"]

DEFAULT_SCANNER_BAUD = 9_600
WEDGE = "wedge"
"""How the file names a scanner that types like a keyboard."""
VIRTUAL = "virtual"
"""How the file names a device that is only on the screen."""
HID = "hid"
"""How the file names whichever scanner in HID-POS mode is plugged in."""

SCANNER_FORMS = (
    "serial:///dev/…[?baud=9600], serial://VID:PID, hid, hid://VID:PID,"
    " wedge[?prefix=~&min=6&average=35&gap=100], virtual"
)

SLOWEST_BAUD, FASTEST_BAUD = 300, 4_000_000
_LONGEST_PREFIX = 8
_MIN_KEYS = range(2, 33)
_AVERAGE_MS = range(5, 101)
_GAP_MS = range(30, 201)
"""30 to 200: below, scanners without a wire are torn apart; above, a fast typist is taken for one."""

_VID_PID = re.compile(r"[0-9a-fA-F]{4}:[0-9a-fA-F]{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerSetting:
    """A scanner by its line: the path of a serial port or `VID:PID`; for `hid` its ids, empty for any."""

    line: ScannerLine
    path: str = ""
    baud: int = DEFAULT_SCANNER_BAUD


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerSettings:
    """All scanners of a till; `wedge` is None where no key of the keyboard is ever a scan."""

    scanners: tuple[ScannerSetting, ...] = ()
    wedge: WedgeSettings | None = USUAL_WEDGE


NOTHING_SAID = ScannerSettings()


def read_scanners(value: object) -> ScannerSettings:
    """One scanner or a list of them.

    Raises:
        TypeError, ValueError: it is none of the forms.
    """
    listed = cast("Sequence[object]", value) if isinstance(value, list) else [value]
    read = [_scanner(each) for each in listed]
    wedges = [each for each in read if isinstance(each, WedgeSettings)]
    if len(wedges) > 1:
        raise ValueError
    scanners = tuple(each for each in read if isinstance(each, ScannerSetting))
    if _one_is_heard_twice(scanners):
        raise ValueError
    return ScannerSettings(scanners=scanners, wedge=wedges[0] if wedges else None)


def _one_is_heard_twice(scanners: Sequence[ScannerSetting]) -> bool:
    """Whether each code of some scanner would be two scans: it is named twice, or `hid` takes it as well."""
    places = [(each.line, each.path) for each in scanners]
    hids = [each for each in scanners if each.line == HID]
    return len(set(places)) < len(places) or (len(hids) > 1 and any(not each.path for each in hids))


def written_scanner(setting: ScannerSetting | WedgeSettings) -> str:
    """The text that is read as this setting."""
    if isinstance(setting, WedgeSettings):
        return _written_wedge(setting)
    if setting.line != "serial":
        return f"{setting.line}://{setting.path}" if setting.path else setting.line
    where = setting.path if _VID_PID.fullmatch(setting.path) else f"/{setting.path.removeprefix('/')}"
    baud = "" if setting.baud == DEFAULT_SCANNER_BAUD else f"?baud={setting.baud}"
    return f"serial://{where}{baud}"


def device_of(url: SplitResult) -> str:
    """A path as it is, `COM3` for `serial:///COM3`, `1a86:7523` for `serial://1a86:7523`.

    Raises:
        ValueError: it is none of them.
    """
    if _VID_PID.fullmatch(url.netloc) and not url.path:
        return url.netloc
    if url.netloc or len(url.path) < len("/x"):
        raise ValueError
    return url.path if "/" in url.path.removeprefix("/") else url.path.removeprefix("/")


def options_of(url: SplitResult, *known: str) -> Mapping[str, str]:
    """What follows the question mark; ValueError for anything unknown or doubled."""
    given = parse_qsl(url.query, strict_parsing=True) if url.query else []
    options = dict(given)
    if len(options) != len(given) or set(options) - set(known):
        raise ValueError
    return options


def baud_of(options: Mapping[str, str], usual: int) -> int:
    """The speed; ValueError for one that no line has."""
    return _within(range(SLOWEST_BAUD, FASTEST_BAUD + 1), options.get("baud", str(usual)))


def _scanner(value: object) -> ScannerSetting | WedgeSettings:
    if not isinstance(value, str):
        raise TypeError
    if not value.isprintable():
        raise ValueError
    url = urlsplit(value)
    if value == VIRTUAL:
        return ScannerSetting(line="virtual")
    if url.path == WEDGE and not url.scheme:
        return _wedge(options_of(url, "prefix", "min", "average", "gap"))
    if value == HID:
        return ScannerSetting(line="hid")
    if url.scheme == HID and _VID_PID.fullmatch(url.netloc) and not url.path and not url.query:
        return ScannerSetting(line="hid", path=url.netloc.lower())
    if url.scheme != "serial":
        raise ValueError
    baud = baud_of(options_of(url, "baud"), DEFAULT_SCANNER_BAUD)
    return ScannerSetting(line="serial", path=device_of(url), baud=baud)


def _wedge(options: Mapping[str, str]) -> WedgeSettings:
    prefix = options.get("prefix", "")
    if len(prefix) > _LONGEST_PREFIX or not prefix.isascii() or not prefix.isprintable():
        raise ValueError
    usual = USUAL_WEDGE
    return WedgeSettings(
        prefix=prefix,
        min_keys=_within(_MIN_KEYS, options.get("min", str(usual.min_keys))),
        max_average_ms=_within(_AVERAGE_MS, options.get("average", str(usual.max_average_ms))),
        max_gap_ms=_within(_GAP_MS, options.get("gap", str(usual.max_gap_ms))),
    )


def _written_wedge(setting: WedgeSettings) -> str:
    usual = USUAL_WEDGE
    options = {
        "prefix": (setting.prefix, usual.prefix),
        "min": (setting.min_keys, usual.min_keys),
        "average": (setting.max_average_ms, usual.max_average_ms),
        "gap": (setting.max_gap_ms, usual.max_gap_ms),
    }
    said = {name: value for name, (value, default) in options.items() if value != default}
    return f"{WEDGE}?{urlencode(said)}" if said else WEDGE


def _within(allowed: range, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) not in allowed:
        raise ValueError
    return int(text)
