"""One till's line to a server under load, which costs the machine as little as it can.

Who asks shares the processors with who is measured: so a request can be signed and put together before it is
measured (`sealed`), and is sent and heard past `http.client`, whose parsing of headers takes as long as all
the rest. A nonce may be used again as long as it is fresh; one that is not any more is asked for anew.
"""

import json
import socket
from dataclasses import dataclass, field
from typing import Final

from loyalty.wire.signing import SignedBy, content_digest, signature_base, signature_header, signature_input
from tests.integration.server.tills import FakeTill

_HEAD_ENDS: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length:"
_PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Sealed:
    """A request as it travels, and what it is made of, in case it has to be signed again."""

    method: str
    path: str
    query: str
    body: bytes
    whole: bytes


@dataclass
class Caller:
    """One till's line, kept alive; used by one thread."""

    till: FakeTill
    line: socket.socket
    nonce: str = field(default="none")

    def sync(self, body: bytes | Sealed) -> bytes:
        """One batch, whose body or whole request was made before; it must be taken. What came back."""
        return self._call(body if isinstance(body, Sealed) else self.sealed(body))

    def ask(self, path: str, query: str = "") -> bytes:
        """One signed request without a body; what came back."""
        return self._call(self._seal("GET", path, query, b""))

    def sealed(self, body: bytes) -> Sealed:
        """A batch as it will be sent, signed with the nonce of now."""
        return self._seal("POST", "/v1/sync", "", body)

    def _call(self, request: Sealed) -> bytes:
        status, data = self.once(request.whole)
        if status == 401:
            self.nonce = str(json.loads(data)["nonce"])
            again = self._seal(request.method, request.path, request.query, request.body)
            status, data = self.once(again.whole)
        if status != 200:
            raise RuntimeError(f"{request.path} was answered with {status}: {data[:500]!r}")
        return data

    def _seal(self, method: str, path: str, query: str, body: bytes) -> Sealed:
        signed_by = SignedBy(self.till.paired.till, self.nonce)
        digest = content_digest(body)
        base = signature_base(method=method, path=path, query=query, digest=digest, signed_by=signed_by)
        lines = (
            f"{method} {path}?{query} HTTP/1.1" if query else f"{method} {path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Content-Length: {len(body)}",
            f"Content-Digest: {digest}",
            f"Signature-Input: {signature_input(signed_by)}",
            f"Signature: {signature_header(self.till.key.sign(base))}",
            "Content-Type: application/json",
        )
        return Sealed(method, path, query, body, "\r\n".join(lines).encode() + _HEAD_ENDS + body)

    def once(self, whole: bytes) -> tuple[int, bytes]:
        """One request as it travels; the status of what came back, and its body."""
        self.line.sendall(whole)
        heard = bytearray()
        while (end := heard.find(_HEAD_ENDS)) < 0:
            heard += self._piece()
        head, start = bytes(heard[:end]).lower(), end + len(_HEAD_ENDS)
        place = head.index(_LENGTH) + len(_LENGTH)
        length = int(head[place:].partition(b"\r\n")[0])
        while len(heard) < start + length:
            heard += self._piece()
        return int(head.split(b" ", 2)[1]), bytes(heard[start:])

    def _piece(self) -> bytes:
        piece = self.line.recv(_PIECE)
        if not piece:
            raise ConnectionError("the server hung up")
        return piece
