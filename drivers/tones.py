"""The three tones of a till as sound files: short, told apart by melody and not by loudness. Pure.

Accepted is one high tone, attention one tone twice, refused a falling pair that is longer. Each begins and
ends softly, so that nothing clicks.
"""

import io
import math
import wave
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from drivers.ports.speaker import SoundKind

RATE_HZ: Final = 22_050
_LOUD: Final = 9_000
_SOFT_S: Final = 0.008


@dataclass(frozen=True, slots=True)
class Note:
    """A tone of so many hertz for so long; 0 hertz is silence."""

    hertz: int
    seconds: float


MELODIES: Final[Mapping[SoundKind, tuple[Note, ...]]] = {
    SoundKind.ACCEPTED: (Note(1319, 0.07),),
    SoundKind.ATTENTION: (Note(880, 0.09), Note(0, 0.06), Note(880, 0.09)),
    SoundKind.REFUSED: (Note(523, 0.14), Note(0, 0.03), Note(349, 0.24)),
}


def sound_file(sound: SoundKind) -> bytes:
    """A WAV file of the tone, 16 bits, one channel."""
    samples = b"".join(_samples(note) for note in MELODIES[sound])
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples)
    return out.getvalue()


def _samples(note: Note) -> bytes:
    count = int(note.seconds * RATE_HZ)
    soft = int(_SOFT_S * RATE_HZ)
    values = (
        int(
            _LOUD
            * min(1.0, at / soft, (count - 1 - at) / soft)
            * math.sin(2 * math.pi * note.hertz * at / RATE_HZ)
        )
        for at in range(count)
    )
    return b"".join(value.to_bytes(2, "little", signed=True) for value in values)
