"""The messages of version 1: said, understood, and refused where they pass a limit."""

from dataclasses import replace

import pytest

from loyalty.wire.canonical import JsonObject, WireRefused, canonical_bytes, parse_json
from loyalty.wire.codec import Message
from loyalty.wire.feed import (
    KINDS,
    PersonState,
)
from loyalty.wire.journal import (
    BODIES,
    QUIET_KINDS,
)
from loyalty.wire.messages import (
    MAX_EVENTS,
    MAX_PERSONS,
    Person,
    SyncRequest,
)
from tests.unit.wire.chains import chain_of
from tests.unit.wire.every_message import MESSAGES, REQUEST

PAST_LIMITS: list[tuple[str, object]] = [
    ("version", 2),
    ("till", "a b"),
    ("incarnation", 0),
    ("first_seq", 0),
    ("prev_hash", "00"),
    ("events", [{}] * (MAX_EVENTS + 1)),
    ("asks", [{"lease": "l", "member": "m", "points": -1}]),
    ("persons", [{}] * (MAX_PERSONS + 1)),
    ("feed", {"epoch": "", "cursor": -1, "limit": 0}),
    ("head", {"seq": 1, "hash": "0" * 64, "signature": "AA=="}),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda each: type(each).__name__)
def test_a_message_survives_the_way(message: Message) -> None:
    data = canonical_bytes(message.to_json())
    assert type(message).from_json(parse_json(data)) == message


@pytest.mark.parametrize("kind", [*KINDS.values(), *BODIES.values()], ids=lambda each: each.__name__)
def test_no_message_is_understood_from_nothing(kind: type[Message]) -> None:
    with pytest.raises(WireRefused, match="is missing"):
        kind.from_json({})


@pytest.mark.parametrize(("path", "value"), PAST_LIMITS)
def test_a_request_past_a_limit_is_refused_where_it_is(path: str, value: object) -> None:
    with pytest.raises(WireRefused) as refusal:
        SyncRequest.from_json({**REQUEST.to_json(), path: value})
    assert refusal.value.path.startswith(path)


PERSON: dict[str, object] = {"member": "m1", "name": "An", "phone": "+84912345678", "birthday": "11-21"}
NOTHING: JsonObject = {}
ODD_PERSONS: list[tuple[object, Person]] = [
    ({**PERSON, "phone": "0912"}, Person("m1", "An", None, "0912", "11-21")),
    ({**PERSON, "phone": "0912", "phone_text": "0912 3"}, Person("m1", "An", None, "0912 3", "11-21")),
    ({**PERSON, "phone": 912}, Person("m1", "An", None, "", "11-21")),
    ({**PERSON, "name": "A" * 300}, Person("m1", "A" * 200, "+84912345678", "", "11-21")),
    ({**PERSON, "name": "A\x00n\n"}, Person("m1", "A n", "+84912345678", "", "11-21")),
    ({**PERSON, "name": None}, Person("m1", "+84912345678", "+84912345678", "", "11-21")),
    ({**PERSON, "birthday": "21/11"}, Person("m1", "An", "+84912345678")),
    ({**PERSON, "consents": [1, {"a": 1}]}, Person("m1", "An", "+84912345678", "", "11-21", ({"a": 1},))),
    ({**PERSON, "consents": {"a": 1}}, Person("m1", "An", "+84912345678", "", "11-21")),
    ({**PERSON, "consents": [{}] * 30}, Person("m1", "An", "+84912345678", "", "11-21", (NOTHING,) * 20)),
    ({**PERSON, "member": "no id"}, Person("", "An", "+84912345678", "", "11-21")),
    ({}, Person("", "?", None)),
    ("nobody", Person("", "?", None)),
]


@pytest.mark.parametrize(("said", "read"), ODD_PERSONS)
def test_an_odd_person_is_read_as_far_as_it_can_be(said: object, read: Person) -> None:
    request = SyncRequest.from_json({**REQUEST.to_json(), "persons": [said, PERSON]})
    assert request.persons == (read, Person("m1", "An", "+84912345678", "", "11-21"))
    if read.member:
        assert Person.from_json(read.to_json()) == read
        PersonState(read.name, read.phone, read.phone_text, read.birthday).to_json()


def test_an_odd_event_does_not_make_the_batch_unreadable() -> None:
    odd = replace(chain_of(1)[0], kind="from the future", at="yesterday", body={"?": []})
    request = replace(REQUEST, events=(odd,))
    assert SyncRequest.from_json(request.to_json()).events == (odd,)


def test_a_kind_is_either_acted_on_or_quiet() -> None:
    assert not QUIET_KINDS & set(BODIES)
