"""Draws, as a manager's till asks for them and opens one."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from loyalty.wire.canonical import parse_json
from loyalty.wire.drawing import DrawAnswer, DrawAsk, DrawOpening, DrawsAnswer, DrawsAsk
from loyalty.wire.messages import Problem
from server.context import Server
from server.model import TillAccount
from server.routes.schemas import described
from server.routes.signed import SIGNED, answered, signed
from server.usecases.authenticate import fresh_nonce
from server.usecases.draw_desk import list_draws, open_from_till, read_draw


def draw_routes(server: Server) -> APIRouter:
    """The routes over one server."""
    router = APIRouter(prefix="/v1/draws", tags=["tills"])

    @router.post(
        "/list",
        summary="The draws of the program and those that were opened, as they stand",
        description=SIGNED,
        openapi_extra=described(body=DrawsAsk, answer=DrawsAnswer, problem=Problem),
    )
    async def post_list(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = DrawsAsk.from_json(parse_json(body))
            return answered(list_draws(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await signed(server, request, act)

    @router.post(
        "/file",
        summary="What one draw came to, its winners by page",
        description=SIGNED,
        openapi_extra=described(body=DrawAsk, answer=DrawAnswer, problem=Problem),
    )
    async def post_file(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = DrawAsk.from_json(parse_json(body))
            return answered(read_draw(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await signed(server, request, act)

    @router.post(
        "/openings",
        summary="Publish the seed of a draw that is over, and draw receipts; once for ever",
        description=SIGNED,
        openapi_extra=described(body=DrawOpening, answer=DrawAnswer, problem=Problem),
    )
    async def post_opening(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = DrawOpening.from_json(parse_json(body))
            return answered(open_from_till(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await signed(server, request, act)

    _ = (post_list, post_file, post_opening)
    return router
