"""Frozen dataclasses to JSON and back by their own type hints, so that a message's shape is written once.

A dataclass that is a `Message` has `to_json` and `from_json`. Reading is strict in what it needs and deaf to
what it does not know: an unknown key is passed over (a newer peer may say more), a missing key takes the
field's default or is a fault that names its path. Limits stand beside the type, see `limits`. Not here: any
message, any meaning.
"""

import dataclasses
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated, Any, Literal, NewType, Self, TypeVar, Union, cast, get_args, get_origin

from loyalty.wire import native
from loyalty.wire.canonical import Json, JsonObject, WireRefused
from loyalty.wire.limits import Limit, Most, as_bool, as_list, as_object, as_text, as_whole

Reader = Callable[[object], object]
Writer = Callable[[object], Json]
Codec = tuple[Reader, Writer | None]
"""How a value is read and how it is written; None where it is sent as it is."""


class Message:
    """Base of all that travels: what a frozen dataclass needs to be said and understood."""

    __slots__ = ()

    def to_json(self) -> JsonObject:
        """The message as plain JSON values, every field present."""
        shape = _shape(type(self))
        said: dict[str, Json] = dict(zip(shape.names, shape.values(self), strict=True))
        for name, write in shape.written:
            said[name] = write(said[name])
        return said

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read a message from plain JSON values.

        Raises:
            WireRefused: with the path of the first fault.
        """
        _shape(cls)
        try:
            return native.read(cls, value)
        except native.Unclear:
            return read_field_by_field(cls, value)


Said = TypeVar("Said", bound=Message)


def read_field_by_field(message: type[Said], value: object) -> Said:
    """The same at leisure, by each field's own reader, which says what is wrong with it.

    Raises:
        WireRefused: with the path of the first fault.
    """
    held = as_object(value)
    return message(**{field.name: field.take(held) for field in _shape(message).fields})


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    read: Reader
    write: Writer | None
    default: object

    def take(self, held: JsonObject) -> object:
        if self.name not in held:
            if self.default is dataclasses.MISSING:
                raise WireRefused(self.name, "is missing")
            return self.default
        return _read_at(self.name, self.read, held[self.name])


@dataclass(frozen=True, slots=True)
class _Shape:
    """The fields of a message; `written` are those whose values are not sent as they are."""

    fields: tuple[_Field, ...]
    names: tuple[str, ...]
    values: Callable[[object], tuple[Any, ...]]
    written: tuple[tuple[str, Writer], ...]


_KNOWN: dict[type[Message], _Shape] = {}
"""What `_shape` has worked out so far: the hints of a class never change."""


def _shape(message: type[Message]) -> _Shape:
    known = _KNOWN.get(message)
    if known is None:
        declared = dataclasses.fields(cast("Any", message))
        fields = tuple(_Field(field.name, *_codec(field.type), field.default) for field in declared)
        names = tuple(field.name for field in fields)
        native.describe(message, {field.name: native.native(field.type, _within) for field in declared})
        known = _KNOWN[message] = _Shape(
            fields,
            names,
            _getter(names),
            tuple((field.name, field.write) for field in fields if field.write is not None),
        )
    return known


def _within(message: type[Message]) -> object:
    """What msgspec is to take for a message within a message."""
    if "from_json" in vars(message):  # it reads itself, in its own way
        return native.by_itself(message.from_json)
    _shape(message)
    return message


def _getter(names: tuple[str, ...]) -> Callable[[object], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda each: tuple(getattr(each, name) for name in names)


def _codec(hint: object) -> Codec:
    """The reader and the writer for one type hint."""
    if isinstance(hint, NewType):
        return _codec(hint.__supertype__)
    plain = _PLAIN.get(hint)
    if plain is not None:
        return plain, None
    if isinstance(hint, type) and issubclass(hint, Message):
        return hint.from_json, _write_message
    build = _BUILDERS.get(get_origin(hint))
    if build is None:
        raise TypeError(f"no wire form for {hint!r}")
    return build(get_args(hint))


def _annotated(arguments: tuple[object, ...]) -> Codec:
    hint, rule = arguments
    if isinstance(rule, Most):
        read, write = _codec(hint)
        return _at_most(rule.count, read), write
    limit = cast("Limit", rule)
    return limit.read, None if type(limit).write is Limit.write else limit.write


def _tuple(arguments: tuple[object, ...]) -> Codec:
    read, write = _codec(arguments[0])

    def read_items(value: object) -> object:
        items = as_list(value)
        try:
            return tuple(map(read, items))
        except WireRefused:  # read again, to say where the fault is
            return tuple(_read_at(index, read, item) for index, item in enumerate(items))

    def write_items(value: object) -> Json:
        items = cast("tuple[Json, ...]", value)
        return list(items) if write is None else [write(item) for item in items]

    return read_items, write_items


def _mapping(arguments: tuple[object, ...]) -> Codec:
    if arguments[1] not in _PLAIN:
        return as_object, None
    read = _PLAIN[arguments[1]]

    def read_entries(value: object) -> object:
        return {key: _read_at(key, read, item) for key, item in as_object(value).items()}

    return read_entries, None


def _union(arguments: tuple[object, ...]) -> Codec:
    """`X | None` only."""
    (hint,) = (argument for argument in arguments if argument is not types.NoneType)
    read, write = _codec(hint)
    return (
        lambda value: None if value is None else read(value),
        None if write is None else lambda value: None if value is None else write(value),
    )


def _literal(arguments: tuple[object, ...]) -> Codec:
    listed = ", ".join(str(argument) for argument in arguments)

    def read(value: object) -> object:
        if value not in arguments:
            raise WireRefused("", f"must be one of {listed}")
        return value

    return read, None


def _at_most(count: int, read: Reader) -> Reader:
    def read_few(value: object) -> object:
        if len(as_list(value)) > count:
            raise WireRefused("", f"has more than {count} entries")
        return read(value)

    return read_few


def _read_at(step: str | int, read: Reader, value: object) -> object:
    try:
        return read(value)
    except WireRefused as fault:
        raise fault.within(step) from None


def _write_message(value: object) -> Json:
    return cast("Message", value).to_json()


_PLAIN: Mapping[object, Reader] = {str: as_text, int: as_whole, bool: as_bool}

_BUILDERS: Mapping[object, Callable[[tuple[object, ...]], Codec]] = {
    Annotated: _annotated,
    tuple: _tuple,
    Mapping: _mapping,
    types.UnionType: _union,
    Union: _union,
    Literal: _literal,
}
