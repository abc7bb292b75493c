"""What may be asked of whatever makes a till's three tones heard."""

from enum import Enum
from typing import Protocol


class SoundKind(Enum):
    """The three tones; each says what is seen on the screen in the same moment, and nothing else."""

    ACCEPTED = "accepted"
    ATTENTION = "attention"
    REFUSED = "refused"


class Speaker(Protocol):
    """Makes tones heard, or does not: no sale waits for it, and nobody relies on it."""

    def play(self, sound: SoundKind) -> None:
        """Have it heard soon; returns at once, any thread. Of tones that wait only the newest is heard."""
        ...

    def close(self) -> None:
        """Make no more sounds; waits for the one being played, for a second at most."""
        ...
