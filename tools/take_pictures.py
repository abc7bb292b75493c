"""`make screens`: the pictures of README and manual, taken anew.

The demo runs in a folder of its own, from nothing, so that the same members stand on every picture it gives.
The manual's pictures are scenes, each in every language that the manual has; they have few colours, so that
they stay small. What is looked at and not shown, every screen in every size and theme, is `tools.screens`.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tools.manual import scenes

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURES: Final = ROOT / "docs" / "pictures"
WORK: Final = ROOT / "build" / "pictures"

TAKEN: Final[Mapping[str, str]] = MappingProxyType(
    {"checkout.png": "*-checkout-points.png", "receipt.png": "receipt-2.png"}
)
"""Pictures that come from the demo, and which of its own each is."""

SIZE: Final = (1024, 768)
COLOURS: Final = 96


def main() -> int:
    """Take the pictures; the demo's exit code where it did not add up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", action="store_true", help="the manual's scenes only, without the demo")
    options = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    failed = 0 if options.scenes else _take_demo()
    return failed or _take_scenes()


def _take_demo() -> int:
    shutil.rmtree(WORK, ignore_errors=True)
    output = WORK / "output"
    command = [sys.executable, "main.py", "demo", "--alone", "--data", str(WORK / "data")]
    done = subprocess.run([*command, "--output", str(output)], cwd=ROOT, check=False)
    if done.returncode != 0:
        return done.returncode
    for name, pattern in TAKEN.items():
        (found,) = output.glob(pattern)
        shutil.copyfile(found, PICTURES / name)
        print(f"{(PICTURES / name).relative_to(ROOT)}: {found.name}")
    return 0


def _take_scenes() -> int:
    from resources.catalogue import LANGUAGES
    from tools.scenes import play
    from ui.look import Look
    from ui.presenters.preferences import Preferences
    from ui.till_window import application

    look = Look(application())
    look.dress()
    for language in LANGUAGES:
        folder = PICTURES / language
        folder.mkdir(exist_ok=True)
        for scene in scenes():
            theatre = play(scene, look, Preferences(language=language), size=SIZE)
            theatre.window.grab().save(str(folder / f"{scene}.png"))
            theatre.close()
            _make_small(folder / f"{scene}.png")
        print(folder.relative_to(ROOT))
    return 0


def _make_small(file: Path) -> None:
    from PIL import Image

    with Image.open(file) as taken:
        few = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
