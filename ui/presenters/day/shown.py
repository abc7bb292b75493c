"""The model of the shift and the day in words. Pure."""

from loyalty.units import Money
from terminal.shift import CashMove
from terminal.usecases.paid import REASONS
from ui.presenters.checkout.shown import notice_of
from ui.presenters.day.model import DayModel, DayRow, Moving
from ui.presenters.drawer_count import SMALLEST
from ui.presenters.forms import FieldChoice, FieldKind, FormField, FormState
from ui.presenters.listing import Listing, Row
from ui.presenters.office_state import OfficeAction, OfficeState
from ui.presenters.shift_report import report_facts
from ui.presenters.shift_shown import whose_pin
from ui.presenters.words import Words

_ICONS = {"so-far": "clipboard-list", "shift": "receipt", "day": "calendar-days"}


def state_of(model: DayModel, words: Words) -> OfficeState:
    """All that the screen shows."""
    match model.step:
        case "list":
            return _list(model, words)
        case "move":
            return _move(model, words)
        case "approve":
            return _approve(model, words)


def _list(model: DayModel, words: Words) -> OfficeState:
    close = "day.close-shift" if model.is_open else "day.close"
    closes = model.is_open or model.may_close_day
    return OfficeState(
        title=words.text("day.title"),
        listing=Listing(
            rows=tuple(_row(model, each, words) for each in model.rows),
            marked=model.mark,
            empty=words.text("day.nothing"),
            columns=(),
        ),
        about_title=_about_title(model, words),
        hint=_hint(model, words),
        about=_about(model, words),
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("shift.back"),
        actions=(
            OfficeAction(text=words.text("day.pay-in") if model.is_open else "", enabled=not model.busy),
            OfficeAction(text=words.text("day.pay-out") if model.is_open else "", enabled=not model.busy),
            OfficeAction(text=words.text(close) if closes else "", enabled=not model.busy),
        ),
        finish=OfficeAction(text=words.text("day.print"), enabled=model.can_finish),
    )


def _row(model: DayModel, row: DayRow, words: Words) -> Row:
    overview = model.overview
    if overview is None:
        raise AssertionError("rows are of an overview")
    if row.kind == "so-far" and overview.so_far is not None:
        shift = overview.so_far.shift
        title = words.text("day.open-shift", number=shift.number)
        return Row(
            cells=(title,),
            detail=_by(shift.operator_name, f"{words.date(shift.opened_at)} {words.time(shift.opened_at)}"),
            icon=_ICONS[row.kind],
        )
    if row.kind == "day":
        day = next(each for each in overview.days if str(each.number) == row.key)
        title, name, at = words.text("slip.shift.day", number=day.number), day.operator_name, day.at
    else:
        shift, end = next(each for each in overview.shifts if each[0].shift == row.key)
        title = words.text("slip.shift.number", number=shift.number)
        name, at = end.operator_name, end.at
    when = f"{words.date(at)} {words.time(at)}"
    return Row(cells=(title,), detail=_by(name, when), icon=_ICONS[row.kind])


def _by(name: str, when: str) -> str:
    return f"{name} · {when}"


def _about_title(model: DayModel, words: Words) -> str:
    row = model.marked
    report = None if row is None else model.figures.get(row)
    if report is None or row is None:
        return ""
    return "" if report.is_blind else words.text(f"day.figures-{row.kind}")


def _hint(model: DayModel, words: Words) -> str:
    row = model.marked
    report = None if row is None else model.figures.get(row)
    return words.text("slip.shift.blind") if report is not None and report.is_blind else ""


def _about(model: DayModel, words: Words) -> Listing:
    row = model.marked
    report = None if row is None else model.figures.get(row)
    if report is None:
        return Listing()
    return report_facts(report, words, is_open=row is not None and row.kind == "so-far")


def _move(model: DayModel, words: Words) -> OfficeState:
    moving = model.moving
    if moving is None:
        raise AssertionError("cash is about to be moved")
    return OfficeState(
        title=words.text(f"day.title-{moving.way}"),
        listing=Listing(
            rows=tuple(_moved(each, words) for each in _moves(model)),
            empty=words.text("day.no-moves"),
        ),
        hint=words.text(f"day.hint-{moving.way}"),
        form=_form(model, moving, words),
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("shift.back"),
        finish=OfficeAction(text=words.text(f"day.confirm-{moving.way}"), enabled=model.can_finish),
    )


def _moves(model: DayModel) -> tuple[CashMove, ...]:
    """What went in and out so far, the last first."""
    overview = model.overview
    return () if overview is None or overview.so_far is None else overview.so_far.moves[::-1]


def _moved(move: CashMove, words: Words) -> Row:
    amount = move.amount if move.way == "in" else Money(-move.amount)
    return Row(
        cells=(words.text(f"cash.{move.way}-{move.reason}"), words.amount(amount)),
        detail=_by(move.note or move.operator_name, words.time(move.at)),
        icon="plus" if move.way == "in" else "minus",
    )


def _form(model: DayModel, moving: Moving, words: Words) -> FormState:
    holds = words.money(model.holds or Money(0))
    least = words.money(SMALLEST)
    faults = {name: words.text(key, holds=holds, least=least) for name, key in moving.faults.items()}
    return FormState(
        fields=(
            FormField(
                name="amount",
                label=words.text("slip.cash.amount"),
                kind=FieldKind.MONEY,
                value=moving.amount,
                unit="₫",
                group=words.group,
                fault=faults.get("amount", ""),
                max_length=16,
            ),
            FormField(
                name="reason",
                label=words.text("slip.cash.reason"),
                kind=FieldKind.CHOICE,
                value=moving.reason,
                choices=tuple(
                    FieldChoice(value=each, text=words.text(f"cash.{moving.way}-{each}"))
                    for each in REASONS[moving.way]
                ),
                fault=faults.get("reason", ""),
            ),
            FormField(
                name="note",
                label=words.text("day.note"),
                value=moving.note,
                about=words.text("day.note-about"),
                fault=faults.get("note", ""),
            ),
        )
    )


def _approve(model: DayModel, words: Words) -> OfficeState:
    return OfficeState(
        title=words.text("returns.approve-title"),
        listing=Listing(
            rows=tuple(
                Row(cells=(each.name,), detail=words.text(f"role.{each.role}"), icon="lock")
                for each in model.approvers
            ),
            marked=model.mark,
            empty=words.text("returns.nobody-approves"),
            columns=(),
        ),
        hint=whose_pin(model.approvers, model.mark, words),
        dots="•" * len(model.pin) or "–",
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("shift.back"),
        finish=OfficeAction(text=words.text("returns.approve"), enabled=model.can_finish),
    )
