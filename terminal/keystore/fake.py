"""A key store in memory for tests: it obeys the same conformance suite, and fails on demand."""

from loyalty.errors import Unavailable
from terminal.keystore.ports import KeyName, KeyStoreKind


class FakeKeyStore:
    """Keeps secrets as long as the object lives; set `broken` and every call is refused."""

    kind: KeyStoreKind = "memory"
    place = "memory"

    def __init__(self) -> None:
        self.broken = False
        self.writes: list[KeyName] = []
        self._secrets: dict[KeyName, bytes] = {}

    def get(self, name: KeyName) -> bytes | None:
        """The secret; see `KeyStore.get`."""
        self._check()
        return self._secrets.get(name)

    def set(self, name: KeyName, value: bytes) -> None:
        """Keep a secret and note that it was written; see `KeyStore.set`."""
        self._check()
        self.writes.append(name)
        self._secrets[name] = value

    def _check(self) -> None:
        if self.broken:
            raise Unavailable("key-store-unavailable", retry=True, place=self.place, why="broken")
