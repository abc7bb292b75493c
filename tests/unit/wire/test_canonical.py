"""One value, one sequence of bytes."""

import json
import unicodedata
from collections import defaultdict
from decimal import Decimal
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import NoReturn, cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loyalty.wire.canonical import (
    MAX_DEPTH,
    MAX_INT,
    Json,
    WireRefused,
    canonical_bytes,
    canonical_of_flat,
    canonical_of_parsed,
    parse_json,
)

PLAIN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
"""The encoder of the standard library: what it writes of a normal value is the language of the wire."""


class Colour(StrEnum):
    """A text that is not only one."""

    RED = "red"


class Level(IntEnum):
    """A whole number that is not only one."""

    HIGH = 3


leaves = st.none() | st.booleans() | st.integers(-MAX_INT, MAX_INT) | st.text()
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)


odd_leaves = leaves | st.one_of(
    st.integers(),
    st.floats(),
    st.binary(max_size=3),
    st.text(st.characters(categories=["Cs", "Cc", "Mn", "Ll"])),
    st.decimals(),
    st.datetimes(),
    st.uuids(),
    st.sets(st.integers()),
    st.sampled_from([Colour.RED, Level.HIGH, MappingProxyType({}), object()]),
)
odd_keys = st.text() | st.text(st.characters(categories=["Mn", "Ll"]), max_size=2) | st.integers() | st.none()
odd_values = st.recursive(
    odd_leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=2).map(tuple),
        st.dictionaries(odd_keys, inner, max_size=4),
        st.dictionaries(st.text(), inner, max_size=2).map(lambda held: defaultdict(None, held)),
    ),
    max_leaves=12,
)


def as_before(value: object) -> object:
    """What stands for a value on the wire, worked out part by part; raises ValueError where nothing does."""
    match value:
        case None | bool():
            return value
        case str():
            value.encode()
            return unicodedata.normalize("NFC", value)
        case int():
            return refuse(value) if abs(value) > MAX_INT else value
        case list() | tuple():
            return [as_before(each) for each in cast("list[object]", value)]
        case dict():
            held = cast("dict[object, object]", value)
            said = {as_before(key): as_before(each) for key, each in held.items()}
            return said if set(map(type, said)) <= {str} and len(said) == len(held) else refuse(held)
        case _:
            return refuse(value)


def refuse(value: object) -> NoReturn:
    raise ValueError(value)


def nested(depth: int) -> Json:
    value: Json = 1
    for _ in range(depth):
        value = [value]
    return value


@given(values)
def test_what_is_encoded_is_read_back_and_encodes_the_same(value: Json) -> None:
    try:
        data = canonical_bytes(value)
    except WireRefused:  # two keys of one NFC form
        return
    assert canonical_bytes(parse_json(data)) == data


@given(values)
def test_spacing_and_key_order_do_not_matter(value: Json) -> None:
    try:
        data = canonical_bytes(value)
    except WireRefused:
        return
    spaced = json.dumps(json.loads(data), indent=3, ensure_ascii=True).encode()
    assert canonical_bytes(parse_json(spaced)) == data


@given(st.text())
def test_texts_of_one_meaning_are_one(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert canonical_bytes([composed]) == canonical_bytes([decomposed])
    assert parse_json(json.dumps(decomposed).encode()) == composed


def test_the_encoding_is_what_it_always_was() -> None:
    value: Json = {"b": [1, True, None, 'ắ\n"\\\x7f'], "a": {"é": -5, "z": ""}, "ă": (0,)}
    assert (
        canonical_bytes(value) == '{"a":{"z":"","é":-5},"b":[1,true,null,"ắ\\n\\"\\\\\x7f"],"ă":[0]}'.encode()
    )


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"a": [0, {"b": 1.5}]}, "a[1].b"),
        ([[float("nan")]], "[0][0]"),
        ({"a": MAX_INT + 1}, "a"),
        ({"a": -MAX_INT - 1}, "a"),
        ({"a": "\ud800"}, "a"),
        ({"\udfff": 1}, ""),
        ({1: 1}, ""),
        ({"a": {1, 2}}, "a"),
        ({"a": b""}, "a"),
        ({"é": 1, "e\u0301": 2}, ""),
    ],
)
def test_what_cannot_be_said_is_refused_where_it_stands(value: object, path: str) -> None:
    with pytest.raises(WireRefused) as refusal:
        canonical_bytes(cast("Json", value))
    assert refusal.value.path == path


@pytest.mark.parametrize(
    "text",
    [
        "an",
        'an "b"',
        "e\u0301",
        "[{1.5",
        "1234567890123456",
        ",1234567890123456",
        "Infinity",
        "true",
        "\\",
        "",
    ],
)
def test_what_stands_in_a_text_is_text(text: str) -> None:
    data = canonical_bytes({"a": [text, 10**15, -5], text: None})
    assert canonical_bytes({"a": (text, 10**15, -5), text: None}) == data
    assert canonical_of_parsed(parse_json(data)) == data
    assert parse_json(data) == json.loads(data)


def test_what_is_read_as_it_stands_is_read_strictly_too() -> None:
    assert parse_json(b'{"a":9007199254740991,"b":[[]]}') == {"a": MAX_INT, "b": [[]]}
    for data in (b'{"a":1,"a":1}', b'{"a":1.0}', b'{"a":1e3}', b'{"a":NaN}', b'{"a":9007199254740992}'):
        with pytest.raises(WireRefused):
            parse_json(data)
    assert parse_json('{"a":"e\u0301"}'.encode()) == {"a": "é"}


