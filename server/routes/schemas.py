"""The messages of the wire as JSON Schema, worked out from the same type hints that read them.

So the API page cannot say anything but what the server does.
"""

import dataclasses
import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NewType, Union, cast, get_args, get_origin

from loyalty.wire.canonical import Json
from loyalty.wire.codec import Message
from loyalty.wire.limits import Base64Bytes, Between, HexBytes, Length, Most, Pattern, Utc

Schema = dict[str, Json]

_PLAIN: Mapping[object, str] = {str: "string", int: "integer", bool: "boolean"}


def described(
    *,
    answer: type[Message],
    problem: type[Message],
    body: type[Message] | None = None,
    query: Sequence[str] = (),
) -> dict[str, Any]:
    """What a route says of itself in OpenAPI."""
    told: dict[str, Any] = {
        "responses": {
            "200": {"description": "Done", "content": {"application/json": {"schema": _reference(answer)}}},
            "4XX": {
                "description": "Refused",
                "content": {"application/problem+json": {"schema": _reference(problem)}},
            },
        },
    }
    if body is not None:
        told["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _reference(body)}},
        }
    if query:
        told["parameters"] = [
            {"name": name, "in": "query", "required": False, "schema": {"type": "string"}} for name in query
        ]
    return told


def schemas_of(messages: Sequence[type[Message]]) -> dict[str, Schema]:
    """The schemas of these messages and of all that stand in them, by name."""
    found: dict[str, Schema] = {}
    left = list(messages)
    while left:
        message = left.pop()
        if message.__name__ not in found:
            found[message.__name__] = _schema(message, left)
    return found


def _schema(message: type[Message], met: list[type[Message]]) -> Schema:
    fields = dataclasses.fields(cast("Any", message))
    return {
        "type": "object",
        "description": (message.__doc__ or "").strip(),
        "properties": {field.name: _of(field.type, met) for field in fields},
        "required": [field.name for field in fields if field.default is dataclasses.MISSING],
    }


def _of(hint: object, met: list[type[Message]]) -> Schema:
    if isinstance(hint, NewType):
        return _of(hint.__supertype__, met)
    plain = _PLAIN.get(hint)
    if plain is not None:
        return {"type": plain}
    if isinstance(hint, type) and issubclass(hint, Message):
        met.append(hint)
        return _reference(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _limited(arguments[0], arguments[1], met)
    if origin is tuple:
        return {"type": "array", "items": _of(arguments[0], met)}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in {types.UnionType, Union}:
        return {"anyOf": [_of(arguments[0], met), {"type": "null"}]}
    return {"type": "object"}


def _limited(hint: object, limit: object, met: list[type[Message]]) -> Schema:
    match limit:
        case Most(count):
            return _of(hint, met) | {"maxItems": count}
        case Length(least, most):
            return {"type": "string", "minLength": least, "maxLength": most}
        case Between(least, most):
            return {"type": "integer", "minimum": least, "maximum": most}
        case Pattern(expression, form):
            return {"type": "string", "pattern": f"^(?:{expression})$", "description": form}
        case Utc():
            return {"type": "string", "format": "date-time", "description": "UTC with milliseconds and Z"}
        case HexBytes(size):
            return {"type": "string", "pattern": f"^[0-9a-f]{{{size * 2}}}$"}
        case Base64Bytes():
            return {"type": "string", "contentEncoding": "base64"}
        case _:
            raise TypeError(f"no schema for {limit!r}")


def _reference(message: type[Message]) -> Schema:
    return {"$ref": f"#/components/schemas/{message.__name__}"}
