"""What a till asks beside its batches: a member, news, a sale to give back."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from loyalty.wire.canonical import parse_json
from loyalty.wire.feed import LookUpAnswer, News
from loyalty.wire.member_desk import MemberDeed, MemberDeedDone, MemberFileAnswer, MemberFileAsk
from loyalty.wire.messages import Problem
from loyalty.wire.refunding import RefundLockAnswer, RefundLockRequest
from server.context import Server
from server.model import TillAccount
from server.routes.bodies import read_body, signed_request
from server.routes.schemas import described
from server.routes.signed import SIGNED, answered, believed_at_a_glance, look_again, signed, whole
from server.routes.waiting import FeedWatch
from server.usecases.authenticate import KnownTills, fresh_nonce
from server.usecases.look_up import look_up
from server.usecases.member_deeds import do_deed
from server.usecases.member_file import member_file
from server.usecases.refund_lock import ask_refund_lock

_SMALL = 16 * 1024


def errand_routes(server: Server, watch: FeedWatch, known: KnownTills) -> APIRouter:
    """The routes over one server."""
    router = APIRouter(prefix="/v1", tags=["tills"])

    @router.post(
        "/refund-locks",
        summary="Ask for another till's sale, to give it back here",
        description=SIGNED,
        openapi_extra=described(body=RefundLockRequest, answer=RefundLockAnswer, problem=Problem),
    )
    async def post_refund_lock(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = RefundLockRequest.from_json(parse_json(body))
            nonce = fresh_nonce(server, till.till)
            return answered(ask_refund_lock(server, till, asked.receipt, nonce=nonce))

        return await signed(server, request, act)

    @router.get(
        "/members/look-up",
        summary="One member by an exact card or phone number",
        description=SIGNED,
        openapi_extra=described(query=("card", "phone"), answer=LookUpAnswer, problem=Problem),
    )
    async def get_member(request: Request) -> Response:
        query = request.query_params

        def act(till: TillAccount, _body: bytes) -> Response:
            return answered(look_up(server, till, card=query.get("card"), phone=query.get("phone")))

        return await signed(server, request, act)

    @router.post(
        "/members/file",
        summary="The whole file of one member, its movements by page",
        description=SIGNED,
        openapi_extra=described(body=MemberFileAsk, answer=MemberFileAnswer, problem=Problem),
    )
    async def post_member_file(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = MemberFileAsk.from_json(parse_json(body))
            return answered(member_file(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await signed(server, request, act)

    @router.post(
        "/members/deeds",
        summary="A note, a correction, a consent, points by hand, a merge, an erasure; once for each deed",
        description=SIGNED,
        openapi_extra=described(body=MemberDeed, answer=MemberDeedDone, problem=Problem),
    )
    async def post_member_deed(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = MemberDeed.from_json(parse_json(body))
            return answered(do_deed(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await signed(server, request, act)

    @router.get(
        "/news",
        summary="Hear of what cannot wait: answers once there is more of it, or after so many seconds",
        description=SIGNED,
        openapi_extra=described(query=("known", "seconds"), answer=News, problem=Problem),
    )
    async def get_news(request: Request) -> Response:
        asked = signed_request(request, await read_body(request, limit=_SMALL))
        till = await run_in_threadpool(believed_at_a_glance, server, request, asked, known)
        query = request.query_params
        seconds = whole(query.get("seconds", "0"))
        count = await watch.wait((till.tenant, till.till), whole(query.get("known", "0")), seconds=seconds)
        await run_in_threadpool(look_again, server, request, asked, till, known)
        return answered(News(count, fresh_nonce(server, till.till)))

    _ = (post_refund_lock, get_member, post_member_file, post_member_deed, get_news)
    return router
