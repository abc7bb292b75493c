"""Entries of the till's settings file written anew, everything else in it left as a person wrote it.

What cannot be changed without touching the rest is refused: the file is then for its editor. Comments and
order stay, because a file that a program rewrites is not a person's file any more.
"""

import codecs
import copy
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias, cast

from loyalty.errors import Refused, Unavailable
from terminal.configuration import ConfigurationRefused, parse_configuration, read_configuration, real_path
from terminal.durable_file import replace_file

_TABLE: Final = re.compile(r"^\s*\[", re.MULTILINE)
_HEADER: Final = r"^[ \t]*\[[ \t]*{table}[ \t]*\][^\n]*(?:\n|\Z)"
_ENTRY: Final = r"^[ \t]*(?:{keys})[ \t]*=(?:[^\n\[]*|[ \t]*\[[^\]]*\][^\n]*)(?:\n|\Z)"
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_MODE: Final = 0o600

EntryValue: TypeAlias = str | bool | int | list[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is to read: of the file itself or of a table in it; None takes it out.

    Without a `key` it is the whole table that is taken out.
    """

    key: str
    value: EntryValue | None
    table: str = ""


def write_entry(path: Path, key: str, value: EntryValue | None) -> None:
    """Set a top-level entry, or take it out with None; see `write_entries`."""
    write_entries(path, (Entry(key, value),))


def write_entries(
    path: Path, entries: Sequence[Entry], *, real_name: Callable[[str], str] = real_path
) -> None:
    """Set these entries, all or none; the file is made where there is none.

    `real_name` sees through the names of a device: what it takes for one line is used for one device only.

    Raises:
        Refused: `configuration-refused`: the file has faults already, or would have one;
            `settings-by-hand` (path, key): the entry is written in a way that is left to a person.
        Unavailable: `configuration-unreadable`, `settings-unwritable` (path, why). The file is as it was.
    """
    read_configuration(path)
    mark, text = _read(path)
    for entry in entries:
        after = with_entry(text, entry.key, entry.value, table=entry.table)
        if after is None:
            raise Refused("settings-by-hand", path=str(path), key=entry.key or entry.table)
        text = after
    _check(path, text, real_name)
    try:
        replace_file(path, mark + text.encode(), mode=_MODE)
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable("settings-unwritable", retry=True, path=str(path), why=why) from error


def _read(path: Path) -> tuple[bytes, str]:
    """The mark some editors begin a file with, and the text after it with its own ends of lines."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return b"", ""
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    return mark, content.removeprefix(mark).decode()


def with_entry(text: str, key: str, value: EntryValue | None, *, table: str = "") -> str | None:
    """The text with the entry set or taken out; None if that would change anything else. Pure.

    A new line ends as the file's first line does.
    """
    before = cast("dict[str, object]", tomllib.loads(text))
    wanted = _wanted(before, key, value, table)
    end = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    after = _changed(text, key, value, table, end)
    try:
        return after if tomllib.loads(after) == wanted else None
    except tomllib.TOMLDecodeError:
        return None


def _wanted(
    before: dict[str, object], key: str, value: EntryValue | None, table: str
) -> dict[str, object] | None:
    """What the file is to say after it; None where the table is none."""
    wanted = copy.deepcopy(before)
    if table and not key:
        wanted.pop(table, None)
        return wanted
    entries: object = wanted
    if table:
        entries = wanted.get(table) if value is None else wanted.setdefault(table, {})
        if entries is None:
            return wanted
    if not isinstance(entries, dict):
        return None
    known = cast("dict[str, object]", entries)
    known.pop(key, None)
    if value is not None:
        known[key] = value
    return wanted


def _changed(text: str, key: str, value: EntryValue | None, table: str, end: str) -> str:
    line = "" if value is None else f"{_name(key)} = {_toml(value)}{end}"
    if not table:
        head, body, rest = "", *_until_table(text)
        return head + _with_line(body, key, line, end) + rest
    header = re.compile(_HEADER.format(table=re.escape(table)), re.MULTILINE).search(text)
    if header is None:
        return f"{_ended(text, end)}{end if text else ''}[{table}]{end}{line}" if line else text
    body, rest = _until_table(text[header.end() :])
    if not key:
        return text[: header.start()] + rest.lstrip("\r\n")
    return _ended(text[: header.end()], end) + _with_line(body, key, line, end) + rest


def _until_table(text: str) -> tuple[str, str]:
    """The entries up to the next table, and what follows from there on."""
    table = _TABLE.search(text)
    return (text[: table.start()], text[table.start() :]) if table else (text, "")


def _with_line(body: str, key: str, line: str, end: str) -> str:
    keys = "|".join(map(re.escape, (key, _toml(key), f"'{key}'")))
    entry = re.compile(_ENTRY.format(keys=keys), re.MULTILINE)
    if entry.search(body):
        return entry.sub(lambda _: line, body, count=1)
    return f"{_ended(body, end)}{line}" if line else body


def _ended(text: str, end: str) -> str:
    return text if not text or text.endswith("\n") else text + end


def _name(key: str) -> str:
    return key if _BARE.fullmatch(key) else _toml(key)


def _toml(value: EntryValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(_toml(each) for each in value)}]"
    escaped = "".join(
        f"\\U{ord(letter):08x}" if letter in '"\\' or not letter.isprintable() else letter for letter in value
    )
    return f'"{escaped}"'


def _check(path: Path, text: str, real_name: Callable[[str], str]) -> None:
    _, faults = parse_configuration(text, real_name=real_name)
    if faults:
        raise ConfigurationRefused(path, faults)
