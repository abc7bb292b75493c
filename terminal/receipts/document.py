"""What a slip says, block by block, with no word about paper width, fonts or printers.

A document is kept as JSON in the row of its print job, in the sale's own transaction, so that what is printed
after a restart is what was sold. Paper, PDF and preview are all made from it.
"""

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, MISSING, dataclass, fields
from operator import attrgetter
from typing import Final, Literal, TypeAlias, cast

Align = Literal["left", "center", "right"]
Size = Literal[1, 2]
"""1 is running text, 2 is large: the store's name and the amount due."""

VERSION: Final = 1
MAX_INDENT: Final = 8
MAX_QR_BYTES: Final = 200
MAX_BAR_DIGITS: Final = 24


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph that wraps at words. `indent` is in characters, on every line of it."""

    text: str
    _: KW_ONLY
    align: Align = "left"
    bold: bool = False
    size: Size = 1
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Columns:
    """A text at the left that wraps at words, and a figure at the right edge that is never cut off."""

    left: str
    right: str
    _: KW_ONLY
    bold: bool = False
    size: Size = 1
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line across the paper."""


@dataclass(frozen=True, slots=True)
class Space:
    """Half a line of white."""


@dataclass(frozen=True, slots=True)
class Logo:
    """The store's picture, where a printer has been given one; otherwise nothing."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code of `data`, centred; 1 to `MAX_QR_BYTES` bytes in UTF-8."""

    data: str

    def __post_init__(self) -> None:
        """Refuse what no paper has room for; raises ValueError."""
        if not 0 < len(self.data.encode()) <= MAX_QR_BYTES:
            raise ValueError(f"{len(self.data.encode())} bytes do not go into a QR code")


@dataclass(frozen=True, slots=True)
class Code128:
    """A Code 128 (set C) of an even number of digits, 2 to `MAX_BAR_DIGITS`, with the digits beneath."""

    digits: str

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn or would be too fine to scan on 58 mm; raises ValueError."""
        good = self.digits.isascii() and self.digits.isdecimal() and len(self.digits) % 2 == 0
        if not good or len(self.digits) > MAX_BAR_DIGITS:
            raise ValueError(f"{self.digits!r} does not make a bar code")


Block: TypeAlias = Text | Columns | Rule | Space | Logo | QrCode | Code128


@dataclass(frozen=True, slots=True)
class Document:
    """One slip, from the top to the bottom."""

    blocks: tuple[Block, ...]


class DocumentUnreadable(ValueError):
    """Kept text that is no document of this version; the message says where."""


_Check: TypeAlias = Callable[[object], bool]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


_FIELDS: Final[Mapping[str, _Check]] = {
    "text": _is_text,
    "left": _is_text,
    "right": _is_text,
    "data": _is_text,
    "digits": _is_text,
    "align": lambda value: value in ("left", "center", "right"),
    "bold": lambda value: isinstance(value, bool),
    "size": lambda value: type(value) is int and value in (1, 2),
    "indent": lambda value: type(value) is int and 0 <= value <= MAX_INDENT,
}


@dataclass(frozen=True, slots=True)
class _Kind:
    """How blocks of one kind are read."""

    build: Callable[..., Block]
    checks: Mapping[str, _Check]
    needed: frozenset[str]


def _kind(block: type[Block]) -> _Kind:
    checks = {field.name: _FIELDS[field.name] for field in fields(block)}
    needed = frozenset(field.name for field in fields(block) if field.default is MISSING)
    return _Kind(cast("Callable[..., Block]", block), checks, needed)


_NAMES: Final[Mapping[type[Block], str]] = {
    Text: "text",
    Columns: "columns",
    Rule: "rule",
    Space: "space",
    Logo: "logo",
    QrCode: "qr",
    Code128: "code128",
}
_KINDS: Final[Mapping[object, _Kind]] = {name: _kind(block) for block, name in _NAMES.items()}
_FIELDS_OF: Final[Mapping[type[Block], tuple[tuple[str, object, Callable[[Block], object]], ...]]] = {
    block: tuple((field.name, field.default, attrgetter(field.name)) for field in fields(block))
    for block in _NAMES
}
"""Looked up here at every slip: asking the dataclass each time took longer than writing the JSON."""
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def document_to_json(document: Document) -> str:
    """The one JSON text of a document: sorted keys, no blanks, NFC, defaults left out."""
    value = {"v": VERSION, "blocks": [_block_to_json(block) for block in document.blocks]}
    return unicodedata.normalize("NFC", _ENCODER.encode(value))


def document_from_json(text: str) -> Document:
    """The document that `document_to_json` wrote.

    Raises:
        DocumentUnreadable: for anything else, another version included.
    """
    try:
        value: object = json.loads(text)
    except ValueError as fault:
        raise DocumentUnreadable(f"not JSON: {fault}") from None
    if not isinstance(value, dict):
        raise DocumentUnreadable("not an object")
    outer = cast("dict[str, object]", value)
    if outer.get("v") != VERSION:
        raise DocumentUnreadable(f"version {outer.get('v')!r} is not {VERSION}")
    blocks = outer.get("blocks")
    if not isinstance(blocks, list):
        raise DocumentUnreadable("blocks: not a list")
    entries = cast("Sequence[object]", blocks)
    return Document(tuple(_block_from_json(entry, at) for at, entry in enumerate(entries)))


def _block_to_json(block: Block) -> dict[str, object]:
    entry: dict[str, object] = {"kind": _NAMES[type(block)]}
    for name, default, value_of in _FIELDS_OF[type(block)]:
        value = value_of(block)
        if value is not default and value != default:
            entry[name] = value
    return entry


def _block_from_json(value: object, at: int) -> Block:
    if not isinstance(value, dict):
        raise DocumentUnreadable(f"blocks[{at}]: not an object")
    given = cast("dict[str, object]", value)
    name = given.pop("kind", None)
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise DocumentUnreadable(f"blocks[{at}]: unknown kind {name!r}")
    for field, item in given.items():
        check = kind.checks.get(field)
        if check is None or not check(item):
            raise DocumentUnreadable(f"blocks[{at}].{field}: not understood")
    if not kind.needed <= given.keys():
        raise DocumentUnreadable(f"blocks[{at}].{min(kind.needed - given.keys())}: missing")
    try:
        return kind.build(**given)
    except ValueError as fault:
        raise DocumentUnreadable(f"blocks[{at}]: {fault}") from None
