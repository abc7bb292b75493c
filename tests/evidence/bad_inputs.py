"""Bad input at every endpoint: no 5xx, a sentence for each refusal, nothing changed by what was refused.

What is sent: bodies of the shape that the server's own OpenAPI page names, and of none, unsigned and signed;
real batches with some places changed; journals of a till gone mad, chained and signed as they must be.
"""

import asyncio
import json
import tempfile
from collections import Counter as Counts
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final
from urllib.parse import quote

import httpx

from loyalty.wire.chain import Event
from loyalty.wire.journal import BODIES
from loyalty.wire.messages import LeaseAsk, Person
from server.context import Server
from server.keys import ServerKeys
from server.store.database import open_database
from server.store.migrations import migrate
from server.usecases.admin.setup import add_till, make_pairing_code
from server.usecases.authenticate import fresh_nonce
from tests.evidence.odd_json import TEXTS, OddJson, is_list, is_object
from tests.evidence.watcher import Watcher
from tests.integration.server.conftest import FakeClock, House, make_house
from tests.integration.server.http import Http
from tests.integration.server.tills import FakeTill, pair_till
from tools.quick_place import quick_place

INPUTS_PER_SERVER: Final = 2_000
AN: Final = "member-an"
BETWEEN_S: Final = 3
"""Seconds from one to the next, or most of them would only meet the limits on guessing."""
ODDNESS: Final = (0.0, 0.01, 0.05)
"""How often a value is not even of the shape that the schema names."""
CONFLICT: Final = 409
SERVER_ERROR: Final = 500
MOST_EXACT: Final = 2**53
SPOILED: Final = "real batch, spoiled"
MAD: Final = "mad journal"
ALARM: Final = "journal-forked"
"""A refusal that is written down, once: another journal at a place that was taken in."""


@dataclass(frozen=True, slots=True)
class Input:
    """One request; `kind` is what is bad about it."""

    kind: str
    method: str
    target: str
    data: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass
class BadInputs:
    """What was sent, what came back, and what should not have."""

    kinds: Counts[str] = field(default_factory=Counts[str])
    statuses: Counts[str] = field(default_factory=Counts[str])
    wrong: list[str] = field(default_factory=list[str])
    grown_bytes: int = 0

    @property
    def tried(self) -> int:
        """Requests."""
        return sum(self.kinds.values())

    def tables(self) -> dict[str, dict[str, int]]:
        """See `Figures`."""
        return {"bad inputs": dict(self.kinds), "answers": dict(self.statuses)}

    def violations(self) -> list[str]:
        """See `Figures`."""
        return self.wrong


class Sender:
    """Makes bad requests to one server, whose tills are real."""

    def __init__(self, house: House, draw: Random) -> None:
        self.house, self._draw = house, draw
        self.http = Http(house.server)
        page = self.http.app.openapi()
        self._paths: Mapping[str, Mapping[str, Any]] = page["paths"]
        self._schemas: Mapping[str, Any] = page["components"]["schemas"]
        self._odd = OddJson(self._schemas, draw)
        self._sales = self._tills = 0
        self._spoiled: tuple[Event, ...] = ()
        """What the till itself had written of the batch that was spoiled last."""
        self.till = house.q1
        self.till.enrol(AN)
        self.till.sell("s0", AN, earned=100)
        self.till.sync()

    def next(self) -> Input:
        """The next one, of a kind that is drawn."""
        self._odd.oddness = self._draw.choice(ODDNESS)
        self.house.clock.move(seconds=BETWEEN_S)
        return self._draw.choice(_KINDS)(self)

    def unsigned(self) -> Input:
        """Of the right shape, or of none, from nobody."""
        method, path, data = self._request()
        return Input("unsigned", method, path, data)

    def badly_signed(self) -> Input:
        """With one header that is not what it must be."""
        method, path, data = self._request()
        headers = self._sign(self.till, method, path, data)
        name = self._draw.choice(list(headers))
        text = self._draw.choice([text for text in TEXTS if text.isascii() and text.isprintable()])
        return Input("badly signed", method, path, data, headers | {name: text})

    def signed(self) -> Input:
        """Of the right shape, or of none, from a paired till."""
        return self._signed("signed, of the shape of the schema", *self._request())

    def spoiled_batch(self) -> Input:
        """A real batch with one to three places changed, signed as a request."""
        persons = [Person(AN, "An", "+84912345678", "0912345678", "11-21")]
        request = self._selling().request(persons=persons, asks=[LeaseAsk("l1", AN, 5)], feed_limit=5)
        said: Any = json.loads(json.dumps(request.to_json()))
        for _ in range(self._draw.randrange(1, 4)):
            self._odd.spoil(said)
        self._spoiled = tuple(self.till.journal[self.till.acked :])
        del self.till.journal[self.till.acked :]
        return self._signed(SPOILED, "POST", "/v1/sync", json.dumps(said).encode())

    def mad_journal(self) -> Input:
        """Any body of any event, rightly chained and signed: it must be taken, and put aside or applied."""
        till = self.house.q2
        kind = self._draw.choice([*BODIES, "made_up"])
        schema = self._schemas.get(getattr(BODIES.get(kind), "__name__", ""), {})
        till.record(kind, _for_the_wire(self._odd.of(schema)))
        data = json.dumps(till.request().to_json()).encode()
        return self._signed(MAD, "POST", "/v1/sync", data, till=till)

    def go_on(self, one: Input, ack_hash: bytes) -> None:
        """A journal was taken. A spoiled one: as the till had written it, or another till takes over."""
        if one.kind == MAD:
            self.house.q2.acked = len(self.house.q2.journal)
        elif self._spoiled and self._spoiled[-1].hash == ack_hash:
            self.till.journal += self._spoiled
            self.till.acked = len(self.till.journal)
        elif self.till.hash_of(self.till.acked) != ack_hash:
            self.take_another_till()

    def _sign(self, till: FakeTill, method: str, target: str, data: bytes) -> dict[str, str]:
        self.http.nonces[till.paired.till] = fresh_nonce(self.house.server, till.paired.till)
        return self.http.headers(till, method, target, data)

    def _selling(self) -> FakeTill:
        self._sales += 1
        self.till.sell(f"s{self._sales}", AN)
        return self.till

    def take_another_till(self) -> None:
        """The one that was used has another journal at the server than here."""
        self._tills += 1
        server, tenant, code = self.house.server, self.house.code, f"F{self._tills}"
        add_till(server, tenant=tenant, store="q1", code=code, name=f"Quầy {code}")
        pairing_code = make_pairing_code(server, tenant=tenant, till=code)
        self.till = pair_till(server, pairing_code, now=self.house.clock.now())
        self.till.fingerprint = self.house.q1.fingerprint
        self._selling().sync()

    def _request(self) -> tuple[str, str, bytes]:
        path = self._draw.choice(list(self._paths))
        ((method, told),) = self._paths[path].items()
        for parameter in told.get("parameters", ()):
            if self._draw.random() < 0.8:
                path += "&" if "?" in path else "?"
                text = "0" if parameter["name"] == "seconds" else self._draw.choice(TEXTS)
                path += f"{parameter['name']}={quote(text, errors='replace')}"
        if "requestBody" not in told:
            return method.upper(), path, b""
        if self._draw.random() < 0.15:
            return method.upper(), path, self._odd.bytes()
        schema = told["requestBody"]["content"]["application/json"]["schema"]
        return method.upper(), path, json.dumps(self._odd.of(schema)).encode()

    def _signed(
        self, kind: str, method: str, target: str, data: bytes, *, till: FakeTill | None = None
    ) -> Input:
        headers = self._sign(till or self.till, method, target, data)
        return Input(kind, method, target, data, headers)


