"""Members from a file, a chunk of rows at a time."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from loyalty.wire.canonical import parse_json
from loyalty.wire.importing import ImportChunk, ImportDone
from loyalty.wire.messages import Problem
from server.context import Server
from server.model import TillAccount
from server.routes.schemas import described
from server.routes.signed import SIGNED, answered, signed
from server.usecases.authenticate import fresh_nonce
from server.usecases.importing import import_chunk


def import_routes(server: Server) -> APIRouter:
    """The route over one server."""
    router = APIRouter(prefix="/v1", tags=["tills"])

    @router.post(
        "/members/import",
        summary="Rows of a manager's file of members, checked or written; each row of a file once",
        description=SIGNED,
        openapi_extra=described(body=ImportChunk, answer=ImportDone, problem=Problem),
    )
    async def post_import(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = ImportChunk.from_json(parse_json(body))
            return answered(import_chunk(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await signed(server, request, act)

    _ = post_import
    return router
