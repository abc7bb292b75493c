"""A message read in one go by msgspec's C: the quick yes. What it refuses, `codec` reads again and judges.

A message's type hints are said here once more in msgspec's words, made from the same limits, so that no limit
is written twice. What has no such words (a moment, bytes in hex or base64, a message that reads itself) is
handed to its own reader. Not here: what is wrong with a value, and where; see `codec`.
"""

import types
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, NewType, Optional, TypeVar, cast, get_args, get_origin

import msgspec

from loyalty.wire.canonical import WireRefused
from loyalty.wire.limits import CONTROL, Between, Length, Limit, Most, Pattern

_Message = TypeVar("_Message")


class Unclear(Exception):
    """msgspec's reader makes nothing of a value, which is no verdict on it."""


def read(message: type[_Message], value: object) -> _Message:
    """The message that was said, whose class `describe` has been told of.

    Raises:
        Unclear: for all that is not plainly right.
    """
    try:
        return msgspec.convert(value, message, dec_hook=_read_by_itself)
    except (msgspec.ValidationError, WireRefused):
        raise Unclear from None


def text_of(values: Mapping[str, object]) -> str:
    """JSON of what a message holds: plain values, and messages of nothing else, written as `to_json` would.

    For a store that keeps a part of a message. Not for what is sent, hashed or signed, and not where a
    message within says bytes or writes itself: those are `codec`'s.
    """
    return _WRITER.encode(values).decode()


def describe(message: type, hints: Mapping[str, object]) -> None:
    """Tell msgspec what the fields of a message may hold; it looks for that in the class's annotations.

    The hints as they were written stay in `dataclasses.fields`, which is where all of ours looks.
    """
    message.__annotations__ = {**hints}


def by_itself(reader: Callable[[object], object]) -> type:
    """A hint that hands a value to its own reader."""
    return _ByItself(reader.__qualname__, (), {"read": staticmethod(reader)})


def native(hint: object, of_message: Callable[[type], object]) -> object:
    """The same hint in msgspec's words; `of_message` says what stands for a message within."""
    if isinstance(hint, NewType):
        return native(hint.__supertype__, of_message)
    if isinstance(hint, type):
        return hint if hint in _PLAIN else of_message(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _limited(arguments[0], arguments[1], of_message)
    if origin is Literal:
        return hint
    if origin is tuple:
        return cast("Any", tuple)[native(arguments[0], of_message), ...]
    if origin is Mapping:
        return cast("Any", dict)[str, arguments[1] if arguments[1] in _PLAIN else Any]
    (inner,) = (argument for argument in arguments if argument is not types.NoneType)
    return cast("Any", Optional)[native(inner, of_message)]


def _limited(hint: object, limit: object, of_message: Callable[[type], object]) -> object:
    match limit:
        case Most(count):
            return Annotated[native(hint, of_message), msgspec.Meta(max_length=count)]
        case Length(least, most):
            clean = rf"\A[^{CONTROL}]*\Z"
            return Annotated[str, msgspec.Meta(min_length=least, max_length=most, pattern=clean)]
        case Between(least, most):
            return Annotated[int, msgspec.Meta(ge=least, le=most)]
        case Pattern(expression):
            return Annotated[str, msgspec.Meta(pattern=rf"\A(?a:{expression})\Z")]
        case _:
            return by_itself(cast("Limit", limit).read)


class _ByItself(type):
    """msgspec asks whether what a reader gave is of the hint it gave it for: it always is."""

    read: Callable[[object], object]

    def __instancecheck__(cls, instance: object) -> bool:
        return True


def _read_by_itself(hint: type, value: object) -> object:
    return cast("_ByItself", hint).read(value)


_PLAIN = frozenset({str, int, bool})
_WRITER = msgspec.json.Encoder()
