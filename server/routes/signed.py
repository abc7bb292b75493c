"""Signed requests: read, believed, acted on, answered; for every address but the one that pairs."""

from collections.abc import Awaitable, Callable

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from loyalty.errors import Refused
from loyalty.wire.codec import Message
from loyalty.wire.written import message_bytes
from server.context import Server
from server.model import TillAccount
from server.routes.bodies import read_body, signed_request
from server.routes.guard import address_of, guards_of
from server.store.tills import find_till
from server.usecases.authenticate import (
    KnownTills,
    SignedRequest,
    TillChanged,
    Unauthenticated,
    authenticate,
    signer_of,
)

SIGNED = (
    "Signed by the till (RFC 9421, Ed25519) over @method, @path, @query and content-digest, "
    "with a nonce of the server's; a 401 carries a fresh one."
)
_DIGITS = 15
GUESSES = frozenset({"signature-wrong", "digest-wrong"})
"""A stale nonce is none: every till begins with one."""


def whole(text: str) -> int:
    """A number of a query; what is none is below 0."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else -1


Act = Callable[[TillAccount, bytes], Response]


def signed(
    server: Server, request: Request, act: Act, *, known: KnownTills | None = None
) -> Awaitable[Response]:
    """Read, believe and act on a signed request; all but the reading on a worker thread.

    `known`: the till is believed as it was last seen, by who looks at it again while acting; whatever is
    refused then is tried with the till as it is now.
    """

    async def answer() -> Response:
        asked = signed_request(request, await read_body(request))
        return await run_in_threadpool(acting(server, request, asked, act, known=known))

    return answer()


def acting(
    server: Server, request: Request, asked: SignedRequest, act: Act, *, known: KnownTills | None = None
) -> Callable[[], Response]:
    """Believing and acting on a signed request that was read, for a worker thread; `known` as `signed`."""

    def act_now() -> Response:
        body, seen = asked.body, known.get(signer_of(asked)) if known else None
        if known and seen:
            try:
                return act(authenticate(server, asked, seen=seen), body)
            except Refused:
                known.forget(seen.till)
        till = believed(server, request, asked)
        if known is not None:
            known.keep(till)
        try:
            return act(till, body)
        except TillChanged:  # in this very moment
            return act(believed(server, request, asked), body)

    return act_now


def believed_at_a_glance(
    server: Server, request: Request, asked: SignedRequest, known: KnownTills
) -> TillAccount:
    """The till that signed, as it was last seen: for who looks again before anything is said.

    Raises:
        Unauthenticated, Refused: as `believed`.
    """
    seen = known.get(signer_of(asked))
    if seen is not None:
        try:
            return authenticate(server, asked, seen=seen)
        except Refused:
            known.forget(seen.till)
    return believed_anew(server, request, asked, known)


def look_again(
    server: Server, request: Request, asked: SignedRequest, till: TillAccount, known: KnownTills
) -> None:
    """Believe a till anew that is not any more what it was when it was believed. Raises as `believed`."""
    if server.database.glance(lambda connection: find_till(connection, till.till)) != till:
        believed_anew(server, request, asked, known)


def believed_anew(server: Server, request: Request, asked: SignedRequest, known: KnownTills) -> TillAccount:
    """The till that signed, as it is now; known by that from here on. Raises as `believed`."""
    till = believed(server, request, asked)
    known.keep(till)
    return till


def believed(server: Server, request: Request, asked: SignedRequest) -> TillAccount:
    """The till that signed a request; too many that did not fit, from one address, get no more nonces.

    Raises:
        Unauthenticated, Refused: as `authenticate`; `too-many-signatures` (seconds).
    """
    try:
        return authenticate(server, asked)
    except Unauthenticated as refused:
        if refused.code in GUESSES:
            signatures, address = guards_of(request).signatures, address_of(request)
            signatures.check(address)
            signatures.count(address)
        raise


def answered(message: Message) -> Response:
    """A message as it goes out; nobody between here and the till may keep it."""
    return Response(
        message_bytes(message),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
