"""`make screens`: the pictures of README and manual, and those that scenes are compared with, taken anew.

The demo runs in a folder of its own, from nothing, so that the same members stand on every picture it gives.
All others are scenes: how each looks in both languages, light and dark, is kept for `tools.looks`, and those
that the manual has are kept for it too, whole and with few colours. What is looked at and not kept, every
screen in every size and theme, is `tools.screens`.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tools.drawing import draw_alike
from tools.manual import scenes

if TYPE_CHECKING:
    from PIL import Image

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURES: Final = ROOT / "docs" / "pictures"
WORK: Final = ROOT / "build" / "pictures"

TAKEN: Final[Mapping[str, str]] = MappingProxyType(
    {"checkout.png": "*-checkout-points.png", "receipt.png": "receipt-2.png"}
)
"""Pictures that come from the demo, and which of its own each is."""

COLOURS: Final = 96


def main() -> int:
    """Take the pictures; the demo's exit code where it did not add up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scene", nargs="*", help="these scenes only, without the demo")
    parser.add_argument("--scenes", action="store_true", help="all scenes, without the demo")
    asked = parser.parse_args()
    draw_alike()
    failed = 0 if asked.scenes or asked.scene else _take_demo()
    if not failed:
        _take_scenes(parser, asked.scene)
    return failed


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


def _take_scenes(parser: argparse.ArgumentParser, names: Sequence[str]) -> None:
    """Keep how these scenes look, or all of them, and then no scene that there is not."""
    from tools import looks

    in_manual = scenes()
    kept: set[Path] = set()
    for shot, taken in looks.every_shot(looks.chosen(parser, names)):
        kept.add(shot.file)
        if looks.keep(shot, taken):
            print(shot.file.relative_to(ROOT))
        if shot.scene in in_manual and shot.theme == "light":
            _keep_for_manual(taken, PICTURES / shot.language / f"{shot.scene}.png")
    if not names:
        for file in {*looks.KEPT.glob("*/*")} - kept:
            file.unlink()


def _keep_for_manual(taken: "Image.Image", file: Path) -> None:
    """With few colours, so that it stays small."""
    from PIL import Image

    file.parent.mkdir(exist_ok=True)
    taken.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
