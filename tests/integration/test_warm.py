"""A program that is started warm does, says and ends as one that is started fresh."""

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from tests.warm.client import WarmProgram
from ui.demo.processes import Start, start_process
from ui.demo.shop import ROOT, program_command

PROGRAM = ROOT / "resources" / "programs" / "than-thiet.toml"
ENGLISH = {**os.environ, "LANG": "C.UTF-8"}
VIETNAMESE = {**os.environ, "LANG": "vi_VN.UTF-8"}


def ended(start: Start, *words: str, env: dict[str, str]) -> tuple[int, str, str]:
    with TemporaryFile() as output, TemporaryFile() as complaints:
        code = start(program_command(*words), stdout=output, stderr=complaints, env=env).wait()
        for file in (output, complaints):
            file.seek(0)
        return code, output.read().decode(), complaints.read().decode()


@pytest.mark.parametrize("env", [ENGLISH, VIETNAMESE], ids=["English", "Vietnamese"])
@pytest.mark.parametrize(
    "words",
    [
        ("--version",),
        ("sell",),
        ("check-program", str(PROGRAM)),
        ("check-program", str(ROOT / "no-such-file.toml")),
        ("doctor", "--data", "/dev/null/nowhere"),
    ],
)
def test_it_says_the_same_and_ends_the_same(
    warm: WarmProgram, words: tuple[str, ...], env: dict[str, str]
) -> None:
    said = ended(warm, *words, env=env)
    assert said == ended(start_process, *words, env=env)
    assert said[1] or said[2]


def test_what_is_typed_into_it_is_answered_line_by_line(warm: WarmProgram, tmp_path: Path) -> None:
    log = (tmp_path / "log").open("wb")
    with log:
        command = program_command("quote", "--program", str(PROGRAM), "--baskets", "-")
        running = warm(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
    assert running.stdin is not None
    assert running.stdout is not None
    with running.stdin, running.stdout:
        for _ in range(2):
            running.stdin.write(b"nonsense\n")
            running.stdin.flush()
            assert b"error" in running.stdout.readline()
        assert running.poll() is None
        running.stdin.close()
        assert running.wait() == 2


def test_it_can_be_killed_and_several_run_at_once(warm: WarmProgram) -> None:
    command = program_command("quote", "--program", str(PROGRAM), "--baskets", "-")
    killed, asked = (warm(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2))
    with pytest.raises(subprocess.TimeoutExpired):
        killed.wait(0.01)
    killed.kill()
    asked.terminate()
    assert (asked.wait(), killed.wait(), killed.poll()) == (-15, -9, -9)
    killed.kill()
    for process in (killed, asked):
        for end in (process.stdin, process.stdout):
            assert end is not None
            end.close()
