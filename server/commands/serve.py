"""The command `server`: answer tills until told to stop.

In the clear on loopback only; anywhere else it wants a certificate. Once tills can connect it says so in one
line, which has the words "is ready on" and then the address.
"""

import asyncio
import errno
import gc
import ipaddress
import socket
import sys
import threading
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import uvicorn

from loyalty.errors import Refused
from server.commands.accepting import Accepting, Held, Share
from server.commands.heads import ShortHeads
from server.commands.housework import Housework
from server.commands.workers import Workers
from server.context import Server
from server.routes.app import create_app
from server.routes.metrics import share_figures
from server.routes.waiting import FeedWatch
from server.settings import add_place_arguments, open_server
from server.usecases.jobs import run_all_jobs

DEFAULT_PORT = 8443
_BACKLOG = 2048
_LAST_PORT = 65_535
_VALUES_BETWEEN_LOOKS = 50_000
"""More than a batch of a hundred has at once, so that none is looked through while it is in use."""


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the options."""
    add_place_arguments(parser)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="0: any free one (%(default)s)")
    parser.add_argument(
        "--tls-cert", metavar="FILE", type=Path, help="the certificate, with its chain, as PEM"
    )
    parser.add_argument("--tls-key", metavar="FILE", type=Path, help="its private key, as PEM")
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes that share the address (%(default)s)"
    )
    parser.add_argument(
        "--until-input-ends",
        action="store_true",
        help="stop when standard input ends: with whoever started it, however that one ends",
    )
    parser.add_argument(
        "--ca", metavar="FILE", type=Path, help="the authority that tills are to trust, as PEM"
    )


def run(args: Namespace) -> int:
    """Serve until interrupted.

    Raises:
        Refused: `plain-http` (no certificate, not on loopback), `tls-incomplete`, `tls-unreadable`,
            `port-in-use`, `address-unusable`, `workers-need-fork`, and as `open_server`.
    """
    _check_tls(args)
    server = open_server(args, ca_file=args.ca)
    with closing(server.database):
        if args.workers == 1:
            with listen(args.host, args.port) as listener:
                _serve(args, server, listener)
            return 0
    with listen(args.host, args.port) as listener, TemporaryDirectory(prefix="loyaltill-figures-") as folder:
        share_figures(Path(folder))
        held = Held(args.workers)
        return Workers(args.workers, lambda place: _work(args, listener, (held, place))).run()


def _work(args: Namespace, listener: socket.socket, among: tuple[Held, int]) -> None:
    """One of several processes: the database is up to date, and a connection is nobody else's.

    Also of one that follows another which died after the owner has upgraded the database.
    """
    server = open_server(args, ca_file=args.ca, is_up_to_date=True)
    with closing(server.database):
        _serve(args, server, listener, among)


class _Announcing(uvicorn.Server):
    """Says that it is ready once it is."""

    def __init__(
        self,
        config: uvicorn.Config,
        announcement: str,
        watch: FeedWatch,
        *,
        shared: socket.socket,
        among: tuple[Held, int] | None,
    ) -> None:
        """`among`: what it and other processes hold that accept from the same socket, and its place there."""
        super().__init__(config)
        self._shared = shared
        self._among = among
        self._accepting: Accepting | None = None
        self._announcement = announcement
        self._watch = watch

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept, then say so."""
        await super().startup(sockets)
        if self.started and self._among is not None:
            share = Share(*self._among, lambda: len(self.server_state.connections))
            self._accepting = Accepting(self._shared, self._protocol, share, tls=self.config.ssl)
            self._accepting.begin()
        if self.started:
            print(self._announcement + "\n", end="", flush=True)  # in one piece, beside those of others

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go whoever waits for news, then end."""
        if self._accepting is not None:
            self._accepting.end()
        self._watch.stop()
        await super().shutdown(sockets)

    def _protocol(self) -> asyncio.Protocol:
        """What speaks with one connection, as uvicorn makes it."""
        make = cast("Callable[..., asyncio.Protocol]", self.config.http_protocol_class)
        return make(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)


def _serve(
    args: Namespace, server: Server, listener: socket.socket, among: tuple[Held, int] | None = None
) -> None:
    housework = Housework(partial(run_all_jobs, server))
    app = create_app(replace(server, do_soon=housework.do_soon))
    _spare_the_collector()
    config = uvicorn.Config(
        app,
        http=ShortHeads,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        ssl_certfile=args.tls_cert,
        ssl_keyfile=args.tls_key,
    )
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    scheme = "https" if args.tls_cert else "http"
    line = f"Loyaltill server is ready on {scheme}://{shown}:{port} (database {server.database.shown})"
    _load_tls(config)
    serving = _Announcing(config, line, app.state.watch, shared=listener, among=among)
    if args.until_input_ends:
        threading.Thread(target=_stop_with_input, args=(serving,), name="input", daemon=True).start()
    housework.start()
    try:
        serving.run(sockets=[listener] if among is None else [])
    finally:
        housework.stop()


def _spare_the_collector() -> None:
    """Let what is loaded now never be looked through for garbage again, and the rest less often.

    A batch makes some hundred thousand values that hold each other in no ring: looking through them all each
    700 values took a tenth of the processor.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_VALUES_BETWEEN_LOOKS, 10, 10)


def _stop_with_input(serving: uvicorn.Server) -> None:
    sys.stdin.buffer.read()
    serving.should_exit = True


def _load_tls(config: uvicorn.Config) -> None:
    try:
        config.load()
    except OSError as error:
        raise Refused("tls-unreadable", why=str(error)) from error


def _check_tls(args: Namespace) -> None:
    if (args.tls_cert is None) != (args.tls_key is None):
        raise Refused("tls-incomplete")
    if args.tls_cert is None and not _is_loopback(args.host):
        raise Refused("plain-http", host=args.host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(host: str, port: int) -> socket.socket:
    """The socket that every process of this server accepts from.

    Raises:
        Refused: `port-in-use`, `address-unusable`.
    """
    if not 0 <= port <= _LAST_PORT:
        raise Refused("address-unusable", host=host, port=port, why="there is no such port")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refused("port-in-use", host=host, port=port) from error
        raise Refused("address-unusable", host=host, port=port, why=str(error)) from error
    # Connections inherit it. asyncio sets it on sockets that it made itself only; without it the end of each
    # answer waits some 40 ms for the till to confirm its beginning.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
