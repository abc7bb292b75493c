"""What a till has the server do with those who may sign in, its store's settings, and its other tills."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from loyalty.wire.canonical import parse_json
from loyalty.wire.messages import Problem
from loyalty.wire.staffing import StaffDeed, StaffDeedDone
from loyalty.wire.store_desk import StoreDeed, StoreDeedDone, TillOpened, TillOpening
from server.context import Server
from server.model import TillAccount
from server.routes.schemas import described
from server.routes.signed import SIGNED, answered, signed
from server.usecases.authenticate import fresh_nonce
from server.usecases.staffing import do_staff_deed
from server.usecases.store_desk import do_store_deed
from server.usecases.till_desk import open_till


def staff_routes(server: Server) -> APIRouter:
    """The routes over one server."""
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

    @router.post(
        "/store/deeds",
        summary="Settings of the till's store are changed by a manager; once for each deed",
        description=SIGNED,
        openapi_extra=described(body=StoreDeed, answer=StoreDeedDone, problem=Problem),
    )
    async def post_store_deed(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = StoreDeed.from_json(parse_json(body))
            return answered(do_store_deed(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await signed(server, request, act)

    @router.post(
        "/store/tills",
        summary="Another till is let into the store by a manager, with a code that pairs it",
        description=SIGNED,
        openapi_extra=described(body=TillOpening, answer=TillOpened, problem=Problem),
    )
    async def post_till(request: Request) -> Response:
        def act(till: TillAccount, body: bytes) -> Response:
            asked = TillOpening.from_json(parse_json(body))
            return answered(open_till(server, till, asked, nonce=fresh_nonce(server, till.till)))

        return await signed(server, request, act)

    _ = (post_staff_deed, post_store_deed, post_till)
    return router
