"""Phone numbers as they are typed at a counter, brought to E.164.

A number is a handle, not an identity; who has it is the store's matter. The numbering plans come from the
`phonenumbers` library, imported at the first use because it takes a while.
"""

from dataclasses import dataclass
from typing import Literal

PhoneWarning = Literal["phone-unusual"]

MAX_TYPED_LENGTH = 40
TAIL_LENGTH = 3

_MOBILE_PREFIXES_BEFORE_2018 = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_SERVICE_PREFIXES = ("1900", "1800", "01900", "01800")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that can be one: `e164` to compare, `text` as it was typed, `warning` to be accepted or not."""

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


def masked(e164: str) -> str:
    """An E.164 number with its middle hidden: `09•• ••• 678`; empty for an empty one."""
    if not e164:
        return ""
    national = "0" + e164[3:] if e164.startswith("+84") else e164
    return f"{national[:2]}•• ••• {e164[-TAIL_LENGTH:]}"


def convert_before_2018(digits: str) -> str:
    """The 10 digits that a Vietnamese 11-digit mobile number of before 2018 became; any other text as it is."""
    prefix = _MOBILE_PREFIXES_BEFORE_2018.get(digits[:4])
    return prefix + digits[4:] if prefix is not None and len(digits) == 11 else digits
