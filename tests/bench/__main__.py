"""`make bench`: every bench in turn, as one table; `--json FILE` and `--page FILE` write it down too.

The file of `--json` is written after each bench; with `--resume` what it has is not measured again.

Exits 1 where a bound was not kept, a bench broke off, or a promise (`promises`) was measured by none.
"""

import argparse
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Protocol, cast

from tests.bench.harness import Figure, Scale
from tests.bench.page import page
from tests.bench.run import MEMBERS, ROOT, ROUNDS, Run, begun, run_here, unmeasured

FOLDER = Path(__file__).parent


class BenchModule(Protocol):
    """What each `bench_<what>.py` offers."""

    def measure(self, scale: Scale) -> Iterable[Figure]:
        """The figures of this bench, measured now."""
        ...


def main(arguments: Sequence[str]) -> int:
    """Run the benches asked for; returns the exit code."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.child:
        _run_here(asked.child, scale=_scale(asked, asked.child), result=Path(asked.json))
        return 0
    if asked.page and asked.only:
        parser.error("a page is of a whole run: no --only")
    if asked.resume and not asked.json:
        parser.error("--resume goes on with what --json FILE wrote: say which file")
    names = asked.only or sorted(path.stem for path in FOLDER.glob("bench_*.py"))
    run = run_here(_command(arguments), members=asked.members, rounds=asked.rounds, whole=asked.whole)
    if asked.resume:
        try:
            run.take_up(Path(asked.json))
        except ValueError as error:
            parser.error(str(error))
    _measure(run, names, asked)
    print(table(run.figures))
    for name in run.broken_off:
        print(f"{name} gave no figures: it broke off, see above")
    missing = unmeasured(names, run.figures)
    for promise in missing:
        print(f"NOT MEASURED: {promise.says}")
    if asked.page:
        Path(asked.page).write_text(page(run), encoding="utf-8")
    is_kept = all(figure.holds for figure in run.figures)
    return 0 if is_kept and not run.broken_off and not missing else 1


def _measure(run: Run, names: Sequence[str], asked: argparse.Namespace) -> None:
    """Run those that were not measured yet, one by one; what came of them is written down after each."""
    for name in run.missing(names):
        print(f"measuring {name.removeprefix('bench_')} ...", file=sys.stderr, flush=True)
        beginning = begun(name)
        found = _run_apart(name, asked)
        if found:
            run.add(beginning.done(found))
        else:
            run.broken_off.append(name)
        if asked.json:
            run.write(Path(asked.json))


def _command(arguments: Sequence[str]) -> str:
    return " ".join(["python -m tests.bench", *arguments])


def table(figures: Sequence[Figure]) -> str:
    """The figures as text, a line each, columns aligned."""
    rows = [("what", "", "measured", "floor", "ratio", "at most", "")]
    for figure in figures:
        floor = f"{figure.floor:.3g} {figure.unit} {figure.floor_name}" if figure.floor is not None else ""
        ratio = f"{figure.ratio:.2f} ×" if figure.ratio is not None else ""
        bound = f"{figure.at_most:g} ×" if figure.ratio is not None else f"{figure.at_most:g} {figure.unit}"
        verdict = "holds" if figure.holds else "BROKEN"
        measured = f"{figure.measured:.3g} {figure.unit}"
        rows.append((figure.name, figure.statistic, measured, floor, ratio, bound, verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    notes = [f"{figure.name}: {figure.note}" for figure in figures if figure.note]
    return "\n".join([*lines, *dict.fromkeys(notes)])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the promises.")
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    parser.add_argument("--resume", action="store_true", help="what that file has is not measured again")
    parser.add_argument("--page", metavar="FILE", help="write the whole run there as a page (docs/bench.md)")
    parser.add_argument(
        "--whole",
        action="store_true",
        help="what takes an hour or a million rows in full, and not in its shorter form",
    )
    parser.add_argument("--only", action="append", metavar="bench_NAME", help="this one; may be given again")
    parser.add_argument("--members", type=int, default=MEMBERS, help="members in the database (%(default)s)")
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="how often each thing is measured (%(default)s)"
    )
    parser.add_argument(
        "--minutes", type=int, default=0, help="of lasting load, where a bench has one (0: by --rounds)"
    )
    parser.add_argument(
        "--pace", type=int, default=0, help="so many a second at most of that load (0: as they go)"
    )
    parser.add_argument("--child", help=argparse.SUPPRESS)
    return parser


def _scale(asked: argparse.Namespace, name: str) -> Scale:
    fresh = ROOT / "build" / "bench" / name
    kept = ROOT / "build" / "bench" / "kept"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    kept.mkdir(parents=True, exist_ok=True)
    return Scale(
        members=asked.members,
        rounds=asked.rounds,
        fresh=fresh,
        kept=kept,
        minutes=asked.minutes,
        whole=asked.whole,
        pace=asked.pace,
    )


def _run_here(name: str, *, scale: Scale, result: Path) -> None:
    module = cast("BenchModule", importlib.import_module(f"tests.bench.{name}"))
    figures = [asdict(figure) for figure in module.measure(scale)]
    result.write_text(json.dumps(figures), encoding="utf-8")
    shutil.rmtree(scale.fresh, ignore_errors=True)


def _run_apart(name: str, asked: argparse.Namespace) -> list[Figure] | None:
    """Run one bench in a process of its own, so that no bench pays for what another imported or allocated.

    Bytecode is kept, even where the environment would have none: a shop's till and server have theirs, as the
    libraries that they are compared with have.
    """
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "figures.json"
        command = [sys.executable, "-m", "tests.bench", "--child", name, "--json", str(result)]
        sizes = ["--members", str(asked.members), "--rounds", str(asked.rounds)]
        sizes += ["--minutes", str(asked.minutes), "--pace", str(asked.pace)]
        sizes += ["--whole"] if asked.whole else []
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if subprocess.run([*command, *sizes], cwd=ROOT, env=environment, check=False).returncode != 0:
            return None
        return [Figure(**figure) for figure in json.loads(result.read_text(encoding="utf-8"))]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