_KINDS: Final[tuple[Callable[[Sender], Input], ...]] = (
    Sender.unsigned,
    Sender.badly_signed,
    Sender.signed,
    Sender.signed,
    Sender.spoiled_batch,
    Sender.spoiled_batch,
    Sender.mad_journal,
)


def send_bad_inputs(seed: int, *, count: int = INPUTS_PER_SERVER) -> BadInputs:
    """Send so much of it to one server on its embedded database."""
    found = BadInputs()
    with (
        tempfile.TemporaryDirectory(dir=quick_place()) as place,
        closing(open_database(None, Path(place))) as data,
    ):
        migrate(data)
        clock = FakeClock()
        house = make_house(Server(database=data, keys=ServerKeys(b"k" * 32), clock=clock), clock)
        asyncio.run(_flood(Sender(house, Random(seed)), count, found))
        found.wrong += (f"seed {seed}: {fault}" for fault in house.holdings().faults)
    found.wrong = [each if each.startswith("seed") else f"seed {seed}, {each}" for each in found.wrong]
    return found


async def _flood(sender: Sender, count: int, found: BadInputs) -> None:
    transport = httpx.ASGITransport(app=sender.http.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://server") as client:
        with sender.house.server.database.engine.connect() as connection:
            await _send_all(sender, client, Watcher(connection), count, found)


async def _send_all(
    sender: Sender, client: httpx.AsyncClient, watcher: Watcher, count: int, found: BadInputs
) -> None:
    for number in range(count):
        one = sender.next()
        before = watcher.state_of(one)
        sent = await client.request(one.method, one.target, content=one.data, headers=dict(one.headers))
        found.kinds[one.kind] += 1
        found.statuses[str(sent.status_code)] += 1
        if number == count // 2:
            found.grown_bytes = -_resident_bytes()
        found.wrong += (f"input {number}, {one.kind}: {fault}" for fault in _faults(one, sent))
        if sent.status_code == CONFLICT and sent.json().get("code") == ALARM:
            sender.take_another_till()
        elif one.kind in {SPOILED, MAD} and sent.is_success:
            sender.go_on(one, bytes.fromhex(sent.json()["ack_hash"]))
        elif sent.is_error and watcher.state_of(one) != before:
            found.wrong.append(f"input {number}, {one.kind}: refused, and yet something changed")
    found.grown_bytes += _resident_bytes()


def _faults(one: Input, sent: httpx.Response) -> list[str]:
    if sent.status_code >= SERVER_ERROR:
        return [f"{sent.status_code} for {one.method} {one.target} {one.data[:300]!r}"]
    if one.kind == MAD and not sent.is_success:
        return [f"not taken: {sent.text[:200]}"]
    if one.kind in {"unsigned", "badly signed"} and sent.is_success and one.target.startswith("/v1"):
        return [f"taken from nobody: {one.target}"]
    if sent.is_error and not (sent.json().get("code") and sent.json().get("sentence")):
        return [f"no sentence: {sent.text[:200]}"]
    return []


def _resident_bytes() -> int:
    """The memory this process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


def _for_the_wire(value: Any) -> dict[str, Any]:
    """As an event can carry it: an object of texts, whole numbers and the like."""
    clean = _cleaned(value)
    return clean if is_object(clean) else {"said": clean}


def _cleaned(value: Any) -> Any:
    if is_object(value):
        return {_cleaned(str(key)): _cleaned(value[key]) for key in value}
    if is_list(value):
        return [_cleaned(item) for item in value]
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode()
    if isinstance(value, float) or (isinstance(value, int) and abs(value) >= MOST_EXACT):
        return 7
    return value
