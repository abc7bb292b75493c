"""The screen *Cards* in words. Pure."""

from loyalty.wire.feed import CardRow
from terminal.cards.sheets import grouped
from ui.presenters.cards.state import REASONS, CardsModel, CardsState
from ui.presenters.checkout.shown import notice_of
from ui.presenters.listing import Column, Listing, Row
from ui.presenters.managers_word import managers_listed
from ui.presenters.shown import FigureRow, Tone
from ui.presenters.words import Words


def state_of(model: CardsModel, words: Words) -> CardsState:
    """All that it shows."""
    marked, step = model.marked, model.step
    is_good = marked is not None and marked.state == "active" and step == "cards"
    return CardsState(
        takes_text=step != "approve",
        text=model.typed,
        prompt=words.text("cards.prompt"),
        listing=_listing(model, words),
        title=words.text("cards.of", name=model.name) if model.member else words.text("cards.title"),
        about=_about(model, words),
        hint=_hint(model, words),
        pad=step == "approve",
        dots=model.asked.dots,
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("cards.back"),
        paper=_paper(model, words),
        replace=words.text("cards.replace") if is_good else _batch(model, words),
        block=words.text("cards.block") if is_good else "",
        why=words.text("cards.why") if is_good else "",
        finish=_finish(model, words),
        can_finish=not model.busy,
    )


def _paper(model: CardsModel, words: Words) -> str:
    """A temporary card: for whoever is looked at, or instead of the blank one that is waited for."""
    return words.text("menu.member-card") if model.step in {"cards", "replace"} else ""


def _batch(model: CardsModel, words: Words) -> str:
    """Where nobody is chosen, a manager makes blank cards in the place of replacing one."""
    return words.text("cards.make-batch") if model.step == "find" and model.is_manager else ""


def _listing(model: CardsModel, words: Words) -> Listing:
    marked = model.mark if model.count else None
    if model.step == "approve":
        empty, title = words.text("cards.no-manager"), words.text("cards.who")
        return managers_listed(model.asked, words, title=title, empty=empty)
    if model.step == "find":
        rows = tuple(
            Row(cells=(each.name, words.points(each.points)), detail=each.phone_masked, icon="users")
            for each in model.hits
        )
        return Listing(rows=rows, marked=marked, empty=words.text("cards.who-first"))
    rows = tuple(_row(each, model.carriers.get(each.member, ""), words) for each in model.cards)
    empty = words.text("cards.none", name=model.name)
    return Listing(rows=rows, marked=marked, empty=empty, columns=(Column(),))


def _row(card: CardRow, carrier: str, words: Words) -> Row:
    is_good = card.state == "active"
    how = words.text("cards.good") if is_good else blocked_text(card.why, words)
    icon = "credit-card" if is_good else ""
    tone = Tone.PLAIN if is_good else Tone.REFUSED
    return Row(cells=(grouped(card.number), how), detail=carrier, tone=tone, icon=icon)


def blocked_text(why: str, words: Words) -> str:
    """That a card is blocked, and why where somebody wrote it down; a newer till may have more reasons."""
    key, blocked = f"cards.for-{why}", words.text("cards.blocked")
    return f"{blocked} ({words.text(key)})" if why and words.catalogue.has(key) else blocked


def _about(model: CardsModel, words: Words) -> tuple[FigureRow, ...]:
    if model.marked is None:
        return ()
    reason = words.text(f"cards.why-{REASONS[model.reason]}")
    return (FigureRow(words.text("cards.why"), reason),) if model.marked.state == "active" else ()


def _finish(model: CardsModel, words: Words) -> str:
    """Where there is nobody to open yet, and no PIN to give, nothing can be confirmed."""
    if model.step == "approve":
        return words.text("cards.confirm")
    is_there = bool(model.hits) or bool(model.typed.strip())
    return words.text("cards.open") if model.step == "find" and is_there else ""


def _asked_for(model: CardsModel, words: Words) -> str:
    """What the manager allows with their PIN."""
    tail, fresh = model.cards[model.mark].number[-4:], model.fresh[-4:]
    reason = words.text(f"cards.why-{REASONS[model.reason]}")
    return words.text(f"cards.who-{model.wish}", tail=tail, fresh=fresh, name=model.name, reason=reason)


def _hint(model: CardsModel, words: Words) -> str:
    match model.step:
        case "approve":
            return _asked_for(model, words)
        case "replace":
            tail = "" if model.marked is None else model.marked.number[-4:]
            return words.text("cards.replace-how", tail=tail)
        case "cards":
            how = words.text("cards.how", name=model.name)
            return f"{how} {words.text('cards.how-lost')}" if model.has_good else how
        case "find":
            return words.text("cards.who-first")
