"""The process that has imported everything and forks for each start asked of it; see `tests.warm.client`.

`python -m tests.warm.parent FD`: FD is a socket on which each message is one start: an `Order` as JSON, and
with it standard input, output and error. Each is answered with the process's number, and once the process
has ended with its number and its exit code.
"""

import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial, partialmethod
from types import FrameType
from typing import Final, TypedDict
from unittest.mock import patch

from argon2 import PasswordHasher

import main
from tests.complaints.defects import WORN, putting_on

PACKAGES: Final = ("loyalty", "resources", "drivers", "terminal", "server", "ui")
NOT_IMPORTED: Final = ("__main__", ".migrations.env", ".migrations.versions")
"""What runs, or is loaded by others, when it is needed."""
MOST_BYTES: Final = 1 << 18
STREAMS: Final = 3


class Order(TypedDict):
    """One start that is asked for."""

    module: str
    """What is run, as by `python -m`."""
    arguments: list[str]
    environment: dict[str, str]
    folder: str


def import_everything() -> None:
    """Every module that the program may come to need."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not any(part in module.name for part in NOT_IMPORTED):
                importlib.import_module(module.name)


def hash_pins_lightly() -> None:
    """As lightly as a till still takes: many a scene signs somebody in, and none asks what guessing costs."""
    lightly = partialmethod(PasswordHasher.__init__, time_cost=2, memory_cost=19_456, parallelism=1)
    patch.object(PasswordHasher, "__init__", lightly).start()


@dataclass
class Parent:
    """Forks, and tells how each child ended."""

    orders: socket.socket
    _running: int = field(default=0, init=False)

    def serve(self) -> Callable[[], int] | None:
        """Fork until nobody can ask any more: None. In each child: what it is to run."""
        told, bell = socket.socketpair()
        for end in (told, bell):
            end.setblocking(False)
        signal.set_wakeup_fd(bell.fileno())
        signal.signal(signal.SIGCHLD, _do_nothing)
        with selectors.DefaultSelector() as selector:
            selector.register(self.orders, selectors.EVENT_READ)
            selector.register(told, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    if key.fileobj is told:
                        told.recv(MOST_BYTES)
                        self._tell_of_the_dead()
                        continue
                    order, given, _, _ = socket.recv_fds(self.orders, MOST_BYTES, STREAMS)
                    if not order:
                        return None
                    if (child := self._fork(json.loads(order), given)) is not None:
                        signal.set_wakeup_fd(-1)
                        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                        for end in (told, bell, self.orders):
                            end.close()
                        return child

    def _fork(self, order: Order, given: list[int]) -> Callable[[], int] | None:
        number = os.fork()
        if number == 0:
            return _child(order, given)
        for one in given:
            os.close(one)
        self._running += 1
        self.orders.send(str(number).encode())
        return None

    def _tell_of_the_dead(self) -> None:
        while self._running:
            number, status = os.waitpid(-1, os.WNOHANG)
            if number == 0:
                return
            self._running -= 1
            self.orders.send(f"{number} {os.waitstatus_to_exitcode(status)}".encode())


def _child(order: Order, streams: list[int]) -> Callable[[], int]:
    """Become what a fresh process of these arguments would be, up to its first line."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    sys.stdin = _text(io.BufferedReader(io.FileIO(0)))
    sys.stdout = _text(io.BufferedWriter(io.FileIO(1, "w")))
    sys.stderr = _text(io.BufferedWriter(io.FileIO(2, "w")), line_buffering=True)
    sys.argv = [f"{order['module']}.py", *order["arguments"]]
    if WORN in os.environ:
        return partial(_run_with_defect, order)
    return partial(_run, order)


def _run_with_defect(order: Order) -> int:
    with putting_on(os.environ[WORN]):
        return _run(order)


def _run(order: Order) -> int:
    if order["module"] == main.__name__:
        return main.main(order["arguments"])
    runpy.run_module(order["module"], run_name="__main__", alter_sys=True)
    return 0


def _do_nothing(_number: int, _frame: FrameType | None) -> None:
    """A child has ended: the bell has rung."""


def _text(stream: io.BufferedReader | io.BufferedWriter, *, line_buffering: bool = False) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, encoding="utf-8", line_buffering=line_buffering)


if __name__ == "__main__":
    import_everything()
    hash_pins_lightly()
    gc.collect()
    gc.freeze()
    job = Parent(socket.socket(fileno=int(sys.argv[1]))).serve()
    if job is None:
        os._exit(0)  # there is nothing to tidy up, and tidying takes a while
    raise SystemExit(job())
