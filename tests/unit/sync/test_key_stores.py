"""One contract for every key store, run on the real ones and on the fake."""

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from loyalty.errors import Unavailable
from terminal.keystore.choice import choose_key_store, open_key_store
from terminal.keystore.fake import FakeKeyStore
from terminal.keystore.file_store import FileKeyStore
from terminal.keystore.keyring_store import KeyringKeyStore, system_store_works
from terminal.keystore.memory_store import MemoryKeyStore
from terminal.keystore.ports import KeyStore


class MemoryKeyring(KeyringBackend):
    """A system key store that can be locked, as a desktop's is before anyone has logged in."""

    name = "memory keyring"
    priority = 5.0

    def __init__(self) -> None:
        super().__init__()
        self.locked = False
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        del self.entries[service, username]

    def _check(self) -> None:
        if self.locked:
            raise KeyringLocked("the collection is locked")


@pytest.fixture
def system_keyring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    memory = MemoryKeyring()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


@pytest.fixture(params=["file", "system", "memory", "fake"])
def keys(request: pytest.FixtureRequest, tmp_path: Path, system_keyring: MemoryKeyring) -> KeyStore:
    assert not system_keyring.locked
    stores: dict[str, KeyStore] = {
        "file": FileKeyStore(tmp_path / "keys.json"),
        "system": KeyringKeyStore("one-till"),
        "memory": MemoryKeyStore(),
        "fake": FakeKeyStore(),
    }
    return stores[request.param]


def test_a_secret_never_kept_is_absent(keys: KeyStore) -> None:
    assert keys.get("till-key") is None


def test_any_bytes_come_back_as_they_went_in(keys: KeyStore) -> None:
    keys.set("till-key", bytes(range(256)))
    keys.set("database-key", b"")
    assert keys.get("till-key") == bytes(range(256))
    assert keys.get("database-key") == b""


def test_a_secret_replaces_the_one_before_and_no_other(keys: KeyStore) -> None:
    keys.set("till-key", b"old")
    keys.set("pin-pepper", b"pepper")
    keys.set("till-key", b"new")
    assert keys.get("till-key") == b"new"
    assert keys.get("pin-pepper") == b"pepper"


def test_a_store_says_what_it_is(keys: KeyStore) -> None:
    assert keys.kind in {"file", "system", "memory"}
    assert keys.place


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    FileKeyStore(tmp_path / "keys.json").set("till-key", b"secret")
    private = 0o600 if sys.platform != "win32" else 0o666  # Windows keeps access lists, not permission bits
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == private
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"till-key": "?"}', b"\xff"])
def test_a_damaged_file_is_said_and_not_written_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(content)
    with pytest.raises(Unavailable) as fault:
        FileKeyStore(path).get("till-key")
    assert fault.value.code == "key-file-damaged"
    assert not fault.value.retry
    assert path.read_bytes() == content


def test_a_file_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    keys = FileKeyStore(tmp_path / "no-such-folder" / "keys.json")
    with pytest.raises(Unavailable) as fault:
        keys.set("till-key", b"secret")
    assert fault.value.code == "key-store-unavailable"


def test_a_locked_system_store_is_unavailable_and_may_be_tried_again(system_keyring: MemoryKeyring) -> None:
    system_keyring.locked = True
    keys = KeyringKeyStore("one-till")
    with pytest.raises(Unavailable) as reading:
        keys.get("till-key")
    with pytest.raises(Unavailable) as writing:
        keys.set("till-key", b"secret")
    for fault in (reading.value, writing.value):
        assert fault.code == "key-store-unavailable"
        assert fault.retry


def test_two_tills_of_one_user_do_not_share_secrets(system_keyring: MemoryKeyring) -> None:
    KeyringKeyStore("one-till").set("till-key", b"first")
    assert KeyringKeyStore("another-till").get("till-key") is None
    assert len(system_keyring.entries) == 1


def test_the_system_store_is_used_where_it_works(tmp_path: Path, system_keyring: MemoryKeyring) -> None:
    assert system_store_works()
    assert system_keyring.entries == {}
    assert choose_key_store(tmp_path).kind == "system"


def test_a_file_is_used_where_the_system_store_does_not_work(
    tmp_path: Path, system_keyring: MemoryKeyring
) -> None:
    system_keyring.locked = True
    assert choose_key_store(tmp_path).kind == "file"


def test_the_systems_store_asked_for_by_name_is_never_replaced_by_a_file(
    tmp_path: Path, system_keyring: MemoryKeyring
) -> None:
    system_keyring.locked = True
    with pytest.raises(Unavailable) as fault:
        choose_key_store(tmp_path, preference="system")
    assert fault.value.code == "key-store-absent"
    assert open_key_store(tmp_path) is None


def test_a_choice_once_made_stays(tmp_path: Path, system_keyring: MemoryKeyring) -> None:
    choose_key_store(tmp_path).set("till-key", b"secret")
    system_keyring.locked = True
    chosen = choose_key_store(tmp_path, preference="file")
    assert chosen.kind == "system"
    system_keyring.locked = False
    assert chosen.get("till-key") == b"secret"


def test_a_folder_without_a_choice_has_no_key_store(tmp_path: Path) -> None:
    assert open_key_store(tmp_path) is None


def test_a_damaged_choice_is_said(tmp_path: Path) -> None:
    (tmp_path / "key-store.json").write_text('{"kind": "file"}')
    with pytest.raises(Unavailable) as fault:
        open_key_store(tmp_path)
    assert fault.value.code == "key-file-damaged"
