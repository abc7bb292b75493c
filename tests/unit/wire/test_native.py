"""The quick reader of messages and the one that goes field by field: what both read, they read alike."""

import json
import types
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from typing import Annotated, Any, Literal, NewType, cast, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.wire import (
    closing,
    drawing,
    exchange,
    export,
    importing,
    journal,
    messages,
    native,
    rehoming,
    staffing,
)
from loyalty.wire.canonical import WireRefused
from loyalty.wire.codec import Message, read_field_by_field
from loyalty.wire.feed import MemberState
from loyalty.wire.limits import Base64Bytes, Between, HexBytes, Length, Limit, Most, Pattern
from tests.unit.wire.every_message import MEMBER, MESSAGES

KINDS = sorted(
    {
        kind
        for module in (closing, drawing, exchange, export, importing, journal, messages, rehoming, staffing)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Message) and kind is not Message
    },
    key=lambda kind: kind.__name__,
)
PLAIN: dict[object, st.SearchStrategy[object]] = {
    str: st.text(max_size=5),
    int: st.integers(),
    bool: st.booleans(),
}
ODD = st.one_of(
    *(st.none(), st.floats(), st.binary(max_size=3), st.just(1.0), st.just("é" * 600), st.just("\x7f")),
    st.lists(st.none() | st.text(max_size=2), max_size=2),
    st.lists(st.integers(), max_size=2).map(tuple),
    st.dictionaries(st.text(max_size=2) | st.integers(), st.none() | st.integers(), max_size=2),
    *PLAIN.values(),
)
"""What may stand where something else was meant, things that are no JSON among it."""


@st.composite
def said(draw: st.DrawFn, kind: type[Message]) -> Mapping[str, object]:
    """A message that was said well, or with one field missing, at its limit, past it or something else."""
    hints = {field.name: field.type for field in fields(cast("Any", kind))}
    told = {name: draw(well(hint)) for name, hint in hints.items()}
    spoilt = draw(st.sampled_from([None, None, *hints]))
    if spoilt is not None:
        told[spoilt] = draw(st.one_of(edges(hints[spoilt]), ODD))
        if draw(st.booleans()):
            del told[spoilt]
    return told


def well(hint: Any) -> st.SearchStrategy[object]:
    """What may be said for a hint; of a message within, now and then what may not."""
    if isinstance(hint, NewType):
        return well(hint.__supertype__)
    if isinstance(hint, type):
        return PLAIN[hint] if hint in PLAIN else said(cast("type[Message]", hint))
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return within(*arguments)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        return st.lists(well(arguments[0]), max_size=2)
    if origin is Mapping:
        return st.dictionaries(st.text(max_size=2), PLAIN.get(arguments[1], ODD), max_size=2)
    return st.one_of(*(st.none() if each is types.NoneType else well(each) for each in arguments))


def within(hint: object, limit: Limit | Most) -> st.SearchStrategy[object]:
    match limit:
        case Length(least, most):
            return st.text("aắ\n😀", min_size=least, max_size=min(most, least + 5))
        case Between(least, most):
            return st.integers(least, most)
        case Pattern(expression):
            return st.from_regex(f"(?a:{expression})", fullmatch=True)
        case HexBytes(size):
            return st.binary(min_size=size, max_size=size).map(bytes.hex)
        case Base64Bytes(least):
            return st.just("AAAA" * (least // 3) + ("", "AA==", "AAA=")[least % 3])
        case Most():
            return well(hint)
        case _:
            return st.just("2026-02-28T23:59:59.999Z")


def edges(hint: Any) -> st.SearchStrategy[object]:
    """What stands at the limits of a hint, and just past them."""
    if get_origin(hint) is not Annotated:
        return well(hint)
    inner, limit = get_args(hint)
    match limit:
        case Length(least, most):
            sizes = st.sampled_from([least, max(0, least - 1), most, most + 1])
            return st.tuples(st.sampled_from("ắ\n\t\x7f\u0301"), sizes).map(lambda told: told[0] * told[1])
        case Between(least, most):
            return st.sampled_from([least, least - 1, most, most + 1, float(least)])
        case Most(count):
            return well(inner).map(lambda held: cast("list[object]", held) * (count + 1))
        case _:
            ends = st.sampled_from("\n é٣0")
            return st.tuples(within(inner, limit), ends).map(lambda told: f"{told[0]}{told[1]}")


@given(st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), said(kind))))
def test_what_is_read_quickly_is_read_so_at_leisure(told: tuple[type[Message], Mapping[str, object]]) -> None:
    kind, value = told
    with suppress(WireRefused):
        kind.from_json(value)  # tells the quick reader of the kind
    with suppress(native.Unclear):
        quick = native.read(kind, value)
        assert repr(quick) == repr(read_field_by_field(kind, value))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda each: type(each).__name__)
def test_what_is_said_well_is_read_quickly(message: Message) -> None:
    value = message.to_json()
    assert type(message).from_json(value) == native.read(type(message), value) == message


def test_a_part_of_a_message_is_kept_as_the_message_says_it() -> None:
    said = MEMBER.to_json()
    parts = {name: getattr(MEMBER, name) for name in ("lots", "person", "vouchers", "day")}
    assert json.loads(native.text_of(parts)) == {name: said[name] for name in parts}


def test_what_msgspec_cannot_read_is_no_fault_yet() -> None:
    sale = MESSAGES[5]
    with pytest.raises(native.Unclear):
        native.read(type(sale), {**sale.to_json(), "member": 5})
    with pytest.raises(native.Unclear):
        native.read(messages.Head, {**MESSAGES[0].head.to_json(), "hash": "xy"})


def test_of_a_member_nothing_is_held_otherwise_than_it_is_said() -> None:
    assert not {HexBytes, Base64Bytes}.intersection(map(type, limits_within(MemberState)))
    assert {HexBytes, Base64Bytes} <= set(map(type, limits_within(messages.Head)))


def limits_within(hint: Any) -> list[object]:
    """Every limit that stands in a hint, or in a message that it names."""
    if isinstance(hint, type) and issubclass(hint, Message):
        assert "to_json" not in vars(hint)
        return [limit for each in fields(cast("Any", hint)) for limit in limits_within(each.type)]
    if isinstance(hint, Limit):
        return [hint]
    return [limit for each in get_args(hint) for limit in limits_within(each)]
