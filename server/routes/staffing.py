"""What a till has the server do with those who may sign in."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from loyalty.wire.canonical import parse_json
from loyalty.wire.messages import Problem
from loyalty.wire.staffing import StaffDeed, StaffDeedDone
from server.context import Server
from server.model import TillAccount
from server.routes.schemas import described
from server.routes.signed import SIGNED, answered, signed
from server.usecases.authenticate import fresh_nonce
from server.usecases.staffing import do_staff_deed


def staff_routes(server: Server) -> APIRouter:
    """The route over one server."""
    router = APIRouter(prefix="/v1", tags=["tills"])

    @router.post(
        "/operators/deeds",
        summary="Somebody who may sign in is added, changed, blocked, or has another PIN; once for each deed",
        description=SIGNED,
        openapi_extra=described(body=StaffDeed, answer=StaffDeedDone, problem=Problem),
    )
    async def post_staff_deed(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = StaffDeed.from_json(parse_json(body))
            return answered(do_staff_deed(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await signed(server, request, act)

    _ = post_staff_deed
    return router
