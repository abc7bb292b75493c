"""JSON as one sequence of bytes: what is hashed and signed must look the same at both ends, for ever.

Keys sorted by code point, no blanks, UTF-8, every text in NFC, whole numbers only. A float is refused, never
rounded. `parse_json` is the strict reader of the same language (any spacing, any key order). What a message
means is not here: see `codec` and `messages`.
"""

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn, TypeAlias, cast

import msgspec

from loyalty.errors import Refused

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | None"
"""What may be said on the wire; a bool is an int to the type checker."""
JsonObject: TypeAlias = Mapping[str, "Json"]

MAX_DEPTH = 24
"""How deep objects and lists may stand in each other."""
MAX_INT = 2**53 - 1
"""The largest whole number, either sign: any JSON reader in any language keeps it exact."""


_LONGEST_PATH = 200


class WireRefused(Refused):
    """What was to be sent or what was received is not in the language of the wire.

    `path` says where (`events[3].body.total`; empty for the whole), `why` says in a clause what is wrong
    there.
    """

    def __init__(self, path: str, why: str) -> None:
        path = path[:_LONGEST_PATH]
        super().__init__("wire-refused", path=path, why=why)
        self.path = path
        self.why = why

    def within(self, step: str | int) -> "WireRefused":
        """The same fault, seen from one level further out: `step` is a key or a list index."""
        head = f"[{step}]" if isinstance(step, int) else step
        joint = "." if self.path and not self.path.startswith("[") else ""
        return WireRefused(f"{head}{joint}{self.path}", self.why)


def canonical_bytes(value: Json) -> bytes:
    """The one encoding of `value`; equal values, whatever their key order or Unicode form, give equal bytes.

    Raises:
        WireRefused: for a float, a number past ±(2**53 - 1), a key that is no text or doubled after NFC, text
            that is not Unicode (a lone surrogate), anything nested deeper than `MAX_DEPTH`, any other type.
    """
    data = quick_bytes(value)
    if data is not None and is_read_back(value, data):
        return data
    return _SLOW_ENCODER.encode(_settled(value, 0)).encode()


def quick_bytes(value: object) -> bytes | None:
    """The bytes that msgspec makes of a value, in the language of the wire; None is no verdict."""
    try:
        data = _ENCODER.encode(value)
        return data if _is_settled(data) else None
    except (TypeError, ValueError, RecursionError):
        return None


def is_read_back(value: object, data: bytes | None = None) -> bool:
    """Whether msgspec reads in what it writes of a value (`data`) the same: else it made a text of something.

    Of a value that is written among others it may be asked alone.
    """
    try:
        return bool(_DECODER.decode(_ENCODER.encode(value) if data is None else data) == value)
    except (TypeError, ValueError, RecursionError):
        return False


def canonical_of_parsed(value: Json) -> bytes:
    """The same for what `parse_json` returned, or a part of it: nothing of that has to be looked at again."""
    return _ENCODER.encode(value)


def canonical_of_flat(values: Mapping[str, str | int]) -> bytes:
    """The same for texts and whole numbers under names of ours, which most often is plain at a glance.

    Raises:
        WireRefused: as `canonical_bytes`.
    """
    try:
        data = _ENCODER.encode(values)
    except UnicodeEncodeError:  # a lone surrogate: `canonical_bytes` says where
        data = b"\xff"
    is_plain = data.isascii() and _FLAT.issuperset(map(type, values.values()))
    return data if is_plain and _LONG not in data.translate(_NUMBERS) else canonical_bytes(values)


def parse_json(data: bytes) -> Json:
    """Read JSON text strictly: what it returns can be encoded by `canonical_bytes`, and is in NFC.

    Raises:
        WireRefused: for text that is not UTF-8 or not JSON, a doubled key, and all that `canonical_bytes`
        refuses.
    """
    try:
        said = _DECODER.decode(data)
        is_canonical = _ENCODER.encode(said) == data and _is_settled(data)  # so no key stood twice
    except (ValueError, RecursionError):  # not JSON, or not ours: the slow reader says why
        said, is_canonical = None, False
    return cast("Json", said) if is_canonical else _settled(_read_slowly(data), 0)


