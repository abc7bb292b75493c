"""What is heard of what is shown: each tone is made by the very widget that shows its visual twin.

Who makes them heard is kept with the application, as the keys are; without anybody, nothing is heard.
"""

from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import QCoreApplication

from ui.presenters.shown import Tone

_PROPERTY: Final = "tillSounds"
HEARD: Final = frozenset({Tone.GOOD, Tone.ATTENTION, Tone.REFUSED})


def wear_sounds(play: Callable[[Tone], None] | None) -> None:
    """From now on tones are made heard by this; None is silence."""
    app = QCoreApplication.instance()
    if app is not None:
        app.setProperty(_PROPERTY, play)


def sound(tone: Tone) -> None:
    """Have the tone heard that goes with what was just shown; what is plain is silent."""
    app = QCoreApplication.instance()
    play = None if app is None else cast("object", app.property(_PROPERTY))
    if tone in HEARD and callable(play):
        cast("Callable[[Tone], None]", play)(tone)
