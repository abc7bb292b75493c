"""What the house holds of one person as a page that the person can read: in words, their language, no script.

The file for programs lies beside it and has everything by the names of the wire. Only what a person would ask
for is on the page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from html import escape
from types import MappingProxyType
from typing import Any

from loyalty.figures import format_date
from loyalty.identity.phones import as_dialled
from loyalty.units import Money, Points
from loyalty.wire.canonical import JsonObject
from terminal.clock import from_timestamp
from terminal.member_page import birthday_told
from terminal.receipts.wording import Wording

_STYLE = (
    "body{font-family:'Noto Sans',Arial,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;margin-bottom:2rem}"
    "th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d5dde0;vertical-align:top}"
)
_NOTHING = "–"
Cell = Callable[[Mapping[str, Any]], str]
Sheet = tuple[str, Sequence[Mapping[str, Any]], Mapping[str, Cell]]
"""What a table is of, its rows, and what stands in each column."""


StampCards = Mapping[str, tuple[str, int]]
"""What each stamp card of the program in force is called, and how many stamps fill it, by its id."""
NO_STAMP_CARDS: StampCards = MappingProxyType({})


def export_page(
    document: JsonObject,
    wording: Wording,
    *,
    tiers: Mapping[str, str],
    beside: str,
    stamp_cards: StampCards = NO_STAMP_CARDS,
) -> str:
    """The page; `tiers` are their names by id, `beside` is the name of the file for programs."""
    held: Mapping[str, Any] = document
    said = _part(held, "member")
    state = {**said, "tier": tiers.get(str(said.get("tier")), said.get("tier"))}
    person = _part(state, "person")
    say = wording.text
    title = say("export.title", name=str(person.get("name") or _NOTHING))
    parts = (
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(say('export.written', date=_when(held.get('written_at'), wording), file=beside))}</p>",
        _person(held, state, person, wording),
        *_tables(held, wording, stamp_cards),
    )
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    body = "\n".join(part for part in parts if part)
    opening = f'<!DOCTYPE html>\n<html lang="{wording.language}"><head>{head}</head>'
    return f"{opening}\n<body>\n{body}\n</body></html>\n"


def _person(
    held: Mapping[str, Any], state: Mapping[str, Any], person: Mapping[str, Any], wording: Wording
) -> str:
    rows = (
        ("name", person.get("name")),
        ("phone", as_dialled(str(person.get("phone") or ""))),
        ("birthday", birthday_told(person.get("birthday"), wording.language)),
        ("email", person.get("email")),
        ("since", _when(held.get("enrolled_at"), wording)),
        ("tier", state.get("tier")),
        ("points", wording.whole(int(state.get("points", 0)))),
        ("owed", wording.whole(int(state.get("owed", 0)))),
        ("purchases", wording.whole(int(state.get("purchases", 0)))),
    )
    told = [(wording.text(f"export.{name}"), value) for name, value in rows]
    wallet = _part(state, "wallet")
    for name, key in (("wallet", "balance"), ("wallet-bonus", "bonus")):
        if wallet.get(key):
            amount = wording.money(Money(int(wallet[key])), symbol=True)
            told.append((wording.text(f"export.{name}"), amount))
    if "household_points" in held:
        shared = wording.whole(int(held["household_points"]))
        told.append((wording.text("export.household-points"), shared))
    return "<table>" + "".join(_row("th", label, value) for label, value in told) + "</table>"


def _row(tag: str, label: str, value: object) -> str:
    return f"<tr><{tag}>{escape(label)}</{tag}><td>{escape(str(value or _NOTHING))}</td></tr>"


def _tables(held: Mapping[str, Any], wording: Wording, stamp_cards: StampCards) -> Iterable[str]:
    """A table for each kind of thing: what they have, what was said, what was done."""
    sheets = (*_owned(held, wording, stamp_cards), *_said(held, wording), *_done(held, wording))
    return (_table(name, rows, columns, wording) for name, rows, columns in sheets)


def _owned(held: Mapping[str, Any], wording: Wording, stamp_cards: StampCards) -> Iterator[Sheet]:
    keeping = _part(_part(held, "member"), "keeping")

    def until(row: Mapping[str, Any]) -> str:
        ends = row.get("ends_at")
        return wording.last_day(from_timestamp(str(ends))) if ends else ""

    cards: Mapping[str, Cell] = {
        "card": _text("number"),
        "state": lambda row: _named("export.state", row.get("state"), wording),
    }
    yield "cards", _rows(held, "cards"), cards
    vouchers: Mapping[str, Cell] = {
        "at": lambda row: _when(row.get("issued_at"), wording),
        "what": _text("name"),
        "voucher": _text("code"),
        "until": until,
        "voucher-state": lambda row: _voucher_state(row, wording),
    }
    yield "vouchers", _rows(keeping, "vouchers"), vouchers
    stamps: Mapping[str, Cell] = {"what": _text("name"), "stamps-have": _text("have")}
    yield "stamps", tuple(_stamps(held, keeping, stamp_cards)), stamps
    memberships: Mapping[str, Cell] = {
        "what": _text("name"),
        "until": lambda row: _last_of(str(row["ends"]), wording),
    }
    yield "memberships", _rows(keeping, "memberships"), memberships


def _said(held: Mapping[str, Any], wording: Wording) -> Iterator[Sheet]:
    consents: Mapping[str, Cell] = {
        "at": _at(wording),
        "what": _text("text"),
        "given": lambda row: wording.text("export.yes" if row.get("given") else "export.no"),
    }
    yield "consents", _rows(held, "consents"), consents
    notes = _rows(_part(_part(held, "member"), "person"), "notes")
    yield "notes", notes, {"at": _at(wording), "what": _text("text"), "by": _text("by")}


def _done(held: Mapping[str, Any], wording: Wording) -> Iterator[Sheet]:
    def used(row: Mapping[str, Any]) -> str:
        key = "members.benefit-back" if row.get("is_back") else "members.benefit-used"
        return wording.text(key, name=str(row.get("benefit") or ""))

    at, who = _at(wording), {"till": _text("till"), "by": _text("by")}
    movements: Mapping[str, Cell] = {
        "at": at,
        "what": lambda row: _named("members.move", row.get("kind"), wording),
        "points": lambda row: wording.gained(Points(int(row.get("points", 0)))),
        "receipt": _text("receipt"),
        **who,
        "why": _text("reason"),
    }
    yield "movements", _rows(held, "movements"), movements
    yield "benefits", _rows(held, "benefits_used"), {"at": at, "what": used, **who}
    receipts: Mapping[str, Cell] = {
        "at": at,
        "receipt": lambda row: str(_part(row["sale"], "receipt").get("label", "")),
        "goods": lambda row: _goods(row["sale"], wording),
        "paid": lambda row: wording.money(Money(int(row["sale"]["to_pay"])), symbol=True),
    }
    yield "receipts", _rows(held, "receipts"), receipts
    deeds: Mapping[str, Cell] = {
        "at": at,
        "what": lambda row: _named("members.deed", row.get("kind"), wording),
        "by": _text("by"),
    }
    yield "done", _rows(held, "done_with_the_file"), deeds


def _text(name: str) -> Cell:
    return lambda row: str(row.get(name) or "")


def _at(wording: Wording) -> Cell:
    return lambda row: _when(row.get("at"), wording)


def _table(
    name: str, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Cell], wording: Wording
) -> str:
    title = f"<h2>{escape(wording.text(f'export.{name}'))}</h2>"
    if not rows:
        return f"{title}\n<p>{escape(wording.text('export.none'))}</p>"
    heads = "".join(f"<th>{escape(wording.text(f'export.{column}'))}</th>" for column in columns)
    lines = "".join(
        f"<tr>{''.join(f'<td>{escape(cell(row))}</td>' for cell in columns.values())}</tr>\n" for row in rows
    )
    return f"{title}\n<table><tr>{heads}</tr>\n{lines}</table>"


def _goods(sale: Mapping[str, Any], wording: Wording) -> str:
    return "; ".join(
        wording.text("export.line", name=str(line["name"] or line["sku"]), quantity=str(line["quantity"]))
        for line in _rows(sale, "lines")
    )


def _stamps(
    held: Mapping[str, Any], keeping: Mapping[str, Any], known: StampCards
) -> Iterator[Mapping[str, Any]]:
    """What is on each stamp card as the document was written; one that no program knows says its id."""
    from loyalty.account.kept_json import kept_from_json

    for card in kept_from_json({"cards": keeping.get("cards", [])}).cards:
        name, goal = known.get(card.card, (card.card, 0))
        have = card.stamps(from_timestamp(str(held["written_at"])))
        yield {"name": name, "have": f"{have}/{goal}" if goal else str(have)}


def _voucher_state(voucher: Mapping[str, Any], wording: Wording) -> str:
    for field, word in (("is_cancelled", "cancelled"), ("redeemed_at", "used")):
        if voucher.get(field):
            return wording.text(f"export.voucher-{word}")
    return ""


def _last_of(ends: str, wording: Wording) -> str:
    """The last day of what has ended on a day, as people write it."""
    return format_date(date.fromisoformat(ends) - timedelta(days=1), language=wording.language)


def _named(group: str, code: object, wording: Wording) -> str:
    """A code in words; one that a newer server has is said as it is."""
    key = f"{group}-{code}"
    return wording.text(key) if wording.catalogue.has(key) else str(code or "")


def _when(moment: object, wording: Wording) -> str:
    return wording.moment(from_timestamp(str(moment))) if moment else _NOTHING


def _part(held: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part: Mapping[str, Any] | None = held.get(name)
    return part or {}


def _rows(held: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] | None = held.get(name)
    return rows or ()
