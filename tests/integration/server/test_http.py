"""The server's HTTP: who is believed, what is found, and that bad input is a sentence and never a 5xx."""

import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import create_engine

from loyalty.identity.cards import card_number
from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.limits import as_object
from loyalty.wire.messages import MAX_REQUEST_BYTES, PairRequest, Person, SyncAnswer
from loyalty.wire.signing import content_digest
from server.store.database import Database
from server.store.tables.tenancy import tills
from server.store.tills import save_till
from server.usecases.admin.reclaim import revoke_till
from server.usecases.admin.setup import make_pairing_code
from server.usecases.authenticate import MOST_KNOWN_TILLS, KnownTills
from server.usecases.pair import CODE_LIFETIME
from tests.integration.server.conftest import House, make_house
from tests.integration.server.http import Http

AN = "member-an"
CARD = card_number(7)
PHONE = "+84912345678"


@pytest.fixture
def http(house: House) -> Http:
    """The application over the house's server."""
    return Http(house.server)


def test_a_signed_batch_is_taken(house: House, http: Http) -> None:
    house.q1.enrol(AN)
    reply = http.sync(house.q1, house.q1.request().to_json())
    assert reply.status == 200
    answer = SyncAnswer.from_json(reply.body)
    assert (answer.ack_seq, answer.members[0].member) == (1, AN)
    figures = http.send("GET", "/metrics").data.decode()
    assert 'loyaltill_events_total{outcome="applied"} 1.0' in figures
    assert 'loyaltill_requests_total{path="/v1/sync",status="200"} 1.0' in figures


def test_what_alarms_is_told_as_the_database_has_it(house: House, http: Http) -> None:
    before = figure(http, "loyaltill_events_aside")
    house.q1.sell("s1", "member-nobody")
    house.q1.sync()
    house.q2.sync()
    assert figure(http, "loyaltill_events_aside") == before + 1
    house.clock.move(days=400)
    house.q1.sync()
    assert figure(http, "loyaltill_longest_silence_seconds") >= 399 * 86_400, "of Q2, or another's"
    assert figure(http, "loyaltill_disk_alarms") >= 0
    assert figure(http, "loyaltill_tills_returning") >= 0


def figure(http: Http, name: str) -> float:
    lines = http.send("GET", "/metrics").data.decode().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def test_a_request_without_a_signature_is_refused(house: House, http: Http) -> None:
    reply = http.send("POST", "/v1/sync", data=canonical_bytes(house.q1.request().to_json()))
    assert (reply.status, reply.body["code"]) == (401, "signature-missing")
    assert reply.media_type == "application/problem+json"


def test_a_signature_by_another_key_is_refused(house: House, http: Http) -> None:
    house.q1.enrol(AN)
    forger = replace(house.q1, key=Ed25519PrivateKey.generate())
    reply = http.sync(forger, house.q1.request().to_json())
    assert (reply.status, reply.body["code"]) == (401, "signature-wrong")
    stranger = replace(house.q1, paired=replace(house.q1.paired, till="nobody"))
    reply = http.signed(stranger, "POST", "/v1/sync", data=b"{}")
    assert (reply.status, reply.body["code"]) == (401, "signature-wrong")
    assert house.holdings().counts["events"] == 0


def test_a_till_that_is_known_is_looked_at_again_with_each_batch(house: House, http: Http) -> None:
    house.q1.enrol(AN)
    batch = house.q1.request().to_json()
    assert http.sync(house.q1, batch).status == 200
    forger = replace(house.q1, key=Ed25519PrivateKey.generate())
    assert http.sync(forger, batch).body["code"] == "signature-wrong"
    assert http.sync(house.q1, batch).status == 200
    account = house.q1.account
    other = replace(account, public_key=forger.key.public_key().public_bytes_raw())
    house.server.database.write(lambda connection: save_till(connection, other))
    assert http.sync(house.q1, batch).body["code"] == "signature-wrong"
    house.server.database.write(lambda connection: save_till(connection, account))
    assert http.sync(house.q1, batch).status == 200
    revoke_till(house.server, tenant=house.code, till="Q1")
    reply = http.sync(house.q1, batch)
    assert (reply.status, reply.body["code"]) == (403, "till-revoked")


def test_a_till_that_changes_while_its_batch_is_taken_is_believed_again(house: House, http: Http) -> None:
    house.q1.enrol(AN)
    batch = house.q1.request().to_json()
    assert http.sync(house.q1, batch).status == 200
    renamed = tills.update().where(tills.c.till == house.q1.paired.till).values(name="Quầy 9")
    house.server.database.write(lambda connection: connection.execute(renamed).close())
    assert http.sync(house.q1, batch).status == 200


