"""What a till begins a life with: it is paired, or its disk was restored or copied."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from loyalty.errors import Refused
from loyalty.wire.canonical import parse_json
from loyalty.wire.messages import PairAnswer, PairRequest, Problem
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from server.context import Server
from server.model import TillAccount
from server.routes.bodies import read_body
from server.routes.guard import address_of, guards_of
from server.routes.schemas import described
from server.routes.signed import SIGNED, answered, signed
from server.usecases.authenticate import fresh_nonce
from server.usecases.pair import pair
from server.usecases.rehome import rehome

_SMALL = 16 * 1024


def till_routes(server: Server) -> APIRouter:
    """The routes over one server."""
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

    _ = (post_pair, post_rehome)
    return router
