"""An event said again in a later life: whole, once wrapped, and found out where it was changed on the way."""

from dataclasses import replace

import pytest

from loyalty.wire.canonical import WireRefused
from loyalty.wire.chain import GENESIS
from loyalty.wire.refunding import release_operation
from loyalty.wire.rehoming import is_as_written, rehomed_operation, say_again
from tests.unit.wire.chains import chain_of

FIRST, SECOND = chain_of(2)


def test_an_event_is_said_again_whole_with_its_place_and_its_hashes() -> None:
    said = say_again(SECOND, FIRST.hash)
    assert (said.seq, said.operation_id, said.body) == (SECOND.seq, SECOND.operation_id, SECOND.body)
    assert is_as_written(said, till=SECOND.till)
    assert is_as_written(say_again(FIRST, GENESIS), till=FIRST.till)


def test_what_was_changed_on_the_way_is_found_out() -> None:
    said = say_again(SECOND, FIRST.hash)
    assert not is_as_written(replace(said, body={"total": 1}), till=SECOND.till)
    assert not is_as_written(replace(said, prev_hash=GENESIS), till=SECOND.till)
    assert not is_as_written(said, till="another")


def test_an_event_that_was_said_again_before_is_not_wrapped_twice() -> None:
    said = say_again(SECOND, FIRST.hash)
    wrapper = replace(FIRST, kind="event_rehomed", body=said.to_json())
    assert say_again(wrapper, GENESIS) == said
    with pytest.raises(WireRefused):
        say_again(replace(wrapper, body={"nothing": "in it"}), GENESIS)


def test_the_ids_of_what_is_said_again_and_let_go_fit_and_stay_apart() -> None:
    uuid = "0193a4e5-7c00-7000-8000-000000000001"
    ids = {uuid, rehomed_operation(uuid, 2), rehomed_operation(uuid, 3), release_operation(uuid)}
    assert len(ids) == 4
    assert (
        max(len(each) for each in (*ids, rehomed_operation("x" * 64, 2), release_operation("x" * 64))) <= 64
    )
