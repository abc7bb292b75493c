"""Becoming a till: a one-time code is shown to the server, keys are exchanged, the till's name is written.

The till's private key is made here and never leaves the key store. What can go wrong has a sentence each; a
pairing that was cut off is done again with a code, never half done: the till's row is written last.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from loyalty.errors import Refused, Unavailable
from loyalty.wire.messages import PairAnswer, PairRequest, TillBefore
from terminal.keystore.ports import KeyStore
from terminal.settings import TillIdentity

_DATABASE_KEY_BYTES = 32
_CODES = {
    "pairing-code-unknown": "pairing-code-wrong",
    "pairing-code-expired": "pairing-code-expired",
    "pairing-code-used": "pairing-code-used",
}
"""What the server may say of a code, and the sentence here; all else is `pairing-refused` and its words."""
_WHILE_PAIRING = {
    "server-absent": "pairing-server-absent",
    "server-untrusted": "pairing-server-untrusted",
    "server-broke-off": "pairing-broke-off",
    "server-slow": "pairing-slow",
    "server-nonsense": "pairing-nonsense",
    "server-trouble": "pairing-trouble",
    "server-busy": "pairing-busy",
}
"""What a till at work says of its server, and what is true of one that is none yet: no sale goes on."""
_LONGEST_CODE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedServer:
    """The server this till belongs to: where it is, the key it signs with, and who vouches for its TLS.

    `key` is 32 bytes of Ed25519; `ca_pem` is None only for a server on this machine itself, without TLS.
    """

    url: str
    key: bytes
    ca_pem: str | None


class PairingBook(Protocol):
    """Where the till writes down who it is; each call is one transaction."""

    def identity(self) -> TillIdentity | None:
        """Who this till is; None before it is paired."""
        ...

    def epoch(self) -> str:
        """The epoch of the server's feed that this till knows."""
        ...

    def first_life(self) -> int:
        """The life that this till was paired into; of one that is paired."""
        ...

    def adopt(self, identity: TillIdentity, *, feed_epoch: str, server: PairedServer) -> None:
        """Become that till of that server, for good.

        Raises:
            Refused: `already-paired`.
            Unavailable: the store; nothing was written.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What a person typed, read: the server as it is asked, and the authority file, if one was given."""

    url: str
    is_secure: bool
    code: str
    ca_pem: str | None


def pair_till(
    introduction: Introduction,
    *,
    keys: KeyStore,
    new_key: Callable[[], bytes],
    public_half: Callable[[bytes], bytes],
    ask: Callable[[PairRequest], PairAnswer],
    open_book: Callable[[bytes], PairingBook],
) -> TillIdentity:
    """Pair this till, and return who it is now.

    `open_book` gets the database's key. A key pair made by an earlier attempt is used again, so that a server
    that has answered it before can answer it alike.

    Raises:
        Refused: `already-paired` (till), `pairing-code-wrong`, `-expired`, `-used`, `pairing-refused`,
            `server-without-authority`.
        Unavailable: the server, the key store or the data folder; the till is not paired, and may try again.
    """
    book = open_book(_kept_or_made(keys, "database-key", lambda: secrets.token_bytes(_DATABASE_KEY_BYTES)))
    known = book.identity()
    if known is not None:
        raise Refused("already-paired", till=known.code)
    private_key = _kept_or_made(keys, "till-key", new_key)
    answer = _ask(ask, introduction.code, public_half(private_key))
    server = _server(introduction, answer)
    keys.set("pin-pepper", answer.pin_pepper)
    identity = TillIdentity(
        tenant=answer.tenant,
        store=answer.store,
        till=answer.till,
        code=answer.till_code,
        name=answer.till_name,
        number=answer.till_number,
        incarnation=answer.incarnation,
    )
    book.adopt(identity, feed_epoch=answer.feed_epoch, server=server)
    return identity


def pair_till_again(
    introduction: Introduction,
    *,
    keys: KeyStore,
    public_half: Callable[[bytes], bytes],
    ask: Callable[[PairRequest], PairAnswer],
    book: PairingBook,
    server_key: bytes,
) -> TillIdentity:
    """Have a server that was put back to a copy know this till again, as who it is and by the key it has.

    Nothing changes here: by its next exchange the till says again all that the server has lost.

    Raises:
        Refused: `not-paired`, `pairing-code-wrong`, `-expired`, `-used`, `pairing-refused`,
            `pairing-other-server`, `pairing-other-till` (the server is too old to know what is asked).
        Unavailable: as `pair_till`; it may be tried again.
    """
    known, private_key = book.identity(), keys.get("till-key")
    if known is None or private_key is None:
        raise Refused("not-paired")
    before = TillBefore(
        till=known.till,
        store=known.store,
        number=known.number,
        incarnation=book.first_life(),
        epoch=book.epoch(),
        server_key=server_key,
    )
    try:
        answer = _ask(ask, introduction.code, public_half(private_key), before)
    except Refused as refusal:
        if refusal.params.get("problem") == "pairing-other-server":
            raise Refused("pairing-other-server", server=introduction.url) from refusal
        raise
    if answer.server_key != server_key or answer.tenant != known.tenant:
        raise Refused("pairing-other-server", server=introduction.url)
    if (answer.till, answer.incarnation) != (before.till, before.incarnation):
        raise Refused("pairing-other-till", till=answer.till_code)
    return known


def _kept_or_made(
    keys: KeyStore, name: Literal["database-key", "till-key"], make: Callable[[], bytes]
) -> bytes:
    kept = keys.get(name)
    if kept is not None:
        return kept
    made = make()
    keys.set(name, made)
    return made


def _ask(
    ask: Callable[[PairRequest], PairAnswer],
    code_text: str,
    public_key: bytes,
    before: TillBefore | None = None,
) -> PairAnswer:
    code = code_text.strip()
    if not 0 < len(code) <= _LONGEST_CODE:
        raise Refused("pairing-code-wrong")
    try:
        return ask(PairRequest(code=code, public_key=public_key, before=before))
    except Refused as refusal:
        code = _CODES.get(str(refusal.params.get("problem")), "pairing-refused")
        raise Refused(code, **refusal.params) from refusal
    except Unavailable as trouble:
        ours = _WHILE_PAIRING.get(trouble.code)
        if ours is None:
            raise
        raise Unavailable(ours, retry=trouble.retry, **trouble.params) from trouble


def _server(introduction: Introduction, answer: PairAnswer) -> PairedServer:
    """What is kept of the server.

    Over TLS there must be an authority to pin: the server's own word for it, which came over the line that
    was trusted, or the file that was given.
    """
    ca_pem = answer.ca_pem or introduction.ca_pem
    if introduction.is_secure and ca_pem is None:
        raise Refused("server-without-authority", server=introduction.url)
    return PairedServer(url=introduction.url, key=answer.server_key, ca_pem=ca_pem)
