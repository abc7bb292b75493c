"""The sounds of an open till: what is shown is heard, where the settings want it and this computer can."""

from typing import Final

from drivers.ports.speaker import SoundKind, Speaker
from ui.presenters.shown import Tone
from ui.sounds import wear_sounds

KINDS: Final = {
    Tone.GOOD: SoundKind.ACCEPTED,
    Tone.ATTENTION: SoundKind.ATTENTION,
    Tone.REFUSED: SoundKind.REFUSED,
}


class TillSounds:
    """Silent until it is told to be heard; without a speaker it stays so."""

    def __init__(self, speaker: Speaker | None) -> None:
        self._speaker = speaker

    def hear(self, *, is_on: bool) -> None:
        """Make what is shown heard from now on, or not."""
        speaker = self._speaker
        if speaker is None or not is_on:
            wear_sounds(None)
        else:
            wear_sounds(lambda tone: speaker.play(KINDS[tone]))

    def close(self) -> None:
        """Be silent, and let the speaker go."""
        wear_sounds(None)
        if self._speaker is not None:
            self._speaker.close()
