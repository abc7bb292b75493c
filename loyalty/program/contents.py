"""How much of everything a program has, for a summary; nothing about what it does."""

from collections.abc import Iterator

from loyalty.program.model import Program


def contents(program: Program) -> Iterator[tuple[str, int]]:
    """Each section by the word for it, with how many there are: tiers and promotions always."""
    yield "tiers", len(program.tiers)
    yield "promotions", len(program.promotions)
    single = (("wallet", program.wallet), ("referral", program.referral), ("survey", program.survey))
    sections = (
        ("draws", program.draws),
        ("partners", program.partners),
        ("memberships", program.memberships),
        ("challenges", program.challenges),
        ("benefits", program.benefits),
        ("rewards", program.rewards),
        ("vouchers", program.vouchers),
        ("stamp cards", program.stamp_cards),
    )
    for word, section in sections:
        if section:
            yield word, len(section)
    yield from ((word, 1) for word, section in single if section is not None)
