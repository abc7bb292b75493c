"""The till's own settings file, `till.toml` in its data folder: what is plugged in, language, look, server.

Written by a person with an editor, so every fault is told at once, with the nearest known name. What the
whole store decides comes from the server and is not here. A missing file is a till with no devices.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar, cast

from drivers.ports import USUAL_WEDGE, WedgeSettings
from loyalty.errors import Refused, Unavailable
from loyalty.identity.weighed import WeighedTable, weighed_table
from terminal.display_settings import POLE_FORMS, PoleSetting, read_pole
from terminal.key_map import NO_CHANGES, KeyMap, read_keys
from terminal.printer_settings import (
    CUT_FORMS,
    DRAWN,
    LETTERS_FORMS,
    PICTURES,
    PRINTER_FORMS,
    PaperChoice,
    PaperWidth,
    PrinterSetting,
    SecondPrinter,
    TableFault,
    read_cut,
    read_flag,
    read_letters,
    read_printer,
    read_second,
    read_width,
)
from terminal.scanner_settings import (
    NOTHING_SAID,
    SCANNER_FORMS,
    ScannerSetting,
    read_scanners,
)
from terminal.settings import Language
from terminal.shared_lines import shared_lines

Theme = Literal["light", "dark", "high-contrast"]
DrawerSocketPin = Literal[2, 5]
DrawerSensor = Literal["none", "high", "low"]
"""The level of the sensor's pin while the drawer is open; `none` where it has no sensor."""

_WEIGHED_FORMS = (
    '{ "21.....{NNDDD}" = "weight", "23.....{NNNNN}" = "price", "25......{NNNN}" = "pieces" },'
    " where no number fits two patterns"
)
_SENSORS: Mapping[object, DrawerSensor] = {"none": "none", "high": "high", "low": "low"}
_PINS: Mapping[object, DrawerSocketPin] = {2: 2, 5: 5}
_LANGUAGES: Mapping[object, Language] = {"vi": "vi", "en": "en"}
_THEMES: Mapping[object, Theme] = {"light": "light", "dark": "dark", "high-contrast": "high-contrast"}

NOTHING_WEIGHED = WeighedTable()
LOCKS_AFTER_MIN = 15
MOST_LOCK_MIN = 240
_NO_WINDOW = False
_SOUNDS = True
_KEY_FORMS = '{ F9 = "F2", F2 = "Ctrl+N" }, where no key is pressed for two'
_PASSWORD = re.compile(r"(://[^/@:]*:)[^/@]*@")

