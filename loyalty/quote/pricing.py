"""Prices a basket: `quote`, from what holds to the last unit of money and the last point."""

from collections.abc import Mapping, Sequence

from loyalty.asked_rewards import reward_faults
from loyalty.basket import Basket, BasketLine
from loyalty.basket_json import tier_faults
from loyalty.limits import AMOUNT_LIMIT, CODES_MAX, LINES_MAX
from loyalty.misread import Misread
from loyalty.program.model import Program
from loyalty.quote.asking import NOTHING_ASKED, Asking, ask, given_rewards
from loyalty.quote.assembly import Assembly, quote_lines, totals_of
from loyalty.quote.burning import Burned, burn
from loyalty.quote.capping import capped
from loyalty.quote.earning import NOTHING_EARNED, Earner
from loyalty.quote.line_facts import LineFacts, LineReader
from loyalty.quote.model import Quote
from loyalty.quote.outcomes import OutcomeMemory, Outcomes, columns_of, outcomes_of
from loyalty.quote.products import check_products
from loyalty.quote.running import RunningSums
from loyalty.quote.situation import Situation
from loyalty.quote.spending import SpendMemory
from loyalty.quote.stages import StageWalker
from loyalty.quote.wallet import WalletPayment, moves_wallet, pay_from_wallet
from loyalty.refusals import BasketRefused
from loyalty.sentences import say
from loyalty.units import Money, Points


def quote(program: Program, basket: Basket) -> Quote:
    """What the basket costs under the program.

    Raises:
        BasketRefused: the basket is past a limit, or its member has a tier that the program lacks.
        BurnRefused: this sale cannot burn the points that are asked.
        SentenceRefused: it cannot sell a membership or top up a wallet so, or the wallet cannot pay so
            much.
    """
    rules = program.compiled
    lines = _Reading(program).read(basket)
    if program.set_apart.all:
        check_products(program, basket)
    asking, walker = _start(program, basket, lines, SpendMemory(rules))
    return _priced(program, basket, lines, walker, asking, outcomes_of(walker.walk(lines)))


def quote_as_paid(program: Program, basket: Basket, paid: Sequence[Money]) -> Quote:
    """What a sale that is paid earns for the basket's member: `paid` is the net of each line as it was sold.

    No price changes and nothing is taken off any more; only points, stamps and progress are worked out.

    Raises:
        BasketRefused: as `quote`.
    """
    lines = _Reading(program).read(basket)
    asking, walker = _start(program, basket, lines, SpendMemory(program.compiled))
    return _priced(program, basket, lines, walker, asking, Outcomes(paid, [()] * len(paid), is_proven=True))


