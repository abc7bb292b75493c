"""A whole run of the benches as the page `docs/bench.md`: what it ran on, each promise, every figure."""

from collections.abc import Iterable, Sequence
from typing import Final

from tests.bench.harness import Figure
from tests.bench.promises import PROMISES, Promise
from tests.bench.run import MEMBERS, ROUNDS, Part, Run

HEAD: Final = """\
# How fast it is, and how much memory it takes

One whole run of `make bench`, as it came out: what is promised, line by line, and then every figure. The
page is written by the run itself; on a machine that does nothing else meanwhile:

```
make bench WHOLE=yes PAGE=docs/bench.md JSON=build/bench.json RESUME=yes
```

A run of some three hours may be made in several sittings, as `RESUME` has it: a bench that the file has is
not measured again, and the last table says when each was, of which commit and beside how much else.
`WHOLE=yes` loads a million members into a new till and lets a server process work for an hour, for which
`make bench` by itself has shorter forms. A figure with a floor beside it is judged by its ratio to that
floor, which was measured in turns with it; a figure without one is judged as it is. Times are by the wall's
clock, but where a line says that they are of the processor. What is promised is kept in
`tests/bench/promises.py`; where a promise has several figures, the worst is shown.
"""

WHEN: Final = "%Y-%m-%d %H:%M UTC"
SMALL: Final = f"""\
This run was smaller than what is promised is about ({MEMBERS:,} members, {ROUNDS} rounds): it
shows that every bench runs to its end, and little of what is promised.
"""
LONGER: Final = {
    "worker-memory": ("60 minutes", "The hour of load on a server process"),
    "snapshot": (f"{MEMBERS:,} members", "The loading of a million members into a new till"),
}
"""What only `WHOLE=yes` measures in full: what the name of its figure says then, and what it is."""


def short(what: str) -> str:
    """How it is said that a figure is of less than what is promised."""
    return f"{what} was measured in a shorter form: without `WHOLE=yes`.\n"


def page(run: Run) -> str:
    """The page, with the run in it."""
    parts = [HEAD, "## The run\n", _about(run), "## What is promised\n", _promised(run.figures)]
    parts += ["## Every figure\n", _all(run.figures), *_notes(run.figures)]
    parts += ["## When each was measured\n", _sittings(run.parts)]
    return "\n".join(parts)


def row(promise: Promise, figures: Sequence[Figure]) -> str:
    """A promise with what was measured for it, the worst of several figures."""
    about = [figure for figure in figures if figure.promise == promise.key]
    if not about:
        return _row(promise.says, "", "", "not measured")
    worst = max(about, key=lambda figure: figure.value / figure.at_most)
    said = f"{worst.name}, {worst.statistic}"
    if len(about) > 1:
        said += f" (the worst of {len(about)})"
    measured = "; ".join(filter(None, (_measured(worst), worst.note)))
    return _row(promise.says, said, measured, _verdict(worst))


def _about(run: Run) -> str:
    machine = run.machine
    loads = [load for part in run.parts for load in part.loads]
    table = [
        _row("", ""),
        _row("---", "---"),
        _row("commit", ", ".join(dict.fromkeys(part.commit for part in run.parts))),
        _row("begun", min(part.began for part in run.parts).strftime(WHEN)),
        _row("took", f"{sum(part.minutes for part in run.parts):.0f} minutes"),
        _row("command", f"`{run.command}`"),
        _row("size", f"{run.members:,} members, {run.rounds:,} rounds"),
        _row("machine", f"{machine.processors} processors, {machine.processor}, {machine.memory_gb:.0f} GB"),
        _row("system", f"{machine.system}, Python {machine.python}"),
        _row("load of the machine, the run's own included", f"{min(loads):.1f} to {max(loads):.1f}"),
    ]
    if run.broken_off:
        table.append(_row("broke off", ", ".join(run.broken_off)))
    return "\n".join(["\n".join(table), "", *_what_was_smaller(run)])


def _what_was_smaller(run: Run) -> tuple[str, ...]:
    if run.is_small:
        return (SMALL,)
    return tuple(
        short(what)
        for promise, (size, what) in LONGER.items()
        if any(figure.promise == promise and size not in figure.name for figure in run.figures)
    )


def _sittings(parts: Sequence[Part]) -> str:
    """When each bench was measured, of which commit, and beside how much else."""
    head = [_row("bench", "commit", "begun", "minutes", "load before and after"), _row(*["---"] * 5)]
    rows = [
        _row(
            part.bench.removeprefix("bench_"),
            part.commit,
            part.began.strftime(WHEN),
            f"{part.minutes:.1f}",
            "{:.1f}, {:.1f}".format(*part.loads),
        )
        for part in parts
    ]
    return "\n".join([*head, *rows]) + "\n"


def _promised(figures: Sequence[Figure]) -> str:
    head = [_row("promised", "measured as", "came to", ""), _row("---", "---", "---", "---")]
    return "\n".join([*head, *(row(promise, figures) for promise in PROMISES)]) + "\n"


def _all(figures: Iterable[Figure]) -> str:
    head = [_row("what", "", "came to", "at most", ""), _row(*["---"] * 5)]
    rows = [
        _row(figure.name, figure.statistic, _measured(figure), _bound(figure), _verdict(figure))
        for figure in figures
    ]
    return "\n".join([*head, *rows]) + "\n"


def _notes(figures: Iterable[Figure]) -> list[str]:
    notes = dict.fromkeys(f"- {figure.name}: {figure.note}" for figure in figures if figure.note)
    return ["## Notes\n", "\n".join(notes) + "\n"] if notes else []


def _measured(figure: Figure) -> str:
    said = f"{figure.measured:.3g} {figure.unit}"
    if figure.floor is None or figure.ratio is None:
        return said
    return f"{said}, {figure.ratio:.2f} × {figure.floor:.3g} {figure.unit} ({figure.floor_name})"


def _bound(figure: Figure) -> str:
    return f"{figure.at_most:g} ×" if figure.floor is not None else f"{figure.at_most:g} {figure.unit}"


def _verdict(figure: Figure) -> str:
    return "kept" if figure.holds else "**not kept**"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
