"""Every section of a program, damaged, and every command that reads one: a result or a sentence."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from loyalty.program import parse_program
from loyalty.program.contents import contents
from loyalty.program.read import ROOT_KEYS
from loyalty.quote import basket_from_json, quote, quote_to_json
from loyalty.quote.explain import explain
from terminal.commands import draw, partners, replay, rules
from tests.reference.damage import damaged, damaged_text, json_text
from tests.reference.plain_basics import Json
from tests.reference.test_damaged_files import holds_or_is_told, written
from tests.reference.toml_text import program_text
from tests.reference.whole_program import whole_basket, whole_program

QUICK_ROUNDS = 60
ROUNDS_A_SOAK_ROUND = 20
MOVEMENTS: list[Json] = [
    {"store": "c1", "earned": 100},
    {"store": "b1", "burned": 40, "earned_at": "c1"},
]

Command = tuple[Callable[[ArgumentParser], None], Callable[[Any], int]]
QUOTE: Command = (rules.quote_arguments, rules.run_quote)
REPLAY: Command = (replay.replay_arguments, replay.run_replay)
SETTLE: Command = (partners.settle_partners_arguments, partners.run_settle_partners)
CHECK_DRAW: Command = (draw.check_draw_arguments, draw.run_check_draw)


def run(capsys: pytest.CaptureFixture[str], command: Command, *typed: str) -> bool:
    """Whether a command did what it was asked; where not, it must have told why."""
    parser = ArgumentParser()
    command[0](parser)
    code = command[1](parser.parse_args(typed))
    out, err = capsys.readouterr()
    return holds_or_is_told((code, out, err))


def test_the_whole_program_has_every_section_and_prices() -> None:
    text = program_text(whole_program())
    program = parse_program(text, name="whole.toml")
    assert set(ROOT_KEYS) == set(whole_program())
    assert len(list(contents(program))) >= 8
    priced = quote(program, basket_from_json(whole_basket(), program=program))
    assert {"rewards", "stamps", "draws", "wallet", "reachable"} <= quote_to_json(priced).keys()
    assert len(list(explain(priced, "vi"))) == len(list(explain(priced, "en"))) > 30


def save(path: Path, text: str) -> str:
    return written(path, text.encode(errors="surrogatepass"))


def harmed(thrown: Random, value: Json) -> str:
    """A value as JSON on one line, left whole or harmed as a value or as a text."""
    text = json_text(damaged(thrown, value) if thrown.random() < 0.5 else value)
    return (
        text
        if thrown.random() < 0.5
        else damaged_text(thrown, text).decode(errors="replace").replace("\n", " ")
    )


def test_damaged_sections_give_a_result_or_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], soak_rounds: int | None
) -> None:
    program, basket = whole_program(), whole_basket()
    good = written(tmp_path / "good.toml", program_text(program).encode())
    priced = quote(parse_program(program_text(program), name=good), basket_from_json(basket))
    sale = {
        "receipt": "9700001000000010",
        "member": "an",
        "program": {"version": 1},
        "basket": basket,
        "quote": json.loads(json.dumps(quote_to_json(priced))),
    }
    assert run(
        capsys, REPLAY, "--program", good, "--sales", written(tmp_path / "s", json_text(sale).encode())
    )
    for seed in range(soak_rounds * ROUNDS_A_SOAK_ROUND if soak_rounds else QUICK_ROUNDS):
        thrown = Random(seed)
        bad = written(
            tmp_path / "bad.toml", program_text(damaged(thrown, program)).encode(errors="surrogatepass")
        )
        baskets = written(tmp_path / "baskets", harmed(thrown, basket).encode(errors="surrogatepass"))
        sales = written(tmp_path / "sales", harmed(thrown, sale).encode(errors="surrogatepass"))
        moved = "\n".join(harmed(thrown, movement) for movement in MOVEMENTS)
        movements = written(tmp_path / "moved", moved.encode(errors="surrogatepass"))
        seed_text = thrown.choice(["01" * 32, "xyz", "", "01"])
        try:
            for file in (bad, good):
                run(capsys, QUOTE, "--program", file, "--baskets", baskets, "--explain")
                run(capsys, REPLAY, "--program", file, "--sales", sales)
                run(capsys, SETTLE, "--program", file, "--movements", movements)
            run(capsys, REPLAY, "--program", good, "--against", bad, "--sales", sales, "--json")
            drawn = ("--seed", seed_text, "--receipt", "9700001000000010", "--draw", "tet")
            run(capsys, CHECK_DRAW, "--program", bad, *drawn)
        except Exception as fault:
            fault.add_note(f"seed {seed}, files in {tmp_path}")
            raise
