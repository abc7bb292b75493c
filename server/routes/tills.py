"""The addresses that tills speak to: pair, sync, begin a new life, look up, wait for news."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from loyalty.wire.canonical import canonical_bytes, parse_json
from loyalty.wire.codec import Message
from loyalty.wire.feed import LookUpAnswer, News
from loyalty.wire.messages import PairAnswer, PairRequest, Problem, SyncAnswer, SyncRequest
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from server.context import Server
from server.model import TillAccount
from server.routes.bodies import read_body, signed_request
from server.routes.metrics import Metrics
from server.routes.problems import problem
from server.routes.schemas import described
from server.routes.waiting import FeedWatch
from server.usecases.authenticate import authenticate, fresh_nonce
from server.usecases.look_up import look_up
from server.usecases.pair import pair
from server.usecases.rehome import rehome
from server.usecases.sync import Forked, sync

_SMALL = 16 * 1024
_DIGITS = 15
_SIGNED = (
    "Signed by the till (RFC 9421, Ed25519) over @method, @path, @query and content-digest, "
    "with a nonce of the server's; a 401 carries a fresh one."
)


def till_routes(server: Server, metrics: Metrics, watch: FeedWatch) -> APIRouter:
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
        return _answer(await run_in_threadpool(pair, server, asked))

    @router.post(
        "/sync",
        summary="One batch of a till's journal in; acknowledgement, leases and feed out",
        description=_SIGNED,
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
            return _answer(answer)

        return await _signed(server, request, act)

    @router.post(
        "/rehome",
        summary="A till whose disk was restored or copied begins a new life",
        description=_SIGNED,
        openapi_extra=described(body=RehomeRequest, answer=RehomeAnswer, problem=Problem),
    )
    async def post_rehome(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = RehomeRequest.from_json(parse_json(body))
            return _answer(rehome(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await _signed(server, request, act)

    @router.get(
        "/members/look-up",
        summary="One member by an exact card or phone number",
        description=_SIGNED,
        openapi_extra=described(query=("card", "phone"), answer=LookUpAnswer, problem=Problem),
    )
    async def get_member(request: Request) -> Response:
        query = request.query_params

        def act(till: TillAccount, _body: bytes) -> Response:
            return _answer(look_up(server, till, card=query.get("card"), phone=query.get("phone")))

        return await _signed(server, request, act)

    @router.get(
        "/news",
        summary="Hear of what cannot wait: answers once there is more of it, or after so many seconds",
        description=_SIGNED,
        openapi_extra=described(query=("known", "seconds"), answer=News, problem=Problem),
    )
    async def get_news(request: Request) -> Response:
        asked = signed_request(request, await read_body(request, limit=_SMALL))
        till = await run_in_threadpool(authenticate, server, asked)
        query = request.query_params
        seconds = _whole(query.get("seconds", "0"))
        count = await watch.wait((till.tenant, till.till), _whole(query.get("known", "0")), seconds=seconds)
        return _answer(News(count, fresh_nonce(server, till.till)))

    _ = (post_pair, post_sync, post_rehome, get_member, get_news)
    return router


def _whole(text: str) -> int:
    """A number of a query; what is none is below 0."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else -1


Act = Callable[[TillAccount, bytes], Response]


def _signed(server: Server, request: Request, act: Act) -> Awaitable[Response]:
    """Read, believe and act on a signed request; all but the reading on a worker thread."""

    async def answer() -> Response:
        body = await read_body(request)
        asked = signed_request(request, body)
        return await run_in_threadpool(lambda: act(authenticate(server, asked), body))

    return answer()


def _answer(message: Message) -> Response:
    return Response(
        canonical_bytes(message.to_json()),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
