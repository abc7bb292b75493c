"""`make screens`: the pictures of the manual, taken anew from the demo as it sells by itself.

The demo runs in a folder of its own, from nothing, so that the same members stand on every picture. What is
looked at and not shown, every screen in every size and language, is `tools.screens`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURES: Final = ROOT / "docs" / "pictures"
WORK: Final = ROOT / "build" / "pictures"

TAKEN: Final[Mapping[str, str]] = MappingProxyType(
    {"checkout.png": "*-checkout-points.png", "receipt.png": "receipt-2.png"}
)
"""Pictures of the manual, and which of the demo's each is."""


def main() -> int:
    """Run the demo and take over its pictures; its exit code where it did not add up."""
    shutil.rmtree(WORK, ignore_errors=True)
    output = WORK / "output"
    command = [sys.executable, "main.py", "demo", "--alone", "--data", str(WORK / "data")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([*command, "--output", str(output)], cwd=ROOT, env=environment, check=False)
    if done.returncode != 0:
        return done.returncode
    for name, pattern in TAKEN.items():
        (found,) = output.glob(pattern)
        shutil.copyfile(found, PICTURES / name)
        print(f"{(PICTURES / name).relative_to(ROOT)}: {found.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
