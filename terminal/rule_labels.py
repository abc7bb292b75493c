"""Short names of rules for a receipt, in the store's language: *Hạng Bạc 3 %*, *Mua 2 tặng 1*, *cơ bản*."""

from collections.abc import Mapping

from loyalty.figures import format_percent
from loyalty.program.model import Program
from resources.catalogue import Catalogue

BASE_RULE = "base"


def discount_labels(program: Program, texts: Catalogue) -> Mapping[str, str]:
    """Every rule that can take money off, with its name."""
    labels = {rule.id: rule.name for rule in program.rules.values()}
    for tier in program.tiers:
        percent = format_percent(tier.percent_off, language=texts.language)
        labels[tier.rule] = texts.text("rule.tier-off", tier=tier.name, percent=percent)
    return labels


def earning_labels(program: Program, texts: Catalogue) -> Mapping[str, str]:
    """Every rule that can give points, with its name."""
    labels = {promotion.id: promotion.name for promotion in program.promotions}
    labels[BASE_RULE] = texts.text("rule.base")
    for tier in program.tiers:
        labels[tier.rule] = texts.text("rule.tier-points", tier=tier.name)
    return labels
