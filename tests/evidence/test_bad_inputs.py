"""Bad input of every kind at every endpoint of the real application; `make soak` sends much more of it."""

from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from server.context import Server
from server.keys import ServerKeys
from server.store.database import open_database
from server.store.migrations import migrate
from tests.evidence.bad_inputs import Sender, send_bad_inputs
from tests.evidence.odd_json import OddJson, paths_of
from tests.evidence.watcher import Watcher
from tests.integration.server.conftest import FakeClock, make_house

QUICK_INPUTS = 150
FLOOD = 10_000
GROWN_MOST_BYTES = 24 * 1024 * 1024
KINDS = {
    "unsigned",
    "badly signed",
    "signed, of the shape of the schema",
    "real batch, spoiled",
    "mad journal",
}


def test_bad_input_is_refused_in_a_sentence_and_changes_nothing() -> None:
    found = send_bad_inputs(0, count=QUICK_INPUTS)
    assert found.violations() == []
    assert set(found.kinds) == KINDS
    assert {"200", "400", "401"} <= set(found.statuses)


@pytest.mark.soak
def test_bad_input_in_numbers_is_refused_and_changes_nothing(soak_rounds: int) -> None:
    for seed in range(soak_rounds):
        assert send_bad_inputs(seed, count=1_000).violations() == []


@pytest.mark.soak
def test_a_flood_of_bad_input_leaves_the_servers_memory_flat() -> None:
    """What the second half of it adds, with all that this process itself keeps."""
    found = send_bad_inputs(1_000_000, count=FLOOD)
    assert found.violations() == []
    assert found.grown_bytes < GROWN_MOST_BYTES


def test_every_endpoint_is_sent_to_and_a_change_is_seen(tmp_path: Path) -> None:
    clock = FakeClock()
    with closing(open_database(None, tmp_path)) as database:
        migrate(database)
        house = make_house(Server(database=database, keys=ServerKeys(b"k" * 32), clock=clock), clock)
        sender = Sender(house, Random(1))
        inputs = [sender.unsigned() for _ in range(300)]
        endpoints = {(one.method, one.target.partition("?")[0]) for one in inputs}
        paths = sender.http.app.openapi()["paths"]
        assert endpoints == {(method.upper(), path) for path, told in paths.items() for method in told}
        with database.engine.connect() as connection:
            watcher = Watcher(connection)
            before, rows = watcher.version(), watcher.rows()
            assert (watcher.version(), watcher.rows()) == (before, rows)
            sender.till.sell("one more", None)
            sender.till.sync()
            assert watcher.version() != before
            assert watcher.rows() != rows


def test_a_value_without_oddness_is_of_the_shape_that_was_asked_for() -> None:
    schema = {
        "type": "object",
        "properties": {
            "n": {"type": "integer", "minimum": 3, "maximum": 5},
            "list": {"type": "array", "items": {"enum": ["x"]}},
        },
        "required": ["n", "list"],
    }
    odd = OddJson({"One": schema}, Random(1))
    odd.oddness = 0.0
    for _ in range(50):
        value = odd.of({"$ref": "#/components/schemas/One"})
        assert value["n"] in {3, 4, 5}
        assert set(value["list"]) <= {"x"}


def test_a_spoiled_value_differs_in_one_place() -> None:
    for seed in range(50):
        value = {"a": [1, {"b": "text"}], "c": None}
        path = OddJson({}, Random(seed)).spoil(value)
        assert path in paths_of({"a": [1, {"b": "text"}], "c": None})
