"""The server's secrets: one master key in a file of its own, and everything else derived from it.

Outside the database on purpose: a copy of the database alone opens no person's record, forges no
acknowledgement and tries out no PIN. Losing the file loses the persons; it belongs in the backup, kept apart
from the database's.
"""

import contextlib
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from loyalty.errors import Refused, Unavailable

_SIZE = 32


@dataclass(frozen=True, slots=True)
class ServerKeys:
    """The master key and what is made of it; the same master gives the same keys for ever."""

    master: bytes

    def derived(self, purpose: str, tenant: str = "") -> bytes:
        """32 bytes for one purpose, for one tenant where it is given."""
        return _derived(self.master, purpose, tenant)

    def signing_key(self) -> Ed25519PrivateKey:
        """What acknowledgements are signed with."""
        return _signing_key(self.derived("sign"))

    def public_key(self) -> bytes:
        """What a till checks acknowledgements with: 32 raw bytes."""
        return self.signing_key().public_key().public_bytes_raw()

    def pin_pepper(self, tenant: str) -> bytes:
        """What every PIN of a tenant is peppered with, here and at its tills."""
        return self.derived("pin-pepper", tenant)


@lru_cache(maxsize=1_024)
def _derived(master: bytes, purpose: str, tenant: str) -> bytes:
    info = f"loyaltill/1/{purpose}/{tenant}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=_SIZE, salt=None, info=info).derive(master)


@lru_cache(maxsize=16)
def _signing_key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def key_file(data_dir: Path) -> Path:
    """Where the master key lies in the server's folder."""
    return data_dir / "master.key"


def load_or_make_keys(data_dir: Path) -> ServerKeys:
    """The keys in `data_dir`/master.key, made on the first start (readable by this user alone).

    Raises:
        Unavailable: `server-folder-unwritable`.
        Refused: `master-key-damaged`: the file is there and does not hold 32 bytes in hex.
    """
    path = key_file(data_dir)
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _make(path)
        text = path.read_text(encoding="ascii").strip()
        master = bytes.fromhex(text)
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable("server-folder-unwritable", retry=True, path=str(data_dir), why=why) from error
    except ValueError as error:
        raise Refused("master-key-damaged", path=str(path)) from error
    if len(master) != _SIZE:
        raise Refused("master-key-damaged", path=str(path))
    return ServerKeys(master)


def _make(path: Path) -> None:
    """Write a fresh key beside `path` and link it there: two first starts at once end with one key."""
    draft = path.with_name(f".master.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(os.urandom(_SIZE).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
