"""The rows of the screen *Members*: each part of a page, what an erasure does."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from loyalty.units import Points
from loyalty.wire.feed import PersonNote
from loyalty.wire.member_desk import DeedRow, Movement
from terminal.clock import from_timestamp
from terminal.member_page import MemberPage, PageCard, PromisedApology
from terminal.membership import MemberLot, MemberRow
from terminal.returned import SaleRow
from terminal.session import OperatorTile
from ui.presenters.cards.shown import blocked_text
from ui.presenters.listing import Column, Listing, Row
from ui.presenters.members.benefits import benefit_rows
from ui.presenters.members.consents import consent_rows
from ui.presenters.members.model import MembersModel, Section
from ui.presenters.members.recommended import recommendation_rows
from ui.presenters.members.requests import due_text
from ui.presenters.shown import Tone
from ui.presenters.words import Words

MORE_DEEDS: Final = ("adjust", "export", "merge", "household", "erase", "request")
"""What stands under *More* before whoever is merged into the member."""
_LAST_MOMENT: Final = timedelta(seconds=1)
_GIVES: Final = "+"


def rows_of_section(model: MembersModel, words: Words) -> Listing:
    """A part of the page."""
    page = model.page
    if page is None:
        raise AssertionError("somebody's page is open")
    rows = _SECTIONS[model.section](model, page, words)
    empty = words.text(f"members.empty-{model.section}")
    columns = (Column(),) if model.section in {"points", "history", "things"} else ()
    return Listing(rows=rows, columns=columns, empty=empty)


def hit_row(hit: MemberRow, words: Words) -> Row:
    """Somebody who was found."""
    detail = " · ".join(part for part in (hit.phone_masked, hit.tier_name) if part)
    return Row(cells=(hit.name, words.points(hit.points)), detail=detail, icon="users")


def approver_row(tile: OperatorTile, words: Words) -> Row:
    """Somebody who may give their word."""
    return Row(cells=(tile.name,), detail=words.text(f"role.{tile.role}"), icon="lock")


def notes_of(page: MemberPage) -> tuple[PersonNote, ...]:
    """What is still to be done first, the newest on top."""
    newest = sorted(page.member.notes, key=lambda each: each.at, reverse=True)
    return tuple(sorted(newest, key=lambda each: bool(each.done_by)))


def erasure_rows(page: MemberPage, words: Words) -> tuple[Row, ...]:
    """What goes for ever, and what stays without a name; a household stays with whoever is left of it.

    Money in a wallet is said first: the server erases nobody whose money the shop still has.
    """
    member = page.member
    cards = tuple(each for each in page.cards if not member.person or each.of == member.name)
    gone, stays = [words.text("members.erase-person")], [words.text("members.erase-stays")]
    first = ""
    if len(member.household) > 1:
        stays.insert(0, words.text("members.erase-household", points=words.points(member.points)))
    else:
        gone.append(words.text("members.erase-points", points=words.points(member.points)))
        if member.wallet is not None and member.wallet.balance:
            first = words.text("members.erase-wallet", amount=words.money(member.wallet.balance))
        if member.vouchers:
            gone.append(words.text("members.erase-vouchers", count=len(member.vouchers)))
    if cards:
        gone.append(words.text("members.erase-cards", count=len(cards)))
    return (
        *(Row(cells=(each,), tone=Tone.ATTENTION, icon="triangle-alert") for each in (first,) if each),
        *(Row(cells=(each,), tone=Tone.REFUSED, icon="circle-x") for each in gone),
        *(Row(cells=(each,), icon="receipt") for each in stays),
    )


def _points(_model: MembersModel, page: MemberPage, words: Words) -> tuple[Row, ...]:
    lots = sorted(page.member.lots, key=lambda lot: (lot.dies_at is None, str(lot.dies_at)))
    return tuple(_lot(lot, words) for lot in lots)


def _lot(lot: MemberLot, words: Words) -> Row:
    until = words.text("members.lot-stays")
    if lot.dies_at is not None:
        until = words.text("members.lot-until", date=words.date(lot.dies_at - _LAST_MOMENT))
    since = "" if lot.spendable_from is None else words.date(lot.spendable_from)
    detail = words.text("members.lot-from", date=since) if since else ""
    return Row(cells=(until, words.points(lot.points)), detail=detail, icon="calendar-days")


def _history(model: MembersModel, page: MemberPage, words: Words) -> tuple[Row, ...]:
    if model.file is None:
        is_shared = bool(page.member.household)
        return tuple(_sale(each, words, is_shared=is_shared) for each in page.sales)
    rows = tuple(_movement(each, words) for each in model.movements)
    more = Row(cells=(words.text("members.more-movements"), ""), icon="chevron-right")
    return (*rows, more) if model.has_more else rows


def _movement(move: Movement, words: Words) -> Row:
    at = from_timestamp(move.at)
    when = f"{words.date(at)} {words.time(at)}"
    parts = (move.person, when, move.receipt, move.till, move.by, move.reason)
    key = f"members.move-{move.kind}"
    title = words.text(key) if words.catalogue.has(key) else move.kind
    figure = words.points(Points(move.points))
    return Row(
        cells=(title, f"{_GIVES}{figure}" if move.points > 0 else figure),
        detail=" · ".join(part for part in parts if part),
        icon="plus" if move.points > 0 else "minus",
    )


def _sale(sale: SaleRow, words: Words, *, is_shared: bool) -> Row:
    detail = f"{words.date(sale.at)} {words.time(sale.at)} · {sale.goods}"
    if is_shared and sale.member_name:
        detail = f"{sale.member_name} · {detail}"
    return Row(cells=(sale.label, words.amount(sale.to_pay)), detail=detail, icon="receipt")


def _things(model: MembersModel, page: MemberPage, words: Words) -> tuple[Row, ...]:
    cards = (
        Row(
            cells=(words.text("members.card", number=each.number), ""),
            detail=" · ".join(
                part for part in (each.of, "" if each.active else _blocked(each, words)) if part
            ),
            tone=Tone.PLAIN if each.active else Tone.REFUSED,
            icon="credit-card",
        )
        for each in page.cards
    )
    return (
        *cards,
        *(_promised(each, words) for each in page.promised),
        *_vouchers(page, words),
        *_stamps(page, words),
        *_memberships(page, words),
        *benefit_rows(model, page, words),
        *recommendation_rows(page, words),
    )


def _blocked(card: PageCard, words: Words) -> str:
    text = blocked_text(card.why, words)
    return f"{text[:1].upper()}{text[1:]}"


def _promised(promised: PromisedApology, words: Words) -> Row:
    """A voucher that was given without the server: from when it can be used, or why it was not given."""
    if not promised.why:
        detail, tone = words.text("members.apology-waits"), Tone.ATTENTION
    else:
        key = f"members.apology-not-{promised.why}"
        detail = words.text(key if words.catalogue.has(key) else "members.apology-not")
        tone = Tone.REFUSED
    return Row(cells=(promised.name, ""), detail=detail, tone=tone, icon="gift")


def _vouchers(page: MemberPage, words: Words) -> tuple[Row, ...]:
    kept = page.member.kept
    known = {each.code: each for each in (() if kept is None else kept.vouchers)}
    rows: list[Row] = []
    for code, promotion in sorted(page.member.vouchers.items()):
        voucher = known.get(code)
        until = None if voucher is None else voucher.ends_at
        last = "" if until is None else words.text("members.lot-until", date=words.date(until - _LAST_MOMENT))
        detail = " · ".join(part for part in (code, last) if part)
        name = page.voucher_names.get(promotion) if voucher is None else voucher.name
        name = name or words.text("checkout.hit-voucher")
        rows.append(Row(cells=(name, ""), detail=detail, icon="gift"))
    return tuple(rows)


def _stamps(page: MemberPage, words: Words) -> tuple[Row, ...]:
    return tuple(
        Row(
            cells=(each.name, words.text("checkout.thing-stamps", have=each.have, goal=each.goal)), icon="tag"
        )
        for each in page.stamp_cards
    )


def _memberships(page: MemberPage, words: Words) -> tuple[Row, ...]:
    return tuple(
        Row(cells=(words.text("members.membership", name=each), ""), icon="gem") for each in page.memberships
    )


def _notes(_model: MembersModel, page: MemberPage, words: Words) -> tuple[Row, ...]:
    kept = {each.deed for each in page.kept}
    return tuple(_kept(each, words) if each.note in kept else _note(each, words) for each in notes_of(page))


def _kept(note: PersonNote, words: Words) -> Row:
    """The server will not take it: who wrote it, and what to do."""
    row = _note(note, words)
    detail = words.text("members.note-kept", by=row.detail)
    return replace(row, detail=detail, tone=Tone.REFUSED, icon="triangle-alert")


def _note(note: PersonNote, words: Words) -> Row:
    at = from_timestamp(note.at)
    detail = f"{note.by} · {words.date(at)} {words.time(at)}"
    due = due_text(note, words)
    detail = f"{due} · {detail}" if due else detail
    if note.done_by:
        detail = f"{detail} · {words.text('members.note-done-by', name=note.done_by)}"
    return Row(
        cells=(note.text,),
        detail=detail,
        tone=Tone.GOOD if note.done_by else Tone.ATTENTION,
        icon="circle-check" if note.done_by else "clipboard-list",
    )


def _more(model: MembersModel, _page: MemberPage, words: Words) -> tuple[Row, ...]:
    icons = {
        "adjust": "gem", "export": "hard-drive", "merge": "users", "household": "store", "erase": "trash-2",
        "request": "clipboard-list",
    }  # fmt: skip
    deeds = tuple(
        Row(
            cells=(words.text(f"members.do-{each}"),),
            detail=words.text(f"members.do-{each}-how"),
            icon=icons[each],
        )
        for each in MORE_DEEDS
    )
    file = model.file
    if file is None:
        return deeds
    aliases = tuple(
        Row(
            cells=(words.text("members.do-unmerge", name=each.person.name if each.person else each.member),),
            detail=words.text("members.do-unmerge-how"),
            icon="split",
        )
        for each in file.aliases
    )
    done = tuple(
        Row(
            cells=(_deed(each, words),),
            detail=" · ".join(
                part for part in (words.date(from_timestamp(each.at)), each.by, each.approved_by) if part
            ),
            icon="info",
        )
        for each in file.deeds
    )
    return (*deeds, *aliases, *done)


def _deed(deed: DeedRow, words: Words) -> str:
    """What was done, with whom or about what where the server says so; a newer one has more kinds."""
    if deed.purpose:
        key = f"members.consent-{deed.purpose}"
        what = words.text(key) if words.catalogue.has(key) else deed.purpose
        return words.text(f"members.deed-consent-{'given' if deed.given else 'withdrawn'}", what=what)
    plain, of_two = f"members.deed-{deed.kind}", f"members.deed-{deed.kind}-with"
    if deed.other and words.catalogue.has(of_two):
        return words.text(of_two, name=deed.other)
    return words.text(plain) if words.catalogue.has(plain) else deed.kind


_SECTIONS: Final[Mapping[Section, Callable[[MembersModel, MemberPage, Words], tuple[Row, ...]]]] = {
    "points": _points,
    "history": _history,
    "things": _things,
    "notes": _notes,
    "consents": consent_rows,
    "more": _more,
}
