"""Damaged programs, baskets and sales give a quote or a sentence, never a traceback; 100,000 in a soak."""

import json
from argparse import ArgumentParser
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest

from terminal.commands import rules
from tests.reference import dice, dice_baskets
from tests.reference.damage import damaged, damaged_text, json_text
from tests.reference.plain_basics import Json
from tests.reference.toml_text import program_text

QUICK_ROUNDS = 300
ROUNDS_A_SOAK_ROUND = 85
BASKETS = 4
"""With the program and the sale of a round, six damaged files: 17,000 rounds are 102,000."""

Told = tuple[int, str, str]


def run(capsys: pytest.CaptureFixture[str], command: str, *typed: str) -> Told:
    """How a command ends, and what it prints where."""
    parser = ArgumentParser()
    getattr(rules, f"{command}_arguments")(parser)
    code = cast("int", getattr(rules, f"run_{command}")(parser.parse_args(typed)))
    out, err = capsys.readouterr()
    return code, out, err


def holds_or_is_told(told: Told) -> bool:
    """Whether it did, with nothing on standard error; else every line there must be a sentence."""
    code, out, err = told
    sentences = err.splitlines()
    assert all(len(sentence) > 10 and "Traceback" not in sentence for sentence in sentences)
    assert (code, bool(sentences)) in ((0, False), (2, True)), (code, out, err)
    return code == 0


def written(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return str(path)


def any_harm(thrown: Random, value: Json) -> bytes:
    """A value as JSON on one line, harmed as a value or as a text."""
    if thrown.random() < 0.5:
        return json_text(damaged(thrown, value)).encode()
    return damaged_text(thrown, json_text(value)).replace(b"\n", b" ")


def check_program(thrown: Random, program: Json, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A damaged program is priced with or refused."""
    if thrown.random() < 0.5:
        content = program_text(damaged(thrown, program)).encode(errors="surrogatepass")
    else:
        content = damaged_text(thrown, program_text(program))
    file = written(path, content)
    is_good = holds_or_is_told(run(capsys, "check_program", file))
    basket = written(path.with_suffix(".json"), json_text(dice_baskets.basket(thrown)).encode())
    code, out, err = run(capsys, "quote", "--program", file, "--basket", basket)
    assert is_good or (code, out) == (2, "")
    holds_or_is_told((code, out, err))


def check_baskets(thrown: Random, program: str, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each of some damaged baskets has its quote or its error, in its line."""
    lines = [any_harm(thrown, dice_baskets.basket(thrown)) or b"0" for _ in range(BASKETS)]
    file = written(path, b"\n".join([*lines, b"{}"]))
    code, out, err = run(capsys, "quote", "--program", program, "--baskets", file)
    answers = [cast("dict[str, Any]", json.loads(line)) for line in out.splitlines()]
    assert len(answers) == BASKETS + 1
    assert all(("error" in answer) != ("total" in answer) for answer in answers)
    assert not holds_or_is_told((code, out, err))


def check_sale(thrown: Random, program: str, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A damaged sale has its refunds, an error in the place of each refused one, or is refused."""
    basket = dice_baskets.basket(thrown)
    sale: Json = {"basket": basket, "returns": dice_baskets.returns(thrown, basket)}
    file = written(path, any_harm(thrown, sale))
    told = run(capsys, "refund", "--program", program, "--sale", file)
    if not holds_or_is_told(told):
        refunds = json.loads(told[1] or "[]")
        assert refunds == [] or any("error" in refund for refund in refunds)


def test_damaged_files_give_a_quote_or_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], soak_rounds: int | None
) -> None:
    for seed in range(soak_rounds * ROUNDS_A_SOAK_ROUND if soak_rounds else QUICK_ROUNDS):
        thrown = Random(seed)
        program = dice.program(thrown)
        good = written(tmp_path / "good.toml", program_text(program).encode())
        try:
            check_program(thrown, program, tmp_path / "bad.toml", capsys)
            check_baskets(thrown, good, tmp_path / "baskets.json", capsys)
            check_sale(thrown, good, tmp_path / "sale.json", capsys)
        except Exception as fault:
            fault.add_note(f"seed {seed}, files in {tmp_path}")
            raise
