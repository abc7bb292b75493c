"""Writes a quote as the JSON of the format."""

from collections.abc import Sequence

from loyalty.approvals import NeededApproval
from loyalty.figures import Language
from loyalty.quote.model import (
    Quote,
    QuoteLine,
    Reachable,
    RuleChallenge,
    RuleEarning,
    RuleReward,
    RuleStamps,
)
from loyalty.quote.wallet import WalletPayment
from loyalty.sentences import Sentence

Json = dict[str, object]


def quote_to_json(quote: Quote, language: Language | None = None) -> Json:
    """The quote as JSON values.

    Each `why` is in this language; without one it is in Vietnamese, with the English beside it as `why_en`.
    """
    priced: Json = {
        "currency": quote.currency,
        "subtotal": quote.subtotal,
        "total": quote.total,
        "optimal": quote.optimal,
        "lines": [_line(line) for line in quote.lines],
        "discounts": [
            {"rule": each.rule, "amount": each.amount, **_why(each.why, language)} for each in quote.discounts
        ],
        "burn": {
            "points": quote.burn.points,
            "amount": quote.burn.amount,
            "max_points": quote.burn.max_points,
        },
        "earned": [_earning(each, language) for each in quote.earned],
        "earned_points": quote.earned_points,
        "used_codes": list(quote.used_codes),
    }
    return priced | _rest(quote, language)


def _wallet(wallet: WalletPayment) -> Json:
    """What the wallet has to do with the sale."""
    lines = [
        {"amount": amount, "bonus": bonus}
        for amount, bonus in zip(wallet.line_amounts, wallet.line_bonuses, strict=True)
    ]
    return {
        "amount": wallet.amount,
        "paid": wallet.paid,
        "bonus": wallet.bonus,
        "max_amount": wallet.max_amount,
        "topped_up": wallet.topped_up,
        "promised": wallet.promised,
        "lines": lines,
    }


def _earning(given: RuleEarning, language: Language | None) -> Json:
    """The points of a rule; `before_cut` is what it gave where a limit left it fewer."""
    before: Json = {} if given.before_cut is None else {"before_cut": given.before_cut}
    return {"rule": given.rule, "points": given.points, **before, **_why(given.why, language)}


def _rest(quote: Quote, language: Language | None) -> Json:
    """What there is of the rest of a program; keys of which there is nothing are left out.

    Where a program has rewards it is told what is within reach; without them a quote stays as it always was.
    """
    rest: Json = {}
    if quote.rewards:
        rest["rewards"] = [_reward(each, language) for each in quote.rewards]
    if quote.stamps:
        rest["stamps"] = [_stamps(each, language) for each in quote.stamps]
    if quote.grounds.program.rewards and quote.reachable:
        rest["reachable"] = [_reachable(each, language) for each in quote.reachable]
    if quote.challenges:
        rest["challenges"] = [_challenge(each, language) for each in quote.challenges]
    if quote.wallet is not None:
        rest["wallet"] = _wallet(quote.wallet)
    if quote.approvals:
        rest["approvals"] = [_approval(each, language) for each in quote.approvals]
    if quote.cut is not None:
        rest["cut"] = {"rule": quote.cut.rule, "points": quote.cut.points, **_why(quote.cut.why, language)}
    entered = [each for each in quote.draws if each.is_in]
    if entered:
        rest["draws"] = [{"draw": each.draw, **_why(each.whys[0], language)} for each in entered]
    return rest


def _reward(given: RuleReward, language: Language | None) -> Json:
    by_line = {"points_by_line": list(given.by_line)} if given.points and given.by_line else {}
    figures: Json = {"rule": given.rule, "points": given.points, "amount": given.amount}
    return figures | by_line | _whys(given.whys, language)


def _stamps(stamped: RuleStamps, language: Language | None) -> Json:
    figures: Json = {"card": stamped.card, "stamps": stamped.stamps, "have": stamped.have}
    return figures | {"goal": stamped.goal, "full": stamped.full} | _why(stamped.why, language)


def _challenge(given: RuleChallenge, language: Language | None) -> Json:
    figures: Json = {"challenge": given.challenge, "adds": given.adds, "have": given.have}
    figures |= {"goal": given.goal, "times": given.times, "reached": given.reached}
    return figures | _why(given.why, language)


def _approval(needed: NeededApproval, language: Language | None) -> Json:
    line: Json = {} if needed.line is None else {"line": needed.line}
    return {"rule": needed.rule} | line | _why(needed.why, language)


def _reachable(each: Reachable, language: Language | None) -> Json:
    """What is missing by what it is; nothing where it need only be asked for."""
    figures = {"money": each.money, "units": each.units, "points": each.points}
    missing = {name: figure for name, figure in figures.items() if figure}
    return {"rule": each.rule, "missing": missing} | _whys(each.whys, language)


def _line(line: QuoteLine) -> Json:
    return {
        "sku": line.sku,
        "gross": line.gross,
        "net": line.net,
        "burned": line.burned,
        "earned_points": line.earned_points,
        "burned_points": line.burned_points,
        "vat": line.vat,
        "vat_base": line.vat_base,
        "discounts": [{"rule": each.rule, "amount": each.amount} for each in line.discounts],
    }


def _why(why: Sentence, language: Language | None) -> Json:
    if language is None:
        return {"why": why.text("vi"), "why_en": why.text("en")}
    return {"why": why.text(language)}


def _whys(whys: Sequence[Sentence], language: Language | None) -> Json:
    """All the sentences as one text."""
    if language is None:
        return {"why": _joined(whys, "vi"), "why_en": _joined(whys, "en")}
    return {"why": _joined(whys, language)}


def _joined(whys: Sequence[Sentence], language: Language) -> str:
    return "; ".join(why.text(language) for why in whys)
