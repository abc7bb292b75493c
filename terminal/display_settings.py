"""How the settings file names what faces the customer: a pole display, a second window."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlsplit

from terminal.scanner_settings import baud_of, device_of, options_of

DisplayDialect = Literal["epson", "cd5220"]
DEFAULT_DISPLAY_BAUD = 9_600
POLE_FORMS = "serial:///dev/…[?baud=9600&dialect=epson], serial://VID:PID; dialect: epson, cd5220"

_DIALECTS: Mapping[str, DisplayDialect] = {each: each for each in get_args(DisplayDialect)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PoleSetting:
    """A pole display: the path of its serial port or `VID:PID`, and how it is spoken to."""

    path: str
    baud: int = DEFAULT_DISPLAY_BAUD
    dialect: DisplayDialect = "epson"


def read_pole(value: object) -> PoleSetting:
    """A display by its line.

    Raises:
        TypeError, ValueError: it is none of the forms.
    """
    if not isinstance(value, str):
        raise TypeError
    if not value.isprintable():
        raise ValueError
    url = urlsplit(value)
    if url.scheme != "serial":
        raise ValueError
    options = options_of(url, "baud", "dialect")
    dialect = _DIALECTS.get(options.get("dialect", "epson"))
    if dialect is None:
        raise ValueError
    baud = baud_of(options, DEFAULT_DISPLAY_BAUD)
    return PoleSetting(path=device_of(url), baud=baud, dialect=dialect)


def written_pole(setting: PoleSetting) -> str:
    """The text that is read as this setting."""
    where = setting.path if not setting.path.startswith("/") and ":" in setting.path else ""
    place = where or f"/{setting.path.removeprefix('/')}"
    said = [f"baud={setting.baud}"] if setting.baud != DEFAULT_DISPLAY_BAUD else []
    said += [f"dialect={setting.dialect}"] if setting.dialect != "epson" else []
    return f"serial://{place}" + (f"?{'&'.join(said)}" if said else "")
