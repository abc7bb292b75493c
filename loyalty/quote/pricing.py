"""Prices a basket: `quote`, from what holds to the last unit of money and the last point."""

from collections.abc import Mapping, Sequence

from loyalty.basket import Basket
from loyalty.basket_json import tier_faults
from loyalty.limits import AMOUNT_LIMIT, CODES_MAX, LINES_MAX
from loyalty.program.model import Program
from loyalty.quote.assembly import Assembly
from loyalty.quote.burning import burn
from loyalty.quote.earning import NOTHING_EARNED, earn
from loyalty.quote.line_facts import LineFacts, LineReader
from loyalty.quote.model import Quote
from loyalty.quote.outcomes import OutcomeMemory, Outcomes, outcomes_of
from loyalty.quote.situation import Situation
from loyalty.quote.spending import SpendMemory
from loyalty.quote.stages import StageWalker
from loyalty.refusals import BasketRefused


def quote(program: Program, basket: Basket) -> Quote:
    """What the basket costs under the program.

    Raises:
        BasketRefused: the basket is past a limit, or its member has a tier that the program lacks.
        BurnRefused: this sale cannot burn the points that are asked.
    """
    rules = program.compiled
    lines = _read(LineReader(rules), {}, program, basket)
    walker = _walker(program, basket, lines, SpendMemory(rules))
    return _priced(program, basket, lines, walker, outcomes_of(walker.walk(lines)))


class Pricer:
    """Prices one basket after another, faster where they are alike: a basket while it is scanned.

    Every quote is the one that `quote` gives; what is remembered are lines and what they came to. Lines are
    known again by identity, so whoever changes a basket keeps the line objects that stay. One thread at a
    time.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._reader = LineReader(program.compiled)
        self._facts: dict[int, LineFacts] = {}
        self._spends = SpendMemory(program.compiled)
        self._outcomes = OutcomeMemory(program.compiled)

    def quote(self, basket: Basket) -> Quote:
        """What the basket costs.

        Raises:
            BasketRefused: the basket is past a limit, or its member has a tier that the program lacks.
            BurnRefused: this sale cannot burn the points that are asked.
        """
        program = self._program
        lines = _read(self._reader, self._facts, program, basket)
        self._facts = {id(line.line): line for line in lines}
        walker = _walker(program, basket, lines, self._spends)
        return _priced(program, basket, lines, walker, self._outcomes.outcomes(lines, walker))


def _walker(
    program: Program,
    basket: Basket,
    lines: Sequence[LineFacts],
    spends: SpendMemory,
) -> StageWalker:
    """What takes the lines through the stages: with the promotions that hold, and the member's tier."""
    rules = program.compiled
    holding = rules.holding.holding(Situation.of(basket, program.zone))
    tier = program.tier(basket.member.tier) if basket.member else None
    return StageWalker(rules, spends.reached(lines, holding), tier)


def _priced(
    program: Program,
    basket: Basket,
    lines: Sequence[LineFacts],
    walker: StageWalker,
    outcomes: Outcomes,
) -> Quote:
    """Burns and earns on what the stages left, and puts it all together."""
    payable = [left if line.earns else 0 for line, left in zip(lines, outcomes.left, strict=True)]
    burned = burn(program.points, basket.member, basket.burn_points, payable)
    earned = NOTHING_EARNED
    if walker.tier is not None:
        bases = payable
        if burned.amount:
            bases = [net - amount for net, amount in zip(payable, burned.amounts, strict=True)]
        earned = earn(program.compiled, lines, bases, tier=walker.tier, holding=walker.holding)
    return Assembly(program, basket, walker.tier, lines, outcomes, burned, earned).quote()


def _read(
    reader: LineReader,
    known: Mapping[int, LineFacts],
    program: Program,
    basket: Basket,
) -> list[LineFacts]:
    """The facts of the lines, known by the identity of the line or read now.

    Raises:
        BasketRefused: something in the basket is past a limit.
    """
    faults = _faults(program, basket)
    lines: list[LineFacts] = []
    for place, line in enumerate(basket.lines):
        facts = known.get(id(line)) or reader.facts(line)
        if facts is None:
            faults += reader.faults(line, f"lines[{place}]")
        else:
            lines.append(facts)
    subtotal = sum([line.gross for line in lines])
    if subtotal >= AMOUNT_LIMIT:
        faults.append(f"lines: they come to {subtotal}, at most {AMOUNT_LIMIT - 1} is allowed")
    if faults:
        raise BasketRefused(faults)
    return lines


def _faults(program: Program, basket: Basket) -> list[str]:
    """What is wrong with a basket beside its lines."""
    faults: list[str] = []
    if basket.at.utcoffset() is None:
        faults.append(f"at: {basket.at.isoformat()} has no offset")
    if len(basket.lines) > LINES_MAX:
        faults.append(f"lines: there are {len(basket.lines)} of them, at most {LINES_MAX} are allowed")
    if len(basket.codes) > CODES_MAX:
        faults.append(f"codes: there are {len(basket.codes)} of them, at most {CODES_MAX} are allowed")
    if basket.member is not None:
        faults += tier_faults(program, basket.member)
        if abs(basket.member.points) >= AMOUNT_LIMIT:
            faults.append(f"member.points: {basket.member.points} is out of range")
    return faults
