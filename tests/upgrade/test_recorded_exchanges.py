"""What tills of every released version said is understood by today's server, and its answers by today's till.

A recording is played to a server that knows the same tills: each event comes to what it came to then.
"""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path as File
from typing import Any, cast

import pytest

from loyalty.wire.canonical import Json, JsonObject
from loyalty.wire.journal import BODIES, QUIET_KINDS
from loyalty.wire.limits import as_object
from loyalty.wire.member_desk import MAY_DO
from loyalty.wire.messages import PairRequest, SyncRequest
from server.context import Server
from server.keys import ServerKeys
from server.model import Operator, TillAccount
from server.store.catalogue import save_operators
from server.store.database import Connection, Database
from server.store.tenancy import list_stores
from server.store.tills import find_till, insert_till
from server.usecases.admin.publish import publish_program
from server.usecases.admin.setup import add_store, add_tenant, find_tenant, make_pairing_code
from server.usecases.admin.show import show
from server.usecases.pair import pair
from tests.evidence.odd_json import Path, is_list, is_object, paths_of
from tests.integration.server.conftest import SETTINGS, FakeClock, operator
from tests.upgrade.desks import DESKS
from tests.upgrade.record import main, record
from tests.upgrade.recording import (
    ANSWERS,
    FOLDER,
    NEXT,
    PUT_BACK,
    REQUESTS,
    Counterpart,
    Exchanges,
    holdings_json,
    load,
)

VERSIONS = sorted(path.stem for path in FOLDER.glob("*.jsonl"))
"""Every version that was ever released, by its file, and the one in the making."""
MADE_BY_A_SERVER = frozenset({"nonce", "revision", "pairing_code", "till_code", "server_time"})
"""What each server makes for itself; ids in texts are that too."""
_ID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")


@pytest.fixture(params=VERSIONS)
def exchanges(request: pytest.FixtureRequest) -> Exchanges:
    """What one version said."""
    return load(FOLDER / f"{request.param}.jsonl")


@pytest.fixture
def server(database: Database, exchanges: Exchanges) -> Server:
    """Today's server, which knows the tills of the recording by the ids and keys they had."""
    clock = FakeClock()
    clock.moment = datetime.fromisoformat(exchanges.who["at"])
    made = Server(database=database, keys=ServerKeys(b"k" * 32), clock=clock)
    tenant = code_of(exchanges)
    owner = add_tenant(made, code=tenant, name="Thân Thiết")
    add_store(made, tenant=tenant, code="q1", settings=SETTINGS)
    publish_program(made, tenant=tenant, text=exchanges.who["program"], name="program.toml")
    made.database.write(lambda connection: introduce(connection, owner, exchanges.who))
    for till in exchanges.who["tills"]:
        code = make_pairing_code(made, tenant=tenant, till=till["code"])
        pair(made, PairRequest(code, bytes.fromhex(till["public_key"])))
    return made


def code_of(exchanges: Exchanges) -> str:
    """A tenant of its own for each recording: all share one database of PostgreSQL."""
    return str(exchanges.who["tills"][0]["till"])


def introduce(connection: Connection, owner: str, who: dict[str, Any]) -> None:
    """Put in who has the ids of the recording."""
    (store,) = list_stores(connection, owner)
    for number, till in enumerate(who["tills"], start=1):
        account = TillAccount(
            tenant=owner,
            store=store.store,
            till=till["till"],
            code=till["code"],
            number=number,
            name=till["code"],
            state="active",
            incarnation=0,
            public_key=None,
        )
        insert_till(connection, account)
    lan = Operator(
        operator=who["operator"], code="lan", name="Lan", role="cashier", pin_hash="", state="active"
    )
    others = [operator(name, role) for name, role in who.get("staff", {}).items()]
    save_operators(connection, owner, [lan, *others], datetime.fromisoformat(who["at"]))


def test_every_version_that_was_released_has_its_recording() -> None:
    assert "0.1.0" in VERSIONS


def test_what_was_said_then_comes_to_the_same_today(server: Server, exchanges: Exchanges) -> None:
    counted, tenant = exchanges.end["counts"], code_of(exchanges)
    codes: dict[Json, Json] = {}
    for number, one in enumerate(exchanges.made):
        line = Counterpart(server, one.till, [])
        if one.what == PUT_BACK:
            line.say_put_back()
            continue
        request = one.request if one.what != "pair" else shown_here(server, tenant, one.request, codes)
        answer = line.ask(one.what, request)
        codes[one.answer.get("pairing_code")] = answer.get("pairing_code")
        for part in ("ack_seq", "ack_hash", "outcomes", "refused", "incarnation"):
            assert answer.get(part) == one.answer.get(part), (number, one.what, part)
        assert answer.get("restored", "") == one.answer.get("restored", ""), (number, one.what)
        assert points_lent(answer) == points_lent(one.answer), (number, one.what)
        if one.what in DESKS:
            assert not_so_any_more(one.answer, answer) == [], (number, one.what)
    assert holdings_json(show(server, tenant=tenant), counted) == exchanges.end
    for one in exchanges.made:
        if one.what == "sync" and one.request["incarnation"] == life_of(server, one.till):
            Counterpart(server, one.till, []).ask(one.what, one.request)
    assert holdings_json(show(server, tenant=tenant), counted) == exchanges.end, "again"


