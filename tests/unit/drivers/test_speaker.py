"""The three tones: files any player reads, one at a time, the newest first, silence where nothing can."""

import io
import threading
import wave
from pathlib import Path

import pytest

from drivers.ports.speaker import SoundKind
from drivers.speaker import FileSpeaker, play_by, system_speaker
from drivers.tones import MELODIES, RATE_HZ, sound_file
from tests.conformance.patience import PATIENCE_S


@pytest.mark.parametrize("sound", SoundKind)
def test_a_tone_is_a_short_file_that_begins_and_ends_in_silence(sound: SoundKind) -> None:
    with wave.open(io.BytesIO(sound_file(sound))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        frames = file.readframes(file.getnframes())
    seconds = len(frames) / 2 / RATE_HZ
    assert 0.05 <= seconds <= 0.5
    assert frames[:2] == frames[-2:] == b"\0\0"
    loudest = max(
        abs(int.from_bytes(frames[at : at + 2], "little", signed=True)) for at in range(0, len(frames), 2)
    )
    assert 5_000 < loudest <= 9_000


def test_no_two_tones_are_one_melody() -> None:
    assert len({MELODIES[sound] for sound in SoundKind}) == 3


class Player:
    """A player that takes its time until it is let go."""

    def __init__(self) -> None:
        self.played: list[str] = []
        self.begun = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)

    def play(self, file: Path) -> None:
        assert file.read_bytes()[:4] == b"RIFF"
        self.played.append(file.stem)
        self.begun.release()
        assert self.go_on.acquire(timeout=PATIENCE_S)


def test_of_the_tones_that_come_while_one_is_heard_the_newest_is_next(tmp_path: Path) -> None:
    player = Player()
    speaker = FileSpeaker(tmp_path / "sounds", player.play)
    speaker.play(SoundKind.ACCEPTED)
    assert player.begun.acquire(timeout=PATIENCE_S)
    for sound in (SoundKind.ACCEPTED, SoundKind.ATTENTION, SoundKind.REFUSED):
        speaker.play(sound)
    player.go_on.release()
    assert player.begun.acquire(timeout=PATIENCE_S)
    player.go_on.release()
    speaker.close()
    assert player.played == ["accepted", "refused"]
    speaker.play(SoundKind.ACCEPTED)
    assert player.played == ["accepted", "refused"]


def test_a_player_that_is_gone_and_a_damaged_file_cost_nothing(tmp_path: Path) -> None:
    heard = threading.Semaphore(0)
    sizes: list[int] = []

    def play(file: Path) -> None:
        sizes.append(file.stat().st_size)
        heard.release()
        raise FileNotFoundError(2, "no such program")

    (tmp_path / "refused.wav").write_bytes(b"half")
    speaker = FileSpeaker(tmp_path, play)
    for _ in range(2):
        speaker.play(SoundKind.REFUSED)
        assert heard.acquire(timeout=PATIENCE_S)
    speaker.close()
    assert sizes == [len(sound_file(SoundKind.REFUSED))] * 2


def test_a_speaker_that_never_played_is_closed_at_once(tmp_path: Path) -> None:
    FileSpeaker(tmp_path, lambda _: None).close()


def test_a_system_without_a_player_is_silent_and_one_with_plays_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_speaker(tmp_path) is None
    program = tmp_path / "aplay"
    program.write_text(f'#!/bin/sh\n[ -f "$1" ] && echo "$1" > {tmp_path}/heard\nexit 3\n', encoding="utf-8")
    program.chmod(0o755)
    assert system_speaker(tmp_path) is not None
    play_by(str(program), tmp_path / "aplay")
    assert (tmp_path / "heard").read_text(encoding="utf-8").strip() == str(program)