class Pricer:
    """Prices one basket after another, faster where they are alike: a basket while it is scanned.

    Every quote is the one that `quote` gives; what is remembered are lines and what they came to. Lines are
    known again by identity, so whoever changes a basket keeps the line objects that stay. One thread at a
    time.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._reading = _Reading(program)
        self._spends = SpendMemory(program.compiled)
        self._situation: _Situation | None = None

    def quote(self, basket: Basket) -> Quote:
        """What the basket costs.

        Raises:
            BasketRefused: the basket is past a limit, or its member has a tier that the program lacks.
            BurnRefused: this sale cannot burn the points that are asked.
            SentenceRefused: it cannot sell a membership or top up a wallet so, or the wallet cannot pay so
                much.
        """
        program = self._program
        lines = self._reading.read(basket)
        if program.set_apart.all:
            check_products(program, basket)
        asking, walker = _start(program, basket, lines, self._spends)
        if self._situation is None or self._situation.walker != walker:
            self._situation = _Situation(walker)
        outcomes = self._situation.memory.outcomes(lines)
        running = self._situation.running
        if running is None or basket.burn_points or asking.asks or moves_wallet(program, basket):
            return _priced(program, basket, lines, walker, asking, columns_of(outcomes))
        running.update(outcomes)
        rates = program.points_at(basket.store)
        burned = burn(rates, basket.member, Points(0), running.bases, program.limits)
        earned = capped(program, basket, running.earner.earned(lines, running.point_sums(), rates))
        quoted = running.quote_lines(earned.by_line)
        wallet = None
        if program.wallet is not None:
            wallet = _from_wallet(program, basket, lines, [each.left for each in outcomes], burned)
        totals = running.totals()
        assembly = Assembly(program, basket, walker.tier, quoted, totals, burned, earned, (), wallet)
        return assembly.quote(is_proven=all(outcome.is_proven for outcome in outcomes))


class _Situation:
    """What a pricer remembers as long as the same promotions hold for a member of the same tier."""

    def __init__(self, walker: StageWalker) -> None:
        self.walker = walker
        self.memory = OutcomeMemory(walker)
        tier = walker.tier
        self.running = RunningSums(Earner(walker.rules, tier, walker.holding)) if tier else None


def _start(
    program: Program,
    basket: Basket,
    lines: Sequence[LineFacts],
    spends: SpendMemory,
) -> tuple[Asking, StageWalker]:
    """What is asked for, and what takes the lines through the stages.

    That goes by the promotions that hold, the rewards in play, and the member's tier.
    """
    rules = program.compiled
    situation = Situation.of(basket, program.zone)
    holding = rules.holding.holding(situation)
    asking = NOTHING_ASKED
    if basket.rewards:
        asking = ask(program, basket, situation, lines)
        holding |= asking.holding
    tier = program.tier(basket.member.tier) if basket.member else None
    return asking, StageWalker(rules, spends.reached(lines, holding), tier, asking.sized)


def _priced(
    program: Program,
    basket: Basket,
    lines: Sequence[LineFacts],
    walker: StageWalker,
    asking: Asking,
    outcomes: Outcomes,
) -> Quote:
    """Settles the rewards, burns and earns on what the stages left, and puts it all together."""
    rewards = given_rewards(asking, outcomes.discounts) if asking.asks else ()
    spent = sum([each.points for each in rewards])
    bases = payable = [left if line.earns else 0 for line, left in zip(lines, outcomes.left, strict=True)]
    unpayable = program.compiled.pays_in
    if unpayable:
        payable = [0 if line.has & unpayable else net for line, net in zip(lines, payable, strict=True)]
    rates = program.points_at(basket.store)
    burned = burn(rates, basket.member, basket.burn_points, payable, program.limits, spent=spent)
    wallet = _from_wallet(program, basket, lines, outcomes.left, burned)
    earned = NOTHING_EARNED
    if walker.tier is not None:
        if burned.amount:
            bases = [net - amount for net, amount in zip(bases, burned.amounts, strict=True)]
        if wallet is not None:
            bases = wallet.left_to_earn(bases)
        earner = Earner(program.compiled, walker.tier, walker.holding)
        earned = capped(program, basket, earner.earned(lines, earner.sums(lines, bases), rates))
    quoted = quote_lines(program, lines, outcomes, burned, earned.by_line)
    totals = totals_of(outcomes.discounts)
    assembly = Assembly(program, basket, walker.tier, quoted, totals, burned, earned, rewards, wallet)
    return assembly.quote(is_proven=outcomes.is_proven)


def _from_wallet(
    program: Program,
    basket: Basket,
    lines: Sequence[LineFacts],
    nets: Sequence[int],
    burned: Burned,
) -> WalletPayment | None:
    """Pays from the wallet what points have left of the lines that it can pay."""
    if program.wallet is None and not basket.wallet_amount:
        return None
    unpayable = program.compiled.not_from_wallet
    parts = zip(lines, nets, burned.amounts, strict=True)
    left = [0 if line.has & unpayable else net - by_points for line, net, by_points in parts]
    return pay_from_wallet(program, basket, left)


class _Reading:
    """Reads the lines of one basket after another; those of the basket before it knows by identity."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._reader = LineReader(program.compiled)
        self._lines: tuple[BasketLine, ...] = ()
        self._facts: list[LineFacts] = []

    def read(self, basket: Basket) -> list[LineFacts]:
        """The facts of the lines.

        Raises:
            BasketRefused: something in the basket is past a limit.
        """
        faults = _faults(self._program, basket)
        before = len(self._lines)
        if basket.lines[:before] == self._lines:
            facts = self._facts + self._read(basket.lines[before:], before, {}, faults)
        else:
            known = {id(line.line): line for line in self._facts}
            facts = self._read(basket.lines, 0, known, faults)
        subtotal = sum([line.gross for line in facts])
        if subtotal >= AMOUNT_LIMIT:
            faults.append(Misread("lines", say("fault-come-to", sum=subtotal, most=AMOUNT_LIMIT - 1)))
        if faults:
            raise BasketRefused(faults)
        self._lines, self._facts = basket.lines, facts
        return facts

    def _read(
        self,
        lines: Sequence[BasketLine],
        start: int,
        known: Mapping[int, LineFacts],
        faults: list[str],
    ) -> list[LineFacts]:
        """The facts of lines, the first of which has this index; what is wrong goes to the faults."""
        read = self._reader.facts
        found = [known.get(id(line)) or read((line,))[0] for line in lines] if known else read(lines)
        if None in found:
            for index, (line, facts) in enumerate(zip(lines, found, strict=True), start):
                faults += self._reader.faults(line, f"lines[{index}]") if facts is None else ()
        return [facts for facts in found if facts is not None]


def _faults(program: Program, basket: Basket) -> list[str]:
    """What is wrong with a basket beside its lines."""
    faults: list[str] = []
    if basket.at.utcoffset() is None:
        faults.append(Misread("at", say("fault-no-offset", value=basket.at.isoformat())))
    if len(basket.lines) > LINES_MAX:
        faults.append(Misread("lines", say("fault-too-many", count=len(basket.lines), most=LINES_MAX)))
    if len(basket.codes) > CODES_MAX:
        faults.append(Misread("codes", say("fault-too-many", count=len(basket.codes), most=CODES_MAX)))
    if basket.rewards:
        faults += reward_faults(program, basket)
    if basket.member is not None:
        faults += tier_faults(program, basket.member)
        if abs(basket.member.points) >= AMOUNT_LIMIT:
            faults.append(Misread("member.points", say("fault-out-of-range", value=basket.member.points)))
    return faults
