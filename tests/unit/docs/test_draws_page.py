"""The worked table of `docs/program/draws.md` holds, and the command says the same."""

import json
from argparse import ArgumentParser
from pathlib import Path

import pytest

from loyalty.drawing import commitment_of, draw_receipt
from loyalty.program import parse_program
from terminal.commands import draw as command
from tests.unit.docs.pages import block, page, table

PAGE = page("docs/program/draws.md")
SEED = bytes([1]) * 32


@pytest.mark.parametrize("row", table(PAGE, "draws"), ids=lambda row: row["receipt"])
def test_draws(row: dict[str, str]) -> None:
    (draw,) = parse_program(block(PAGE, "toml"), name="docs/program/draws.md").draws
    assert draw.commitment == commitment_of(SEED)
    drawn = draw_receipt(draw, seed=SEED, receipt=row["receipt"])
    assert (drawn.number, drawn.prize.id if drawn.prize else "") == (int(row["number"]), row["prize"])


def run(*typed: str) -> int:
    parser = ArgumentParser()
    command.check_draw_arguments(parser)
    return command.run_check_draw(parser.parse_args(typed))


@pytest.fixture
def program(tmp_path: Path) -> str:
    path = tmp_path / "program.toml"
    off = '[[draw]]\nid = "off"\nname = "Chưa mở"\nof = 2\n'
    off += '[[draw.prize]]\nid = "a"\nname = "A"\nwins = 1\npoints = 1\n'
    voucher = '[[voucher]]\nid = "tea"\npromotion = "tea"\nissue = "draw"\ndays = 30\n'
    promotion = '[[promotion]]\nid = "tea"\nname = "Trà"\nkind = "amount_off"\namount = 5\n'
    second = block(PAGE, "toml").replace("points = 100\n", 'voucher = "tea"\n')
    text = f"{second}{off}{voucher}{promotion}when = {{ voucher = true }}\n"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_draw_is_checked_in_sentences(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    typed = ("--program", program, "--draw", "tet", "--seed", SEED.hex(), "--language", "vi")
    assert run(*typed, "--receipt", "9700001 00000051 7") == 2
    capsys.readouterr()
    assert run(*typed, "--receipt", "9700001000000010") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Chuỗi bí mật đúng là chuỗi đã cam kết trước: SHA-256 {commitment_of(SEED)}",
        "HMAC-SHA256 của 9700001000000010 với chuỗi bí mật, chia 100 lấy số dư = 64",
        "Các số trúng: 0 Giải nhất (10.000 điểm), 1-49 Giải nhì (tea)",
        "Bốc thăm Tết: rút được số 64, không trúng giải",
    ]


def test_a_win_is_told_in_english_or_as_json(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    receipt = table(PAGE, "draws")[-1]["receipt"]
    typed = ("--program", program, "--draw", "tet", "--seed", SEED.hex(), "--receipt", receipt)
    assert run(*typed, "--language", "en") == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "Bốc thăm Tết: the number drawn is 0, it wins Giải nhất"
    )
    assert run(*typed, "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["number"], printed["of"], printed["prize"]) == (0, 100, "first")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"--draw": "te"}, '--draw: there is no draw "te"; the nearest is "tet"'),
        ({"--draw": "off"}, '--draw: "off" is committed to no seed; there is nothing to check'),
        ({"--seed": "xyz"}, "--seed: it is not made of pairs of hexadecimal digits, as 00ff"),
        ({"--seed": "01"}, "--seed: it has 1 bytes; a seed has at least 32"),
        ({"--seed": "02" * 32}, "--seed: its SHA-256 is "),
        ({"--receipt": "123"}, "--receipt: 123 is not the number of a receipt; write the 16 digits"),
        ({"--program": "missing.toml"}, "missing.toml: cannot be read: "),
    ],
)
def test_what_cannot_be_checked_is_told(
    program: str, capsys: pytest.CaptureFixture[str], changed: dict[str, str], told: str
) -> None:
    typed = {"--program": program, "--draw": "tet", "--seed": SEED.hex(), "--receipt": "9700001000000010"}
    assert run(*(word for pair in (typed | changed).items() for word in pair)) == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith(told)) == ("", True)
