"""What was scanned or typed, told apart by its shape alone.

Only the shape: whether there is such a product, member or receipt is for the caller to look up. The shapes of
the shop's own numbers come first, then those of the world; what has none is words.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from loyalty.identity import card_rules
from loyalty.identity.card_rules import (
    BANK_CARD,
    EAN_LENGTHS,
    NO_RULES,
    VOUCHER_LENGTH,
    VOUCHER_SCHEME,
    CardRules,
)
from loyalty.identity.cards import CARD_SCHEME, GIFT_SCHEME, NUMBER_LENGTH, RECEIPT_SCHEME
from loyalty.identity.digits import ean_digit, luhn_holds

LEAST_PHONE_DIGITS = 4
"""From so many digits on, a number may be the end of a phone number."""

_LONGEST_PHONE = 15
_BANK_CARD_LENGTHS = range(13, 20)
_BANK_QR_START = "000201"
_WIDE_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}
_WHOLE_PHONE = re.compile(r"0[0-9]{9,10}|84[0-9]{9}")
_SPACED_PHONE = re.compile(r"\+[0-9][0-9 .()-]{5,38}|0[0-9 .-]{10,15}")
_LABEL = re.compile(r"([A-Za-z][A-Za-z0-9]{0,7})-([0-9]{1,8})")
_DIGITS = re.compile(r"[0-9]+")
_GROUPED_CARD = re.compile(rf"{CARD_SCHEME}[0-9]{{2}}(?: [0-9]{{4}}){{3}}")
_CARD_TRACK = re.compile(r"%?B[0-9]{13,19}\^|;[0-9]{13,19}=")


@dataclass(frozen=True, slots=True)
class ProductCode:
    """A number as it stands on goods, or a short code. `right` is the number with the right check digit.

    `right` equals `code` where the check digit holds or there is none to hold.
    """

    code: str
    right: str

    @property
    def holds(self) -> bool:
        """Whether the check digit is the right one."""
        return self.code == self.right


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member's card, of our own numbers or by a store's rule; `holds`: its check digit is right, if any."""

    number: str
    holds: bool


@dataclass(frozen=True, slots=True)
class GiftCard:
    """A card with money on it; `holds` says whether its check digit is right."""

    number: str
    holds: bool


@dataclass(frozen=True, slots=True)
class PhoneDigits:
    """A phone number as typed; `whole` where it can be one from its first digit, else it may be an end."""

    text: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Voucher:
    """A number that a personal voucher may have, and a product as well; `certain` where no product can."""

    code: str
    certain: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptDigits:
    """The 16 digits of a receipt's bar code; `holds` says whether their check digit is right."""

    digits: str
    holds: bool


@dataclass(frozen=True, slots=True)
class ReceiptLabel:
    """A receipt as people read it: `Q2-000123`."""

    text: str
    till_code: str
    number: int


@dataclass(frozen=True, slots=True)
class BankQr:
    """A customer's payment QR, which nothing here can use."""


@dataclass(frozen=True, slots=True)
class BankCard:
    """What looks like a bank card's number. It is not kept, not even here."""


@dataclass(frozen=True, slots=True)
class Words:
    """Anything else; empty where nothing was left to read."""

    text: str


Shape = (
    ProductCode
    | MemberCard
    | GiftCard
    | PhoneDigits
    | Voucher
    | ReceiptDigits
    | ReceiptLabel
    | BankQr
    | BankCard
    | Words
)


GOODS_SYMBOLOGIES: Final = frozenset({"ean-13", "ean-8", "upc-a", "upc-e", "gs1-databar"})
"""What is printed on goods and on nothing that the shop issues, as a scanner tells it."""

_OURS_ONLY: Final = frozenset({"code-128", "qr"})
"""What the shop's own numbers are printed in; no code of 13 digits on goods is."""


def classify(text: str, symbology: str | None = None, *, old_cards: CardRules = NO_RULES) -> Shape:
    """What the shape of a text says it is; control characters and blanks around it do not count.

    Where the scanner tells the symbology, it decides: an EAN is a product whatever its digits resemble. The
    store's rules for cards that customers had before go first: what they could take wrongly they are refused.
    """
    clean = cleaned(text)
    if old_cards.fit(clean):
        return MemberCard(clean, holds=card_rules.holds(clean))
    if symbology in GOODS_SYMBOLOGIES and _DIGITS.fullmatch(clean):
        return _product(clean)
    shape = _classify(clean)
    if isinstance(shape, Voucher) and symbology in _OURS_ONLY:
        return Voucher(shape.code, certain=True)
    return shape


def _classify(clean: str) -> Shape:
    if clean.startswith(_BANK_QR_START):
        return BankQr()
    if _CARD_TRACK.match(clean):
        return BankCard()
    if _DIGITS.fullmatch(clean):
        return _classify_digits(clean)
    if _GROUPED_CARD.fullmatch(clean):
        return _classify_digits(clean.replace(" ", ""))
    if _SPACED_PHONE.fullmatch(clean):
        return PhoneDigits(clean, whole=True)
    label = _LABEL.fullmatch(clean)
    if label is not None:
        return ReceiptLabel(clean, label[1], int(label[2]))
    return Words(clean)


def cleaned(text: str) -> str:
    """A text as it can be looked up: without control characters, one blank between words, NFC.

    Digits as wide as letters of Chinese and Japanese, which some keyboards and pasted texts have, are digits.
    """
    kept = "".join(" " if unicodedata.category(letter).startswith("C") else letter for letter in text)
    return unicodedata.normalize("NFC", " ".join(kept.split())).translate(_WIDE_DIGITS)


def _classify_digits(digits: str) -> Shape:
    if len(digits) == NUMBER_LENGTH:
        if digits.startswith(CARD_SCHEME):
            return MemberCard(digits, holds=luhn_holds(digits))
        if digits.startswith(GIFT_SCHEME):
            return GiftCard(digits, holds=luhn_holds(digits))
        if digits.startswith(RECEIPT_SCHEME):
            return ReceiptDigits(digits, holds=luhn_holds(digits))
    if _WHOLE_PHONE.fullmatch(digits):
        return PhoneDigits(digits, whole=True)
    if len(digits) in EAN_LENGTHS:
        return _classify_ean(digits)
    if len(digits) in _BANK_CARD_LENGTHS and BANK_CARD.match(digits) and luhn_holds(digits):
        return BankCard()
    if LEAST_PHONE_DIGITS <= len(digits) <= _LONGEST_PHONE:
        return PhoneDigits(digits, whole=False)
    return ProductCode(digits, digits)


def _classify_ean(digits: str) -> Shape:
    if len(digits) == VOUCHER_LENGTH and digits.startswith(VOUCHER_SCHEME):
        return Voucher(digits)
    return _product(digits)


def _product(digits: str) -> ProductCode:
    has_check_digit = len(digits) in EAN_LENGTHS
    return ProductCode(digits, digits[:-1] + ean_digit(digits[:-1]) if has_check_digit else digits)
