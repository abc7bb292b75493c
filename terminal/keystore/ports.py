"""The key store as the till knows it: named secrets, each a short string of bytes.

The spend counter and the tries of PINs and birthdays live in it too, since they must survive a restored
database (see `spend_counter`, `pin_tries`, `birthday_tries`).
No cryptography here: who makes a key and what it is for is the business of pairing and of the store.
"""

from typing import Literal, Protocol

KeyName = Literal["database-key", "till-key", "pin-pepper", "spend-counter", "pin-tries", "birthday-tries"]
"""Database key (32 bytes), Ed25519 private key (32 raw bytes), pepper of PIN hashes, spend mark, tries of
PINs, tries of birthdays (JSON)."""

KeyStoreKind = Literal["system", "file", "memory"]
"""The operating system's own key store, a file only its owner may read, or nothing durable (tests)."""


class KeyStore(Protocol):
    """A place for secrets that outlives the program; safe to use from several threads."""

    @property
    def kind(self) -> KeyStoreKind:
        """What protects the secrets, so that the screen can say it."""
        ...

    @property
    def place(self) -> str:
        """Where they are, in words a technician can follow: a path, or the name of the system's store."""
        ...

    def get(self, name: KeyName) -> bytes | None:
        """The secret, or None if none was ever kept under that name.

        Raises:
            Unavailable: the store does not answer, is locked, or its file is damaged; nothing is known.
        """
        ...

    def set(self, name: KeyName, value: bytes) -> None:
        """Keep a secret, in place of an earlier one; once this returns it survives a power cut.

        Raises:
            Unavailable: the store refused; it then holds the earlier value or the new one, never a mixture.
        """
        ...
