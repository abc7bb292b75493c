"""What people call a rule of a program: a promotion, a reward, a tier, the rate itself."""

from loyalty.figures import Language
from loyalty.program.model import Program
from loyalty.sentences import say


def rule_name(program: Program, rule: str, language: Language) -> str | None:
    """The name; `None` where the program has no such rule."""
    if rule == "base":
        return say("rule-base").text(language)
    if rule.startswith("tier:"):
        tier = program.tier(rule.removeprefix("tier:"))
        return say("rule-tier", name=tier.name).text(language) if tier else None
    found = program.promotion(rule) or program.reward(rule)
    return found.name if found else None