@given(odd_values)
@example([Colour.RED, {"e\u0301": (Level.HIGH, True)}])
@example([Decimal(1), "1"])
@example({"a": float("nan"), "b": -0.0})
def test_what_can_be_said_is_written_as_the_standard_library_writes_it(value: object) -> None:
    try:
        expected = PLAIN.encode(as_before(value)).encode()
    except ValueError:
        with pytest.raises(WireRefused):
            canonical_bytes(cast("Json", value))
    else:
        assert canonical_bytes(cast("Json", value)) == expected


@given(values, st.data())
def test_what_is_nearly_canonical_is_read_as_if_it_were_spaced(value: Json, data: st.DataObject) -> None:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    at = data.draw(st.integers(0, len(text)))
    inside = data.draw(st.text('{}[]",:0123456789.eE-Nainulf\\u\u0301', max_size=3))
    said = (text[:at] + inside + text[at + data.draw(st.integers(0, 2)) :]).encode(errors="surrogatepass")
    assert outcome(said) == outcome(said + b" ")


def outcome(data: bytes) -> object:
    try:
        return repr(parse_json(data))
    except WireRefused:
        return None


@given(st.lists(st.sampled_from(["[", "]", '"', "\\", "", "]]", '"]']), min_size=1, max_size=MAX_DEPTH + 3))
@example(["]"] * (MAX_DEPTH + 1))
@example(["[", '"'] * (MAX_DEPTH // 2))
def test_brackets_in_texts_are_neither_depth_nor_do_they_hide_it(texts: list[str]) -> None:
    value: Json = 1
    for text in texts:
        value = [text, value, text]
    data = json.dumps(value, separators=(",", ":")).encode()
    if len(texts) <= MAX_DEPTH:
        assert canonical_bytes(value) == data
        assert outcome(data) == repr(value)
    else:
        assert outcome(data) is None
        with pytest.raises(WireRefused, match="deeper"):
            canonical_bytes(value)


def test_a_long_number_in_a_text_is_none() -> None:
    for data in (b'[",1234567890123456"]', b'{"a":"\\":-1234567890123456"}'):
        assert canonical_bytes(parse_json(data)) == data


@pytest.mark.parametrize("data", [b"9007199254740991", b"[9007199254740991]", b'{"a":-9007199254740991}'])
def test_the_largest_number_is_one(data: bytes) -> None:
    assert canonical_bytes(parse_json(data)) == data
    with pytest.raises(WireRefused):
        parse_json(data.replace(b"991", b"992"))


@pytest.mark.parametrize("most", [{}, {"a": 'a "'}, {"a": "\\"}, {"a": '[{\\"'}])
def test_how_deep_and_how_large_is_seen_in_large_texts_too(most: dict[str, Json]) -> None:
    value: Json = [[], [most, nested(MAX_DEPTH - 2), 10**15, "1234567890123456", MAX_INT]]
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    assert canonical_bytes(value) == data
    assert parse_json(data) == value
    with pytest.raises(WireRefused, match="deeper"):
        canonical_bytes([value])
    with pytest.raises(WireRefused, match="deeper"):
        parse_json(b"[%b]" % data)


def test_values_under_names_are_written_as_any_value() -> None:
    for text in ("a", 'a "b"\n', "é", "e\u0301", "1" * 20):
        assert canonical_of_flat({"b": text, "a": 5}) == canonical_bytes({"a": 5, "b": text})
    for value in (1.5, MAX_INT + 1, "\ud800", b""):
        with pytest.raises(WireRefused) as refusal:
            canonical_of_flat({"a": 1, "b": cast("int", value)})
        assert refusal.value.path == "b"


@given(values)
def test_what_was_read_is_encoded_as_any_value(value: Json) -> None:
    try:
        data = canonical_bytes(value)
    except WireRefused:
        return
    assert canonical_of_parsed(parse_json(data)) == data


@given(st.binary(max_size=60) | st.text(alphabet='{}[]",:0123456789.eE-NaItrufl\\é').map(str.encode))
def test_what_is_read_is_what_a_reader_of_json_reads(data: bytes) -> None:
    try:
        value = parse_json(data)
    except WireRefused:
        return
    assert canonical_bytes(value) == canonical_bytes(json.loads(unicodedata.normalize("NFC", data.decode())))


@pytest.mark.parametrize(("value", "encoded"), [(7, b"7"), ("a", b'"a"'), (True, b"true"), (None, b"null")])
def test_what_holds_nothing_else_is_encoded_alone(value: Json, encoded: bytes) -> None:
    assert canonical_bytes(value) == encoded


def test_nesting_has_an_end() -> None:
    assert canonical_bytes(nested(MAX_DEPTH))
    with pytest.raises(WireRefused, match="deeper"):
        canonical_bytes(nested(MAX_DEPTH + 1))
    with pytest.raises(WireRefused, match="deeper"):
        parse_json(b"[" * 100_000 + b"]" * 100_000)
    with pytest.raises(WireRefused, match="deeper"):
        parse_json(b'{"a":' * 30 + b"1" + b"}" * 30)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"{", b'{"a":1,}', b'{"a":1,"a":1}', b"1.0", b"1e3", b"NaN", b"-Infinity", b"\xff"),
        *(b"9007199254740992", b"1" * 5000, b'"\\ud800"', b'{"\\ud800":1}', b"{'a':1}", b"[1] 2"),
    ],
)
def test_text_that_is_not_of_the_language_is_refused(data: bytes) -> None:
    with pytest.raises(WireRefused):
        parse_json(data)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        value = parse_json(data)
    except WireRefused:
        return
    assert parse_json(canonical_bytes(value)) == value


def test_a_fault_says_where_it_stands_however_long_the_way() -> None:
    fault = WireRefused("total", "is wrong").within("body").within(3).within("events")
    assert (fault.path, fault.why) == ("events[3].body.total", "is wrong")
    assert len(WireRefused("x" * 10_000, "is wrong").path) <= 200
