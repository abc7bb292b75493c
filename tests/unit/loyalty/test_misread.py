"""Faults in both languages: what was read wrong, and what commands were given."""

import json
from argparse import ArgumentParser
from pathlib import Path

import pytest

from loyalty.misread import Misread, told
from loyalty.sentences import say
from terminal.commands import draw, partners, replay, rules
from tests.unit.loyalty.shop import program_text

AT = "2026-11-24T15:00:00+07:00"


def test_a_fault_reads_as_its_english_sentence_and_is_told_in_both() -> None:
    fault = Misread("lines[2].sku", say("fault-missing"))
    assert fault == "lines[2].sku: it is missing"
    assert told(fault, "vi") == "lines[2].sku: còn thiếu"
    outer = Misread("", say("fault-line", line=3), fault)
    assert (outer, told(outer, "vi")) == ("line 3: " + fault, "dòng 3: lines[2].sku: còn thiếu")
    assert told("as it is", "vi") == "as it is"


def test_what_is_not_said_by_name_is_named_in_the_language_too() -> None:
    wrong = say("fault-no-list", value="an object")
    assert [wrong.text("vi"), wrong.text("en")] == [
        "một đối tượng không phải là danh sách",
        "an object is not a list",
    ]
    assert say("fault-no-list", value='"x"').text("vi") == '"x" không phải là danh sách'


def errors(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, *typed: str, text: str = ""
) -> list[str]:
    """What a command says on standard error, given a file of this text."""
    (folder / "program.toml").write_text(program_text(), encoding="utf-8")
    (folder / "given.txt").write_text(text, encoding="utf-8")
    commands = {
        "check-draw": (draw.check_draw_arguments, draw.run_check_draw),
        "replay": (replay.replay_arguments, replay.run_replay),
        "settle-partners": (partners.settle_partners_arguments, partners.run_settle_partners),
        "quote": (rules.quote_arguments, rules.run_quote),
    }
    arguments, run = commands[name]
    parser = ArgumentParser()
    arguments(parser)
    files = [each.replace("FILE", str(folder / "given.txt")) for each in typed]
    assert run(parser.parse_args(["--program", str(folder / "program.toml"), *files])) == 2
    return capsys.readouterr().err.splitlines()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("vi", ['--draw: không có lượt bốc thăm "tet"; chương trình không có bốc thăm']),
        ("en", ['--draw: there is no draw "tet"; the program has none']),
    ],
)
def test_check_draw(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, expected: list[str]
) -> None:
    typed = ("--draw", "tet", "--seed", "00", "--receipt", "1", "--language", language)
    assert errors(tmp_path, capsys, "check-draw", *typed) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "vi",
            [
                "dòng 1: receipt: còn thiếu",
                "dòng 1: quote: còn thiếu",
                (
                    'dòng 1: basket.lines[0].quantity: "0" không phải là số thập phân viết dạng chữ, '
                    'trên 0 và đến 99999.999, nhiều nhất 3 chữ số lẻ, như "1.5"'
                ),
            ],
        ),
        (
            "en",
            [
                "line 1: receipt: it is missing",
                "line 1: quote: it is missing",
                (
                    'line 1: basket.lines[0].quantity: "0" is not a decimal text above 0, up to 99999.999, '
                    'with at most 3 places, as "1.5"'
                ),
            ],
        ),
    ],
)
def test_replay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, expected: list[str]
) -> None:
    line = {"sku": "A", "quantity": "0", "unit_price": 1}
    sale = json.dumps({"basket": {"at": AT, "lines": [line]}})
    assert (
        errors(tmp_path, capsys, "replay", "--sales", "FILE", "--language", language, text=sale) == expected
    )


def test_settle_partners(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = 'not JSON\n{"store": "c1"}\n'
    typed = ("--movements", "FILE", "--language", "vi")
    assert errors(tmp_path, capsys, "settle-partners", *typed, text=text) == [
        "dòng 1: văn bản không phải là JSON: Expecting value: line 1 column 1 (char 0)",
        "dòng 2: earned: hãy viết earned hoặc burned, kèm số điểm",
    ]


def test_what_is_explained_to_people_is_refused_in_their_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ("--basket", "FILE", "--explain", "--language", "vi")
    basket = json.dumps({"at": AT, "lines": [], "wallet_amount": "all"})
    assert errors(tmp_path, capsys, "quote", *typed, text=basket) == [
        'wallet_amount: "all" không phải là số nguyên, cũng không phải "max"'
    ]
    assert (
        errors(tmp_path, capsys, "quote", *typed[:-1], "en", text="[]")
        == [
            "the text: a list is not an object",
            "at: it is missing",
        ][:1]
    )