def _read_slowly(data: bytes) -> object:
    try:
        return json.loads(
            data.decode(),
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
            parse_int=_whole,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError:
        raise WireRefused("", "is not UTF-8 text") from None
    except json.JSONDecodeError as fault:
        raise WireRefused("", f"is not JSON: {fault.msg} at character {fault.pos}") from None
    except RecursionError:
        raise WireRefused("", _TOO_DEEP) from None


def _is_settled(data: bytes) -> bool:
    """Whether JSON without blanks is as deep as it may be, in NFC, and has no number that is too large.

    A no is no verdict: a number that is merely long gets one too.
    """
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH and _is_deep(data):
        return False
    numbers = data.translate(_NUMBERS)
    if _LONG in numbers or numbers.startswith(_LONG[1:]):
        shapes = b"".join(_without_escaped_marks(data).split(b'"')[::2])  # what stands between the texts
        if _LONG in b":" + shapes.translate(_NUMBERS):
            return False
    return data.isascii() or unicodedata.is_normalized("NFC", data.decode())


def _is_deep(data: bytes) -> bool:
    """Whether there are too many brackets in each other.

    A text without brackets is two quotation marks one after the other, and goes. Of the first text that has
    some, the mark before them stays: then all texts have to be taken out.
    """
    brackets = _without_escaped_marks(data).translate(_BRACKETS, _NO_BRACKETS)
    if b'"' in brackets.replace(b'""', b""):
        brackets = b"".join(brackets.split(b'"')[::2])
    brackets = brackets.replace(b'""', b"")
    for _ in range(MAX_DEPTH):
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)


def _without_escaped_marks(data: bytes) -> bytes:
    return data.replace(rb"\\", b"").replace(rb"\"", b"") if b"\\" in data else data


_NUMBERS = bytes.maketrans(b"123456789,[-", b"000000000:::")
"""Every digit is a 0, and what a number may stand behind a colon."""
_LONG = b":" + b"0" * len(str(MAX_INT))
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b'[]{}"'))
_FLAT = frozenset({str, int})
_SLOW_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)
_ENCODER = msgspec.json.Encoder(order="sorted")


_TOO_DEEP = f"is nested deeper than {MAX_DEPTH} levels"


def _refuse_number(text: str) -> NoReturn:
    raise WireRefused("", f"holds {text[:40]}, which is not a whole number")


def _no_float(_text: str) -> NoReturn:
    raise ValueError


_DECODER: msgspec.json.Decoder[object] = msgspec.json.Decoder(float_hook=_no_float)


def _whole(text: str) -> int:
    if len(text) > len(str(-MAX_INT)):
        raise WireRefused("", f"holds a number of {len(text)} digits")
    return int(text)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    held = dict(pairs)
    if len(held) != len(pairs):
        raise WireRefused("", "has a key twice")
    return held


def _settled(value: object, depth: int) -> Json:
    """A copy of `value` that is checked, in NFC, and made of dicts and lists."""
    rule = _RULES.get(type(value)) or next(
        (each for kind, each in _RULES.items() if isinstance(value, kind)), None
    )
    if rule is None:
        raise WireRefused("", f"is {_named(value)}, which cannot be sent")
    return rule(value, depth)


def _settled_text(value: object, _depth: int) -> str:
    text = cast("str", value)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        raise WireRefused("", "holds a character that is not Unicode") from None
    return unicodedata.normalize("NFC", text)


def _settled_int(value: object, _depth: int) -> int:
    number = cast("int", value)
    if not -MAX_INT <= number <= MAX_INT:
        raise WireRefused("", f"is a number past {MAX_INT}")
    return number


def _settled_as_is(value: object, _depth: int) -> Json:
    return cast("bool | None", value)


def _settled_list(value: object, depth: int) -> Json:
    _check_depth(depth)
    items = cast("Sequence[object]", value)
    return [_settled_at(index, item, depth + 1) for index, item in enumerate(items)]


def _settled_object(value: object, depth: int) -> Json:
    _check_depth(depth)
    held = cast("Mapping[object, object]", value)
    kept: dict[str, Json] = {}
    for key, item in held.items():
        if not isinstance(key, str):
            raise WireRefused("", f"has a key that is {_named(key)}")
        settled_key = _settled_text(key, depth)
        kept[settled_key] = _settled_at(settled_key, item, depth + 1)
    if len(kept) != len(held):
        raise WireRefused("", "has a key twice")
    return kept


def _settled_at(step: str | int, value: object, depth: int) -> Json:
    try:
        return _settled(value, depth)
    except WireRefused as fault:
        raise fault.within(step) from None


def _check_depth(depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise WireRefused("", _TOO_DEEP)


def _named(value: object) -> str:
    return "a number with a point" if isinstance(value, float) else f"a {type(value).__name__}"


_RULES: dict[type, Callable[[object, int], Json]] = {
    str: _settled_text,
    int: _settled_int,
    bool: _settled_as_is,
    type(None): _settled_as_is,
    list: _settled_list,
    tuple: _settled_list,
    dict: _settled_object,
}
