"""One value, one sequence of bytes."""

import json
import unicodedata
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.wire.canonical import (
    MAX_DEPTH,
    MAX_INT,
    Json,
    WireRefused,
    canonical_bytes,
    canonical_of_message,
    canonical_of_parsed,
    parse_json,
)

leaves = st.none() | st.booleans() | st.integers(-MAX_INT, MAX_INT) | st.text()
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)


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


def test_a_message_is_refused_for_what_any_value_is_refused_for() -> None:
    for value in (1.5, 1e30, float("inf"), MAX_INT + 1, "\ud800", b"", nested(MAX_DEPTH)):
        with pytest.raises(WireRefused) as refusal:
            canonical_of_message(cast("Json", {"a": [value]}))
        assert refusal.value.path.startswith("a")


@pytest.mark.parametrize(
    "text", ["an", 'an "b"', "e\u0301", "[{1.5", "1234567890123456", "Infinity", "true", "\\", ""]
)
def test_what_stands_in_a_text_is_text(text: str) -> None:
    data = canonical_bytes({"a": [text, 10**15, -5], text: None})
    assert canonical_of_message({"a": (text, 10**15, -5), text: None}) == data
    assert canonical_of_parsed(parse_json(data)) == data
    assert parse_json(data) == json.loads(data)


def test_what_is_read_as_it_stands_is_read_strictly_too() -> None:
    assert parse_json(b'{"a":9007199254740991,"b":[[]]}') == {"a": MAX_INT, "b": [[]]}
    for data in (b'{"a":1,"a":1}', b'{"a":1.0}', b'{"a":1e3}', b'{"a":NaN}', b'{"a":9007199254740992}'):
        with pytest.raises(WireRefused):
            parse_json(data)
    assert parse_json('{"a":"e\u0301"}'.encode()) == {"a": "é"}


@given(values)
def test_a_message_and_what_was_read_are_encoded_as_any_value(value: Json) -> None:
    try:
        data = canonical_bytes(value)
    except WireRefused:
        return
    assert canonical_of_message(value) == data
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
