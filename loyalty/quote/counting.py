"""Whether a sale counts for stamps or a challenge, and on which of its lines."""

from loyalty.program.model import Promotion
from loyalty.quote.missed import gross_of_lines, missing_spend, not_holding
from loyalty.quote.model import Grounds
from loyalty.quote.situation import Situation


def counted_lines(rule: Promotion, grounds: Grounds) -> tuple[int, ...]:
    """The places of the lines that count: selected, not kept out of points, and not given away.

    A top-up never counts, even where it earns: what it buys later would count a second time.
    """
    apart = grounds.program.set_apart
    excluded = (grounds.program.points.exclude, apart.from_points, apart.to_wallet)
    pairs = enumerate(zip(grounds.basket.lines, grounds.lines, strict=True))
    return tuple(
        place
        for place, (line, priced) in pairs
        if priced.net > 0 and line.is_selected(rule.on) and not any(map(line.is_selected, excluded))
    )


def holds(rule: Promotion, grounds: Grounds, situation: Situation) -> bool:
    """Whether all the conditions of the rule hold for the sale."""
    program = grounds.program
    if any(not_holding(rule, situation, program)):
        return False
    return not missing_spend(rule, program, gross_of_lines(grounds))
