"""`quote`, `refund` and `check-program` as they are typed: what they print where, and how they end."""

import io
import json
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from terminal.commands import rules
from tests.unit.loyalty.shop import program_text

ROOT = Path(__file__).parents[3]
BASKET = {
    "at": "2026-11-25T18:30:00+07:00",
    "member": {"tier": "silver", "points": 100},
    "lines": [{"sku": "A", "name": "Mì", "quantity": "3", "unit_price": 4500}],
}
OFF = 'kind = "percent_off"\npercent = 10'

Run = Callable[..., int]


@pytest.fixture
def program(tmp_path: Path) -> str:
    path = tmp_path / "program.toml"
    path.write_text(program_text(OFF), encoding="utf-8-sig")
    return str(path)


def run(command: str, *typed: str) -> int:
    """What a command ends with, typed with these arguments."""
    parser = ArgumentParser()
    getattr(rules, f"{command}_arguments")(parser)
    return cast("int", getattr(rules, f"run_{command}")(parser.parse_args(typed)))


def write(path: Path, text: str | bytes) -> str:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def test_one_basket_prints_one_quote(
    program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    basket = write(tmp_path / "b.json", json.dumps(BASKET))
    assert run("quote", "--program", program, "--basket", basket) == 0
    out, err = capsys.readouterr()
    quote = json.loads(out)
    assert (quote["subtotal"], quote["total"], err) == (13500, 11785, "")
    assert quote["discounts"][0]["why"] == "P0: 10 % của 13.500 = 1.350"
    assert quote["discounts"][0]["why_en"] == "P0: 10% of 13,500 = 1,350"


def test_reasons_in_one_language(program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    basket = write(tmp_path / "b.json", json.dumps(BASKET))
    assert run("quote", "--program", program, "--basket", basket, "--language", "en") == 0
    first = json.loads(capsys.readouterr().out)["discounts"][0]
    assert first == {"rule": "p0", "amount": 1350, "why": "P0: 10% of 13,500 = 1,350"}


@pytest.mark.parametrize(
    ("locale", "first"), [("vi_VN.UTF-8", "Tạm tính: 13.500 ₫"), ("C", "Subtotal: ₫13,500")]
)
def test_a_quote_explained(
    program: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    locale: str,
    first: str,
) -> None:
    monkeypatch.setenv("LANG", locale)
    basket = write(tmp_path / "b.json", json.dumps(BASKET))
    assert run("quote", "--program", program, "--basket", basket, "--explain") == 0
    assert first in capsys.readouterr().out.splitlines()


def test_what_is_explained_to_people_is_refused_in_their_language(
    program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    basket = write(tmp_path / "b.json", json.dumps({**BASKET, "burn_points": 99}))
    typed = ("quote", "--program", program, "--basket", basket, "--language", "vi")
    assert run(*typed, "--explain") == 2
    told = "burn_points: Không thể dùng 99 điểm: đơn này dùng được nhiều nhất 23 điểm\n"
    assert capsys.readouterr().err == told
    assert run(*typed) == 2
    assert capsys.readouterr().err.startswith("burn_points: 99 points cannot be used")


def test_many_baskets_go_on_after_a_bad_one(
    program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = json.dumps(BASKET)
    burning = json.dumps({**BASKET, "burn_points": 99})
    lines = [good, "{", "", burning, json.dumps({**BASKET, "at": 1, "store": 2}), f"{good}\n\n "]
    baskets = write(tmp_path / "b.jsonl", "\n".join(lines).encode() + b"\n")
    assert run("quote", "--program", program, "--baskets", baskets) == 2
    out, err = capsys.readouterr()
    printed = [json.loads(line) for line in out.splitlines()]
    assert [each.get("total") for each in printed] == [11785, None, None, None, None, 11785]
    assert printed[3] == {
        "error": "burn_points: 99 points cannot be used: this sale can take at most 23 points"
    }
    assert str(printed[4]["error"]).startswith("at: 1 is not a date-time with its offset, as ")
    assert str(printed[4]["error"]).endswith("; store: 2 is not a text")
    assert [line.split(": ")[0] for line in err.splitlines()] == [
        "line 2",
        "line 3",
        "line 4",
        "line 5",
        "line 5",
    ]


def test_a_line_that_is_no_text_is_an_error_of_that_line(
    program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baskets = write(tmp_path / "b.jsonl", b"\xff\xfe\n" + json.dumps(BASKET).encode())
    assert run("quote", "--program", program, "--baskets", baskets) == 2
    first, second = capsys.readouterr().out.splitlines()
    assert json.loads(first) == {"error": "byte 0 is not UTF-8; save the file as UTF-8"}
    assert json.loads(second)["total"] == 11785


@pytest.mark.parametrize(
    ("basket", "told"),
    [
        ("{", ["the text is not JSON: "]),
        (json.dumps({**BASKET, "at": 1, "codes": 5}), ["codes: 5 is not a list", "at: 1 is not a date-time"]),
        (
            json.dumps({**BASKET, "member": {"tier": "gold", "points": 1}}),
            ['member.tier: the program has no tier "gold"'],
        ),
        (json.dumps({**BASKET, "burn_points": 99}), ["burn_points: 99 points cannot be used: "]),
        (b"\xff", ["byte 0 is not UTF-8; save the file as UTF-8"]),
    ],
)
def test_a_bad_basket_prints_nothing_but_a_sentence_for_each_fault(
    program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], basket: str | bytes, told: list[str]
) -> None:
    assert run("quote", "--program", program, "--basket", write(tmp_path / "b.json", basket)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == len(told)
    assert all(fault in line for fault, line in zip(told, err.splitlines(), strict=True))


def test_a_bad_program_prints_its_faults_and_no_quote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "p.toml", program_text(OFF.replace("percent =", "procent =")))
    assert run("quote", "--program", path, "--baskets", write(tmp_path / "b", json.dumps(BASKET))) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.removeprefix(path) for line in err.splitlines()] == [
        ':21: promotion[1].percent: it is missing; write "percent = …" here',
        ':25: promotion[1].procent: there is no such key; the nearest one is "percent"',
    ]


@pytest.mark.parametrize("path", ["nowhere.toml", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_told(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check_program", path) == 2
    assert f"{path}: cannot be read: " in capsys.readouterr().err


def test_a_file_that_breaks_off_while_it_is_read_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = None, /) -> bytes:
            raise OSError(5, "Input/output error")

    def opened(_path: Path, _mode: str) -> Broken:
        return Broken()

    monkeypatch.setattr(Path, "open", opened)
    assert run("check_program", "p.toml") == 2
    assert capsys.readouterr().err == "p.toml: cannot be read: Input/output error\n"


def test_refunds_are_a_list(program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sale = {"basket": BASKET, "returns": [[{"line": 0, "quantity": "1"}], [{"line": 0, "quantity": "2"}]]}
    assert run("refund", "--program", program, "--sale", write(tmp_path / "s.json", json.dumps(sale))) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == [
        {"money": 3928, "points_taken": 1, "points_returned": 0},
        {"money": 7857, "points_taken": 0, "points_returned": 0},
    ]
    assert err == ""


def test_a_refused_refund_has_its_error_in_its_place(
    program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sale = {"basket": BASKET, "returns": [[{"line": 0, "quantity": "4"}], [{"line": 0, "quantity": "3"}]]}
    assert run("refund", "--program", program, "--sale", write(tmp_path / "s.json", json.dumps(sale))) == 2
    out, err = capsys.readouterr()
    assert [list(each) for each in json.loads(out)] == [
        ["error"],
        ["money", "points_taken", "points_returned"],
    ]
    assert err == "refund 0: 4 of line 0 cannot be returned: 3 is left of it.\n"


@pytest.mark.parametrize(
    ("sale", "told"),
    [
        ("[", "the text is not JSON: "),
        ("{}", "basket: it is missing"),
        (
            json.dumps({"basket": {**BASKET, "burn_points": 99}, "returns": []}),
            "basket.burn_points: 99 points cannot be used",
        ),
        (
            json.dumps({"basket": {**BASKET, "member": {"tier": "x", "points": 1}}, "returns": []}),
            "basket.member.tier: ",
        ),
    ],
)
def test_a_bad_sale_prints_no_refunds(
    program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], sale: str, told: str
) -> None:
    assert run("refund", "--program", program, "--sale", write(tmp_path / "s.json", sale)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err


def test_a_sale_past_a_limit_prints_no_refunds(
    program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    much = {**BASKET, "lines": [{"sku": "A", "quantity": "99999", "unit_price": 10**11}]}
    sale = write(tmp_path / "s.json", json.dumps({"basket": much, "returns": []}))
    assert run("refund", "--program", program, "--sale", sale) == 2
    assert capsys.readouterr().err.startswith("lines: they come to ")


def test_a_program_that_holds(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check_program", program) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"{program}: holds. Thân Thiết: tiers 2, promotions 1."
    assert second.startswith("SHA-256 ")
    assert len(second) == len("SHA-256 ") + 64


def test_a_program_that_does_not_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check_program", write(tmp_path / "p.toml", "format = 1")) == 2
    assert len(capsys.readouterr().err.splitlines()) == 5


def test_output_that_takes_no_accents_has_them_escaped(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)
    basket = write(tmp_path / "b.json", json.dumps(BASKET))
    assert run("quote", "--program", program, "--basket", basket) == 0
    assert run("quote", "--program", program, "--basket", basket, "--explain", "--language", "vi") == 0
    narrow.seek(0)
    quote, *told = narrow.read().splitlines()
    assert json.loads(quote)["discounts"][0]["why"] == "P0: 10 % của 13.500 = 1.350"
    assert told[0] == "M\\xec (A): 3 \\xd7 4.500 = 13.500"


def test_baskets_come_by_standard_input_and_each_is_answered(program: str) -> None:
    typed = [sys.executable, "main.py", "quote", "--program", program, "--baskets", "-"]
    with subprocess.Popen(typed, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(2):
            process.stdin.write(json.dumps(BASKET).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["total"] == 11785
        process.stdin.close()
        assert process.stdout.read() == b""
    assert process.returncode == 0
