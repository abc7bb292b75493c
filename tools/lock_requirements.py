"""`make lock`: compile requirements.lock from pyproject.toml, for every platform, with a hash for each file.

The lock names no host: whoever installs uses the index they are set up for.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"


def main() -> int:
    """Write the lock anew; returns uv's exit code."""
    uv = (sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet")
    wide = ("--extra", "dev", "--universal", "--python-version", OLDEST_PYTHON)
    plain = ("--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header")
    command = [*uv, *wide, *plain, "--generate-hashes", "--output-file", "requirements.lock"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
