"""`Speaker` by the system's own player: `pw-play`, `paplay`, `aplay`, `afplay`, or Windows itself.

No library of ours plays sound: a till needs three files played, and every system has a program that does.
One thread plays one tone at a time; the newest counts, so that ten scans in a row do not sound for seconds
after. A system without a player is silent, and nobody is told: what is heard is also seen.
"""

import contextlib
import logging
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from drivers.ports.speaker import SoundKind
from drivers.tones import sound_file

log = logging.getLogger(__name__)

PLAYERS: Final = ("pw-play", "paplay", "aplay", "afplay")
_LONGEST_S: Final = 2.0
_STOP_S: Final = 1.0

Play = Callable[[Path], None]


class FileSpeaker:
    """Plays the tones out of files that it writes into a folder of its own, by `play_file`."""

    def __init__(self, folder: Path, play_file: Play) -> None:
        self._folder = folder
        self._play_file = play_file
        self._next: SoundKind | None = None
        self._change = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def play(self, sound: SoundKind) -> None:
        """Have it heard soon."""
        with self._change:
            if self._closed:
                return
            self._next = sound
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="sounds", daemon=True)
                self._thread.start()
            self._change.notify()

    def close(self) -> None:
        """Make no more sounds."""
        with self._change:
            self._closed, self._next = True, None
            self._change.notify()
        if self._thread is not None:
            self._thread.join(_STOP_S)

    def _run(self) -> None:
        while (sound := self._waited_for()) is not None:
            try:
                self._play_file(self._file(sound))
            except OSError as error:
                log.info("a tone cannot be played: %s", error)

    def _waited_for(self) -> SoundKind | None:
        with self._change:
            self._change.wait_for(lambda: self._next is not None or self._closed)
            sound, self._next = self._next, None
            return None if self._closed else sound

    def _file(self, sound: SoundKind) -> Path:
        """The tone as a file, written when it is first needed; one that is damaged is written anew."""
        path, content = self._folder / f"{sound.value}.wav", sound_file(sound)
        self._folder.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.stat().st_size != len(content):
            path.write_bytes(content)
        return path


def system_speaker(folder: Path) -> FileSpeaker | None:
    """The speaker of this computer; None where it has no program that plays."""
    if sys.platform == "win32":
        return FileSpeaker(folder, _play_on_windows)
    found = next(filter(None, map(shutil.which, PLAYERS)), None)
    return None if found is None else FileSpeaker(folder, lambda file: play_by(found, file))


def play_by(program: str, file: Path) -> None:
    """Play a file by a program, for two seconds at most; what it says is nobody's to read.

    Raises:
        OSError: the program cannot be run.
    """
    quiet = subprocess.DEVNULL
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(
            [program, str(file)],
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            timeout=_LONGEST_S,
            check=False,
        )


if sys.platform == "win32":
    import winsound

    def _play_on_windows(file: Path) -> None:
        winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
