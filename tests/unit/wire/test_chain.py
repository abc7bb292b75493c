"""The chain: nothing changed, dropped, swapped or carried over is overlooked."""

from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.wire.canonical import JsonObject, WireRefused
from loyalty.wire.chain import GENESIS, ChainBroken, Event, follows, verify
from tests.unit.wire.chains import chain_of


def test_a_whole_chain_holds() -> None:
    events = chain_of(5)
    assert verify(GENESIS, events) == events[-1].hash
    assert verify(events[1].hash, events[2:]) == events[-1].hash
    assert verify(GENESIS, []) == GENESIS


def test_the_first_hash_is_what_it_always_was() -> None:
    assert chain_of(1)[0].hash.hex() == "d2dfb87695927ea71536aecf99355520bb62afc177cc2ca6f060c8bd738fe464"


@given(
    st.integers(0, 3),
    st.sampled_from(
        [
            *({"operation_id": "other"}, {"kind": "other"}, {"at": "2026-11-25T03:00:00.001Z"}),
            *({"operator": "lan"}, {"body": {"v": 1}}, {"hash": bytes(32)}),
            *({"seq": 9}, {"till": "q2"}, {"incarnation": 2}),
        ]
    ),
)
def test_any_change_is_noticed_where_it_was_made(place: int, change: dict[str, Any]) -> None:
    events = chain_of(4)
    events[place] = replace(events[place], **change)
    with pytest.raises(ChainBroken):
        verify(GENESIS, events)


def test_a_missing_row_is_named() -> None:
    events = chain_of(4)
    with pytest.raises(ChainBroken) as broken:
        verify(GENESIS, [events[0], *events[2:]])
    assert (broken.value.seq, broken.value.why) == (3, "stands after 1")


def test_a_row_of_another_chain_is_named() -> None:
    events = chain_of(2)
    with pytest.raises(ChainBroken, match="another chain"):
        verify(GENESIS, [events[0], chain_of(2, incarnation=2)[1]])


def test_a_row_that_was_changed_is_named() -> None:
    events = chain_of(4)
    events[2] = replace(events[2], operator="lan")
    with pytest.raises(ChainBroken) as broken:
        verify(GENESIS, events)
    assert (broken.value.seq, broken.value.why) == (3, "its hash is not that of its content")


def test_an_event_travels_whole() -> None:
    (event,) = chain_of(1)
    assert Event.from_json(event.to_json()) == event
    assert follows(GENESIS, Event.from_json(event.to_json()))


def test_a_body_that_cannot_be_said_has_no_hash() -> None:
    (event,) = chain_of(1)
    with pytest.raises(WireRefused, match="number with a point"):
        follows(GENESIS, replace(event, body=cast("JsonObject", {"total": 1.5})))
