"""Which numbers are cards that were in customers' hands before: rules of a first part and a length.

`29:13` says that every number of 13 digits that begins with 29 is a member's card. The rules belong to the
store's settings, so that tills and server read a number alike. A rule that would take what is something else
already, a number of our own, a phone number, a bank card, the goods of the world, is refused when it is made.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from loyalty.errors import Refused
from loyalty.identity.cards import CARD_SCHEME, GIFT_SCHEME, NUMBER_LENGTH, RECEIPT_SCHEME
from loyalty.identity.digits import ean_digit

MOST_RULES: Final = 20
EAN_LENGTHS: Final = frozenset({8, 12, 13, 14})
VOUCHER_SCHEME: Final = "93"
"""The first digits of a personal voucher of 13 digits; they are also Australian goods, which go first."""
VOUCHER_LENGTH: Final = 13
BANK_CARD: Final = re.compile(r"3[0-9]|4|5[1-5]|6|2[2-7]")
"""How the numbers of bank cards begin."""

_RULE: Final = re.compile(r"([0-9]{2,12}):([0-9]{1,2})")
_LENGTHS: Final = range(6, 21)
_LONG_BANK_CARDS: Final = range(14, 20)
_SHORT_BANK_CARD: Final = 13
_PHONE_LENGTHS: Final = frozenset({10, 11})
_COMPANY_DIGITS: Final = 7
"""From so many digits on, the first part of an EAN is one company's own."""


@dataclass(frozen=True, slots=True)
class CardRule:
    """Numbers of `length` digits that begin with `prefix`."""

    prefix: str
    length: int

    @property
    def written(self) -> str:
        """As a person writes it: `29:13`."""
        return f"{self.prefix}:{self.length}"

    def fits(self, digits: str) -> bool:
        """Whether it is about this number."""
        return len(digits) == self.length and digits.startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class CardRules:
    """The rules of a store; at most one of them fits a number."""

    rules: tuple[CardRule, ...] = ()

    def fit(self, digits: str) -> bool:
        """Whether a number is a card by one of them."""
        return any(rule.fits(digits) for rule in self.rules)

    def beside(self, prefix: str, length: int) -> CardRule | None:
        """The rule that could fit a number of that length and beginning; None if none could."""
        return next(
            (rule for rule in self.rules if rule.length == length and _meet(rule.prefix, prefix)), None
        )


NO_RULES: Final = CardRules()


def holds(digits: str) -> bool:
    """Whether the check digit of an old card is right; only those that are an EAN have one we know."""
    return len(digits) not in EAN_LENGTHS or digits[-1] == ean_digit(digits[:-1])


def card_rules(written: Iterable[str]) -> CardRules:
    """The rules of these texts.

    Raises:
        Refused: `card-rules-too-many`, `card-rule-form` (rule), `card-rule-overlap` (first, second),
            `card-rule-ours`, `-phone`, `-bank`, `-goods` (rule): what it would take.
    """
    rules: list[CardRule] = []
    for text in written:
        rule = _rule(text)
        other = CardRules(tuple(rules)).beside(rule.prefix, rule.length)
        if other is not None:
            raise Refused("card-rule-overlap", first=other.written, second=rule.written)
        rules.append(rule)
    if len(rules) > MOST_RULES:
        raise Refused("card-rules-too-many", limit=MOST_RULES)
    return CardRules(tuple(rules))


def _rule(text: str) -> CardRule:
    match = _RULE.fullmatch(text)
    if match is None or int(match[2]) not in _LENGTHS or int(match[2]) <= len(match[1]):
        raise Refused("card-rule-form", rule=text[:40])
    rule = CardRule(match[1], int(match[2]))
    taken = _taken(rule)
    if taken:
        raise Refused(f"card-rule-{taken}", rule=rule.written)
    return rule


def _taken(rule: CardRule) -> str:
    """What the numbers of a rule are already; empty if they are nobody's."""
    prefix, length = rule.prefix, rule.length
    if length == NUMBER_LENGTH and prefix[:2] in (CARD_SCHEME, GIFT_SCHEME, RECEIPT_SCHEME):
        return "ours"
    if length == VOUCHER_LENGTH and prefix.startswith(VOUCHER_SCHEME):
        return "ours"
    if (length in _PHONE_LENGTHS and prefix.startswith("0")) or (length == 11 and prefix.startswith("84")):
        return "phone"
    if length == _SHORT_BANK_CARD and prefix.startswith("4") and len(prefix) < _COMPANY_DIGITS:
        return "bank"
    if length in _LONG_BANK_CARDS and BANK_CARD.match(prefix):
        return "bank"
    is_inside = prefix.startswith("2") or len(prefix) >= _COMPANY_DIGITS
    return "goods" if length in EAN_LENGTHS and not is_inside else ""


def _meet(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
