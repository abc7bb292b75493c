"""One entry of the till's settings file written anew, everything else in it left as a person wrote it.

What cannot be changed without touching the rest is refused: the file is then for its editor. Comments and
order stay, because a file that a program rewrites is not a person's file any more.
"""

import codecs
import os
import re
import tomllib
from pathlib import Path
from typing import Final

from loyalty.errors import Refused, Unavailable
from terminal.configuration import ConfigurationRefused, parse_configuration, read_configuration
from terminal.durable_file import replace_file

_TABLE: Final = re.compile(r"^\s*\[", re.MULTILINE)
_ENTRY: Final = r"^[ \t]*{key}[ \t]*=(?:[^\n\[]*|[ \t]*\[[^\]]*\][^\n]*)(?:\n|\Z)"
_MODE: Final = 0o600

EntryValue = str | bool | list[str]


def write_entry(path: Path, key: str, value: EntryValue | None) -> None:
    """Set a top-level entry, or take it out with None; the file is made where there is none.

    Raises:
        Refused: `configuration-refused`: the file has faults already, or would have one;
            `settings-by-hand` (path, key): the entry is written in a way that is left to a person.
        Unavailable: `configuration-unreadable`, `settings-unwritable` (path, why). The file is as it was.
    """
    read_configuration(path)
    mark, before = _read(path)
    after = with_entry(before, key, value)
    if after is None:
        raise Refused("settings-by-hand", path=str(path), key=key)
    _check(path, after)
    try:
        replace_file(path, mark + after.encode(), mode=_MODE)
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


def with_entry(text: str, key: str, value: EntryValue | None) -> str | None:
    """The text with the entry set or taken out; None if that would change anything else. Pure.

    A new line ends as the file's first line does.
    """
    wanted: dict[str, object] = dict(tomllib.loads(text))
    wanted.pop(key, None)
    if value is not None:
        wanted[key] = value
    table = _TABLE.search(text)
    head, rest = (text[: table.start()], text[table.start() :]) if table else (text, "")
    end = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    line = "" if value is None else f"{key} = {_toml(value)}{end}"
    entry = re.compile(_ENTRY.format(key=re.escape(key)), re.MULTILINE)
    if entry.search(head):
        head = entry.sub(lambda _: line, head, count=1)
    elif line:
        head = f"{head}{'' if not head or head.endswith(chr(10)) else end}{line}"
    after = head + rest
    try:
        return after if tomllib.loads(after) == wanted else None
    except tomllib.TOMLDecodeError:
        return None


def _toml(value: EntryValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_toml(each) for each in value)}]"
    escaped = "".join(
        f"\\U{ord(letter):08x}" if letter in '"\\' or not letter.isprintable() else letter for letter in value
    )
    return f'"{escaped}"'


def _check(path: Path, text: str) -> None:
    _, faults = parse_configuration(text, real_path=os.path.realpath)
    if faults:
        raise ConfigurationRefused(path, faults)
