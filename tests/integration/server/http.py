"""Requests to the server's application without a socket, signed as a till signs them."""

import asyncio
from dataclasses import dataclass, field

import httpx

from loyalty.wire.canonical import JsonObject, canonical_bytes, parse_json
from loyalty.wire.limits import as_object
from loyalty.wire.signing import SignedBy, content_digest, signature_base, signature_header, signature_input
from server.context import Server
from server.routes.app import create_app
from tests.integration.server.tills import FakeTill


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    media_type: str
    data: bytes
    retry_after: str = ""

    @property
    def body(self) -> JsonObject:
        """The JSON object in it."""
        return as_object(parse_json(self.data))


@dataclass
class Http:
    """One application over a server."""

    server: Server
    nonces: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        self.app = create_app(self.server)

    def send(
        self, method: str, target: str, *, data: bytes = b"", headers: dict[str, str] | None = None
    ) -> Reply:
        """One request as it stands; a bug in the server comes back as a 500."""

        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://server") as client:
                return await client.request(method, target, content=data, headers=headers)

        response = asyncio.run(exchange())
        kind, wait = (response.headers.get(name, "") for name in ("content-type", "retry-after"))
        return Reply(response.status_code, kind, response.content, wait)

    def signed(self, till: FakeTill, method: str, target: str, *, data: bytes = b"") -> Reply:
        """One request signed by a till, and once more with the nonce that the server gave."""
        reply = self._signed_once(till, method, target, data)
        if reply.status == 401 and "nonce" in reply.body:
            self.nonces[till.paired.till] = str(reply.body["nonce"])
            reply = self._signed_once(till, method, target, data)
        return reply

    def sync(self, till: FakeTill, said: JsonObject) -> Reply:
        """One batch, whatever is in it."""
        return self.signed(till, "POST", "/v1/sync", data=canonical_bytes(said))

    def headers(self, till: FakeTill, method: str, target: str, data: bytes) -> dict[str, str]:
        """What a till sends along to be believed."""
        path, _, query = target.partition("?")
        nonce = self.nonces.get(till.paired.till, till.paired.nonce)
        signed_by = SignedBy(till.paired.till, nonce)
        digest = content_digest(data)
        base = signature_base(method=method, path=path, query=query, digest=digest, signed_by=signed_by)
        return {
            "Content-Digest": digest,
            "Signature-Input": signature_input(signed_by),
            "Signature": signature_header(till.key.sign(base)),
        }

    def _signed_once(self, till: FakeTill, method: str, target: str, data: bytes) -> Reply:
        return self.send(method, target, data=data, headers=self.headers(till, method, target, data))