def test_tills_are_known_up_to_a_number(house: House) -> None:
    known = KnownTills()
    for number in range(MOST_KNOWN_TILLS + 1):
        known.keep(replace(house.q1.account, till=f"till-{number}"))
    assert known.get("till-0") is None
    assert known.get(f"till-{MOST_KNOWN_TILLS}") is not None


def test_a_till_cannot_send_anothers_journal(house: House, http: Http) -> None:
    house.q1.enrol(AN)
    reply = http.sync(house.q2, house.q1.request().to_json())
    assert (reply.status, reply.body["code"]) == (403, "not-your-journal")


def test_a_changed_body_path_or_query_is_refused(house: House, http: Http) -> None:
    data = canonical_bytes(house.q1.request().to_json())
    headers = http.headers(house.q1, "POST", "/v1/sync", data)
    assert http.send("POST", "/v1/sync", data=data + b" ", headers=headers).body["code"] == "digest-wrong"
    resealed = headers | {"Content-Digest": content_digest(data + b" ")}
    assert http.send("POST", "/v1/sync", data=data + b" ", headers=resealed).body["code"] == "signature-wrong"
    target = f"/v1/members/look-up?card={CARD}"
    headers = http.headers(house.q1, "GET", target, b"")
    other = http.send("GET", "/v1/members/look-up?card=9800000000000011", headers=headers)
    assert other.body["code"] == "signature-wrong"


def test_an_old_nonce_is_answered_with_a_fresh_one(house: House, http: Http) -> None:
    data = canonical_bytes(house.q1.request().to_json())
    house.clock.move(minutes=11)
    headers = http.headers(house.q1, "POST", "/v1/sync", data)
    reply = http.send("POST", "/v1/sync", data=data, headers=headers)
    assert (reply.status, reply.body["code"]) == (401, "nonce-stale")
    assert http.sync(house.q1, house.q1.request().to_json()).status == 200


def test_a_nonce_of_another_till_is_not_good(house: House, http: Http) -> None:
    http.nonces[house.q1.paired.till] = house.q2.paired.nonce
    data = canonical_bytes(house.q1.request().to_json())
    headers = http.headers(house.q1, "POST", "/v1/sync", data)
    assert http.send("POST", "/v1/sync", data=data, headers=headers).body["code"] == "nonce-stale"


def test_a_revoked_till_is_out_at_once(house: House, http: Http) -> None:
    revoke_till(house.server, tenant=house.code, till="Q1")
    reply = http.sync(house.q1, house.q1.request().to_json())
    assert (reply.status, reply.body["code"]) == (403, "till-revoked")


def test_a_fork_is_a_problem_and_a_gap_says_where_to_go_on(house: House, http: Http) -> None:
    house.q1.enrol(AN)
    house.q1.sync()
    house.q1.sell("s1", AN)
    house.q1.sell("s2", AN)
    reply = http.sync(house.q1, house.q1.request(after=2).to_json())
    assert (reply.status, reply.body["code"], reply.body["ack_seq"]) == (409, "journal-gap", 1)
    clone = replace(house.q1, journal=[], acked=0)
    clone.enrol("member-other")
    reply = http.sync(clone, clone.request().to_json())
    assert (reply.status, reply.body["code"]) == (409, "journal-forked")
    assert "loyaltill_forked_batches_total 1.0" in http.send("GET", "/metrics").data.decode()


def test_a_member_is_found_by_card_and_by_phone(house: House, http: Http) -> None:
    house.q1.enrol(AN, card=CARD)
    house.q1.sync(persons=[Person(AN, "An", PHONE)])
    by_card = http.signed(house.q2, "GET", f"/v1/members/look-up?card={CARD}")
    by_phone = http.signed(house.q2, "GET", f"/v1/members/look-up?phone={quote(PHONE)}")
    typed = http.signed(house.q2, "GET", "/v1/members/look-up?phone=0912%20345%20678")
    assert by_card.body["cards"] == [{"number": CARD, "member": AN, "state": "active", "why": ""}]
    assert by_card.body == by_phone.body == typed.body


