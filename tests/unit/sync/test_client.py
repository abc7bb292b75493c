"""What goes out is signed, and what comes back is a message, a problem with a sentence, or nonsense."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from loyalty.errors import LoyaltillError, Refused, Unavailable
from loyalty.wire.feed import LookUpAnswer
from loyalty.wire.messages import PairRequest, SyncAnswer
from loyalty.wire.signing import (
    SignedBy,
    content_digest,
    parse_signature_header,
    parse_signature_input,
    signature_base,
)
from terminal.sync.client import SyncClient, send_pairing
from terminal.sync.core import compose
from terminal.sync.keys import TillKey, new_till_key
from terminal.sync.line import Reply
from tests.sync_model.memory_outbox import MemoryOutbox
from tests.sync_model.model_server import Account, ModelServer

PAIRING = {
    "tenant": "tenant-1",
    "store": "store-1",
    "till": "till-1",
    "till_number": 2,
    "till_code": "Q2",
    "till_name": "Quầy 2",
    "incarnation": 1,
    "feed_epoch": "epoch-1",
    "pin_pepper": "MDEyMzQ1Njc4OWFiY2RlZg==",
    "server_key": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "ca_pem": None,
    "nonce": "nonce-1",
    "server_time": "2026-11-25T03:00:00.000Z",
}


class ScriptedLine:
    """Gives one prepared reply after the other and keeps what was sent."""

    def __init__(self, *replies: Reply | Unavailable) -> None:
        self.replies = list(replies)
        self.sent: list[tuple[str, str, bytes, Mapping[str, str]]] = []

    def send(self, method: str, target: str, *, body: bytes, headers: Mapping[str, str]) -> Reply:
        self.sent.append((method, target, body, headers))
        answer = self.replies.pop(0)
        if isinstance(answer, Unavailable):
            raise answer
        return answer


def said(content: object, *, status: int = 200, content_type: str = "application/json") -> Reply:
    return Reply(status=status, content_type=content_type, body=json.dumps(content).encode())


def problem(code: str, status: int, nonce: str | None = None) -> Reply:
    return said(
        {"code": code, "sentence": f"It is {code}.", "nonce": nonce},
        status=status,
        content_type="application/problem+json; charset=utf-8",
    )


class Exchange:
    """A request, the model's answer to it, and a client over prepared replies."""

    def __init__(self) -> None:
        self.key = TillKey(new_till_key())
        self.server = ModelServer()
        self.request = compose(MemoryOutbox().read_outgoing(), feed_limit=10, sign=self.key.sign)
        self.answer = self.server.sync(self.request)

    def answered(self) -> Reply:
        return said(self.answer.to_json())

    def sync(self, *replies: Reply | Unavailable) -> tuple[SyncAnswer, ScriptedLine]:
        line = ScriptedLine(*replies)
        return SyncClient(line, till="till-1", sign=self.key.sign).sync(self.request), line

    def failure(self, *replies: Reply | Unavailable) -> LoyaltillError:
        with pytest.raises(LoyaltillError) as fault:
            self.sync(*replies)
        return fault.value


@pytest.fixture
def exchange() -> Exchange:
    return Exchange()


def test_an_answer_comes_back_as_a_message(exchange: Exchange) -> None:
    answer, _ = exchange.sync(exchange.answered())
    assert answer == exchange.answer


def test_a_request_is_signed_by_the_till_over_what_was_sent(exchange: Exchange) -> None:
    _, line = exchange.sync(exchange.answered())
    ((method, target, body, headers),) = line.sent
    assert headers["Content-Digest"] == content_digest(body)
    signed_by = parse_signature_input(headers["Signature-Input"])
    assert signed_by.key_id == "till-1"
    base = signature_base(
        method=method, path=target, query="", digest=headers["Content-Digest"], signed_by=signed_by
    )
    signature = parse_signature_header(headers["Signature"])
    Ed25519PublicKey.from_public_bytes(exchange.key.public).verify(signature, base)


def test_a_stale_nonce_is_replaced_and_the_request_sent_once_more(exchange: Exchange) -> None:
    _, line = exchange.sync(problem("nonce-stale", 401, "fresh"), exchange.answered())
    nonces = [parse_signature_input(headers["Signature-Input"]).nonce for *_, headers in line.sent]
    assert nonces[1] == "fresh"
    assert len(nonces) == 2


def test_the_nonce_of_an_answer_is_used_for_the_next_request(exchange: Exchange) -> None:
    line = ScriptedLine(exchange.answered(), exchange.answered())
    client = SyncClient(line, till="till-1", sign=exchange.key.sign)
    client.sync(exchange.request)
    client.sync(exchange.request)
    assert parse_signature_input(line.sent[1][3]["Signature-Input"]) == SignedBy("till-1", "nonce")


def test_a_busy_server_may_have_done_what_it_was_asked_a_second_time(exchange: Exchange) -> None:
    busy = problem("too-many-requests", 429)
    again = replace(problem("nonce-stale", 401, "fresh"), is_second_try=True)
    assert exchange.failure(busy).code == "server-busy"
    assert exchange.failure(replace(busy, is_second_try=True)).code == "server-trouble"
    assert exchange.failure(again, busy).code == "server-trouble"


def test_a_server_that_is_gone_after_a_second_try_may_have_done_the_first(exchange: Exchange) -> None:
    stale = problem("nonce-stale", 401, "fresh")
    gone = Unavailable("server-absent", retry=True, server="s", why="w")
    assert exchange.failure(stale, gone).code == "server-absent"
    assert exchange.failure(replace(stale, is_second_try=True), gone).code == "server-broke-off"
    slow = Unavailable("server-slow", retry=True)
    assert exchange.failure(replace(stale, is_second_try=True), slow).code == "server-slow"


