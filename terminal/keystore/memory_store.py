"""A key store that lasts as long as the program: for training, of which nothing may be opened afterwards."""

import threading

from terminal.keystore.ports import KeyName, KeyStoreKind


class MemoryKeyStore:
    """Keeps secrets in this process only; see `KeyStore` for the contract, but for outliving the program."""

    kind: KeyStoreKind = "memory"
    place = "memory"

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._secrets: dict[KeyName, bytes] = {}

    def get(self, name: KeyName) -> bytes | None:
        """The secret; see `KeyStore.get`."""
        with self._guard:
            return self._secrets.get(name)

    def set(self, name: KeyName, value: bytes) -> None:
        """Keep a secret; see `KeyStore.set`."""
        with self._guard:
            self._secrets[name] = value
