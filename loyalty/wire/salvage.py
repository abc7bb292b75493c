"""Reading a record that must not hold up its neighbours: each part by itself, as far as it can be read.

For what travels beside the journal and is nobody's evidence; what the journal says is kept whole instead.
"""

import re
from collections.abc import Mapping
from typing import cast

from loyalty.wire.canonical import JsonObject
from loyalty.wire.limits import Pattern

_CONTROL = re.compile("[\x00-\x1f\x7f]+")


def object_or_empty(value: object) -> JsonObject:
    """The value if it is an object; an empty one otherwise."""
    return cast("JsonObject", value) if isinstance(value, Mapping) else {}


def of_form(form: Pattern, value: object) -> str | None:
    """The value if it is text of that form."""
    if not isinstance(value, str) or re.fullmatch(form.expression, value, re.ASCII) is None:
        return None
    return value


def told(value: object, *, most: int) -> str:
    """What a text says, control characters taken out, at most so long; nothing where it is no text."""
    return _CONTROL.sub(" ", value).strip()[:most] if isinstance(value, str) else ""


def objects_of(value: object, *, most: int) -> tuple[JsonObject, ...]:
    """The objects in a list, as many as may be; none where it is no list."""
    listed = cast("list[object]", value) if isinstance(value, list | tuple) else []
    return tuple(cast("JsonObject", each) for each in listed if isinstance(each, Mapping))[:most]
