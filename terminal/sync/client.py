"""The till's side of the wire: signed requests out, checked messages back.

What the server says is either a message as `loyalty.wire` defines it, or a problem with a code, or nonsense;
each of the three has one way out of here, and none is a crash. Freshness is the server's nonce: a request
that is refused for a stale one is sent once more with the nonce that came with the refusal.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from loyalty.errors import Refused, Unavailable
from loyalty.wire.canonical import Json, WireRefused, parse_json
from loyalty.wire.drawing import DrawAnswer, DrawAsk, DrawOpening, DrawsAnswer, DrawsAsk
from loyalty.wire.feed import LookUpAnswer, News
from loyalty.wire.importing import ImportChunk, ImportDone
from loyalty.wire.member_desk import MemberDeed, MemberDeedDone, MemberFileAnswer, MemberFileAsk
from loyalty.wire.messages import PairAnswer, PairRequest, Problem, SyncAnswer, SyncRequest
from loyalty.wire.program_desk import ProgramAnswer, ProgramAsk, ProgramDeed, ProgramsAnswer, ProgramsAsk
from loyalty.wire.refunding import RefundLockAnswer, RefundLockRequest
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from loyalty.wire.signing import (
    SignedBy,
    content_digest,
    signature_base,
    signature_header,
    signature_input,
)
from loyalty.wire.staffing import StaffDeed, StaffDeedDone
from loyalty.wire.store_desk import StoreDeed, StoreDeedDone, TillOpened, TillOpening
from loyalty.wire.written import message_bytes
from terminal.sync.core import Sign
from terminal.sync.line import Reply, legible

_KNOWN_PROBLEMS = {
    "till-revoked": "till-revoked",
    "signature-wrong": "till-unknown",
    "incarnation-retired": "till-replaced",
    "incarnation-after-restore": "life-forgotten",
    "incarnation-unknown": "server-went-back",
    "journal-forked": "journal-forked",
    "journal-gap": "server-went-back",
}
"""Problems that have a sentence of their own here; any other is shown with the server's own words."""
_NOBODY = "member-not-found"
_USUAL_WAIT_S, _LONGEST_WAIT_DIGITS = 60, 5
_NO_NONCE = "none"
"""Sent before the server has given one: it answers with one."""


