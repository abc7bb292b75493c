"""Every promise about speed and memory is measured by a bench, and a run that misses one says so."""

import ast
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench.harness import Figure
from tests.bench.page import HEAD, LONGER, SMALL, page, short
from tests.bench.promises import PROMISES, Promise, bound
from tests.bench.run import MEMBERS, ROOT, ROUNDS, Machine, Part, Run, run_here, unmeasured

DOCUMENT = ROOT / "docs" / "bench.md"
LINES = (
    "at least half the rows a second of bare psycopg",
    "The same batches sent again: at least twice that",
    "at least 800 a second",
    "Whole sales of 12 rows: at least 500 a second",
    "p50 at most 3 times a signed request that does nothing",
    "the millionth costs what the first did",
    "1,000,000 members into a new till: at most 3 times a bare bulk insert",
    "200 waiting tills within 2 s at p99",
    "under 250 MB in an hour of load",
    "flat, at most 10 MB more in the second half of that hour",
    "operations a second of one core: reported",
    "without accents among 1,000,000 members: p50 at most 8 ms",
    "p99 at most 25 ms",
    "with one slip among 1,000,000 members: p50 at most 8 ms",
    "Every screen opens within 100 ms at p99",
    "with 50 lines, 50 promotions and a member: p99 within 16 ms",
    "Eight hours of use, 5,000 sales: memory flat",
    "no sale slower at the end",
)
"""What has to be measured, whatever else is."""


def figure(promise: str, *, measured: float = 1.0, at_most: float = 2.0) -> Figure:
    return Figure(
        name=f"what {promise} is about",
        statistic="p50",
        unit="ms",
        measured=measured,
        at_most=at_most,
        promise=promise,
    )


def run_of(*figures: Figure, members: int = MEMBERS, whole: bool = True) -> Run:
    machine = Machine(processors=2, processor="Some | thing", memory_gb=8.0, system="Linux", python="3.11")
    run = Run(command="python -m tests.bench", members=members, rounds=ROUNDS, whole=whole, machine=machine)
    run.parts = [part_of("bench_some", *figures)]
    return run


def part_of(bench: str, *figures: Figure, commit: str = "1234567") -> Part:
    return Part(
        bench=bench,
        commit=commit,
        began=datetime(2026, 11, 30, 8, 5, tzinfo=UTC),
        minutes=12.25,
        loads=(0.5, 2.0),
        figures=figures,
    )


@pytest.mark.parametrize("line", LINES)
def test_what_has_to_be_measured_is_promised(line: str) -> None:
    assert any(line in promise.says for promise in PROMISES)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.key)
def test_the_bench_of_a_promise_speaks_of_it(promise: Promise) -> None:
    written = (ROOT / "tests" / "bench" / f"{promise.bench}.py").read_text(encoding="utf-8")
    said = {node.value for node in ast.walk(ast.parse(written)) if isinstance(node, ast.Constant)}
    family, _, percent = promise.key.rpartition("-p")
    assert promise.key in said or (percent.isdigit() and family in said)


def test_a_bound_is_the_promises() -> None:
    assert bound("posts-single") == 1_000 / 800
    assert len({promise.key for promise in PROMISES}) == len(PROMISES)


def test_a_promise_that_no_figure_is_about_is_named() -> None:
    figures = [figure(promise.key) for promise in PROMISES if promise.key != "news"]
    assert [promise.key for promise in unmeasured(["bench_news"], figures)] == ["news"]
    assert unmeasured(["bench_attach"], figures) == []


def test_a_run_that_measures_less_than_was_promised_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measured(*_: object) -> list[Figure]:
        return [figure("worker-memory")]

    monkeypatch.setattr(bench, "_run_apart", measured)
    assert bench.main(["--only", "bench_server_memory"]) == 1
    assert "NOT MEASURED: The same: flat" in capsys.readouterr().out


