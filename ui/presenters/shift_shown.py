"""The shift's model in words. Pure."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from loyalty.units import Money
from ui.presenters.checkout.model import Said
from ui.presenters.checkout.shown import notice_of
from ui.presenters.drawer_count import NOTES
from ui.presenters.listing import Listing, Row
from ui.presenters.shift_model import REASONS, ShiftModel, Stage
from ui.presenters.shift_report import difference_facts, first_facts, other_facts
from ui.presenters.shift_state import NoteRow, ShiftState
from ui.presenters.shown import Notice
from ui.presenters.words import Words

if TYPE_CHECKING:
    from terminal.session import OperatorTile
    from terminal.shift import Shift

_A_NIGHT: Final = timedelta(hours=12)
"""A shift that is longer than a night's was not closed; one that only passes midnight is told of nothing."""


def state_of(model: ShiftModel, words: Words) -> ShiftState:
    """All that the screen shows."""
    said = model.said or model.standing
    notice = None if said is None else notice_of(said, words)
    match model.stage:
        case Stage.CLOSED:
            return _closed(model, words, notice)
        case Stage.DIFFERS:
            return _differs(model, words, notice)
        case Stage.APPROVING:
            return _approving(model, words, notice)
        case Stage.OPENING | Stage.CLOSING:
            return _counting(model, words, notice)


def of_copy(at: datetime | None, words: Words) -> Said | None:
    """What whoever signs in has to know of a disk that was found to be an older copy; None on a good day."""
    if at is None:
        return None
    return Said(key="shift.from-copy", params={"date": words.date(at), "time": words.time(at)})


def of_earlier(shift: "Shift | None", at: datetime, words: Words) -> Said | None:
    """What whoever signs in has to know of a shift that was left open: it is of a day before."""
    if shift is None or at - shift.opened_at < _A_NIGHT or words.date(shift.opened_at) == words.date(at):
        return None
    opened = {"date": words.date(shift.opened_at), "time": words.time(shift.opened_at)}
    return Said(key="shift.from-earlier", params=opened)


def _counting(model: ShiftModel, words: Words, notice: Notice | None) -> ShiftState:
    is_opening = model.stage is Stage.OPENING
    stage = "open" if is_opening else "close"
    return ShiftState(
        title=words.text(f"shift.{stage}-title"),
        hint=words.text(f"shift.{stage}-hint"),
        amount_label=words.text("shift.float" if is_opening else "shift.counted"),
        amount=words.money(model.count.total),
        notes=_notes(model, words),
        notice=notice,
        finish=words.text("shift.open" if is_opening else "shift.give-count"),
        can_finish=model.can_finish,
        back=words.text("shift.back"),
        menu=words.text("key.menu") if is_opening else "",
    )


def _differs(model: ShiftModel, words: Words, notice: Notice | None) -> ShiftState:
    return ShiftState(
        title=words.text("shift.differs-title"),
        hint=words.text("shift.differs-hint"),
        report_more=difference_facts(model.given, words),
        choices=Listing(
            rows=tuple(
                Row(
                    cells=(words.text(f"shift.reason-{reason}"), ""),
                    icon="check" if place == model.mark else "minus",
                )
                for place, reason in enumerate(REASONS)
            ),
            marked=model.mark,
        ),
        notice=notice,
        again=words.text("shift.count-again") if model.may_recount else "",
        finish=words.text("menu.close-shift"),
        can_finish=model.can_finish,
        back=words.text("shift.back"),
    )


def _approving(model: ShiftModel, words: Words, notice: Notice | None) -> ShiftState:
    return ShiftState(
        title=words.text("shift.recount-title"),
        hint=words.text("shift.recount-hint"),
        amount_label=whose_pin(model.approvers, model.mark, words),
        amount="•" * len(model.pin) or "–",
        choices=Listing(
            rows=tuple(
                Row(cells=(each.name, ""), detail=words.text(f"role.{each.role}"), icon="lock")
                for each in model.approvers
            ),
            marked=model.mark,
            empty=words.text("returns.nobody-approves"),
        ),
        notice=notice,
        finish=words.text("returns.approve"),
        can_finish=model.can_finish,
        back=words.text("shift.back"),
    )


def whose_pin(approvers: "tuple[OperatorTile, ...]", mark: int, words: Words) -> str:
    """Who of them types a PIN; nothing where there is nobody."""
    return words.text("shift.whose-pin", name=approvers[mark].name) if approvers else ""


def _closed(model: ShiftModel, words: Words, notice: Notice | None) -> ShiftState:
    report = model.report
    if report is None:
        raise AssertionError("the shift is closed")
    return ShiftState(
        title=words.text("shift.closed-title"),
        hint=words.text("shift.closed-hint", number=report.shift.number, name=report.closed_by_name),
        report=first_facts(report, words),
        report_more=other_facts(report, words),
        notice=notice,
        finish=words.text("shift.done"),
    )


def _notes(model: ShiftModel, words: Words) -> tuple[NoteRow, ...]:
    count = model.count
    return tuple(
        NoteRow(
            note=note,
            label=words.amount(Money(note)),
            count=count.counts.get(note, ""),
            amount=words.amount(Money(note * int(count.counts.get(note, "0")))),
            chosen=note == count.note,
        )
        for note in NOTES
    )