@pytest.mark.parametrize("second_nonce", ["fresh", "fresher", None])
def test_a_second_refusal_is_final(exchange: Exchange, second_nonce: str | None) -> None:
    error = exchange.failure(
        problem("nonce-stale", 401, "fresh"), problem("signature-wrong", 401, second_nonce)
    )
    assert isinstance(error, Refused)
    assert error.code == "till-unknown"
    assert error.params == {"problem": "signature-wrong", "why": "It is signature-wrong."}


def test_a_401_without_a_nonce_is_not_tried_again(exchange: Exchange) -> None:
    assert exchange.failure(problem("signature-missing", 401)).code == "server-refused"


@pytest.mark.parametrize(
    ("code", "status", "ours"),
    [
        ("till-revoked", 403, "till-revoked"),
        ("incarnation-retired", 409, "till-replaced"),
        ("journal-forked", 409, "journal-forked"),
        ("journal-gap", 409, "server-went-back"),
        ("wire-refused", 400, "server-refused"),
    ],
)
def test_a_problem_is_refused_by_its_code(exchange: Exchange, code: str, status: int, ours: str) -> None:
    error = exchange.failure(problem(code, status))
    assert isinstance(error, Refused)
    assert error.code == ours


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_in_trouble_may_be_asked_again(exchange: Exchange, status: int) -> None:
    page = Reply(status=status, content_type="text/html", body=b"<h1>Bad Gateway</h1>")
    error = exchange.failure(page)
    assert isinstance(error, Unavailable)
    assert (error.code, error.retry) == ("server-trouble", True)


def test_a_busy_server_may_be_asked_again(exchange: Exchange) -> None:
    assert exchange.failure(problem("too-many", 429)).code == "server-busy"


@pytest.mark.parametrize(("said", "seconds"), [("10", 10), ("", 60), ("soon", 60), ("9" * 30, 60)])
def test_a_till_that_asked_too_often_says_how_long_to_wait(
    exchange: Exchange, said: str, seconds: int
) -> None:
    error = exchange.failure(replace(problem("too-many-look-ups", 429), retry_after=said))
    assert isinstance(error, Unavailable)
    assert (error.code, error.retry, error.params) == ("too-many-look-ups", True, {"seconds": seconds})


@pytest.mark.parametrize(
    "nonsense",
    [
        Reply(status=200, content_type="text/html", body=b"<h1>It works!</h1>"),
        Reply(status=200, content_type="application/json", body=b'{"version": 1,'),
        Reply(status=200, content_type="application/json", body=b"\xff\xfe"),
        said([1, 2, 3]),
        said({"version": 1}),
        said({"version": 7}),
        said({"detail": "Not Found"}, status=404),
        Reply(status=302, content_type="", body=b""),
        Reply(status=404, content_type="text/plain", body=b"no such page"),
        Reply(status=401, content_type="text/html", body=b"<h1>Who are you?</h1>"),
        Reply(status=200, content_type="application/json", body=b"[" * 100_000),
        Reply(status=200, content_type="application/json", body=b'{"ack_seq": 1.5}'),
    ],
)
def test_nonsense_has_a_sentence_and_never_crashes(exchange: Exchange, nonsense: Reply) -> None:
    error = exchange.failure(nonsense)
    assert isinstance(error, Unavailable)
    assert error.code == "server-nonsense"
    assert error.params["why"]


def test_a_member_is_looked_up_by_exact_phone() -> None:
    server = ModelServer(accounts={"anh": Account(posted=5)})
    line = ScriptedLine(said(LookUpAnswer(member=server.member_state("anh"), cards=()).to_json()))
    key = TillKey(new_till_key())
    answer = SyncClient(line, till="till-1", sign=key.sign).look_up(phone="+84912345678")
    assert answer is not None
    assert answer.member.member == "anh"
    ((method, target, body, headers),) = line.sent
    assert (method, target, body) == ("GET", "/v1/members/look-up?phone=%2B84912345678", b"")
    assert headers["Content-Digest"] == content_digest(b"")


def test_a_member_nobody_knows_is_none() -> None:
    line = ScriptedLine(problem("member-not-found", 404))
    assert SyncClient(line, till="till-1", sign=TillKey(new_till_key()).sign).look_up(card="98") is None


def test_a_server_that_cannot_look_up_is_not_nobody() -> None:
    line = ScriptedLine(problem("not-found", 404))
    with pytest.raises(Refused, match="server-refused"):
        SyncClient(line, till="till-1", sign=TillKey(new_till_key()).sign).look_up(card="98")


def test_a_look_up_on_a_strangers_port_is_nonsense_and_not_nobody() -> None:
    line = ScriptedLine(Reply(status=404, content_type="text/html", body=b"<h1>Not here</h1>"))
    with pytest.raises(Unavailable, match="server-nonsense"):
        SyncClient(line, till="till-1", sign=TillKey(new_till_key()).sign).look_up(card="98")


def test_pairing_shows_the_code_and_is_not_signed() -> None:
    line = ScriptedLine(said(PAIRING))
    answer = send_pairing(line, PairRequest(code="ABCD-EFGH", public_key=bytes(32)))
    assert (answer.till, answer.till_code) == ("till-1", "Q2")
    ((method, target, _, headers),) = line.sent
    assert (method, target) == ("POST", "/v1/pair")
    assert "Signature" not in headers


def test_pairing_nonsense_is_said() -> None:
    with pytest.raises(Unavailable, match="server-nonsense"):
        send_pairing(ScriptedLine(said({"till": 1})), PairRequest(code="A", public_key=bytes(32)))