def test_bytecode_is_kept_for_a_bench_where_the_environment_would_have_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[dict[str, str]] = []

    def run(command: Sequence[str], *, env: dict[str, str], **_: object) -> subprocess.CompletedProcess[str]:
        seen.append(env)
        return subprocess.CompletedProcess(command, returncode=1)

    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(subprocess, "run", run)
    assert bench.main(["--only", "bench_start"]) == 1
    assert "PYTHONDONTWRITEBYTECODE" not in seen[-1]


def test_a_page_has_each_promise_with_its_worst_figure() -> None:
    good, bad = figure("screens", measured=1.0), figure("screens", measured=3.0)
    text = page(run_of(good, bad, figure("attach")))
    assert text.startswith(HEAD)
    worst = "what screens is about, p50 (the worst of 2) | 3 ms | **not kept** |"
    assert f"| Every screen opens within 100 ms at p99 | {worst}" in text
    assert text.count("| not measured |") == len(PROMISES) - 2
    assert "| commit | 1234567 |" in text
    assert "0.5 to 2.0" in text
    assert "Some \\| thing" in text


def test_a_page_says_where_its_run_was_smaller_than_what_is_promised() -> None:
    assert SMALL not in page(run_of(figure("attach")))
    assert SMALL in page(run_of(figure("attach"), members=2_000, whole=False))


@pytest.mark.parametrize("promise", LONGER)
def test_a_page_names_what_was_measured_in_a_shorter_form(promise: str) -> None:
    size, what = LONGER[promise]
    assert short(what) in page(run_of(figure(promise)))
    assert short(what) not in page(run_of(replace(figure(promise), name=f"something of {size}")))


def test_a_run_that_was_stopped_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measured: list[str] = []

    def stopped(name: str, _: object) -> list[Figure]:
        measured.append(name)
        if len(measured) == 2:
            raise KeyboardInterrupt
        return [figure("attach", measured=float(len(measured)), at_most=9.0)]

    monkeypatch.setattr(bench, "_run_apart", stopped)
    kept = tmp_path / "bench.json"
    order = ["--json", str(kept), "--only", "bench_sale", "--only", "bench_rules", "--resume"]
    with pytest.raises(KeyboardInterrupt):
        bench.main(order)
    assert bench.main(order) == 0
    assert measured == ["bench_sale", "bench_rules", "bench_rules"]
    assert bench.main(order) == 0
    assert len(measured) == 3
    said = capsys.readouterr().out.splitlines()[-2:]
    assert [line.split()[5:7] for line in said] == [["3", "ms"], ["1", "ms"]]


def test_what_was_measured_at_another_size_is_not_gone_on_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = run_of(figure("attach"), members=2_000)
    run.machine = run_here("", members=1, rounds=1, whole=False).machine
    run.write(tmp_path / "bench.json")
    with pytest.raises(SystemExit):
        bench.main(["--json", str(tmp_path / "bench.json"), "--resume"])
    assert "is of 2000 members and 500 rounds, whole" in capsys.readouterr().err


def test_what_another_machine_measured_is_not_gone_on_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_of(figure("attach")).write(tmp_path / "bench.json")
    with pytest.raises(SystemExit):
        bench.main(["--json", str(tmp_path / "bench.json"), "--resume", "--whole"])
    assert "was measured on another machine, Some | thing" in capsys.readouterr().err


def test_to_go_on_takes_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["--resume"])
    assert "say which file" in capsys.readouterr().err


def test_a_page_says_when_each_bench_was_measured() -> None:
    run = run_of(figure("attach"))
    run.parts.append(part_of("bench_news", figure("news"), commit="89abcde"))
    text = page(run)
    assert "| commit | 1234567, 89abcde |" in text
    assert "| took | 24 minutes |" in text
    assert "| news | 89abcde | 2026-11-30 08:05 UTC | 12.2 | 0.5, 2.0 |" in text


def test_a_page_is_of_a_whole_run(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["--only", "bench_sale", "--page", "page.md"])
    assert "a page is of a whole run" in capsys.readouterr().err


def test_the_kept_page_has_every_promise() -> None:
    kept = DOCUMENT.read_text(encoding="utf-8")
    assert kept.startswith(HEAD)
    assert [promise.says for promise in PROMISES if f"| {promise.says} |" not in kept] == []
    assert "| not measured |" not in kept
