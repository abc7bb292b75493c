"""Secrets in one file that only its owner may read, for machines without a key store of their own.

Weaker than the system's store, and the screen says so: whoever can copy the data folder can copy this file
with it. Replaced as a whole at each write, so a power cut leaves the old file or the new one.
"""

import base64
import binascii
import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, cast

from loyalty.errors import Unavailable

if TYPE_CHECKING:
    from terminal.keystore.ports import KeyName, KeyStoreKind


class FileKeyStore:
    """The secrets of one data folder in one JSON file of base64 strings, mode 0600."""

    kind: "KeyStoreKind" = "file"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writing = threading.Lock()

    @property
    def place(self) -> str:
        """The file's path."""
        return str(self._path)

    def get(self, name: "KeyName") -> bytes | None:
        """The secret, read from the disk each time; see `KeyStore.get`."""
        value = self._load().get(name)
        if value is None:
            return None
        try:
            return base64.b64decode(value, validate=True)
        except binascii.Error as error:
            raise self._damaged() from error

    def set(self, name: "KeyName", value: bytes) -> None:
        """Write the whole file anew and wait for the disk; see `KeyStore.set`."""
        from terminal.durable_file import (
            replace_file,
        )  # reading, which the first screen waits for, needs none

        with self._writing:
            secrets = self._load() | {name: base64.b64encode(value).decode("ascii")}
            content = json.dumps(secrets, indent=1, sort_keys=True).encode("ascii")
            try:
                replace_file(self._path, content, mode=0o600)
            except OSError as error:
                raise Unavailable(
                    "key-store-unavailable", retry=True, place=self.place, why=error.strerror or str(error)
                ) from error

    def _load(self) -> dict[str, str]:
        try:
            content: object = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise Unavailable(
                "key-store-unavailable", retry=True, place=self.place, why=error.strerror or str(error)
            ) from error
        except ValueError as error:
            raise self._damaged() from error
        if not isinstance(content, dict):
            raise self._damaged()
        return {str(name): str(value) for name, value in cast("dict[object, object]", content).items()}

    def _damaged(self) -> Unavailable:
        return Unavailable("key-file-damaged", retry=False, place=self.place)
