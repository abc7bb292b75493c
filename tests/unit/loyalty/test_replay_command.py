"""`replay` as it is typed: what it prints where, and how it ends."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

import pytest

from terminal.commands import replay
from tests.unit.loyalty.past_sales import past_sale
from tests.unit.loyalty.shop import program, program_text

TEN = 'kind = "percent_off"\npercent = 10'
FIFTEEN = 'kind = "percent_off"\npercent = 15'

Write = Callable[[str, str], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return written


@pytest.fixture
def draft(write: Write) -> str:
    return write("draft.toml", program_text(FIFTEEN))


def run(*typed: str) -> int:
    parser = ArgumentParser()
    replay.replay_arguments(parser)
    return replay.run_replay(parser.parse_args(typed))


def sales_text(*receipts: str) -> str:
    return "".join(json.dumps(past_sale(program(TEN), receipt)) + "\n" for receipt in receipts)


def test_a_report_is_printed_in_the_language_that_is_asked(
    draft: str, write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    sales = write("sales.jsonl", sales_text("1", "2"))
    assert run("--program", draft, "--sales", sales) == 0
    assert capsys.readouterr().out.splitlines()[5] == "2 trong 2 đơn sẽ khác đi:"
    assert run("--program", draft, "--sales", sales, "--language", "en") == 0
    assert "2 of 2 sales would be different:" in capsys.readouterr().out


def test_bad_lines_are_told_and_the_rest_go_on(
    draft: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    sales = write("sales.jsonl", f'{sales_text("1")}{{\n{{"receipt": "2"}}\n{sales_text("1", "3")}')
    assert run("--program", draft, "--sales", sales, "--language", "en") == 2
    out, err = capsys.readouterr()
    assert "2 of 2 sales would be different:" in out
    assert out.endswith("\n\nLines that could not be priced, and are in none of these figures: 3\n")
    assert [line[:30] for line in err.splitlines()] == [
        "line 2: the text is not JSON: ",
        "line 3: basket: it is missing",
        "line 3: quote: it is missing",
        "line 4: receipt: 1 was on line",
    ]


def test_json_has_one_object_a_line_and_then_the_summary(
    draft: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    sales = write("sales.jsonl", sales_text("1") + "{\n" + sales_text("2"))
    assert run("--program", draft, "--sales", sales, "--json") == 2
    first, second, third, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["receipt"], first["after"]["total"]) == ("1", 85_000)
    assert first["rules"] == [
        {"rule": "p0", "before": {"amount": 10_000, "points": 0}, "after": {"amount": 15_000, "points": 0}},
        {"rule": "base", "before": {"amount": 0, "points": 9}, "after": {"amount": 0, "points": 8}},
    ]
    assert "not JSON" in second["error"]
    assert third["receipt"] == "2"
    summary = last["summary"]
    assert (summary["sales"], summary["changed"], summary["left_out"]) == (2, 2, 1)
    assert (summary["gain"], summary["versions"]) == (2 * (5_000 - 500), {"3": 2})
    assert summary["members"] == [
        {"member": "m-1", "sales": 2, "changed": 2, "money": -10_000, "points": -2, "gain": 9_000}
    ]


def test_two_programs_can_be_compared(draft: str, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    sales = write("sales.jsonl", sales_text("1"))
    other = write("other.toml", program_text())
    assert run("--program", draft, "--against", other, "--sales", sales, "--json") == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (first["before"]["total"], first["after"]["total"]) == (100_000, 85_000)


def test_programs_of_two_currencies_are_not_compared(
    draft: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    dollars = write("other.toml", program_text().replace("VND", "USD"))
    sales = write("sales.jsonl", "")
    assert run("--program", draft, "--against", dollars, "--sales", sales) == 2
    assert capsys.readouterr() == (
        "",
        "--against: it is in USD and the draft in VND; compare programs of one currency\n",
    )


def test_a_draft_that_does_not_hold_tells_its_faults(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = write("draft.toml", program_text(FIFTEEN).replace("earn = 1", "earn = -1"))
    assert run("--program", draft, "--sales", write("sales.jsonl", "")) == 2
    out, err = capsys.readouterr()
    assert (out, "points.earn: -1 is out of range" in err) == ("", True)
