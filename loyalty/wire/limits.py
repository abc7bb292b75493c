"""What may stand beside a type in a message: its limits, or another form on the wire.

Used as `Annotated[str, Length(1, 64)]`; each reads one plain JSON value and says in a clause what is wrong.
"""

import base64
import binascii
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Final, cast

from loyalty.wire.canonical import MAX_INT, Json, JsonObject, WireRefused


class Limit(ABC):
    """Base of the limits: what passes is sent as it is, unless a subclass says otherwise."""

    __slots__ = ()

    @abstractmethod
    def read(self, value: object) -> object:
        """The value in memory; raises WireRefused where the limit is passed."""

    def write(self, value: object) -> Json:
        """The JSON form of a value that `read` gave."""
        return cast("Json", value)


@dataclass(frozen=True, slots=True)
class Length(Limit):
    """Text of so many characters, none of them a control character but the line feed."""

    least: int
    most: int

    def read(self, value: object) -> str:
        """See `Limit`."""
        text = as_text(value)
        if not self.least <= len(text) <= self.most:
            raise WireRefused("", f"must have {self.least} to {self.most} characters, has {len(text)}")
        if _CONTROL.search(text):
            raise WireRefused("", "holds a control character")
        return text


@dataclass(frozen=True, slots=True)
class Between(Limit):
    """A whole number within limits, both included."""

    least: int
    most: int

    def read(self, value: object) -> int:
        """See `Limit`."""
        number = as_whole(value)
        if not self.least <= number <= self.most:
            raise WireRefused("", f"must be from {self.least} to {self.most}, is {number}")
        return number


@dataclass(frozen=True, slots=True)
class Pattern(Limit):
    """Text of a known form, in ASCII; `form` names it in the fault."""

    expression: str
    form: str

    def read(self, value: object) -> str:
        """See `Limit`."""
        text = as_text(value)
        if _compiled(self.expression).fullmatch(text) is None:
            raise WireRefused("", f"must be {self.form}")
        return text


@dataclass(frozen=True, slots=True)
class Utc(Limit):
    """A moment as text, `2026-11-25T11:30:00.123Z`: one form only, so that it sorts and hashes."""

    def read(self, value: object) -> str:
        """See `Limit`."""
        text = as_text(value)
        if _compiled(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z").fullmatch(text) is None:
            raise WireRefused("", "must be a UTC moment like 2026-11-25T11:30:00.123Z")
        try:
            datetime.fromisoformat(text)
        except ValueError:
            raise WireRefused("", "names a moment that does not exist") from None
        return text


@dataclass(frozen=True, slots=True)
class HexBytes(Limit):
    """Bytes of one fixed size, in lower-case hex on the wire."""

    size: int

    def read(self, value: object) -> bytes:
        """See `Limit`."""
        text = as_text(value)
        try:
            data = bytes.fromhex(text)
        except ValueError:
            data = b""
        if len(data) != self.size or data.hex() != text:  # which has neither capitals nor blanks
            raise WireRefused("", f"must be {self.size} bytes in lower-case hex")
        return data

    def write(self, value: object) -> Json:
        """See `Limit`."""
        return cast("bytes", value).hex()


@dataclass(frozen=True, slots=True)
class Base64Bytes(Limit):
    """Bytes within limits of size, in padded base64 on the wire."""

    least: int
    most: int

    def read(self, value: object) -> bytes:
        """See `Limit`."""
        try:
            data = base64.b64decode(as_text(value), validate=True)
        except (binascii.Error, ValueError):
            raise WireRefused("", "must be base64") from None
        if not self.least <= len(data) <= self.most:
            raise WireRefused("", f"must hold {self.least} to {self.most} bytes, holds {len(data)}")
        return data

    def write(self, value: object) -> Json:
        """See `Limit`."""
        return base64.b64encode(cast("bytes", value)).decode()


@dataclass(frozen=True, slots=True)
class Most:
    """A list of at most so many entries."""

    count: int


ID_FORM = Pattern(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,63}", "an id of 1 to 64 letters, digits and . _ : -")
Id = Annotated[str, ID_FORM]
"""A random id made by a till or the server (UUIDv7 as text), or a readable key such as a SKU's."""
Words = Annotated[str, Length(0, 500)]
"""A text for people."""
Key = Annotated[str, Length(1, 200)]
"""A text that finds something: a rule's id, a SKU, a code."""
Moment = Annotated[str, Utc()]
Seq = Annotated[int, Between(1, MAX_INT)]
Count = Annotated[int, Between(0, MAX_INT)]
AnyInt = Annotated[int, Between(-MAX_INT, MAX_INT)]
Amount = Annotated[int, Between(0, 10**12 - 1)]
"""Money or points as the program format limits them."""
Hash = Annotated[bytes, HexBytes(32)]
Signature = Annotated[bytes, Base64Bytes(64, 64)]
PublicKey = Annotated[bytes, Base64Bytes(32, 32)]

CONTROL: Final = r"\x00-\x09\x0b-\x1f\x7f"
"""The control characters but the line feed, as a part of an expression."""

_CONTROL = re.compile(f"[{CONTROL}]")


@lru_cache(maxsize=256)
def _compiled(expression: str) -> re.Pattern[str]:
    """`re` looks its own cache up in some times as long as most texts here take to match."""
    return re.compile(expression, re.ASCII)


def as_text(value: object) -> str:
    """The value if it is text; raises WireRefused otherwise."""
    if not isinstance(value, str):
        raise WireRefused("", "must be text")
    return value


def as_whole(value: object) -> int:
    """The value if it is a whole number (true and false are not); raises WireRefused otherwise."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise WireRefused("", "must be a whole number")
    return value


def as_bool(value: object) -> bool:
    """The value if it is true or false; raises WireRefused otherwise."""
    if not isinstance(value, bool):
        raise WireRefused("", "must be true or false")
    return value


def as_list(value: object) -> list[object]:
    """The value if it is a list; raises WireRefused otherwise."""
    if not isinstance(value, list | tuple):
        raise WireRefused("", "must be a list")
    return cast("list[object]", value) if isinstance(value, list) else list(cast("tuple[object]", value))


def as_object(value: object) -> JsonObject:
    """The value if it is an object; raises WireRefused otherwise."""
    if not isinstance(value, Mapping):
        raise WireRefused("", "must be an object")
    return cast("JsonObject", value)
