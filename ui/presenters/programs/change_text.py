"""What a program changes, in a shopkeeper's words: a row for each change, and for each value of it. Pure."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING, Final, cast

from loyalty.figures import format_rate
from loyalty.rates import exact_rate
from loyalty.units import Money
from ui.presenters.listing import Row

if TYPE_CHECKING:
    from loyalty.program.changes import Change, ChangeKind, ValueChange
    from ui.presenters.words import Words

_ICONS: Final[dict["ChangeKind", str]] = {"added": "plus", "removed": "minus", "changed": "refresh-cw"}
_MONEY: Final = frozenset(
    {
        *("amount", "price", "worth", "per_amount", "min_spend", "max_amount", "max_balance", "bonus"),
        *("apology_voucher", "refund_without_receipt", "discount_max_per_shift"),
        *("pays_per_point", "receives_per_point"),
    }
)
_WORDS: Final = frozenset(
    {
        *("kind", "per", "issue", "measure", "window", "burn_as", "earn_on", "spend_first", "renew", "after"),
        *("birthday", "weekdays", "paid_with"),
    }
)
"""Keys whose values are words of the format; any other text is the shop's own and stays as it is."""
_DIGITS: Final = frozenset({"commitment"})
_IN_GROUP: Final = 8
"""Long digits stand in groups, as the screen of draws has them: unbroken they are wider than their place."""
_PERCENT: Final = frozenset({"percent", "percent_off"})
_PERCENT_ENDING: Final = "_percent"
_MOST_IN_ROW: Final = 44
"""Characters that a row beside the list shows whole on the smallest window."""
_MOST_NAMED: Final = 3
"""So many values of a change are named in its own row; all stand beside it."""


def change_row(change: "Change", words: "Words") -> Row:
    """One change: what it is of, and how it differs."""
    section = words.text(f"programs.section-{change.section}")
    title = f"{section}: {change.name}" if change.name else section
    kind = words.text(f"programs.{change.kind}")
    told = [value_text(each, words) for each in change.values[:_MOST_NAMED]]
    more = ["…"] if len(change.values) > _MOST_NAMED else []
    detail = "; ".join((*told, *more)) if change.kind == "changed" else ""
    return Row(cells=(title,), detail=f"{kind} · {detail}" if detail else kind, icon=_ICONS[change.kind])


def value_rows(change: "Change", words: "Words") -> Iterator[Row]:
    """Each value that differs, with what it was and what it is to be; but for those of `long_values`."""
    for each in change.values:
        both = _both(each, words)
        if len(both) <= _MOST_IN_ROW:
            yield Row(cells=(_way(each.key, words), both))


def long_values(change: "Change", words: "Words") -> Iterator[str]:
    """Those that no row has room for, each in a line of its own."""
    for each in change.values:
        if len(_both(each, words)) > _MOST_IN_ROW:
            yield value_text(each, words)


def value_text(value: "ValueChange", words: "Words") -> str:
    """The same in one line."""
    return f"{_way(value.key, words)}: {_both(value, words)}"


def _both(value: "ValueChange", words: "Words") -> str:
    key = value.key.rpartition(".")[2]
    after = _said(key, value.after, words)
    if value.before is None:
        return after
    return words.text("programs.to", before=_said(key, value.before, words), after=after)


def _way(key: str, words: "Words") -> str:
    return " › ".join(_label(step, words) for step in key.split("."))


def _label(step: str, words: "Words") -> str:
    named = f"programs.key.{step}"
    return words.text(named) if words.catalogue.has(named) else step


def _said(key: str, value: object, words: "Words") -> str:
    match value:
        case None:
            return words.text("programs.value.none")
        case bool():
            return words.text("programs.value.yes" if value else "programs.value.no")
        case int() if key in _MONEY:
            return words.money(Money(value))
        case int() | Decimal():
            return _figure(key, value, words)
        case datetime():
            return f"{words.date(value)} {value:%H:%M}"
        case date():
            return words.day(value)
        case list():
            items = cast("list[object]", value)
            return ", ".join(_said(key, each, words) for each in items) or words.text("programs.value.list")
        case str() if key in _DIGITS:
            return " ".join(wrap(value, _IN_GROUP))
        case _:
            named = f"programs.value.{value}"
            return words.text(named) if key in _WORDS and words.catalogue.has(named) else str(value)


def _figure(key: str, value: int | Decimal, words: "Words") -> str:
    rate = exact_rate(value)
    if rate is None:
        return str(value)
    if key in _PERCENT or key.endswith(_PERCENT_ENDING):
        return words.percent(rate)
    if isinstance(value, int):
        return words.whole(value)
    return format_rate(rate, language=words.catalogue.language)
