"""Which key store a data folder uses: decided once, when the till is paired, and remembered in the folder.

A till that found its keys in the system's store yesterday must not look into a file today because nobody is
logged in: it would make a new key and lock itself out of its own database. So the choice has its own file.

The sign-in screen waits for this module: what only some till needs is imported where it is needed.
"""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from loyalty.errors import Unavailable
from terminal.keystore.file_store import FileKeyStore

if TYPE_CHECKING:
    from terminal.keystore.ports import KeyStore

_CHOICE = "key-store.json"
_SECRETS = "keys.json"

Preference = Literal["auto", "system", "file"]
"""`auto`: the system's store where it works, else the file."""


def open_key_store(data_dir: Path) -> "KeyStore | None":
    """The key store this data folder was given, or None if it has not been given one yet.

    Raises:
        Unavailable: the note of the choice cannot be read.
    """
    path = data_dir / _CHOICE
    try:
        choice = json.loads(path.read_bytes())
        kind, namespace = str(choice["kind"]), str(choice["namespace"])
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unavailable(
            "key-store-unavailable", retry=True, place=str(path), why=error.strerror or str(error)
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise Unavailable("key-file-damaged", retry=False, place=str(path)) from error
    return _store(data_dir, namespace, is_system=kind == "system")


def choose_key_store(data_dir: Path, *, preference: Preference = "auto") -> "KeyStore":
    """The data folder's key store, chosen now and for good if it has none yet.

    Raises:
        Unavailable: the system's store was asked for and does not work, or the choice cannot be written down.
    """
    if (chosen := open_key_store(data_dir)) is not None:
        return chosen
    from terminal.durable_file import replace_file
    from terminal.keystore.keyring_store import system_store_works

    works = preference != "file" and system_store_works()
    if preference == "system" and not works:
        raise Unavailable("key-store-absent", retry=False)
    namespace = os.urandom(16).hex()
    choice = {"kind": "system" if works else "file", "namespace": namespace}
    try:
        replace_file(data_dir / _CHOICE, json.dumps(choice, sort_keys=True).encode("ascii"), mode=0o600)
    except OSError as error:
        raise Unavailable(
            "data-folder-unwritable", retry=True, path=str(data_dir), why=error.strerror or str(error)
        ) from error
    return _store(data_dir, namespace, is_system=works)


def _store(data_dir: Path, namespace: str, *, is_system: bool) -> "KeyStore":
    if not is_system:
        return FileKeyStore(data_dir / _SECRETS)
    from terminal.keystore.keyring_store import KeyringKeyStore

    return KeyringKeyStore(namespace)
