"""Every scene in the smallest window, in both languages: whole, in reach, named, and as it was looked at.

Each is played once for all of this, since playing it is most of what asking costs.
"""

import pytest

from resources.catalogue import LANGUAGES, Language
from tests.qt.conftest import Play
from tests.qt.room import cut_off, nameless, too_small, unshown
from tools.drawing import SIZE
from tools.looks import CONTRAST, CONTRASTED, KEPT, shots, trouble
from tools.scenes import SCENES
from ui.presenters.preferences import Preferences


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_whole_and_looks_as_it_did(play_scene: Play, scene: str, language: Language) -> None:
    theatre = play_scene(scene, Preferences(language), size=SIZE)
    assert (theatre.front.width(), theatre.front.height()) == SIZE
    wrong = [*cut_off(theatre), *too_small(theatre), *nameless(theatre), *unshown(theatre)]
    wrong += filter(None, (trouble(shot, taken) for shot, taken in shots(theatre, scene)))
    assert not wrong, "\n".join(wrong)


def test_no_picture_is_kept_of_a_scene_that_there_is_not() -> None:
    assert {file.stem for file in KEPT.glob("*/*")} - set(SCENES) == set()
    assert {file.stem for file in KEPT.glob(f"*-{CONTRAST}/*")} == CONTRASTED
