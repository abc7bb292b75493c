"""Bad input of every shape: never a 5xx, and nothing changes where it was not taken."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.wire.canonical import Json
from loyalty.wire.messages import LeaseAsk, Person
from loyalty.wire.program_desk import ProgramDeed
from server.store.tables import journal
from server.store.tables.tenancy import programs
from tests.integration.server.conftest import PROGRAM, House
from tests.integration.server.http import Http

AN = "member-an"

Path = tuple[str | int, ...]


def nested(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The leaves, and lists and objects of them."""
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=8,
    )


odd_texts = st.sampled_from(["\x00", "9" * 40, "", "2026-13-45T99:00:00.000Z", "0" * 64, "-1", "0"])
wire_values = nested(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20) | odd_texts
)
json_values = nested(st.integers(-(2**70), 2**70) | st.floats() | st.just("\ud800") | wire_values)


sqlite_only = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For what never comes as far as the database."""


@sqlite_only
def test_any_bytes_are_answered_with_a_sentence(house: House) -> None:
    http = Http(house.server)

    @given(data=st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
    def send(data: bytes) -> None:
        for reply in (
            http.send("POST", "/v1/pair", data=data),
            http.send("POST", "/v1/sync", data=data),
            http.signed(house.q1, "POST", "/v1/sync", data=data),
        ):
            assert 400 <= reply.status < 500
            assert reply.body["sentence"]

    send()
    assert house.holdings().counts["events"] == 0


@sqlite_only
def test_any_header_is_answered_with_a_sentence(house: House) -> None:
    http = Http(house.server)

    @given(
        header=st.sampled_from(["Content-Digest", "Signature-Input", "Signature", "Content-Length"]),
        value=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=120),
    )
    def send(header: str, value: str) -> None:
        headers = http.headers(house.q1, "POST", "/v1/sync", b"{}") | {header: value}
        assert 400 <= http.send("POST", "/v1/sync", data=b"{}", headers=headers).status < 500

    send()


def test_a_real_batch_with_one_value_changed_is_taken_or_refused_whole(house: House) -> None:
    till, http = house.q1, Http(house.server)
    till.enrol(AN)
    till.sell("s1", AN)
    persons = [Person(AN, "An", "+84912345678", "0912345678", "11-21")]
    whole = till.request(persons=persons, asks=[LeaseAsk("l1", AN, 5)], feed_limit=5).to_json()
    taken: list[Path] = []

    @given(st.data())
    def send(data: st.DataObject) -> None:
        said = json.loads(json.dumps(whole))
        path = data.draw(st.sampled_from(list(_paths(said))))
        _put(said, path, data.draw(json_values))
        reply = http.signed(till, "POST", "/v1/sync", data=json.dumps(said).encode())
        assert reply.status < 500, reply.data
        if reply.status == 200:
            taken.append(path)
        elif not taken:
            assert house.rows(journal.journal) == []

    send()
    house.check()


def test_a_program_that_is_sent_with_anything_in_it_is_published_whole_or_not_at_all(house: House) -> None:
    http = Http(house.server)
    whole = ProgramDeed(1, "d1", "manager", PROGRAM.replace("500", "600"), newest=1).to_json()
    lines = PROGRAM.splitlines()

    @given(st.data())
    def send(data: st.DataObject) -> None:
        said: dict[str, Json] = {**whole, "deed": f"d{len(house.rows(programs))}"}
        if data.draw(st.booleans()):
            _put(said, data.draw(st.sampled_from(list(_paths(said)))), data.draw(json_values))
        else:
            at = data.draw(st.integers(0, len(lines) - 1))
            odd = data.draw(st.text(max_size=30))
            said["text"] = "\n".join([*lines[:at], odd, *lines[at + 1 :]])
        before = house.rows(programs)
        house.clock.move(minutes=1)
        reply = http.signed(
            house.q1, "POST", "/v1/programs/deeds", data=json.dumps(said).encode(errors="replace")
        )
        assert reply.status < 500, reply.data
        if reply.status != 200:
            assert reply.body["sentence"]
            assert house.rows(programs) == before

    send()


def test_an_event_that_says_anything_is_kept_and_put_aside_or_applied(house: House) -> None:
    """It is the till itself that is mad: signed and chained, its journal is taken in all the same."""
    till = house.q1
    till.enrol(AN)
    till.sell("s0", AN, earned=100)
    till.sync()
    kinds = ["sale_settled", "sale_voided", "lease_closed", "member_enrolled", "card_linked"]

    @given(st.data())
    def say(data: st.DataObject) -> None:
        body: dict[str, Json] = dict(till.sell(f"s{len(till.journal)}", AN).body)
        for key in data.draw(
            st.lists(st.sampled_from([*body, "lease", "spent", "refund", "card"]), max_size=3)
        ):
            body[key] = data.draw(wire_values)
        till.record(data.draw(st.sampled_from(kinds)), body)
        assert till.sync().ack_seq == len(till.journal)

    say()
    house.check()


def _paths(value: object, before: Path = ()) -> Iterator[Path]:
    """Every place in a JSON value but its root."""
    for step, item in _items(value):
        yield (*before, step)
        yield from _paths(item, (*before, step))


def _items(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, dict):
        return cast("dict[str | int, object]", value).items()
    return enumerate(cast("list[object]", value)) if isinstance(value, list) else ()


def _put(value: Any, path: Path, item: object) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = item
