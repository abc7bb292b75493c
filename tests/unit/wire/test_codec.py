"""Messages to JSON and back by their type hints."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import pytest

from loyalty.units import Points
from loyalty.wire.canonical import JsonObject, WireRefused
from loyalty.wire.codec import Message, read_field_by_field
from loyalty.wire.limits import Base64Bytes, Between, HexBytes, Length, Limit, Most, Pattern, Utc


@dataclass(frozen=True, slots=True)
class Part(Message):
    """Something within."""

    name: str
    count: Points = Points(0)


@dataclass(frozen=True, slots=True)
class Whole(Message):
    """One field of each form."""

    text: Annotated[str, Length(1, 5)]
    number: Annotated[int, Between(0, 9)]
    word: Annotated[str, Pattern("[a-z]+", "small letters")]
    at: Annotated[str, Utc()]
    hash: Annotated[bytes, HexBytes(2)]
    blob: Annotated[bytes, Base64Bytes(1, 3)]
    flag: bool
    kind: Literal["a", "b"]
    parts: Annotated[tuple[Part, ...], Most(2)]
    names: Mapping[str, str]
    counts: Mapping[str, int]
    free: JsonObject
    maybe: int | None
    part: Part | None = None


GOOD: dict[str, object] = {
    "text": "abc",
    "number": 3,
    "word": "xyz",
    "at": "2026-02-28T23:59:59.999Z",
    "hash": "00ff",
    "blob": "AQI=",
    "flag": True,
    "kind": "b",
    "parts": [{"name": "p", "count": 2}, {"name": "q"}],
    "names": {"a": "b"},
    "counts": {"a": 1},
    "free": {"x": [1, None]},
    "maybe": None,
}

FAULTS: list[tuple[str, object, str]] = [
    ("text", "", "text"),
    ("text", "abcdef", "text"),
    ("text", "a\tb", "text"),
    ("text", 5, "text"),
    ("number", 10, "number"),
    ("number", -1, "number"),
    ("number", True, "number"),
    ("number", "3", "number"),
    ("word", "Xyz", "word"),
    ("word", "xyz\n", "word"),
    ("at", "2026-02-28T23:59:59Z", "at"),
    ("at", "2026-02-30T23:59:59.999Z", "at"),
    ("hash", "00FF", "hash"),
    ("hash", "00", "hash"),
    ("blob", "???", "blob"),
    ("blob", "", "blob"),
    ("blob", "AQIDBA==", "blob"),
    ("blob", "é", "blob"),
    ("flag", 1, "flag"),
    ("kind", "c", "kind"),
    ("kind", ["a"], "kind"),
    ("parts", {}, "parts"),
    ("parts", [{}, {}, {}], "parts"),
    ("parts", ["p"], "parts[0]"),
    ("names", {"a": 1}, "names.a"),
    ("counts", {"a": "1"}, "counts.a"),
    ("counts", [], "counts"),
    ("free", [], "free"),
    ("maybe", "x", "maybe"),
]


def test_at_leisure_too_a_field_that_is_left_out_has_its_default() -> None:
    assert read_field_by_field(Part, {"name": "q"}) == Part("q", Points(0))
    with pytest.raises(WireRefused) as refused:
        read_field_by_field(Part, {"count": 2})
    assert (refused.value.path, refused.value.why) == ("name", "is missing")


def test_a_message_is_said_and_understood() -> None:
    whole = Whole.from_json(GOOD)
    assert (whole.hash, whole.blob, whole.parts[1]) == (b"\x00\xff", b"\x01\x02", Part("q", Points(0)))
    assert whole.to_json() == {
        **GOOD,
        "parts": [{"name": "p", "count": 2}, {"name": "q", "count": 0}],
        "part": None,
    }
    assert Whole.from_json(whole.to_json()) == whole
    with_part = Whole.from_json({**GOOD, "maybe": 4, "part": {"name": "r"}})
    assert Whole.from_json(with_part.to_json()) == with_part


def test_unknown_keys_are_passed_over_and_missing_ones_named() -> None:
    assert Part.from_json({"name": "p", "colour": "red"}) == Part("p")
    with pytest.raises(WireRefused) as refusal:
        Whole.from_json({**GOOD, "parts": [{"name": "p"}, {}]})
    assert refusal.value.path == "parts[1].name"


@pytest.mark.parametrize(("key", "value", "path"), FAULTS)
def test_a_fault_is_told_with_its_place(key: str, value: object, path: str) -> None:
    with pytest.raises(WireRefused) as refusal:
        Whole.from_json({**GOOD, key: value})
    assert refusal.value.path == path


def test_a_mapping_of_plain_values_is_read_entry_by_entry() -> None:
    @dataclass(frozen=True, slots=True)
    class Told(Message):
        flags: Mapping[str, bool]

    assert Told.from_json({"flags": {"a": True}}).flags == {"a": True}
    with pytest.raises(WireRefused) as refusal:
        Told.from_json({"flags": {"a": 1}})
    assert refusal.value.path == "flags.a"


def test_a_hint_without_a_form_is_a_bug_at_the_first_use() -> None:
    @dataclass(frozen=True, slots=True)
    class Odd(Message):
        value: float

    with pytest.raises(TypeError, match="float"):
        Odd.from_json({"value": 1})


def test_a_limit_says_itself_how_it_reads() -> None:
    silent = type("Silent", (Limit,), {})
    with pytest.raises(TypeError, match="abstract"):
        silent()
    assert Length(1, 2).write("x") == "x"
