"""The birthday in place of the card: what somebody tells who has none with them, held against what is kept.

Compared at the till, with no network, and of the person who stands there: of a household nobody else's day
will do. Wrong ones are counted; after `MOST_TRIES` only the card or somebody's word is left for a while. The
right day is told to nobody, and what was typed is kept nowhere.
"""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from loyalty.basket import Birthday
from loyalty.basket_json import birthday_from_text
from loyalty.errors import Refused
from terminal.keystore.birthday_tries import count_birthday_try, forgive_birthday_tries, tries_within
from terminal.open_sale import OpenSale, birthday_of
from terminal.till import Till

MOST_TRIES: Final = 3
SPAN: Final = timedelta(minutes=15)
"""So many tries of one member at one till within so long."""

_TYPED: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}))?|(\d{2})(\d{2})(\d{4})?")


def tell_birthday(till: Till, open_sale: OpenSale, text: str) -> OpenSale:
    """The sale whose member has told their birthday: `21/11`, `2111`, with the year or without it.

    The year counts where both say one.

    Raises:
        Refused: `birthday-none`: the sale has no member, or nothing is kept to hold it against;
            `birthday-typed`: no year has such a day (not counted); `birthday-wrong` (tries_left);
            `birthday-shut` (minutes).
        Unavailable: the key store does not answer.
    """
    member = open_sale.member
    if member is None or not member.birthday:
        raise Refused("birthday-none")
    told = read_told(text)
    if told is None:
        raise Refused("birthday-typed")
    now, who = till.clock.now(), member.holder
    tried = tries_within(till.keys, member=who, now=now, span=SPAN)
    if tried >= MOST_TRIES:
        raise _shut()
    count_birthday_try(till.keys, member=who, now=now, span=SPAN)
    if not _is_same(told, birthday_of(member.birthday)):
        left = MOST_TRIES - tried - 1
        raise Refused("birthday-wrong", tries_left=left) if left else _shut()
    forgive_birthday_tries(till.keys, member=who)
    return replace(open_sale, member=replace(member, has_told_birthday=True))


def read_told(text: str) -> Birthday | None:
    """The day that was typed; None where it is none."""
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year, *close = found.groups()
    if not day:
        day, month, year = close
    said = f"{int(month):02d}-{int(day):02d}"
    return birthday_from_text(f"{year}-{said}" if year else said)


def _is_same(told: Birthday, kept: Birthday) -> bool:
    same_year = told.year is None or kept.year is None or told.year == kept.year
    return (told.month, told.day) == (kept.month, kept.day) and same_year


def _shut() -> Refused:
    return Refused("birthday-shut", minutes=int(SPAN.total_seconds()) // 60)
