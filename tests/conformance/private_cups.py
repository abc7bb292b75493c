"""A CUPS of the test's own, where the machine has the programs: nothing of the system's CUPS is touched.

Its one queue leads to a FIFO, through a back end of four lines. Ends with the test.
"""

import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conformance.patience import PATIENCE_S, eventually

QUEUE = "till"
_PROGRAMS = ("cupsd", "lpadmin", "lp", "lpstat", "cupsdisable", "cupsenable", "cupsreject")
_SBIN = "/usr/sbin:/usr/local/sbin"

_FILES = """
ServerRoot {folder}/etc
ServerBin {folder}/bin
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/state
DataDir {folder}/data
DocumentRoot {folder}/data
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
SystemGroup sys
{user}
"""
_SETTINGS = """
Listen {folder}/cups.sock
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
JobPrivateAccess all
JobPrivateValues none
SubscriptionPrivateAccess all
SubscriptionPrivateValues none
<Limit All>
Order allow,deny
Allow all
</Limit>
</Policy>
"""
_BACK_END = """#!/bin/sh
# Without arguments: which devices there are. Otherwise: send the job, from its file or standard input.
test $# -eq 0 && exit 0
cat ${6:+"$6"} > "${DEVICE_URI#fifo:}"
"""


def cups_is_here() -> bool:
    """Whether this machine has what it takes."""
    return all(_program(name) for name in _PROGRAMS)


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ['PATH']}:{_SBIN}")


@dataclass(frozen=True, slots=True)
class PrivateCups:
    """A running server; `server` is what `lp -h` takes."""

    server: str

    def run(self, name: str, *arguments: str) -> None:
        """Run one of its programs, as an administrator would."""
        program = _program(name)
        assert program is not None
        command = [program, "-h", self.server, *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_S)


@contextmanager
def private_cups(folder: Path, *, fifo: Path) -> Generator[PrivateCups]:
    """A server with the queue `QUEUE` that leads to `fifo`."""
    _lay_out(folder)
    settings = ("-c", folder / "etc" / "cupsd.conf", "-s", folder / "etc" / "cups-files.conf")
    command: list[str | Path] = [_program("cupsd") or "", "-f", *settings]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            cups = PrivateCups(str(folder / "cups.sock"))
            eventually((folder / "cups.sock").exists)
            cups.run("lpadmin", "-p", QUEUE, "-E", "-v", f"fifo:{fifo}", "-m", "raw")
            yield cups
        finally:
            server.terminate()
            server.wait(PATIENCE_S)


def _lay_out(folder: Path) -> None:
    installed = Path(_program("cupsd") or "").resolve().parent.parent / "lib" / "cups"
    for name in ("etc", "spool/tmp", "cache", "state", "data/mime", "bin/backend"):
        (folder / name).mkdir(parents=True)
    (folder / "bin" / "daemon").symlink_to(installed / "daemon")
    (folder / "data" / "mime" / "mime.types").write_text("application/vnd.cups-raw\n")
    back_end = folder / "bin" / "backend" / "fifo"
    back_end.write_text(_BACK_END)
    back_end.chmod(0o700)
    # CUPS refuses to print as root, and runs a back end that only root may read as root.
    user = "User lp\nGroup lp" if os.getuid() == 0 else ""
    (folder / "etc" / "cups-files.conf").write_text(_FILES.format(folder=folder, user=user))
    (folder / "etc" / "cupsd.conf").write_text(_SETTINGS.format(folder=folder))
    if os.getuid() == 0:
        for path in (folder, *folder.parents[:3], folder / "spool", folder / "spool/tmp", folder / "cache"):
            path.chmod(path.stat().st_mode | 0o055)
