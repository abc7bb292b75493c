"""Who did what, in words. Pure."""

from typing import TYPE_CHECKING, Final

from loyalty.wire.member_desk import MAY_DO, REQUESTS
from loyalty.wire.roles import MAY
from terminal.returned import REASONS as RETURN_REASONS
from terminal.usecases.paid import REASONS
from terminal.usecases.shifts import DIFFERENCE_REASONS
from ui.presenters.checkout.shown import notice_of
from ui.presenters.listing import Listing, Row
from ui.presenters.members.model import ADJUST_REASONS
from ui.presenters.office_state import OfficeAction, OfficeState
from ui.presenters.settings.model import STORE_FIELDS

if TYPE_CHECKING:
    from datetime import date

    from loyalty.units import Points
    from terminal.audit import AuditEntry
    from ui.presenters.audit.presenter import AuditModel
    from ui.presenters.words import Words

KINDS: Final = tuple(MAY)
"""Everything that a journal can say."""

GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("by-hand", ()),
    ("overrides", ("override_given",)),
    (
        "sales",
        (
            "sale_settled",
            "sale_voided",
            "sale_refunded",
            "goods_returned",
            "receipt_claimed",
            "receipt_reprinted",
        ),
    ),
    (
        "money",
        ("cash_moved", "drawer_opened", "drawer_counted", "shift_opened", "shift_closed", "day_closed"),
    ),
    (
        "members",
        (
            "member_enrolled",
            "member_changed",
            "note_written",
            "note_done",
            "consent_said",
            "apology_given",
            "benefit_used",
            "benefit_taken_back",
            "card_linked",
            "card_blocked",
            "cards_made",
            "data_imported",
            "data_exported",
        ),
    ),
    ("goods", ("product_changed", "price_set", "price_withdrawn")),
    ("shop", ("store_changed", "draw_opened", "program_published")),
    (
        "people",
        ("operator_signed_in", "operator_signed_out", "sign_in_refused", "operator_changed"),
    ),
    ("all", ()),
)
"""What can be looked at alone: its name, and the kinds that it is; first what people did, last everything."""

BY_NOBODY: Final = (
    "lease_closed", "claim_closed", "sale_released", "till_rehomed", "event_rehomed", "survey_answered",
)  # fmt: skip
"""What a till writes down in passing: two or three rows for each customer, which hide what people did."""

_ICONS: Final = {
    "override_given": "lock",
    "sale_settled": "receipt",
    "sale_voided": "rotate-ccw",
    "sale_refunded": "rotate-ccw",
    "goods_returned": "rotate-ccw",
    "receipt_claimed": "gift",
    "cash_moved": "banknote",
    "drawer_opened": "wallet",
    "drawer_counted": "wallet",
    "member_enrolled": "user-plus",
    "card_linked": "credit-card",
    "cards_made": "credit-card",
    "price_set": "tag",
    "product_changed": "tag",
}


_WORDS: Final = (
    "recount",
    "paid-out",
    "sale-beyond-limit",
    "return-lines",
    "return-goods",
    "price-by-hand",
    "product",
    "late-claim",
    "card",
    "books-restored",
    *(f"member-{kind}" for kind in MAY_DO),
)
_OF_STAFF: Final = ("add", "change", "pin", "blocked", "active")
_DETAILS: Final = {
    **{("cash_moved", f"{way}-{why}"): f"cash.{way}-{why}" for way, whys in REASONS.items() for why in whys},
    **{("shift_closed", why): f"shift.reason-{why}" for why in DIFFERENCE_REASONS},
    **{
        (kind, why): f"returns.reason-{why}"
        for kind in ("sale_refunded", "goods_returned")
        for why in RETURN_REASONS
    },
    **{("override_given", what): f"audit.what-{what}" for what in _WORDS},
    **{("store_changed", field): f"settings.row.{name}" for name, field in STORE_FIELDS.items()},
    ("store_changed", "till"): "settings.row.add-till",
    **{("note_written", what): f"members.request-{what}" for what in REQUESTS},
    **{("operator_changed", what): f"audit.staff-{what}" for what in _OF_STAFF},
    **{("drawer_opened", why): f"audit.drawer-{why}" for why in ("manual", "unasked")},
}
"""The words for what the program itself writes as a detail, by kind and detail."""
_FILES: Final = ("members", "cards", "balances", "products")
_OF_FILES: Final = ("data_imported", "data_exported")
"""Their note begins with what was in the file: `products: 300`."""
_WAYS: Final = {"in": "shift.row-paid-in", "out": "shift.row-paid-out"}