def test_a_member_is_not_found_across_tenants(house: House, http: Http) -> None:
    house.q1.enrol(AN, card=CARD)
    house.q1.sync(persons=[Person(AN, "An", PHONE)])
    other = make_house(house.server, house.clock)
    for target in (f"card={CARD}", f"phone={quote(PHONE)}"):
        reply = http.signed(other.q1, "GET", f"/v1/members/look-up?{target}")
        assert (reply.status, reply.body["code"]) == (404, "member-not-found")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 400, "look-up-empty"),
        ("?card=1&phone=2", 400, "look-up-empty"),
        ("?card=1", 404, "member-not-found"),
        ("?phone=12", 400, "phone-too-short"),
        ("?phone=%00%ff", 400, "phone-not-a-number"),
        ("?card=%00", 404, "member-not-found"),
        ("?card=%ed%a0%80", 404, "member-not-found"),
    ],
)
def test_a_look_up_that_finds_nothing_says_why(
    house: House, http: Http, query: str, status: int, code: str
) -> None:
    reply = http.signed(house.q1, "GET", f"/v1/members/look-up{query}")
    assert (reply.status, reply.body["code"]) == (status, code)


def test_pairing_wants_a_code_that_is_known_fresh_and_unused(house: House, http: Http) -> None:
    def show_code(code: str, key: bytes = b"\x01" * 32) -> tuple[int, object]:
        reply = http.send("POST", "/v1/pair", data=canonical_bytes(PairRequest(code, key).to_json()))
        return reply.status, reply.body.get("code")

    code = make_pairing_code(house.server, tenant=house.code, till="Q1")
    assert show_code("AAAA-AAAA") == (404, "pairing-code-unknown")
    assert show_code(code.lower().replace("-", " ")) == (200, None)
    assert show_code(code) == (200, None)
    assert show_code(code, b"\x02" * 32) == (409, "pairing-code-used")
    late = make_pairing_code(house.server, tenant=house.code, till="Q1")
    house.clock.move(seconds=CODE_LIFETIME.total_seconds())
    assert show_code(late) == (410, "pairing-code-expired")
    before = make_pairing_code(house.server, tenant=house.code, till="Q2")
    revoke_till(house.server, tenant=house.code, till="Q2")
    assert show_code(before) == (410, "pairing-code-expired")
    assert show_code(make_pairing_code(house.server, tenant=house.code, till="Q2")) == (200, None)


def test_a_till_whose_pairing_answer_was_lost_gets_the_same_one(house: House, http: Http) -> None:
    code = make_pairing_code(house.server, tenant=house.code, till="Q1")
    data = canonical_bytes(PairRequest(code, b"\x01" * 32).to_json())
    first, again = (http.send("POST", "/v1/pair", data=data).body for _ in range(2))
    assert (first["till"], first["incarnation"]) == (again["till"], again["incarnation"])


def test_a_body_too_large_is_refused_before_it_is_read(house: House, http: Http) -> None:
    headers = http.headers(house.q1, "POST", "/v1/sync", b"")
    reply = http.send("POST", "/v1/sync", data=b"x" * (MAX_REQUEST_BYTES + 1), headers=headers)
    assert (reply.status, reply.body["code"]) == (413, "body-too-large")
    reply = http.send("POST", "/v1/sync", data=b"x", headers=headers | {"Content-Encoding": "gzip"})
    assert (reply.status, reply.body["code"]) == (415, "body-encoded")


def test_an_unknown_address_and_method_are_problems_too(http: Http) -> None:
    nowhere, wrong = http.send("GET", "/v2/sync"), http.send("GET", "/v1/sync")
    assert (nowhere.status, nowhere.body["code"]) == (404, "not-found")
    assert (wrong.status, wrong.body["code"]) == (405, "method-not-allowed")


def test_health_and_the_api_page_are_open(http: Http) -> None:
    assert http.send("GET", "/healthz").body == {"status": "ok"}
    page = http.send("GET", "/docs").data.decode()
    assert "POST /v1/sync" in page
    assert "<script" not in page
    document = http.send("GET", "/openapi.json").body
    assert set(as_object(document["paths"])) >= {"/v1/pair", "/v1/sync", "/v1/members/look-up"}
    named = set(re.findall(r'"#/components/schemas/(\w+)"', http.send("GET", "/openapi.json").data.decode()))
    assert named <= set(as_object(as_object(document["components"])["schemas"]))


def test_without_the_database_the_other_figures_are_told_all_the_same(house: House) -> None:
    nowhere = Database(create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none"))
    http = Http(replace(house.server, database=nowhere))
    assert http.send("GET", "/healthz").status == 503
    reply = http.send("GET", "/metrics")
    assert reply.status == 200
    assert b'loyaltill_requests_total{path="/healthz",status="503"} 1.0' in reply.data
    assert b"loyaltill_events_aside" not in reply.data
