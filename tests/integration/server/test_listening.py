"""The socket that the server listens on."""

import asyncio
import socket
from contextlib import closing
from functools import partial

from server.commands.accepting import Accepting
from server.commands.serve import listen

TURN_S = 0.05


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


async def _who_accepts(count: int, names: list[bytes]) -> list[bytes]:
    """So many connections at once to a socket that is shared by these."""
    with listen("127.0.0.1", 0) as listener:
        sharing = [
            (again, Accepting(again, partial(Answering, name), turn_s=TURN_S))
            for name, again in ((name, listener.dup()) for name in names)
        ]
        callers = [socket.create_connection(listener.getsockname(), timeout=10) for _ in range(count)]
        for _, accepting in sharing:
            accepting.begin()
        try:
            readers = [(await asyncio.open_connection(sock=caller)) for caller in callers]
            said = [await asyncio.wait_for(reader.read(), 30) for reader, _ in readers]
            for _, writer in readers:
                writer.close()
        finally:
            for again, accepting in sharing:
                accepting.end()
                again.close()
    return said


def test_processes_that_share_a_socket_share_its_connections() -> None:
    said = asyncio.run(_who_accepts(8, [b"one", b"other"]))
    assert sorted(said) == [b"one"] * 4 + [b"other"] * 4


def test_who_is_alone_accepts_all_of_them() -> None:
    assert asyncio.run(_who_accepts(5, [b"one"])) == [b"one"] * 5
