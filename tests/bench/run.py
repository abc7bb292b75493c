"""What a run of the benches was: which code, which machine, how busy it was, how large, for how long."""

import os
import platform
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.harness import Figure
from tests.bench.promises import PROMISES, Promise

ROOT = Path(__file__).resolve().parent.parent.parent
MEMBERS = 1_000_000
ROUNDS = 500
"""What a run is of where nothing smaller is asked for; the promises are about these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where it ran."""

    processors: int
    processor: str
    memory_gb: float
    system: str
    python: str


@dataclass(slots=True, kw_only=True)
class Run:
    """A run as it goes on; `end` is called when it is over."""

    command: str
    members: int
    rounds: int
    whole: bool
    """As `Scale.whole`."""
    commit: str
    machine: Machine
    began: datetime
    figures: list[Figure] = field(default_factory=list[Figure])
    broken_off: list[str] = field(default_factory=list[str])
    loads: list[float] = field(default_factory=list[float])
    """How many programs wanted the processors, as each bench began and at the end."""
    minutes: float = 0.0

    @property
    def is_small(self) -> bool:
        """Whether it was smaller than what is promised is about."""
        return self.members < MEMBERS or self.rounds < ROUNDS or not self.whole

    def note_load(self) -> None:
        """Note how busy the machine is now."""
        self.loads.append(os.getloadavg()[0])

    def end(self) -> None:
        """Note that it is over."""
        self.note_load()
        self.minutes = (datetime.now(UTC) - self.began).total_seconds() / 60


def begun(command: str, *, members: int, rounds: int, whole: bool) -> Run:
    """A run that begins now, on this machine and this code."""
    return Run(
        command=command,
        members=members,
        rounds=rounds,
        whole=whole,
        commit=_commit(),
        machine=_machine(),
        began=datetime.now(UTC),
    )


def unmeasured(benches: list[str], figures: list[Figure]) -> list[Promise]:
    """The promises of these benches that no figure is about."""
    measured = {figure.promise for figure in figures}
    return [promise for promise in PROMISES if promise.bench in benches and promise.key not in measured]


def _commit() -> str:
    try:
        said = subprocess.run(
            ["git", "describe", "--always", "--dirty=, with changes", "--exclude=*"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return said.stdout.strip()


def _machine() -> Machine:
    described = _lines("/proc/cpuinfo").get("model name", platform.machine())
    kilobytes = _lines("/proc/meminfo").get("MemTotal", "0 kB").split()[0]
    return Machine(
        processors=os.cpu_count() or 1,
        processor=described,
        memory_gb=int(kilobytes) / 1024**2,
        system=platform.platform(),
        python=platform.python_version(),
    )


def _lines(path: str) -> dict[str, str]:
    """What the kernel says under each name, the first where one is said again."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError:
        return {}
    said: dict[str, str] = {}
    for line in text.splitlines():
        name, _, value = line.partition(":")
        said.setdefault(name.strip(), value.strip())
    return said
