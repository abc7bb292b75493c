"""A batch goes past the layers of the application: it is answered as any other request would be."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from tests.integration.server.conftest import House
from tests.integration.server.http import Http

Message = MutableMapping[str, Any]


@pytest.fixture
def http(house: House) -> Http:
    """The application over the house's server."""
    return Http(house.server)


@pytest.mark.parametrize("address", ["/v1/sync", "/v1/rehome"])
def test_who_hangs_up_in_the_middle_is_no_error(http: Http, address: str) -> None:
    said: list[Message] = []
    pieces: list[Message] = [
        {"type": "http.request", "body": b'{"v":', "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return pieces.pop(0)

    async def send(message: Message) -> None:
        said.append(message)

    scope: Message = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": address,
        "raw_path": address.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"content-length", b"100")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }
    asyncio.run(http.app(scope, receive, send))
    assert said[0]["status"] == 400
    assert f'path="{address}",status="400"' in http.send("GET", "/metrics").data.decode()


@pytest.mark.parametrize("address", ["/v1/sync", "/v1/rehome"])
@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD"])
def test_no_other_method_is_taken_for_a_batch(http: Http, method: str, address: str) -> None:
    assert http.send(method, address).status == 405


@pytest.mark.parametrize("address", ["/v1/sync", "/v1/rehome"])
@pytest.mark.parametrize(
    ("headers", "code"),
    [({"content-encoding": "gzip"}, "body-encoded"), ({"content-length": "999999999"}, "body-too-large")],
)
def test_what_is_refused_before_it_is_read_is_a_problem(
    http: Http, address: str, headers: dict[str, str], code: str
) -> None:
    reply = http.send("POST", address, headers=headers)
    assert (reply.media_type, reply.body["code"]) == ("application/problem+json", code)


def test_an_address_that_only_looks_like_it_is_not_found(http: Http) -> None:
    assert http.send("POST", "/v1/syncs").status == 404
