"""Prices a basket: `quote`, from what holds to the last unit of money and the last point."""

from collections.abc import Mapping, Sequence
from itertools import compress

from loyalty.basket import Basket
from loyalty.basket_json import tier_faults
from loyalty.limits import AMOUNT_LIMIT, CODES_MAX, LINES_MAX
from loyalty.program.model import Program
from loyalty.quote.assembly import Assembly
from loyalty.quote.bits import Columns, members
from loyalty.quote.burning import burn
from loyalty.quote.compiled import CompiledProgram
from loyalty.quote.earning import NOTHING_EARNED, earn
from loyalty.quote.line_facts import LineFacts, LineReader
from loyalty.quote.model import Quote
from loyalty.quote.situation import Situation
from loyalty.quote.stages import StageWalker
from loyalty.refusals import BasketRefused


def quote(program: Program, basket: Basket) -> Quote:
    """What the basket costs under the program.

    Raises:
        BasketRefused: the basket is past a limit, or its member has a tier that the program lacks.
        BurnRefused: this sale cannot burn the points that are asked.
    """
    rules = program.compiled
    reader = LineReader(rules)
    _refuse_faults(reader, program, basket)
    tier = program.tier(basket.member.tier) if basket.member else None
    facts = [reader.facts(line) for line in basket.lines]
    _refuse_too_much([line.gross for line in facts])
    holding = _holding(rules, basket, facts)
    walk = StageWalker(rules, holding, tier).walk(facts)
    payable = [left if line.earns else 0 for line, left in zip(facts, walk.left, strict=True)]
    burned = burn(program.points, basket.member, basket.burn_points, payable)
    earned = NOTHING_EARNED
    if tier is not None:
        bases = [net - amount for net, amount in zip(payable, burned.amounts, strict=True)]
        earned = earn(rules, facts, bases, tier=tier, holding=holding)
    return Assembly(program, basket, tier, walk, burned, earned).quote()


def _holding(rules: CompiledProgram, basket: Basket, facts: Sequence[LineFacts]) -> int:
    """The bits of the promotions whose conditions all hold."""
    holding = rules.holding.holding(Situation.of(basket, rules.program.zone))
    waiting = members(holding & rules.with_spend)
    spent = _spent(facts, sum({1 << rules.spends[number].bit for number in waiting}))
    for number in waiting:
        rule = rules.spends[number]
        if spent[rule.bit] < rule.least:
            holding &= ~(1 << number)
    return holding


def _spent(facts: Sequence[LineFacts], wanted: int) -> Mapping[int, int]:
    """The gross that counts for each wanted bit."""
    if not wanted or not facts:
        return dict.fromkeys(members(wanted), 0)
    columns = Columns([line.spend for line in facts], wanted)
    gross = [line.gross for line in facts]
    return {bit: sum(compress(gross, columns.column(bit))) for bit in members(wanted)}


def _refuse_faults(reader: LineReader, program: Program, basket: Basket) -> None:
    faults: list[str] = []
    if basket.at.utcoffset() is None:
        faults.append(f"at: {basket.at.isoformat()} has no offset")
    if len(basket.lines) > LINES_MAX:
        faults.append(f"lines: there are {len(basket.lines)} of them, at most {LINES_MAX} are allowed")
    if len(basket.codes) > CODES_MAX:
        faults.append(f"codes: there are {len(basket.codes)} of them, at most {CODES_MAX} are allowed")
    if basket.member is not None:
        faults.extend(tier_faults(program, basket.member))
        if abs(basket.member.points) >= AMOUNT_LIMIT:
            faults.append(f"member.points: {basket.member.points} is out of range")
    for index, line in enumerate(basket.lines):
        faults.extend(reader.faults(line, f"lines[{index}]"))
    if faults:
        raise BasketRefused(faults)


def _refuse_too_much(gross: Sequence[int]) -> None:
    if sum(gross) >= AMOUNT_LIMIT:
        raise BasketRefused([f"lines: they come to {sum(gross)}, at most {AMOUNT_LIMIT - 1} is allowed"])
