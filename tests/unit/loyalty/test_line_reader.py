"""What a program remembers of goods it has seen: never anything of another line, never without end."""

import pytest

from loyalty.quote import line_facts, quote
from loyalty.quote.line_facts import LineReader
from tests.unit.loyalty.shop import basket, line, program

PROGRAM = program('kind = "percent_off"\npercent = 10\non = { tags = ["t"] }')


def test_goods_that_differ_in_one_mark_are_told_apart() -> None:
    read = LineReader(PROGRAM.compiled)
    lines = (line("x", tags=("t",)), line("x"), line("x", tags=("t",)), line("y", tags=("t",)))
    seen = read.facts(lines)
    assert [facts.has & 1 for facts in seen if facts] == [1, 0, 1, 1]


def test_only_so_many_rates_of_vat_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_facts, "VATS_MAX", 3)
    lines = [line(vat=str(percent)) for percent in range(10)] * 2 + [line()]
    for each in quote(PROGRAM, basket(*lines)).lines:
        assert each.vat + each.vat_base == each.net
    assert len(PROGRAM.compiled.vats) <= 3
    assert [each.vat for each in quote(PROGRAM, basket(line(vat="8"), line())).lines] == [741, 0]


def test_only_so_many_goods_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_facts, "SELECTED_MAX", 3)
    reader = LineReader(PROGRAM.compiled)
    for number in range(10):
        assert None not in reader.facts([line(f"goods-{number}", tags=("t",))])
        assert len(PROGRAM.compiled.selected) <= 3
