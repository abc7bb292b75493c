"""The socket that the server listens on."""

import asyncio
import errno
import socket
import ssl
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Self, cast

from server.authority import make_authority
from server.commands.accepting import Accepting, Held, Share
from server.commands.serve import listen

TURN_S = 0.05


class Staying(asyncio.Protocol):
    """Says who has accepted, and stays."""

    def __init__(self, name: bytes, held: list[bytes]) -> None:
        self._name = name
        self._held = held

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._held.append(self._name)
        transport.write(self._name)


class Answering(asyncio.Protocol):
    """Says who has accepted, and hangs up."""

    def __init__(self, name: bytes) -> None:
        self._name = name

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._name)
        transport.close()


def test_an_answer_does_not_wait_for_the_till_to_confirm_its_beginning() -> None:
    with listen("127.0.0.1", 0) as listener:
        with socket.create_connection(listener.getsockname(), timeout=10):
            accepted, _ = listener.accept()
        with closing(accepted):
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def by_itself() -> Share:
    """Of one process that shares its socket with nobody."""
    return Share(Held(1), 0, lambda: 0)


async def _who_accepts(count: int, names: list[bytes], held: list[bytes], *, processes: int = 0) -> None:
    """So many connections at once to a socket that is shared by these; `held` is who holds them."""
    everybodys = Held(processes or len(names))

    def share(place: int, name: bytes) -> Share:
        return Share(everybodys, place, lambda: held.count(name))

    with listen("127.0.0.1", 0) as listener:
        sharing = [
            (again, Accepting(again, partial(Staying, name, held), share(place, name), turn_s=TURN_S))
            for place, name, again in ((place, name, listener.dup()) for place, name in enumerate(names))
        ]
        callers = [socket.create_connection(listener.getsockname(), timeout=10) for _ in range(count)]
        for _, accepting in sharing:
            accepting.begin()
        try:
            lines = [await asyncio.open_connection(sock=caller) for caller in callers]
            for reader, _ in lines:
                await asyncio.wait_for(reader.readexactly(3), 30)
            for _, writer in lines:
                writer.close()
        finally:
            for again, accepting in sharing:
                accepting.end()
                again.close()


def test_processes_that_share_a_socket_share_its_connections() -> None:
    held: list[bytes] = []
    asyncio.run(_who_accepts(8, [b"one", b"two"], held))
    assert sorted(held) == [b"one"] * 4 + [b"two"] * 4


def test_who_holds_fewest_takes_what_comes_next() -> None:
    """As who is born in the place of one that died, or who holds what was hung up since."""
    held = [b"one"] * 6
    asyncio.run(_who_accepts(5, [b"one", b"two"], held))
    assert sorted(held) == [b"one"] * 6 + [b"two"] * 5


def test_who_is_left_accepts_all_of_them() -> None:
    held: list[bytes] = []
    asyncio.run(_who_accepts(5, [b"one"], held, processes=3))
    assert held == [b"one"] * 5


class Encrypted:
    """Accepts encrypted connections on a socket of its own, within an event loop."""

    def __init__(self, folder: Path) -> None:
        make_authority(folder, ["localhost"])
        self.trusted = ssl.create_default_context(cafile=folder / "ca.pem")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem", folder / "server.key")
        self._listener = listen("127.0.0.1", 0)
        self.place: tuple[str, int] = self._listener.getsockname()
        self.accepting = Accepting(self._listener, partial(Answering, b"one"), by_itself(), tls=context)

    async def __aenter__(self) -> Self:
        self.accepting.begin()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.accepting.end()
        self._listener.close()

    async def said(self) -> bytes:
        """What one who speaks TLS is told."""
        lines = await asyncio.open_connection(*self.place, ssl=self.trusted, server_hostname="localhost")
        said = await asyncio.wait_for(lines[0].read(), 10)
        lines[1].close()
        return said


def test_who_says_nothing_or_speaks_no_tls_keeps_nobody_who_does(tmp_path: Path) -> None:
    async def work() -> tuple[list[bytes], bytes]:
        async with Encrypted(tmp_path / "tls") as encrypted:
            silent = [socket.create_connection(encrypted.place, timeout=10) for _ in range(3)]
            reader, writer = await asyncio.open_connection(*encrypted.place)
            writer.write(b"GET / HTTP/1.1\r\n\r\n" * 3)
            said = [await encrypted.said() for _ in range(3)]
            refused = await asyncio.wait_for(reader.read(), 10)
            writer.close()
            for each in silent:
                each.close()
        return said, refused

    said, refused = asyncio.run(work())
    assert said == [b"one"] * 3
    assert b"one" not in refused


def test_who_is_not_encrypted_when_no_more_are_accepted_is_hung_up_on(tmp_path: Path) -> None:
    """Else it could come in later, say nothing, and be waited for without end."""

    async def work() -> bytes:
        async with Encrypted(tmp_path / "tls") as encrypted:
            reader, writer = await asyncio.open_connection(*encrypted.place)
            await encrypted.said()  # it came later: the other one is accepted by now
            encrypted.accepting.end()
            heard = await asyncio.wait_for(reader.read(), 10)
            writer.close()
        return heard

    assert asyncio.run(work()) == b""


def test_where_there_is_no_place_for_another_it_is_said_and_tried_again_later() -> None:
    class Full:
        """A socket of a process that has too many files open."""

        def __init__(self, listener: socket.socket) -> None:
            self._listener = listener
            self.asked = 0

        def settimeout(self, seconds: float) -> None:
            self._listener.settimeout(seconds)

        def fileno(self) -> int:
            return self._listener.fileno()

        def accept(self) -> tuple[socket.socket, object]:
            self.asked += 1
            if self.asked == 1:
                raise OSError(errno.EMFILE, "full")
            return self._listener.accept()

    async def work() -> tuple[bytes, int, list[str]]:
        told: list[str] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, what: told.append(str(what["exception"])))
        with listen("127.0.0.1", 0) as listener:
            full = Full(listener)
            accepting = Accepting(cast("socket.socket", full), partial(Answering, b"one"), by_itself())
            accepting.begin()
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            said = await asyncio.wait_for(reader.read(), 10)
            accepting.end()
            writer.close()
        return said, full.asked, told

    assert asyncio.run(work()) == (b"one", 2, [f"[Errno {errno.EMFILE}] full"])
