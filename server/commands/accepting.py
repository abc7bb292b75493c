"""Accepting connections of a socket that several processes share: whoever holds fewest takes the next.

Whoever is awake first would accept all that come at once; and since tills keep their connections, it would do
all the work for as long as they do. POSIX only.
"""

import asyncio
import contextlib
import mmap
import socket
import ssl
from collections.abc import Callable
from typing import Final

TURN_S: Final = 0.001
"""So long who holds more than another leaves the next one to them."""
MOST_TURNS: Final = 5
"""So often: whoever holds fewest may be at work, or dead."""
NO_MORE_S: Final = 1.0
"""So long nobody is accepted where the system has no place for another connection."""


class Held:
    """How many connections each of several processes holds: made before they are, and seen by all of them."""

    def __init__(self, processes: int) -> None:
        self._counts = memoryview(mmap.mmap(-1, 4 * processes)).cast("I")

    def say(self, place: int, count: int) -> None:
        """Let the others know how many one of them holds."""
        self._counts[place] = count

    def fewest(self) -> int:
        """How many whoever holds fewest held when it last looked."""
        return min(self._counts)


class Share:
    """What one process knows of the others; `connections`: how many it holds itself."""

    def __init__(self, held: Held, place: int, connections: Callable[[], int]) -> None:
        self._held = held
        self._place = place
        self._connections = connections
        held.say(place, 0)

    def is_ours(self, opening: int) -> bool:
        """Whether nobody holds fewer; `opening` are being encrypted."""
        count = self._connections() + opening
        self._held.say(self._place, count)
        return count <= self._held.fewest()


class Accepting:
    """One process's share; used by its event loop."""

    def __init__(
        self,
        listener: socket.socket,
        protocol: Callable[[], asyncio.Protocol],
        share: Share,
        *,
        tls: ssl.SSLContext | None = None,
        turn_s: float = TURN_S,
    ) -> None:
        self._listener = listener
        self._protocol = protocol
        self._tls = tls
        self._share = share
        self._turn_s = turn_s
        self._turns = 0
        self._timer: asyncio.TimerHandle | None = None
        self._opening: set[asyncio.Task[None]] = set()

    def begin(self) -> None:
        """Accept from here on."""
        self._listener.settimeout(0)
        self._watch()

    def end(self) -> None:
        """Accept nobody any more; who was let in stays.

        Whoever is not encrypted yet is hung up on: who came in after the others were told to go, and
        said nothing, would keep the process from ending.
        """
        asyncio.get_running_loop().remove_reader(self._listener)
        if self._timer is not None:
            self._timer.cancel()
        for opening in self._opening:
            opening.cancel()

    def _watch(self) -> None:
        self._timer = None
        asyncio.get_running_loop().add_reader(self._listener, self._accept)

    def _pause(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._listener)
        self._timer = loop.call_later(seconds, self._watch)

    def _accept(self) -> None:
        if self._turns < MOST_TURNS and not self._share.is_ours(len(self._opening)):
            self._turns += 1
            self._pause(self._turn_s)
            return
        self._turns = 0
        try:
            connection, _ = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return  # another process has it, or it is gone
        except OSError as error:
            told = {"message": "no place for another connection", "exception": error}
            asyncio.get_running_loop().call_exception_handler(told)
            self._pause(NO_MORE_S)
            return
        task = asyncio.get_running_loop().create_task(self._open(connection))
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    async def _open(self, connection: socket.socket) -> None:
        """Let the protocol have it, once it is encrypted; who cannot do that is hung up on."""
        connection.settimeout(0)
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            await loop.connect_accepted_socket(self._protocol, connection, ssl=self._tls)
