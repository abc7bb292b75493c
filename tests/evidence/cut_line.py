"""A line to a server on loopback that can be cut: what runs over it breaks off, nothing new comes through."""

import contextlib
import selectors
import socket
import threading
from types import TracebackType
from typing import Final, Self

CHUNK: Final = 65_536
WAKE: Final = b"."


class CutLine:
    """Passes bytes on between tills and `port`, from `with` to its end; whole again after `mend`."""

    def __init__(self, port: int) -> None:
        self._server = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._peers: dict[socket.socket, socket.socket] = {}
        self._is_cut = self._is_over = False
        self._wake, self._woken = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._thread = threading.Thread(target=self._run, name="cut line")

    @property
    def address(self) -> str:
        """Where tills reach the server over this line."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Break everything off; tills that try are hung up on."""
        self._is_cut = True
        self._wake.send(WAKE)

    def mend(self) -> None:
        """Let everything through again."""
        self._is_cut = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        self._wake.send(WAKE)
        self._thread.join()
        for one in (self._wake, self._woken, self._listener, *self._peers):
            one.close()
        self._selector.close()

    def _run(self) -> None:
        for one in (self._listener, self._woken):
            self._selector.register(one, selectors.EVENT_READ)
        while not self._is_over:
            for key, _ in self._selector.select():
                ready = key.fileobj
                if ready is self._listener:
                    self._accept()
                elif ready is self._woken:
                    self._woken.recv(CHUNK)
                elif isinstance(ready, socket.socket) and ready in self._peers:
                    self._pass_on(ready)
            if self._is_cut:
                for one in list(self._peers):
                    self._hang_up(one)

    def _accept(self) -> None:
        till, _ = self._listener.accept()
        if self._is_cut:
            till.close()
            return
        try:
            server = socket.create_connection(self._server)
        except OSError:
            till.close()
            return
        self._peers |= {till: server, server: till}
        for one in (till, server):
            self._selector.register(one, selectors.EVENT_READ)

    def _pass_on(self, one: socket.socket) -> None:
        try:
            data = one.recv(CHUNK)
            self._peers[one].sendall(data)
        except OSError:
            data = b""
        if not data:
            self._hang_up(one)

    def _hang_up(self, one: socket.socket) -> None:
        other = self._peers.pop(one, None)
        if other is None:
            return
        del self._peers[other]
        for each in (one, other):
            with contextlib.suppress(KeyError):
                self._selector.unregister(each)
            each.close()
