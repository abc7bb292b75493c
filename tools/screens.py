"""A picture of every screen: both languages, all themes, three window sizes and three text sizes.

They go to build/screens, named scene-language-theme-WxH-text.png; nothing here judges them. With `--few`
there is one of each scene.
"""

import argparse
from itertools import product
from pathlib import Path
from typing import Final

from tools.drawing import draw_alike

SIZES: Final = ((1024, 768), (1366, 768), (1920, 1080))
FOLDER: Final = Path(__file__).parents[1] / "build" / "screens"


def main() -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", action="store_true", help="Vietnamese, light, 1366x768, 100 %% only")
    parser.add_argument("--scene", action="append", help="this scene only; may be given several times")
    parser.add_argument("--to", type=Path, default=FOLDER, help="where the pictures go")
    options = parser.parse_args()
    draw_alike()
    from resources.catalogue import LANGUAGES
    from tools.scenes import SCENES, play
    from ui.look import Look
    from ui.presenters.preferences import TEXT_SIZES, THEMES, Preferences
    from ui.till_window import application

    look = Look(application())
    look.dress()
    options.to.mkdir(parents=True, exist_ok=True)
    looks = [Preferences(*each) for each in product(LANGUAGES, THEMES, TEXT_SIZES)]
    every = list(product(looks, SIZES))
    for scene in options.scene or SCENES:
        for worn, size in [(Preferences(), SIZES[1])] if options.few else every:
            theatre = play(scene, look, worn, size=size)
            name = f"{scene}-{worn.language}-{worn.theme}-{size[0]}x{size[1]}-{worn.text_size}.png"
            theatre.front.grab().save(str(options.to / name))
            theatre.close()
        print(scene)
    print(f"The pictures are in {options.to}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
