"""What a program remembers of goods it has seen: never anything of another line, never without end."""

import pytest

from loyalty.quote import line_facts
from loyalty.quote.line_facts import LineReader
from tests.unit.loyalty.shop import line, program

PROGRAM = program('kind = "percent_off"\npercent = 10\non = { tags = ["t"] }')


def test_goods_that_differ_in_one_mark_are_told_apart() -> None:
    read = LineReader(PROGRAM.compiled).facts
    lines = (line("x", tags=("t",)), line("x"), line("x", tags=("t",)), line("y", tags=("t",)))
    seen = [read(each) for each in lines]
    assert [facts.has & 1 for facts in seen if facts] == [1, 0, 1, 1]


def test_only_so_many_goods_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_facts, "SELECTED_MAX", 3)
    reader = LineReader(PROGRAM.compiled)
    for number in range(10):
        assert reader.facts(line(f"goods-{number}", tags=("t",)))
        assert len(PROGRAM.compiled.selected) <= 3