def test_nothing_that_was_said_is_lost_in_reading_it(exchanges: Exchanges) -> None:
    for one in exchanges.made:
        if one.what == PUT_BACK:
            continue
        if one.what in REQUESTS:
            assert not_kept(one.request, REQUESTS[one.what].from_json(one.request).to_json()) == []
        assert not_kept(one.answer, ANSWERS[one.what].from_json(one.answer).to_json()) == []


def test_a_recording_has_every_kind_of_exchange_and_points_that_move(exchanges: Exchanges) -> None:
    assert {one.what for one in exchanges.made} >= {"sync", "rehome", "refund-lock", "look-up"}
    requests = [SyncRequest.from_json(one.request) for one in exchanges.made if one.what == "sync"]
    kinds = {event.kind for request in requests for event in request.events}
    assert {"sale_settled", "sale_voided", "lease_closed", "member_enrolled", "card_linked"} <= kinds
    assert any(request.persons for request in requests)
    assert any(request.asks for request in requests)
    assert exchanges.end["points"]["burned"] > 0
    assert exchanges.end["faults"] == []


def test_the_version_in_the_making_is_recorded_with_every_message_that_there_is() -> None:
    """A new kind of event, of deed or of question is missed here until `record --next` was run."""
    made = load(FOLDER / f"{NEXT}.jsonl").made
    assert {one.what for one in made} == {*ANSWERS, PUT_BACK}
    batches = [one.request for one in made if one.what == "sync"]
    kinds = {event.kind for each in batches for event in SyncRequest.from_json(each).events}
    assert kinds >= {*BODIES, *QUIET_KINDS}
    deeds = {str(one.request["kind"]) for one in made if one.what == "member-deed"}
    assert deeds == set(MAY_DO)
    for what, message in REQUESTS.items():
        made_of = (one.request.items() for one in made if one.what == what)
        said = {name for each in made_of for name, value in each if value or value == 0}
        assert {field.name for field in fields(cast("Any", message))} - said == set(), what


def test_a_recording_of_today_can_be_made_and_an_old_one_is_left_alone(tmp_path: File) -> None:
    made = record(tmp_path)
    made.save(tmp_path / "today.jsonl")
    assert load(tmp_path / "today.jsonl").end == made.end
    before = (FOLDER / "0.1.0.jsonl").read_bytes()
    assert main([]) == 1
    assert (FOLDER / "0.1.0.jsonl").read_bytes() == before


def shown_here(server: Server, tenant: str, request: JsonObject, codes: Mapping[Json, Json]) -> JsonObject:
    """A pairing as it is at this server: its own code, and its own store."""
    (store,) = server.database.read(
        lambda connection: list_stores(connection, find_tenant(connection, tenant))
    )
    said = {**request, "code": codes[request["code"]]}
    before = said["before"]
    return said if before is None else {**said, "before": {**as_object(before), "store": store.store}}


def points_lent(answer: Any) -> list[tuple[str, int, str]]:
    return sorted((each["lease"], each["amount"], each["state"]) for each in answer.get("leases", ()))


def not_so_any_more(then: Any, now: Any, place: Path = ()) -> list[Path]:
    """Where an answer says otherwise today than it said then; it may say more."""
    if is_object(then) and is_object(now):
        kept = then.keys() - MADE_BY_A_SERVER
        return [each for name in kept for each in not_so_any_more(then[name], now.get(name), (*place, name))]
    if is_list(then) and is_list(now) and len(then) == len(now):
        pairs = enumerate(zip(then, now, strict=True))
        return [each for number, two in pairs for each in not_so_any_more(*two, (*place, number))]
    are_ids = all(isinstance(each, str) and _ID.fullmatch(each) for each in (then, now))
    return [] if then == now or are_ids else [place]


def life_of(server: Server, till: str) -> int:
    account = server.database.read(lambda connection: find_till(connection, till))
    assert account is not None
    return account.incarnation


def not_kept(said: Any, kept: Any) -> list[Path]:
    """The places where something was said that is not in what was kept of it."""
    return [
        place for place in paths_of(said) if at(said, place) != at(kept, place) and not holds(at(said, place))
    ]


def at(value: Any, place: Path) -> Any:
    for step in place:
        value = value[step]
    return value


def holds(value: Any) -> bool:
    """Whether other places are in it, which are looked at by themselves."""
    return bool(value) and (is_object(value) or is_list(value))
