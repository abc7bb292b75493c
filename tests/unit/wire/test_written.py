"""A message is written as its plain values are, and refused for what they are refused for."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.wire.canonical import JsonObject, WireRefused, canonical_bytes
from loyalty.wire.codec import Message
from loyalty.wire.messages import FeedPage, FeedRow
from loyalty.wire.written import message_bytes
from tests.unit.wire.every_message import ANSWER, MEMBER, MESSAGES, REQUEST
from tests.unit.wire.test_codec import GOOD, Whole
from tests.unit.wire.test_native import KINDS, said


def bytes_or_path(message: Message, *, at_once: bool) -> object:
    try:
        return message_bytes(message) if at_once else canonical_bytes(message.to_json())
    except WireRefused as refusal:
        return refusal.path, refusal.why


@pytest.mark.parametrize("message", [*MESSAGES, Whole.from_json(GOOD)], ids=lambda each: type(each).__name__)
def test_a_message_is_written_as_its_plain_values_are(message: Message) -> None:
    assert message_bytes(message) == canonical_bytes(message.to_json())


@given(st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), said(kind))))
def test_whatever_was_read_is_written_so(told: tuple[type[Message], Mapping[str, object]]) -> None:
    kind, value = told
    with suppress(WireRefused):
        message = kind.from_json(value)
        assert bytes_or_path(message, at_once=True) == bytes_or_path(message, at_once=False)


@pytest.mark.parametrize(
    "odd", [1.5, float("nan"), b"", date(2026, 11, 29), {1}, "\ud800", 2**53, {1: 1}, "e\u0301", (1,), None]
)
def test_what_stands_in_a_free_object_is_looked_at(odd: object) -> None:
    body = cast("JsonObject", {"a": [odd]})
    event = replace(REQUEST.events[0], body=body)
    page = FeedPage("e1", (FeedRow(1, "card", "98", body),), 1, more=False)
    for message in (
        replace(REQUEST, events=(event,)),
        replace(REQUEST, deeds=(body,)),
        replace(ANSWER, feed=page),
        replace(ANSWER, members=(replace(MEMBER, keeping=body),)),
    ):
        assert bytes_or_path(message, at_once=True) == bytes_or_path(message, at_once=False)
