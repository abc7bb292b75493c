"""A message as canonical bytes, written by msgspec's C from the objects as they are.

Only what msgspec would write otherwise (bytes in hex or base64, and so what holds some) is replaced before.
What comes of free objects, such as an event's body, is read back and compared: the type checkers see to the
rest. Not here: bytes of plain values; see `canonical`.
"""

import dataclasses
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, NewType, cast, get_args, get_origin

from loyalty.wire.canonical import canonical_bytes, is_read_back, quick_bytes
from loyalty.wire.codec import Message
from loyalty.wire.limits import Limit, Most

_Replace = Callable[[Any], object]
"""What stands for a value while msgspec writes it."""
_Check = Callable[[Any], bool]
"""Whether a value is what is read back of it."""


def message_bytes(message: Message) -> bytes:
    """The canonical bytes of what `to_json` gives.

    Raises:
        WireRefused: as `canonical_bytes`.
    """
    kind: Any = type(message)
    way = _way(kind)
    quick = quick_bytes(message if way.replace is None else way.replace(message))
    if quick is not None and (way.check is None or way.check(message)):
        return quick
    return canonical_bytes(message.to_json())


@dataclass(frozen=True, slots=True)
class _Way:
    """How values of one hint are written; None where nothing has to be done."""

    replace: _Replace | None = None
    check: _Check | None = None


_AS_IT_IS = _Way()


@cache
def _way(kind: type[Message]) -> _Way:
    ways = {field.name: _way_of(field.type) for field in dataclasses.fields(cast("Any", kind))}
    replaced = [(name, way.replace) for name, way in ways.items() if way.replace is not None]
    checked = [(name, way.check) for name, way in ways.items() if way.check is not None]

    def replace(message: object) -> object:
        said = {name: getattr(message, name) for name in ways}
        for name, each in replaced:
            said[name] = each(said[name])
        return said

    def check(message: object) -> bool:
        return all(each(getattr(message, name)) for name, each in checked)

    return _Way(replace if replaced else None, check if checked else None)


def _way_of(hint: object) -> _Way:
    if isinstance(hint, NewType):
        return _way_of(hint.__supertype__)
    if isinstance(hint, type):
        return _way(cast("Any", hint)) if issubclass(hint, Message) else _AS_IT_IS
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _limited(*arguments)
    if origin is tuple:
        return _listed(_way_of(arguments[0]))
    if origin is Mapping:
        return _Way(check=lambda held: not held or is_read_back(held))
    if types.NoneType in arguments:
        (inner,) = (each for each in arguments if each is not types.NoneType)
        return _maybe(_way_of(inner))
    return _AS_IT_IS


def _limited(hint: object, limit: Limit | Most) -> _Way:
    if isinstance(limit, Most):
        return _way_of(hint)
    return _AS_IT_IS if type(limit).write is Limit.write else _Way(limit.write)


def _listed(way: _Way) -> _Way:
    replace, check = way.replace, way.check
    return _Way(
        None if replace is None else lambda items: [replace(each) for each in items],
        None if check is None else lambda items: all(map(check, items)),
    )


def _maybe(way: _Way) -> _Way:
    replace, check = way.replace, way.check
    return _Way(
        None if replace is None else lambda value: None if value is None else replace(value),
        None if check is None else lambda value: value is None or check(value),
    )
