"""The model server behind HTTP: pairing, signed syncs with nonces, look-ups; one till, one code."""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from loyalty.wire.canonical import canonical_bytes, parse_json
from loyalty.wire.messages import PairAnswer, PairRequest, SyncRequest
from loyalty.wire.signing import (
    content_digest,
    parse_signature_header,
    parse_signature_input,
    signature_base,
)
from tests.sync_model.http_server import Asked, problem, reply
from tests.sync_model.memory_outbox import TILL
from tests.sync_model.model_server import NOW, ModelServer

CODE = "K7QM-4TPX"


@dataclass
class ModelHttp:
    """Answers like the real server, as far as the till can tell."""

    model: ModelServer = field(default_factory=ModelServer)

    ca_pem: str | None = None

    def __call__(self, asked: Asked) -> bytes:
        """The answer to one request."""
        path, _, query = asked.target.partition("?")
        if path == "/healthz":
            return reply(b'{"status":"ok"}')
        if path == "/v1/pair":
            return self._pair(PairRequest.from_json(parse_json(asked.body)))
        refusal = self._refuse(asked, path, query)
        if refusal is not None:
            return refusal
        if path == "/v1/sync":
            answer = self.model.sync(SyncRequest.from_json(parse_json(asked.body)))
            return reply(canonical_bytes(answer.to_json()))
        found = self.model.look_up(phone=query.removeprefix("phone=").replace("%2B", "+"))
        if found is None:
            return problem("member-not-found", status=404)
        return reply(canonical_bytes(found.to_json()))

    def _pair(self, request: PairRequest) -> bytes:
        if request.code != CODE:
            return problem("pairing-code-unknown", status=404)
        self.model.till_key = Ed25519PublicKey.from_public_bytes(request.public_key)
        answer = PairAnswer(
            tenant="tenant-1",
            store="store-1",
            till=TILL,
            till_number=2,
            till_code="Q2",
            till_name="Quầy 2",
            incarnation=1,
            feed_epoch=self.model.epoch,
            pin_pepper=bytes(16),
            server_key=self.model.key.public_key().public_bytes_raw(),
            ca_pem=self.ca_pem,
            nonce=self.model.nonce,
            server_time=NOW,
        )
        return reply(canonical_bytes(answer.to_json()))

    def _refuse(self, asked: Asked, path: str, query: str) -> bytes | None:
        """Why a request is not believed, or None."""
        signed_by = parse_signature_input(asked.headers["signature-input"])
        if signed_by.nonce != self.model.nonce:
            return problem("nonce-stale", status=401, nonce=self.model.nonce)
        digest = content_digest(asked.body)
        base = signature_base(method=asked.method, path=path, query=query, digest=digest, signed_by=signed_by)
        try:
            assert self.model.till_key is not None
            self.model.till_key.verify(parse_signature_header(asked.headers["signature"]), base)
        except InvalidSignature:
            return problem("signature-wrong", status=401, nonce=self.model.nonce)
        return None
