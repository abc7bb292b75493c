"""What a run of the benches was: which code, which machine, how busy it was, how large, for how long.

A run may be made in several sittings: what was measured is written down after each bench, and a run that is
resumed measures what is missing. Each bench keeps the commit, the hour and the load that it was measured at.
"""

import json
import os
import platform
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One bench of a run, as it was measured."""

    bench: str
    commit: str
    began: datetime
    minutes: float
    loads: tuple[float, float]
    """How many programs wanted the processors over the last minute, as it began and as it ended."""
    figures: tuple[Figure, ...]


@dataclass(slots=True, kw_only=True)
class Run:
    """A run as it goes on."""

    command: str
    members: int
    rounds: int
    whole: bool
    """As `Scale.whole`."""
    machine: Machine
    parts: list[Part] = field(default_factory=list[Part])
    broken_off: list[str] = field(default_factory=list[str])

    @property
    def is_small(self) -> bool:
        """Whether it was smaller than what is promised is about, beside what only a `whole` one takes."""
        return self.members < MEMBERS or self.rounds < ROUNDS

    @property
    def figures(self) -> list[Figure]:
        """All that was measured, in the order of the benches."""
        return [figure for part in self.parts for figure in part.figures]

    def missing(self, benches: Iterable[str]) -> list[str]:
        """Those of them that were not measured in an earlier sitting."""
        measured = {part.bench for part in self.parts}
        return [bench for bench in benches if bench not in measured]

    def add(self, part: Part) -> None:
        """Take what was measured now; the parts stand in the order of their names, whenever they were."""
        self.parts = sorted([*self.parts, part], key=lambda each: each.bench)

    def write(self, path: Path) -> None:
        """Write down what was measured so far; replaces the file whole."""
        report = {
            "machine": asdict(self.machine),
            "members": self.members,
            "rounds": self.rounds,
            "whole": self.whole,
            "parts": [_part_as_json(part) for part in self.parts],
            "broken": self.broken_off,
        }
        beside = path.with_name(f"{path.name}.new")
        beside.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.replace(path)

    def take_up(self, path: Path) -> None:
        """Take what earlier sittings measured from the file that they wrote, if there is one.

        Raises:
            ValueError: they were on another machine or of another size.
        """
        if not path.exists():
            return
        report = json.loads(path.read_text(encoding="utf-8"))
        machine = Machine(**report["machine"])
        if (machine.processors, machine.processor) != (self.machine.processors, self.machine.processor):
            raise ValueError(f"{path} was measured on another machine, {machine.processor}")
        size = (report["members"], report["rounds"], report["whole"])
        if size != (self.members, self.rounds, self.whole):
            raise ValueError(
                f"{path} is of {size[0]} members and {size[1]} rounds, {'' if size[2] else 'not '}whole"
            )
        self.parts = [_part_from_json(part) for part in report["parts"]]


@dataclass(frozen=True, slots=True)
class Beginning:
    """A bench that begins now."""

    bench: str
    began: datetime
    load: float

    def done(self, figures: Iterable[Figure]) -> Part:
        """The part that it came to, which ended now."""
        return Part(
            bench=self.bench,
            commit=_commit(),
            began=self.began,
            minutes=(datetime.now(UTC) - self.began).total_seconds() / 60,
            loads=(self.load, os.getloadavg()[0]),
            figures=tuple(figures),
        )


def begun(bench: str) -> Beginning:
    """A bench that begins now, with how busy the machine is."""
    return Beginning(bench, datetime.now(UTC), os.getloadavg()[0])


def run_here(command: str, *, members: int, rounds: int, whole: bool) -> Run:
    """A run on this machine, of which nothing was measured."""
    return Run(command=command, members=members, rounds=rounds, whole=whole, machine=_machine())


def unmeasured(benches: list[str], figures: list[Figure]) -> list[Promise]:
    """The promises of these benches that no figure is about."""
    measured = {figure.promise for figure in figures}
    return [promise for promise in PROMISES if promise.bench in benches and promise.key not in measured]


def _part_as_json(part: Part) -> dict[str, object]:
    figures = [{**asdict(figure), "ratio": figure.ratio, "holds": figure.holds} for figure in part.figures]
    return {**asdict(part), "began": part.began.isoformat(), "figures": figures}


def _part_from_json(part: dict[str, Any]) -> Part:
    worked_out = {"ratio", "holds"}
    figures = ({key: each[key] for key in each if key not in worked_out} for each in part["figures"])
    return Part(
        bench=part["bench"],
        commit=part["commit"],
        began=datetime.fromisoformat(part["began"]),
        minutes=part["minutes"],
        loads=(part["loads"][0], part["loads"][1]),
        figures=tuple(Figure(**figure) for figure in figures),
    )


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
