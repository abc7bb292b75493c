"""The addresses that tills speak to: pair, sync, begin a new life."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from loyalty.errors import Refused
from loyalty.wire.canonical import parse_json
from loyalty.wire.messages import PairAnswer, PairRequest, Problem, SyncAnswer, SyncRequest
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from server.context import Server
from server.model import TillAccount
from server.routes.bodies import read_body
from server.routes.guard import address_of, guards_of
from server.routes.metrics import Metrics
from server.routes.problems import problem
from server.routes.schemas import described
from server.routes.signed import SIGNED, answered, signed
from server.usecases.authenticate import KnownTills, fresh_nonce
from server.usecases.pair import pair
from server.usecases.rehome import rehome
from server.usecases.sync import sync
from server.usecases.taking_in import Forked

_SMALL = 16 * 1024


def till_routes(server: Server, metrics: Metrics, known: KnownTills) -> APIRouter:
    """The routes over one server; `known` are the tills as this process last saw them."""
    router = APIRouter(prefix="/v1", tags=["tills"])

    @router.post(
        "/pair",
        summary="Make a till of this server's by a one-time code",
        openapi_extra=described(body=PairRequest, answer=PairAnswer, problem=Problem),
    )
    async def post_pair(request: Request) -> Response:
        body = await read_body(request, limit=_SMALL)
        asked = PairRequest.from_json(parse_json(body))
        codes, address = guards_of(request).codes, address_of(request)
        codes.check(address)
        try:
            return answered(await run_in_threadpool(pair, server, asked))
        except Refused as refusal:
            if refusal.code == "pairing-code-unknown":
                codes.count(address)
            raise

    @router.post(
        "/sync",
        summary="One batch of a till's journal in; acknowledgement, leases and feed out",
        description=SIGNED,
        openapi_extra=described(body=SyncRequest, answer=SyncAnswer, problem=Problem),
    )
    async def post_sync(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            nonce = fresh_nonce(server, till.till)
            answer = sync(server, till, SyncRequest.from_json(parse_json(body)), nonce=nonce)
            if isinstance(answer, Forked):
                metrics.count_fork()
                return problem("journal-forked", {"seq": answer.seq}, nonce=nonce)
            metrics.count_sync(answer)
            return answered(answer)

        return await signed(server, request, act, known=known)

    @router.post(
        "/rehome",
        summary="A till whose disk was restored or copied begins a new life",
        description=SIGNED,
        openapi_extra=described(body=RehomeRequest, answer=RehomeAnswer, problem=Problem),
    )
    async def post_rehome(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = RehomeRequest.from_json(parse_json(body))
            return answered(rehome(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await signed(server, request, act)

    _ = (post_pair, post_sync, post_rehome)
    return router
