"""The one address that tills speak to all day: a batch of a journal in, what is new out."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from loyalty.wire.canonical import parse_json
from loyalty.wire.messages import Problem, SyncAnswer, SyncRequest
from server.context import Server
from server.model import TillAccount
from server.routes.bodies import read_body, signed_request
from server.routes.gathering import Gathering, Taken
from server.routes.metrics import Metrics
from server.routes.problems import problem
from server.routes.schemas import described
from server.routes.signed import SIGNED, acting, answered
from server.usecases.authenticate import KnownTills, fresh_nonce
from server.usecases.sync import answer_of, sync
from server.usecases.taking_in import Forked


def batch_routes(server: Server, metrics: Metrics, known: KnownTills) -> APIRouter:
    """The route over one server; `known` are the tills as this process last saw them."""
    router = APIRouter(prefix="/v1", tags=["tills"])

    def act(till: TillAccount, body: bytes) -> Response:
        nonce = fresh_nonce(server, till.till)
        answer = sync(server, till, SyncRequest.from_json(parse_json(body)), nonce=nonce)
        if isinstance(answer, Forked):
            metrics.count_fork()
            return problem("journal-forked", {"seq": answer.seq}, nonce=nonce)
        metrics.count_sync(answer, taken="alone")
        return answered(answer)

    def finish(taken: Taken) -> Response:
        nonce = fresh_nonce(server, taken.till.till)
        answer = answer_of(server, taken.till, taken.request, taken.committed, nonce=nonce)
        metrics.count_sync(answer, taken="together")
        return answered(answer)

    gathering = Gathering(server, known, finish)

    @router.post(
        "/sync",
        summary="One batch of a till's journal in; acknowledgement, leases and feed out",
        description=SIGNED,
        openapi_extra=described(body=SyncRequest, answer=SyncAnswer, problem=Problem),
    )
    async def post_sync(request: Request) -> Response:
        asked = signed_request(request, await read_body(request))
        alone = acting(server, request, asked, act, known=known)
        outcome = await gathering.take(asked, alone)
        if isinstance(outcome, Taken):
            return await run_in_threadpool(finish, outcome)
        return await run_in_threadpool(alone) if outcome is None else outcome

    _ = post_sync
    return router
