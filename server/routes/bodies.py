"""Reading what was sent: bodies up to a limit, and what of a request was signed."""

from starlette.requests import Request

from loyalty.errors import Refused
from loyalty.wire.messages import MAX_REQUEST_BYTES
from server.usecases.authenticate import SignedRequest


async def read_body(request: Request, *, limit: int = MAX_REQUEST_BYTES) -> bytes:
    """The whole body, as it was sent.

    Raises:
        Refused: `body-too-large`, as soon as that is known; `body-encoded`.
    """
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refused("body-encoded")
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced[:20]) > limit:
        raise Refused("body-too-large", limit=limit)
    held = bytearray()
    async for piece in request.stream():
        held += piece
        if len(held) > limit:
            raise Refused("body-too-large", limit=limit)
    return bytes(held)


def signed_request(request: Request, body: bytes) -> SignedRequest:
    """What of the request its signature is about, byte for byte as it was sent."""
    raw_path: bytes = request.scope.get("raw_path") or request.url.path.encode()
    query: bytes = request.scope["query_string"]
    return SignedRequest(
        method=request.method,
        path=raw_path.partition(b"?")[0].decode("latin-1"),
        query=query.decode("latin-1"),
        body=body,
        content_digest=request.headers.get("content-digest", ""),
        signature_input=request.headers.get("signature-input", ""),
        signature=request.headers.get("signature", ""),
    )
