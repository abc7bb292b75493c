"""Sees each write, truncate, sync and delete that SQLite makes, and can make any of them fail.

A VFS of SQLite's own kind, registered through ctypes in front of the one for the system: the library that
till and server use, its encryption and its files stay what they are, and nothing has to be compiled. Reads,
locks and the shared memory of the log pass by unseen: none of them outlives a power cut.

What is written beside SQLite (keys, copies, the mirror of the journal, a log that is written again) is seen
by its syncs and renames, in `plain_files`.
"""

import ctypes
import importlib.util
from collections.abc import Generator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_int64, c_void_p
from typing import Final

from tests.evidence.plain_files import OK, Watcher, plain_files

NAME: Final = b"watched"

OPEN: Final = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
DELETE: Final = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
CLOSE: Final = CFUNCTYPE(c_int, c_void_p)
WRITE: Final = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
TRUNCATE: Final = CFUNCTYPE(c_int, c_void_p, c_int64)
SYNC: Final = CFUNCTYPE(c_int, c_void_p, c_int)


_KEPT: Final[list["_WatchedVfs"]] = []
"""A file that a failing test leaves open still calls into its VFS."""


class _Vfs(Structure):
    """The beginning of `sqlite3_vfs`, version 3, in SQLite's order."""

    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", OPEN),
        ("delete", DELETE),
        ("rest", c_void_p * 14),
    )


class _Methods(Structure):
    """`sqlite3_io_methods`, version 3, in SQLite's order."""

    _fields_ = (
        ("version", c_int),
        ("close", CLOSE),
        ("read", c_void_p),
        ("write", WRITE),
        ("truncate", TRUNCATE),
        ("sync", SYNC),
        ("rest", c_void_p * 13),
    )


class _File(Structure):
    """The beginning of every `sqlite3_file`."""

    _fields_ = (("methods", POINTER(_Methods)),)


@contextmanager
def watched(watcher: Watcher) -> Generator[None]:
    """Every database that is opened within the block is watched; it must be closed in it again."""
    sqlite = ctypes.CDLL(_library())
    sqlite.sqlite3_vfs_find.restype = POINTER(_Vfs)
    system = sqlite.sqlite3_vfs_find(None)
    ours = _WatchedVfs(system.contents, watcher)
    _KEPT.append(ours)
    if sqlite.sqlite3_vfs_register(byref(ours.vfs), 1) != OK:
        raise RuntimeError("SQLite takes no VFS")
    try:
        with plain_files(watcher):
            yield
    finally:
        sqlite.sqlite3_vfs_unregister(byref(ours.vfs))
        sqlite.sqlite3_vfs_register(system, 1)


def _library() -> str:
    """The file of the SQLite that the till uses."""
    found = importlib.util.find_spec("sqlcipher3._sqlite3")
    if found is None or found.origin is None:
        raise RuntimeError("sqlcipher3 is not there")
    return found.origin


class _WatchedVfs:
    """The system's VFS with `open` and `delete` replaced; in what it opens, what changes a file is."""

    def __init__(self, system: _Vfs, watcher: Watcher) -> None:
        self._watcher = watcher
        self._paths: dict[int, str] = {}
        self._tables: dict[int, _Methods] = {}
        self._system_open = system.open
        self._system_delete = system.delete
        self._ours = OPEN(self._open), DELETE(self._delete)
        self.vfs = _Vfs.from_buffer_copy(system)
        self.vfs.name = NAME
        self.vfs.open, self.vfs.delete = self._ours

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        result: int = self._system_open(vfs, name, file, flags, out)
        if result == OK and name is not None:
            opened = _File.from_address(file)
            self._paths[file] = ctypes.string_at(name).decode()
            opened.methods = ctypes.pointer(self._table(opened.methods.contents))
        return result

    def _delete(self, vfs: int, name: bytes, sync_folder: int) -> int:
        told = self._watcher.delete(name.decode(), for_certain=bool(sync_folder))
        return told or self._system_delete(vfs, name, sync_folder)

    def _table(self, real: _Methods) -> _Methods:
        """The methods of one kind of file: the system's, with those replaced that change something."""
        address = ctypes.addressof(real)
        if address not in self._tables:
            self._tables[address] = self._watched_table(real)
        return self._tables[address]

    def _watched_table(self, real: _Methods) -> _Methods:
        close, write, truncate, sync = real.close, real.write, real.truncate, real.sync

        def close_it(file: int) -> int:
            self._paths.pop(file, None)
            result: int = close(file)
            return result

        def write_it(file: int, data: int, size: int, offset: int) -> int:
            told = self._watcher.write(self._paths[file], offset, ctypes.string_at(data, size))
            return told or write(file, data, size, offset)

        def truncate_it(file: int, size: int) -> int:
            return self._watcher.truncate(self._paths[file], size) or truncate(file, size)

        def sync_it(file: int, flags: int) -> int:
            return self._watcher.sync(self._paths[file]) or sync(file, flags)

        table = _Methods.from_buffer_copy(real)
        table.close, table.write = CLOSE(close_it), WRITE(write_it)
        table.truncate, table.sync = TRUNCATE(truncate_it), SYNC(sync_it)
        return table
