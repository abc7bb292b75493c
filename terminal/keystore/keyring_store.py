"""Secrets in the operating system's own store (Secret Service, Keychain, Credential Manager) by `keyring`.

`keyring` is imported at the first use: it looks for back ends, which costs more than the sign-in screen may.
"""

import base64
import binascii

from loyalty.errors import Unavailable
from terminal.keystore.ports import KeyName, KeyStoreKind

_SERVICE = "loyaltill"
_LEAST_PRIORITY = 1
"""What `keyring` itself calls recommended; below it are back ends that keep nothing, or keep it in clear."""


class KeyringKeyStore:
    """The secrets of one data folder under names of their own in the user's key store."""

    kind: KeyStoreKind = "system"

    def __init__(self, namespace: str) -> None:
        """Two tills of one user are told apart by `namespace`, a random id kept in the data folder."""
        self._namespace = namespace

    @property
    def place(self) -> str:
        """The name of the back end that `keyring` found."""
        import keyring

        return keyring.get_keyring().name

    def get(self, name: KeyName) -> bytes | None:
        """The secret; see `KeyStore.get`."""
        import keyring
        from keyring.errors import KeyringError

        try:
            value = keyring.get_password(_SERVICE, self._entry(name))
        except KeyringError as error:
            raise self._unavailable(error) from error
        if value is None:
            return None
        try:
            return base64.b64decode(value, validate=True)
        except binascii.Error as error:
            raise self._unavailable(error) from error

    def set(self, name: KeyName, value: bytes) -> None:
        """Keep a secret; how durable it is once this returns is the system store's own promise."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(_SERVICE, self._entry(name), base64.b64encode(value).decode("ascii"))
        except KeyringError as error:
            raise self._unavailable(error) from error

    def _entry(self, name: KeyName) -> str:
        return f"{self._namespace}/{name}"

    def _unavailable(self, error: Exception) -> Unavailable:
        why = str(error) or type(error).__name__
        return Unavailable("key-store-unavailable", retry=True, place=self.place, why=why)


def system_store_works() -> bool:
    """Whether this machine has a real key store that keeps what it is given, tried by writing and reading.

    A back end may be installed and still be of no use: no session bus, a locked collection, nobody to ask.
    """
    import keyring
    from keyring.errors import KeyringError

    if keyring.get_keyring().priority < _LEAST_PRIORITY:
        return False
    try:
        keyring.set_password(_SERVICE, "probe", "kept")
        kept = keyring.get_password(_SERVICE, "probe")
        keyring.delete_password(_SERVICE, "probe")
    except KeyringError:
        return False
    return kept == "kept"
