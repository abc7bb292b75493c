"""Phone numbers as they are typed at a counter, brought to E.164.

A number is a handle, not an identity; who has it is the store's matter. The numbering plans come from the
`phonenumbers` library, imported at the first use because it takes a while.
"""

import re
from dataclasses import dataclass
from typing import Literal

from loyalty.errors import Refused

PhoneWarning = Literal["phone-unusual"]
"""Possible, but in no numbering plan known here: a warning to accept, since the plans lag behind."""

MAX_TYPED_LENGTH = 40
_LONGEST_E164 = 16
"""The plus sign and 15 digits, by the standard; a server takes no more."""
TAIL_LENGTH = 3
"""Digits of a number that screens and receipts show."""

_OLD_MOBILE_PREFIXES = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_OLD_MOBILE_LENGTH = 11
_SERVICES = ("1900", "1800")
_MOBILE = re.compile(r"0(?:3[2-9]|5[689]|7[06-9]|8[1-8]|9[0-8])[0-9]{7}")
"""Mobile numbers of today that need no library to be known; a test holds them against its plan."""
_TYPED = re.compile(r"\+?[0-9 .()/\u00a0-]+")
_VIETNAM_ABROAD = re.compile(r"(?:\+84|0084|84(?=[0-9]{9,10}$))0?")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that can be one: `e164` to compare, `text` as it was typed, `warning` to accept or not."""

    e164: str
    text: str
    warning: PhoneWarning | None = None

    @property
    def masked(self) -> str:
        """For screens others can see: `09•• ••• 678`."""
        return masked(self.e164)

    @property
    def tail(self) -> str:
        """The last three digits, as a receipt shows them."""
        return self.e164[-TAIL_LENGTH:]


def parse(phone_text: str, region: str = "VN") -> Phone:
    """The number a text stands for in a region; old Vietnamese 11-digit mobiles become what they are today.

    Raises:
        Refused: `phone-missing`, `phone-not-a-number` (letters in it), `phone-service` (1800 and 1900),
            `phone-too-short`, `phone-too-long`, `phone-impossible`.
    """
    text = phone_text.strip()
    if not text:
        raise Refused("phone-missing")
    if len(text) > MAX_TYPED_LENGTH:
        raise Refused("phone-too-long")
    if _TYPED.fullmatch(text) is None:
        raise Refused("phone-not-a-number")
    dialled = re.sub(r"[^0-9+]", "", text)
    if region == "VN":
        dialled = _in_vietnam(dialled)
        if _MOBILE.fullmatch(dialled):
            return Phone(e164=f"+84{dialled[1:]}", text=text)
    return _by_plan(dialled, region, text)


def is_region(region: str) -> bool:
    """Whether numbers can be read as dialled in a region: two capital letters, as `VN`."""
    import phonenumbers

    return region in phonenumbers.SUPPORTED_REGIONS


def as_dialled(e164: str) -> str:
    """The number as people dial it at home: `0903111222`; one from abroad as it is."""
    return f"0{e164[3:]}" if e164.startswith("+84") else e164


def masked(e164: str) -> str:
    """An E.164 number with its middle hidden: `09•• ••• 678`; empty for an empty one."""
    if not e164:
        return ""
    return f"{as_dialled(e164)[:2]}•• ••• {e164[-TAIL_LENGTH:]}"


def convert_old_mobile(digits: str) -> str:
    """The 10 digits that a Vietnamese 11-digit mobile of before 2018 became; any other text as it is."""
    prefix = _OLD_MOBILE_PREFIXES.get(digits[:4])
    return prefix + digits[4:] if prefix is not None and len(digits) == _OLD_MOBILE_LENGTH else digits


def _in_vietnam(dialled: str) -> str:
    digits = _VIETNAM_ABROAD.sub("0", dialled, count=1) if _VIETNAM_ABROAD.match(dialled) else dialled
    if digits.removeprefix("0").startswith(_SERVICES):
        raise Refused("phone-service")
    return convert_old_mobile(digits)


def _by_plan(dialled: str, region: str, text: str) -> Phone:
    import phonenumbers
    from phonenumbers import NumberParseException, PhoneNumberFormat

    try:
        number = phonenumbers.parse(dialled, region)
    except NumberParseException as fault:
        raise Refused(_not_parsed(fault.error_type)) from None
    fault_code = _not_possible(phonenumbers.is_possible_number_with_reason(number))
    if fault_code is not None:
        raise Refused(fault_code)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if len(e164) > _LONGEST_E164:  # some plans allow for what the standard does not
        raise Refused("phone-too-long")
    known = phonenumbers.is_valid_number(number)
    return Phone(e164=e164, text=text, warning=None if known else "phone-unusual")


def _not_parsed(error_type: int) -> str:
    from phonenumbers import NumberParseException as Fault

    codes = {Fault.INVALID_COUNTRY_CODE: "phone-impossible", Fault.TOO_LONG: "phone-too-long"}
    return codes.get(error_type, "phone-too-short")


def _not_possible(reason: int) -> str | None:
    from phonenumbers import ValidationResult

    codes = {
        ValidationResult.IS_POSSIBLE: None,
        ValidationResult.TOO_SHORT: "phone-too-short",
        ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "phone-too-short",
        ValidationResult.TOO_LONG: "phone-too-long",
    }
    return codes.get(reason, "phone-impossible")
