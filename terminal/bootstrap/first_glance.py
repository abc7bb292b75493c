"""What a till needs for its sign-in screen: the folder, the settings file, and a glance into the database.

Nothing heavy may be imported here: the sign-in screen takes input before the rest is loaded.
"""

from dataclasses import dataclass
from pathlib import Path

from loyalty.errors import Refused
from terminal.configuration import Configuration, read_configuration
from terminal.data_folder import DataFolder
from terminal.keystore.choice import open_key_store
from terminal.keystore.ports import KeyStore
from terminal.store.glance import Glance, glance


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstGlance:
    """A paired till's folder, held by this process, and what its first screen shows."""

    folder: DataFolder
    configuration: Configuration
    keys: KeyStore
    database_key: bytes
    seen: Glance

    def close(self) -> None:
        """Let the folder go, if the till is not started after all."""
        self.folder.close()


def take_first_glance(data_dir: Path) -> FirstGlance:
    """Take the folder and look into it.

    Raises:
        Refused: `data-folder-in-use`, `configuration-refused`, `not-paired`.
        Unavailable: `data-folder-unwritable`, the key store, the database file.
    """
    folder = DataFolder(data_dir)
    try:
        return _look(folder)
    except BaseException:
        folder.close()
        raise


def _look(folder: DataFolder) -> FirstGlance:
    configuration = read_configuration(folder.configuration)
    keys = open_key_store(folder.path)
    database_key = keys.get("database-key") if keys is not None else None
    if keys is None or database_key is None:
        raise Refused("not-paired")
    seen = glance(folder.database, database_key)
    if seen is None:
        raise Refused("not-paired")
    return FirstGlance(
        folder=folder, configuration=configuration, keys=keys, database_key=database_key, seen=seen
    )
