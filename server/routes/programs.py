"""Programs, as a manager's till asks for them and publishes another."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from loyalty.wire.canonical import parse_json
from loyalty.wire.messages import Problem
from loyalty.wire.program_desk import ProgramAnswer, ProgramAsk, ProgramDeed, ProgramsAnswer, ProgramsAsk
from server.context import Server
from server.model import TillAccount
from server.routes.schemas import described
from server.routes.signed import SIGNED, answered, signed
from server.usecases.authenticate import fresh_nonce
from server.usecases.program_desk import list_programs, publish_from_till, read_program_text


def program_routes(server: Server) -> APIRouter:
    """The routes over one server."""
    router = APIRouter(prefix="/v1/programs", tags=["tills"])

    @router.post(
        "/list",
        summary="The programs that were published last, and which is in force",
        description=SIGNED,
        openapi_extra=described(body=ProgramsAsk, answer=ProgramsAnswer, problem=Problem),
    )
    async def post_list(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = ProgramsAsk.from_json(parse_json(body))
            return answered(list_programs(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await signed(server, request, act)

    @router.post(
        "/file",
        summary="The text of one of them",
        description=SIGNED,
        openapi_extra=described(body=ProgramAsk, answer=ProgramAnswer, problem=Problem),
    )
    async def post_file(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = ProgramAsk.from_json(parse_json(body))
            return answered(read_program_text(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await signed(server, request, act)

    @router.post(
        "/deeds",
        summary="Another program is published by a manager, now or for a day; once for each deed",
        description=SIGNED,
        openapi_extra=described(body=ProgramDeed, answer=ProgramAnswer, problem=Problem),
    )
    async def post_deed(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = ProgramDeed.from_json(parse_json(body))
            return answered(publish_from_till(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await signed(server, request, act)

    _ = (post_list, post_file, post_deed)
    return router
