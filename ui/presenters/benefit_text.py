"""How often a benefit can still be used, in words; the same at the counter and on the member's page."""

from terminal.benefits import BenefitHere
from ui.presenters.words import Words


def benefit_text(it: BenefitHere, words: Words) -> str:
    """A benefit with how often it can still be used, where that is limited."""
    limit = it.benefit.limit
    if limit is None or it.left is None:
        return words.text("checkout.thing-benefit", name=it.benefit.name)
    key = f"checkout.thing-benefit-{limit.per}"
    return words.text(key, name=it.benefit.name, left=it.left, times=limit.times)
