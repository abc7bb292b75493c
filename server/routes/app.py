"""The whole of the server's HTTP as one application: routes, problems, figures, the API page."""

import time
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from loyalty.errors import LoyaltillError, Unavailable
from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.drawing import DrawAnswer, DrawAsk, DrawOpening, DrawsAnswer, DrawsAsk
from loyalty.wire.feed import KINDS, LookUpAnswer, News
from loyalty.wire.importing import ImportChunk, ImportDone
from loyalty.wire.journal import BODIES
from loyalty.wire.member_desk import MemberDeed, MemberDeedDone, MemberFileAnswer, MemberFileAsk
from loyalty.wire.messages import PairAnswer, PairRequest, Problem, SyncAnswer, SyncRequest
from loyalty.wire.program_desk import ProgramAnswer, ProgramAsk, ProgramDeed, ProgramsAnswer, ProgramsAsk
from loyalty.wire.refunding import RefundLockAnswer, RefundLockRequest
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from loyalty.wire.staffing import StaffDeed, StaffDeedDone
from loyalty.wire.store_desk import StoreDeed, StoreDeedDone, TillOpened, TillOpening
from server.context import Server
from server.routes.batches import batch_routes
from server.routes.draws import draw_routes
from server.routes.errands import errand_routes
from server.routes.guard import Guards
from server.routes.importing import import_routes
from server.routes.metrics import Metrics
from server.routes.page import api_page
from server.routes.problems import problem, problem_of
from server.routes.programs import program_routes
from server.routes.schemas import schemas_of
from server.routes.staffing import staff_routes
from server.routes.straight import Straight, gone, takes
from server.routes.tills import till_routes
from server.routes.waiting import FeedWatch
from server.store.heard import AlarmFigures, alarm_figures
from server.usecases.authenticate import KnownTills

_MESSAGES = (
    *(PairRequest, PairAnswer, SyncRequest, SyncAnswer),
    *(RehomeRequest, RehomeAnswer, LookUpAnswer, News, Problem),
    *(RefundLockRequest, RefundLockAnswer),
    *(MemberFileAsk, MemberFileAnswer, MemberDeed, MemberDeedDone),
    *(StaffDeed, StaffDeedDone),
    *(StoreDeed, StoreDeedDone, TillOpening, TillOpened),
    *(ProgramsAsk, ProgramsAnswer, ProgramAsk, ProgramAnswer, ProgramDeed),
    *(ImportChunk, ImportDone),
    *(DrawsAsk, DrawsAnswer, DrawAsk, DrawAnswer, DrawOpening),
)
_DESCRIPTION = (
    "What tills say to the central server and what it answers. "
    "Bodies are JSON; money and points are whole numbers."
)
_UNMATCHED = "(other)"


class Timed:
    """Counts and times every request, by the route that answered it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and look at the status that comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            path = getattr(scope.get("route"), "path", _UNMATCHED)
            self._metrics.count_request(path, status=status, seconds=time.perf_counter() - began)


def create_app(server: Server) -> FastAPI:
    """The application over one server; it owns nothing that has to be closed."""
    metrics = Metrics()
    app = _Application(
        title="Loyaltill server", version="1", description=_DESCRIPTION, docs_url=None, redoc_url=None
    )
    app.state.watch = watch = FeedWatch(server)
    app.state.guards = Guards(server.clock)
    known = KnownTills()
    batches = batch_routes(server, metrics, known)
    app.include_router(batches)
    app.include_router(till_routes(server))
    app.include_router(errand_routes(server, watch, known))
    app.include_router(staff_routes(server))
    app.include_router(import_routes(server))
    app.include_router(draw_routes(server))
    app.include_router(program_routes(server))
    app.include_router(_house_routes(app, server, metrics))
    app.add_exception_handler(LoyaltillError, _refused)
    app.add_exception_handler(HTTPException, _no_route)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_middleware(Timed, metrics=metrics)
    app.straight = Timed(Straight(batches.routes), metrics)
    return app


class _Application(FastAPI):
    """FastAPI, whose OpenAPI document has the messages of the wire in it, and past which batches go."""

    straight: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if not takes(scope):
            await super().__call__(scope, receive, send)
            return
        scope["app"] = self
        await self.straight(scope, receive, send)

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        document = super().openapi()
        messages = [*_MESSAGES, *KINDS.values(), *BODIES.values()]
        document.setdefault("components", {})["schemas"] = schemas_of(messages)
        return document


def _house_routes(app: FastAPI, server: Server, metrics: Metrics) -> APIRouter:
    router = APIRouter(tags=["house"])

    @router.get("/healthz", summary="Whether the server and its database answer")
    async def get_health() -> Response:
        await run_in_threadpool(server.database.ping)
        return Response(canonical_bytes({"status": "ok"}), media_type="application/json")

    @router.get("/metrics", summary="Figures for a Prometheus server")
    async def get_metrics() -> Response:
        figures = metrics.exposed(await run_in_threadpool(_alarms, server), server.clock.now())
        return Response(figures, media_type="text/plain; version=0.0.4; charset=utf-8")

    @router.get("/docs", include_in_schema=False)
    async def get_docs() -> Response:
        return HTMLResponse(api_page(app.openapi()))

    _ = (get_health, get_metrics, get_docs)
    return router


def _alarms(server: Server) -> AlarmFigures | None:
    """None where the database does not answer: then more than ever somebody looks at the rest."""
    try:
        return server.database.read(alarm_figures)
    except Unavailable:
        return None


async def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, LoyaltillError):
        raise error
    return problem_of(error)


async def _no_route(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return problem("method-not-allowed" if status == 405 else "not-found", {})


async def _gone(_request: Request, _error: Exception) -> Response:
    return gone()
