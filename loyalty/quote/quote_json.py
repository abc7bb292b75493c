"""Writes a quote as the JSON of the format."""

from loyalty.figures import Language
from loyalty.quote.model import Quote, QuoteLine, RuleEarning
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


def _rest(quote: Quote, language: Language | None) -> Json:
    """What there is of the rest of a program; keys of which there is nothing are left out."""
    rest: Json = {}
    if quote.cut is not None:
        rest["cut"] = {"rule": quote.cut.rule, "points": quote.cut.points, **_why(quote.cut.why, language)}
    entered = [each for each in quote.draws if each.is_in]
    if entered:
        rest["draws"] = [{"draw": each.draw, **_why(each.whys[0], language)} for each in entered]
    return rest


def _earning(given: RuleEarning, language: Language | None) -> Json:
    """The points of a rule; `before_cut` is what it gave where a limit left it fewer."""
    before: Json = {} if given.before_cut is None else {"before_cut": given.before_cut}
    return {"rule": given.rule, "points": given.points, **before, **_why(given.why, language)}


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