def state_of(model: "AuditModel", words: "Words") -> OfficeState:
    """All that the screen shows."""
    who = words.text("audit.everybody") if model.operator is None else model.operator.name
    marked = model.marked
    return OfficeState(
        title=words.text("audit.title") if model.day is None else _title_on(model.day, words),
        text=model.text,
        prompt=words.text("audit.prompt"),
        listing=Listing(
            rows=tuple(_row(each, words) for each in model.found),
            marked=model.mark,
            empty="" if model.busy else words.text("audit.nothing"),
        ),
        about_title="" if marked is None else _title(marked, words),
        about=Listing() if marked is None else _about(marked, words),
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("shift.back"),
        actions=(
            OfficeAction(text=who),
            OfficeAction(text=words.text(f"audit.group-{GROUPS[model.group][0]}")),
            OfficeAction(text=words.text("audit.receipt") if marked is not None and marked.number else ""),
        ),
        finish=OfficeAction(text=words.text("audit.write"), enabled=bool(model.found) and not model.busy),
    )


def _title_on(day: "date", words: "Words") -> str:
    return words.text("audit.title-on", day=words.day(day))


def titles(words: "Words") -> tuple[str, ...]:
    """The titles of the table that is written."""
    names = ("at", "operator", "kind", "receipt", "amount", "difference", "approver", "asked-by", "detail")
    return ("#", *(words.text(f"audit.column-{name}") for name in names))


def row_texts(entry: "AuditEntry", words: "Words") -> tuple[str, ...]:
    """One event as cells of the table; figures bare, so that a spreadsheet reckons with them."""
    return (
        str(entry.seq),
        f"{words.date(entry.at)} {words.time(entry.at)}",
        entry.operator,
        _title(entry, words),
        entry.receipt,
        "" if entry.amount is None else str(int(entry.amount)),
        "" if entry.difference is None else str(int(entry.difference)),
        entry.approver,
        entry.asked_by,
        _detail(entry, words),
    )


def _title(entry: "AuditEntry", words: "Words") -> str:
    """What happened; of cash which way it went, of a member's page what was done there."""
    if entry.kind == "member_changed":
        return words.text(f"audit.what-member-{entry.detail}")
    way = entry.detail.partition("-")[0] if entry.kind == "cash_moved" else ""
    return words.text(_WAYS.get(way, f"audit.{entry.kind}"))


def _row(entry: "AuditEntry", words: "Words") -> Row:
    who = entry.operator or words.text("audit.till-itself")
    when = f"{words.date(entry.at)} {words.time(entry.at)}"
    amount = "" if entry.amount is None else words.amount(entry.amount)
    return Row(
        cells=(_title(entry, words), amount),
        detail=" · ".join(each for each in (who, when, entry.receipt, _detail(entry, words)) if each),
        icon=_ICONS.get(entry.kind, "clipboard-list"),
    )


def _about(entry: "AuditEntry", words: "Words") -> Listing:
    said = (
        ("at", f"{words.date(entry.at)} {words.time(entry.at)}"),
        ("operator", entry.operator or words.text("audit.till-itself")),
        ("approver", entry.approver),
        ("asked-by", entry.asked_by),
        ("receipt", entry.receipt),
        ("amount", "" if entry.amount is None else words.amount(entry.amount)),
        ("difference", words.amount(entry.difference) if entry.difference else ""),
        ("detail", _detail(entry, words)),
        ("seq", str(entry.seq)),
    )
    rows = (Row(cells=(words.text(f"audit.column-{name}"), text)) for name, text in said if text)
    return Listing(rows=tuple(rows))


def _detail(entry: "AuditEntry", words: "Words") -> str:
    """What it was for, in words where the program has a word for it, and what somebody wrote."""
    if entry.kind == "member_changed":
        return "" if entry.points is None else _by_hand(entry.points, entry.why, words)
    key = _DETAILS.get((entry.kind, entry.detail))
    said = entry.detail if key is None else words.text(key)
    return " · ".join(each for each in (said, _note(entry, words)) if each)


def _by_hand(points: "Points", why: str, words: "Words") -> str:
    """How many points were given or taken, and what for."""
    figure = words.text("checkout.points-of", points=words.points(points))
    reason = words.text(f"members.adjust-{why}") if why in ADJUST_REASONS else ""
    return " · ".join(each for each in (f"+{figure}" if points > 0 else figure, reason) if each)


def _note(entry: "AuditEntry", words: "Words") -> str:
    what, colon, figures = entry.note.partition(":")
    if entry.kind in _OF_FILES and what in _FILES:
        return words.text(f"audit.file-{what}") + colon + figures
    return entry.note
