"""Which draws of the program a sale takes part in, and why not in the others.

Off the path of a scan: nothing of a price depends on it. What a receipt draws is `loyalty.drawing`'s matter.
"""

from loyalty.program.draws import Draw
from loyalty.quote.missed import gross_of_lines, lines_for, unmet
from loyalty.quote.model import DrawEntry, Grounds, Quote
from loyalty.quote.situation import Situation
from loyalty.sentences import Sentence, say


def draw_entries(quote: Quote) -> tuple[DrawEntry, ...]:
    """Every draw of the program, in file order."""
    grounds = quote.grounds
    if not grounds.program.draws:
        return ()
    situation = Situation.of(grounds.basket, grounds.program.zone)
    return tuple(_entry(draw, grounds, situation) for draw in grounds.program.draws)


def _entry(draw: Draw, grounds: Grounds, situation: Situation) -> DrawEntry:
    why_not = _why_not(draw, grounds, situation)
    wins = sum(prize.wins for prize in draw.prizes)
    why = say("draw-takes-part", name=draw.name, wins=wins, of=draw.of)
    return DrawEntry(draw=draw.id, name=draw.name, is_in=not why_not, whys=why_not or (why,))


def _why_not(draw: Draw, grounds: Grounds, situation: Situation) -> tuple[Sentence, ...]:
    """Every reason why the sale does not take part; only that it is off, where the draw is."""
    if not draw.is_enabled:
        return (say("draw-off"),)
    whys = unmet(draw.rule, grounds, situation)
    lines = lines_for(draw.rule, grounds.program, gross_of_lines(grounds))
    if not any(line.is_selected(draw.rule.on) for line, _ in lines):
        whys = (*whys, say("missed-no-line"))
    return whys