class Line(Protocol):
    """What the client needs of a connection; see `line.ServerLine.send`."""

    def send(self, method: str, target: str, *, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One request and its whole answer."""
        ...


class _Fresh(Protocol):
    """An answer with the nonce that the next request is to say."""

    @property
    def nonce(self) -> str:
        """It."""
        ...


_Answer = TypeVar("_Answer")
_FreshAnswer = TypeVar("_FreshAnswer", bound=_Fresh)


class SyncClient:
    """Speaks to the server as one paired till; used by one thread at a time."""

    def __init__(self, line: Line, *, till: str, sign: Sign) -> None:
        self._line = line
        self._till = till
        self._sign = sign
        self._nonce = _NO_NONCE

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """One exchange.

        Raises:
            Unavailable: see `ServerLine.send`; also `server-trouble`, `server-busy`, `server-nonsense`.
            Refused: `till-revoked`, `till-unknown`, `till-replaced`, `journal-forked`, `server-went-back`,
            `life-forgotten`, `server-refused`: the server understood, and says no.
        """
        return self._asked("POST", "/v1/sync", "", message_bytes(request), SyncAnswer.from_json)

    def rehome(self, request: RehomeRequest) -> RehomeAnswer:
        """A new life for this till, the same one when asked again.

        Raises:
            Unavailable, Refused: as for `sync`.
        """
        return self._asked("POST", "/v1/rehome", "", message_bytes(request), RehomeAnswer.from_json)

    def wait_for_news(self, known: int, *, seconds: int) -> int:
        """How often this till was rung for, once that is another than `known`, or after so many seconds.

        Raises:
            Unavailable, Refused: as for `sync`.
        """
        query = urlencode({"known": known, "seconds": seconds})
        return self._asked("GET", "/v1/news", query, b"", News.from_json).count

    def ask_refund_lock(self, receipt: str) -> RefundLockAnswer:
        """Ask for another till's sale, by its receipt's digits, to give it back here; ask until given.

        Raises:
            Unavailable, Refused: as for `sync`.
        """
        request = RefundLockRequest(version=1, receipt=receipt)
        return self._asked("POST", "/v1/refund-locks", "", message_bytes(request), RefundLockAnswer.from_json)

    def look_up(self, *, card: str = "", phone: str = "") -> LookUpAnswer | None:
        """The one member with exactly this card, or exactly this phone in E.164; None where there is none.

        Raises:
            Unavailable, Refused: as for `sync`; also `too-many-look-ups` (seconds).
        """
        query = urlencode({"card": card} if card else {"phone": phone})
        reply = self._signed("GET", "/v1/members/look-up", query, b"")
        if reply.status == HTTPStatus.NOT_FOUND and _problem(reply).code == _NOBODY:
            return None
        return _read(reply, LookUpAnswer.from_json)

    def member_file(self, ask: MemberFileAsk) -> MemberFileAnswer:
        """The whole file of a member.

        Raises:
            Unavailable, Refused: as for `sync`; also what `server-refused` names as its `problem`.
        """
        return self._asked("POST", "/v1/members/file", "", message_bytes(ask), MemberFileAnswer.from_json)

    def do_member_deed(self, deed: MemberDeed) -> MemberDeedDone:
        """Have something done with a member, once however often it is asked. Raises as `member_file`."""
        return self._asked("POST", "/v1/members/deeds", "", message_bytes(deed), MemberDeedDone.from_json)

    def do_staff_deed(self, deed: StaffDeed) -> StaffDeedDone:
        """Have somebody who may sign in added or changed, once however often. Raises as `member_file`."""
        return self._asked("POST", "/v1/operators/deeds", "", message_bytes(deed), StaffDeedDone.from_json)

    def do_store_deed(self, deed: StoreDeed) -> StoreDeedDone:
        """Have settings of the store changed, once however often it is asked. Raises as `member_file`."""
        return self._asked("POST", "/v1/store/deeds", "", message_bytes(deed), StoreDeedDone.from_json)

    def open_till(self, opening: TillOpening) -> TillOpened:
        """Have another till let into the store, with a code that pairs it. Raises as `member_file`."""
        return self._asked("POST", "/v1/store/tills", "", message_bytes(opening), TillOpened.from_json)

    def import_members(self, chunk: ImportChunk) -> ImportDone:
        """Have rows of a file checked, or written once however often it is asked. Raises as `member_file`."""
        return self._asked("POST", "/v1/members/import", "", message_bytes(chunk), ImportDone.from_json)

    def list_draws(self, ask: DrawsAsk) -> DrawsAnswer:
        """The draws of the program, and those that were opened. Raises as `member_file`."""
        return self._asked("POST", "/v1/draws/list", "", message_bytes(ask), DrawsAnswer.from_json)

    def read_draw(self, ask: DrawAsk) -> DrawAnswer:
        """One draw, with a page of its winners. Raises as `member_file`."""
        return self._asked("POST", "/v1/draws/file", "", message_bytes(ask), DrawAnswer.from_json)

    def open_draw(self, opening: DrawOpening) -> DrawAnswer:
        """Open one with its seed, once however often it is asked. Raises as `member_file`."""
        return self._asked("POST", "/v1/draws/openings", "", message_bytes(opening), DrawAnswer.from_json)

    def list_programs(self, ask: ProgramsAsk) -> ProgramsAnswer:
        """The programs that were published last. Raises as `member_file`."""
        return self._asked("POST", "/v1/programs/list", "", message_bytes(ask), ProgramsAnswer.from_json)

    def read_program(self, ask: ProgramAsk) -> ProgramAnswer:
        """One of them with its text. Raises as `member_file`."""
        return self._asked("POST", "/v1/programs/file", "", message_bytes(ask), ProgramAnswer.from_json)

    def publish_program(self, deed: ProgramDeed) -> ProgramAnswer:
        """Have another published, once however often it is asked. Raises as `member_file`."""
        return self._asked("POST", "/v1/programs/deeds", "", message_bytes(deed), ProgramAnswer.from_json)

    def _asked(
        self, method: str, path: str, query: str, body: bytes, read: Callable[[Json], _FreshAnswer]
    ) -> _FreshAnswer:
        """What the server answers; the next request says the nonce that came with it."""
        answer = _read(self._signed(method, path, query, body), read)
        self._nonce = answer.nonce
        return answer

    def _signed(self, method: str, path: str, query: str, body: bytes) -> Reply:
        reply = self._signed_once(method, path, query, body)
        if reply.status != HTTPStatus.UNAUTHORIZED:
            return reply
        nonce = _problem(reply).nonce
        if nonce is None or nonce == self._nonce:
            return reply
        self._nonce = nonce
        try:
            again = self._signed_once(method, path, query, body)
        except Unavailable as trouble:
            if reply.is_second_try and trouble.code == "server-absent":
                server, why = trouble.params["server"], trouble.params["why"]
                raise Unavailable("server-broke-off", retry=True, server=server, why=why) from trouble
            raise
        return replace(again, is_second_try=reply.is_second_try or again.is_second_try)

    def _signed_once(self, method: str, path: str, query: str, body: bytes) -> Reply:
        digest = content_digest(body)
        signed_by = SignedBy(key_id=self._till, nonce=self._nonce)
        base = signature_base(method=method, path=path, query=query, digest=digest, signed_by=signed_by)
        headers = {
            "Content-Digest": digest,
            "Signature-Input": signature_input(signed_by),
            "Signature": signature_header(self._sign(base)),
            "Accept": "application/json",
        }
        if body:
            headers["Content-Type"] = "application/json"
        target = f"{path}?{query}" if query else path
        return self._line.send(method, target, body=body, headers=headers)


def send_pairing(line: Line, request: PairRequest) -> PairAnswer:
    """Show the one-time code; the only request that is not signed.

    Raises:
        Refused: `server-refused` with the server's own code as `problem`.
        Unavailable: as for `SyncClient.sync`.
    """
    body = message_bytes(request)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    reply = line.send("POST", "/v1/pair", body=body, headers=headers)
    return _read(reply, PairAnswer.from_json)


def ask_health(line: Line) -> datetime | None:
    """Whether a server is there and well, and what time it has, to the second; None if it does not say.

    Raises:
        Unavailable: as for `SyncClient.sync`; a server that cannot reach its database is `server-trouble`.
    """
    reply = line.send("GET", "/healthz", body=b"", headers={"Accept": "application/json"})
    _refuse_problems(reply)
    try:
        return parsedate_to_datetime(reply.date)
    except ValueError:
        return None


def _read(reply: Reply, read: Callable[[Json], _Answer]) -> _Answer:
    """The message of a success; a problem, or nonsense, leaves as the error it is."""
    _refuse_problems(reply)
    try:
        return read(_content(reply))
    except WireRefused as fault:
        raise _nonsense(f"{fault.path} {fault.why}") from fault


def _refuse_problems(reply: Reply) -> None:
    """Return for a success; anything else leaves as the error it is."""
    if HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:  # perhaps not ours: a proxy answers in pages
        raise Unavailable("server-trouble", retry=True, status=reply.status)
    problem = _problem(reply)
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS and problem.code == "too-many-look-ups":
        raise Unavailable("too-many-look-ups", retry=True, seconds=_seconds(reply.retry_after))
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS and reply.is_second_try:
        raise Unavailable("server-trouble", retry=True, status=reply.status)
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Unavailable("server-busy", retry=True, why=problem.sentence)
    code = _KNOWN_PROBLEMS.get(problem.code, "server-refused")
    raise Refused(code, problem=problem.code, why=problem.sentence)


def _problem(reply: Reply) -> Problem:
    """The problem that a reply other than a success carries; from a stranger on that port it carries none."""
    try:
        return Problem.from_json(_content(reply))
    except WireRefused as fault:
        raise _nonsense(f"status {reply.status}, and {fault.why}") from fault


def _seconds(text: str) -> int:
    """How long to wait, as the server says; a minute where it does not say it in whole seconds."""
    is_whole = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_WAIT_DIGITS
    return int(text) if is_whole else _USUAL_WAIT_S


def _content(reply: Reply) -> Json:
    if not reply.content_type.partition(";")[0].strip().endswith("json"):
        raise _nonsense(f"status {reply.status} with {reply.content_type or 'nothing'} instead of JSON")
    return parse_json(reply.body)


def _nonsense(why: str) -> Unavailable:
    return Unavailable("server-nonsense", retry=True, why=legible(why))