_ValueT = TypeVar("_ValueT")
ReadTable: TypeAlias = Callable[[object], tuple[_ValueT | None, tuple[TableFault, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The file, read. `None` leaves it to the store's own setting or to the program.

    `width_mm` and `paper` are of the receipt printer, `drawer_pin` is the pin of the drawer's socket on it.
    `logo` is a picture file, by a path that may start from the data folder. After `lock_minutes` in
    which nobody did anything the till locks itself; 0: never. `backup_folder` is where copies of the till's
    file go, the folder `backups` of the data folder where it is empty; `journal_mirror` is a folder on a
    second disk that the journal is mirrored to, empty for none.
    """

    printer: PrinterSetting | None = None
    width_mm: PaperWidth = 80
    drawer_pin: DrawerSocketPin = 2
    drawer_sensor: DrawerSensor = "none"
    paper: PaperChoice = DRAWN
    logo: str = ""
    second_printer: SecondPrinter | None = None
    scanners: tuple[ScannerSetting, ...] = ()
    wedge: WedgeSettings | None = USUAL_WEDGE
    weighed: WeighedTable = NOTHING_WEIGHED
    pole_display: PoleSetting | None = None
    customer_window: bool = False
    server: str | None = None
    language: Language | None = None
    theme: Theme | None = None
    lock_minutes: int = LOCKS_AFTER_MIN
    sounds: bool = True
    keys: KeyMap = NO_CHANGES
    backup_folder: str = ""
    journal_mirror: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationFault:
    """One thing that cannot be: its sentence is `configuration.<code>` with `key`, `value` and `hint`."""

    code: Literal["unreadable", "unknown-key", "wrong-value", "line-taken"]
    key: str = ""
    value: str = ""
    hint: str = ""

    @property
    def listed(self) -> str:
        """The fault among others, in signs that every language reads: `width = 72 (80, 58)`."""
        if self.code == "unreadable":
            return f"TOML: {self.hint}"
        sign = {"unknown-key": "→ ", "line-taken": "≠ "}.get(self.code, "")
        return f"{self.key} = {self.value} ({sign}{self.hint})"


class ConfigurationRefused(Refused):
    """The file cannot be used; `faults` has all of them, and nothing of it was taken."""

    def __init__(self, path: Path, faults: tuple[ConfigurationFault, ...]) -> None:
        listed = "; ".join(fault.listed for fault in faults)
        super().__init__("configuration-refused", path=str(path), count=len(faults), faults=listed)
        self.faults = faults


def read_configuration(path: Path) -> Configuration:
    """The settings in the file at `path`; the defaults where there is no file.

    Raises:
        ConfigurationRefused: with every fault.
        Unavailable: `configuration-unreadable`: the file is there and the system does not give it.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Configuration()
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable("configuration-unreadable", retry=True, path=str(path), why=why) from error
    except UnicodeDecodeError as error:
        raise ConfigurationRefused(path, (ConfigurationFault(code="unreadable", hint=str(error)),)) from error
    configuration, faults = parse_configuration(text, real_name=real_path)
    if faults:
        raise ConfigurationRefused(path, faults)
    return configuration


def real_path(name: str) -> str:
    """The path at the end of a device's links; what is no path stays as it is."""
    return os.path.realpath(name) if name.startswith("/") else name


def parse_configuration(
    text: str, *, real_name: Callable[[str], str] = str
) -> tuple[Configuration, tuple[ConfigurationFault, ...]]:
    """The settings that `text` holds, and everything that is wrong with it.

    Pure, but for `real_name`: it sees through the names of a device, so that one device is one.
    """
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, a thousand brackets
        return Configuration(), (ConfigurationFault(code="unreadable", hint=str(error)),)
    entries = _Entries(table)
    scanners = entries.take("scanner", read_scanners, NOTHING_SAID, SCANNER_FORMS)
    configuration = Configuration(
        printer=entries.take("printer", read_printer, None, PRINTER_FORMS),
        width_mm=entries.take("width", read_width, 80, "80, 58"),
        drawer_pin=entries.take("drawer_pin", _one_of(_PINS), 2, "2, 5"),
        drawer_sensor=entries.take("drawer_sensor", _one_of(_SENSORS), "none", "none, high, low"),
        paper=PaperChoice(
            letters=entries.take("letters", read_letters, PICTURES, LETTERS_FORMS),
            cut=entries.take("cut", read_cut, "partial", CUT_FORMS),
            skip_blank_rows=entries.take("skip_blank_rows", read_flag, DRAWN.skip_blank_rows, "true, false"),
        ),
        logo=entries.take("logo", _text, "", "logo.png"),
        second_printer=entries.take_table("second_printer", read_second, "[second_printer]"),
        scanners=scanners.scanners,
        wedge=scanners.wedge,
        weighed=entries.take("weighed", _weighed, NOTHING_WEIGHED, _WEIGHED_FORMS),
        pole_display=entries.take("pole_display", read_pole, None, POLE_FORMS),
        customer_window=entries.take("customer_window", read_flag, _NO_WINDOW, "true, false"),
        server=entries.take("server", _text, None, "https://HOST[:PORT]"),
        language=entries.take("language", _one_of(_LANGUAGES), None, "vi, en"),
        lock_minutes=entries.take("lock_minutes", _minutes, LOCKS_AFTER_MIN, "0..240"),
        theme=entries.take("theme", _one_of(_THEMES), None, "light, dark, high-contrast"),
        sounds=entries.take("sounds", read_flag, _SOUNDS, "true, false"),
        keys=entries.take("keys", read_keys, NO_CHANGES, _KEY_FORMS),
        backup_folder=entries.take("backup_folder", _text, "", "/media/usb/backups"),
        journal_mirror=entries.take("journal_mirror", _text, "", "/media/usb/journal"),
    )
    entries.refuse_shared(configuration, real_name)
    return configuration, entries.faults()


class _Entries:
    """The table's entries as they are taken one by one, and what was wrong with them."""

    def __init__(self, table: Mapping[str, object]) -> None:
        self._table = table
        self._known: list[str] = []
        self._faults: list[ConfigurationFault] = []

    def take(self, key: str, read: Callable[[object], _ValueT], default: _ValueT, forms: str) -> _ValueT:
        """The entry as `read` understands it; a ValueError or TypeError of it is a fault with `forms`."""
        self._known.append(key)
        if key not in self._table:
            return default
        try:
            return read(self._table[key])
        except (ValueError, TypeError) as error:
            shown = _shown(self._table[key])
            hint = f"{forms}: {error}" if isinstance(error, _Because) else forms
            self._faults.append(ConfigurationFault(code="wrong-value", key=key, value=shown, hint=hint))
            return default

    def take_table(self, key: str, read: ReadTable[_ValueT], form: str) -> _ValueT | None:
        """A table of its own; what is wrong in it is told by `TABLE.KEY`."""
        nothing: tuple[_ValueT | None, tuple[TableFault, ...]] = (None, ())
        value, wrong = self.take(key, read, nothing, form)
        for fault in wrong:
            code: Literal["unknown-key", "wrong-value"] = "wrong-value" if fault.known else "unknown-key"
            named, shown = f"{key}.{fault.key}", _shown(fault.value)
            self._faults.append(ConfigurationFault(code=code, key=named, value=shown, hint=fault.hint))
        return value

    def refuse_shared(self, configuration: Configuration, real_name: Callable[[str], str]) -> None:
        """Two devices on a line that takes one are a fault of the second."""
        for key, line, taken_by in shared_lines(configuration, real_name=real_name):
            fault = ConfigurationFault(code="line-taken", key=key, value=_shown(line), hint=taken_by)
            self._faults.append(fault)

    def faults(self) -> tuple[ConfigurationFault, ...]:
        """All of them, in the order of the file."""
        unknown = [
            ConfigurationFault(code="unknown-key", key=key, value=_shown(value), hint=self._near(key))
            for key, value in self._table.items()
            if key not in self._known
        ]
        return tuple(sorted([*self._faults, *unknown], key=self._place))

    def _place(self, fault: ConfigurationFault) -> int:
        """Where in the file a fault is; a name may hold a dot itself."""
        key = fault.key if fault.key in self._table else fault.key.partition(".")[0]
        return list(self._table).index(key)

    def _near(self, key: str) -> str:
        near = difflib.get_close_matches(key, self._known, n=1)
        return near[0] if near else ", ".join(self._known)


def _shown(value: object) -> str:
    """A value as it is written; a password in an address is nobody's to read."""
    return repr(_PASSWORD.sub(r"\1…@", value)) if isinstance(value, str) else str(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    if not value.isprintable():
        raise ValueError
    return value


def _minutes(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    if not 0 <= value <= MOST_LOCK_MIN:
        raise ValueError
    return value


def _one_of(allowed: Mapping[object, _ValueT]) -> Callable[[object], _ValueT]:
    def read(value: object) -> _ValueT:
        if isinstance(value, bool) or not isinstance(value, str | int) or value not in allowed:
            raise ValueError
        return allowed[value]

    return read


def _weighed(value: object) -> WeighedTable:
    if not isinstance(value, dict):
        raise TypeError
    written = {
        _text(pattern): _text(meaning) for pattern, meaning in cast("dict[object, object]", value).items()
    }
    try:
        return weighed_table(written)
    except Refused as refused:
        raise _Because(str(refused)) from refused


class _Because(ValueError):
    """A value that cannot be, with the reason in its text."""
