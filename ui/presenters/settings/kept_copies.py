"""Copies of the till in words: their rows, and what it means to go back to one. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from loyalty.units import Money, Quantity
from terminal.store.till_copy import Since
from ui.presenters.settings.errands import KeptCopy
from ui.presenters.settings.model import Act, Setting
from ui.presenters.shown import Tone
from ui.presenters.words import Words

_TENTH_MB: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """A copy that somebody is about to go back to, and what was written since; None where nobody knows."""

    copy: KeptCopy
    since: Since | None


def copy_rows(kept: tuple[KeptCopy, ...], read_back: Mapping[str, str], words: Words) -> Iterator[Setting]:
    """One row for each; only a till's that was read back and found whole can be opened."""
    for each in kept:
        trouble = read_back.get(each.name)
        of_till = each.kind == "till"
        yield Setting(
            name=f"copy:{each.name}",
            label=moment_of(each, words),
            value=" · ".join(
                (words.text(f"settings.copy.{each.kind}"), _size(each, words), _read(trouble, words))
            ),
            about=(
                words.text("settings.about.copy-till" if of_till else "settings.about.copy-server"),
                words.text("settings.about.copy-file", file=each.name),
            ),
            act=Act.DO if of_till and not trouble else Act.NONE,
            tone=Tone.PLAIN if trouble is None else Tone.REFUSED if trouble else Tone.GOOD,
        )


def moment_of(copy: KeptCopy, words: Words) -> str:
    """When it was made."""
    return f"{words.date(copy.at)} {words.time(copy.at)}"


def prospect_lines(prospect: Prospect, words: Words, *, word: str) -> tuple[str, ...]:
    """What is gone afterwards, in figures; whose `word` it takes; and what is kept."""
    return (
        *_lost(prospect.since, words),
        words.text(f"settings.going-back.{word}"),
        words.text("settings.going-back.kept"),
    )


def _lost(since: Since | None, words: Words) -> Iterator[str]:
    if since is None:
        yield words.text("settings.going-back.unknown")
        return
    if not since.events:
        yield words.text("settings.going-back.nothing")
        return
    yield words.text("settings.going-back.since", count=since.sales, amount=words.money(Money(since.amount)))
    if not since.unsent_events:
        yield words.text("settings.going-back.all-sent")
        return
    yield words.text(
        "settings.going-back.unsent",
        count=since.unsent_sales,
        amount=words.money(Money(since.unsent_amount)),
        others=since.unsent_events - since.unsent_sales,
    )


def _read(trouble: str | None, words: Words) -> str:
    if trouble is None:
        return words.text("settings.copy.unread")
    said = f"restore.{trouble or 'passes'}"
    return words.text(said if words.catalogue.has(said) else "restore.cannot")


def _size(copy: KeptCopy, words: Words) -> str:
    tenths = Quantity(copy.size_bytes // _TENTH_MB * 100)
    return words.text("settings.copy.size", size=words.quantity(tenths))
