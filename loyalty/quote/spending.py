"""How much was spent on what counts for each `min_spend`, kept up to date from one basket to the next."""

from collections.abc import Sequence

from loyalty.quote.bits import members, sums_by_row
from loyalty.quote.compiled import CompiledProgram
from loyalty.quote.line_facts import LineFacts

_FEW_LINES = 16
"""So many lines that came or went are added and taken off one by one; more, and all is counted again."""

_FEW_CELLS = 1000


class SpendMemory:
    """Sums the gross of the lines that count, by the bits of the selectors that count them."""

    def __init__(self, rules: CompiledProgram) -> None:
        self._rules = rules
        self._lines: Sequence[LineFacts] = ()
        self._spent: dict[int, int] = {}
        self._counted = 0

    def reached(self, lines: Sequence[LineFacts], holding: int) -> int:
        """Of the bits of promotions, without those whose `min_spend` the lines do not reach."""
        waiting = holding & self._rules.with_spend
        if not waiting:
            return holding
        rules = [(number, self._rules.spends[number]) for number in members(waiting)]
        self._update(lines)
        self._count({rule.bit for _, rule in rules} - self._spent.keys())
        for number, rule in rules:
            if self._spent[rule.bit] < rule.least:
                holding ^= 1 << number
        return holding

    def _update(self, lines: Sequence[LineFacts]) -> None:
        """Goes from the lines before to these."""
        before, self._lines = self._lines, lines
        same = _common_start(before, lines)
        gone, come = before[same:], lines[same:]
        if len(gone) + len(come) > _FEW_LINES:
            self._spent.clear()
            self._counted = 0
        elif self._spent:
            for line in gone:
                self._add(line, -line.gross)
            for line in come:
                self._add(line, line.gross)

    def _add(self, line: LineFacts, gross: int) -> None:
        for bit in members(line.has & self._counted):
            self._spent[bit] += gross

    def _count(self, bits: set[int]) -> None:
        """Counts from the start what is not known yet."""
        if not bits:
            return
        wanted = sum([1 << bit for bit in bits])
        self._counted |= wanted
        if len(self._lines) * len(bits) <= _FEW_CELLS:
            for bit in bits:
                flag = 1 << bit
                self._spent[bit] = sum([line.gross for line in self._lines if line.has & flag])
            return
        by_row = sums_by_row(
            [line.has & wanted for line in self._lines], [line.gross for line in self._lines]
        )
        self._spent.update(dict.fromkeys(bits, 0))
        self._spent.update(self._rules.members.sums(by_row))


def _common_start(before: Sequence[LineFacts], after: Sequence[LineFacts]) -> int:
    """How many lines from the first on are the same."""
    if after[: len(before)] == before:
        return len(before)
    pairs = enumerate(zip(before, after, strict=False))
    return next((place for place, (old, new) in pairs if old is not new), len(after))
