"""The one request that tills send all day, handed right to its route.

FastAPI passes each request through some ten layers before the route, which costs a twentieth of what the
server does for a sale. None of them does anything for this one: it has no parameters that are read for it, no
dependencies, and what may be raised is known. It is the same route, with the same answers.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from loyalty.errors import LoyaltillError
from server.routes.problems import problem_of

ADDRESS: Final = "/v1/sync"
METHOD: Final = "POST"
Endpoint = Callable[[Request], Awaitable[Response]]


class Straight:
    """An application of that one route."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._route = next(
            route
            for route in routes
            if isinstance(route, Route) and route.path == ADDRESS and METHOD in (route.methods or ())
        )
        self._endpoint: Endpoint = self._route.endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer it."""
        scope["route"] = self._route
        try:
            response = await self._endpoint(Request(scope, receive))
        except LoyaltillError as error:
            response = problem_of(error)
        except ClientDisconnect:
            response = gone()
        await response(scope, receive, send)


def takes(scope: Scope) -> bool:
    """Whether a request is that one."""
    return scope["type"] == "http" and (scope["method"], scope["path"]) == (METHOD, ADDRESS)


def gone() -> Response:
    """Whoever asked has hung up in the middle of the body; nobody reads this."""
    return Response(status_code=400)
