"""The model of the screen of programs in words. Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from loyalty.units import Money, Points
from ui.presenters.checkout.model import Said
from ui.presenters.checkout.shown import notice_of
from ui.presenters.forms import FieldKind, FormField, FormState, meant
from ui.presenters.listing import Listing, Row
from ui.presenters.office_state import OfficeAction, OfficeState
from ui.presenters.programs.change_text import change_row, long_values, value_rows
from ui.presenters.programs.fault_text import fault_text
from ui.presenters.sign_in import MOST_DIGITS

if TYPE_CHECKING:
    from loyalty.wire.program_desk import ProgramTold
    from terminal.usecases.program_trial import Trial
    from ui.presenters.programs.model import ProgramsModel
    from ui.presenters.shown import Notice
    from ui.presenters.words import Words

_KILO: Final = 1024
_IN_GROUP: Final = 8
_STEPS: Final = (("faults", "check"), ("changes", "search"), ("publish", "lock"))
_STAGE_ICONS: Final = {"in-force": "check", "to-come": "calendar-days", "before": "rotate-ccw"}


def state_of(model: "ProgramsModel", words: "Words") -> OfficeState:
    """All that the screen shows."""
    is_typed = model.step == "files"
    return OfficeState(
        title=_title(model, words),
        listing=_listing(model, words),
        text=model.text if is_typed else None,
        prompt=words.text("programs.prompt") if is_typed else "",
        about_title=_about_title(model, words),
        hint="\n\n".join(_hints(model, words)),
        about=Listing(rows=tuple(_about(model, words))),
        form=_form(model, words),
        notice=_notice(model, words),
        back=words.text("programs.back"),
        actions=_actions(model, words),
        finish=_finish(model, words),
    )


def _title(model: "ProgramsModel", words: "Words") -> str:
    match model.step:
        case "list":
            return words.text("programs.title")
        case "files":
            return words.text("programs.files-title")
        case "faults":
            name = model.faults[0].file if model.faults else ""
            return words.text("programs.faults-title", name=name, count=len(model.faults))
        case "changes" | "publish":
            return words.text("programs.changes-title", name=_draft_name(model, words))


def _draft_name(model: "ProgramsModel", words: "Words") -> str:
    """Of one that was published before with its number: programs of one shop have one name."""
    if model.draft is None:
        return ""
    name, marked = model.draft.program.name, model.marked
    if model.path or marked is None:
        return name
    return words.text("programs.row", name=name, number=words.whole(marked.number))


def _listing(model: "ProgramsModel", words: "Words") -> Listing:
    match model.step:
        case "list":
            rows, empty, mark = _programs(model, words), _why_none(model, words), model.mark
        case "files":
            rows, empty, mark = _files(model, words), words.text("programs.no-files"), model.place
        case "faults":
            rows, empty, mark = _faults(model, words), "", model.place
        case "changes" | "publish":
            rows = tuple(change_row(each, words) for each in model.changes)
            empty, mark = words.text("programs.no-changes"), model.place
    return Listing(rows=rows, marked=mark if rows else None, empty=empty, columns=())


def _why_none(model: "ProgramsModel", words: "Words") -> str:
    if model.told is not None:
        return words.text("programs.none")
    return words.text("programs.asking" if model.busy else "programs.not-told")


def _programs(model: "ProgramsModel", words: "Words") -> tuple[Row, ...]:
    told = model.told
    if told is None:
        return ()
    in_force = next((each for each in told.programs if each.number == told.in_force), None)
    return tuple(_program(each, in_force, words) for each in told.programs)


def _program(told: "ProgramTold", in_force: "ProgramTold | None", words: "Words") -> Row:
    stage = "before" if in_force is None or _order(told) < _order(in_force) else "to-come"
    if told == in_force:
        stage = "in-force"
    return Row(
        cells=(words.text("programs.row", name=told.name, number=words.whole(told.number)),),
        detail=words.text(f"programs.stage-{stage}", when=_when(told.valid_from, words)),
        icon=_STAGE_ICONS[stage],
    )


def _order(told: "ProgramTold") -> tuple[str, int]:
    return told.valid_from, told.number


def _when(text: str, words: "Words") -> str:
    at = datetime.fromisoformat(text)
    return f"{words.date(at)} {words.time(at)}"


def _files(model: "ProgramsModel", words: "Words") -> tuple[Row, ...]:
    return tuple(
        Row(
            cells=(each.path.name,),
            detail=words.text(
                "programs.folder",
                folder=str(each.path.parent),
                size=words.whole(max(1, each.size // _KILO)),
            ),
            icon="clipboard-list",
        )
        for each in model.files
    )


def _faults(model: "ProgramsModel", words: "Words") -> tuple[Row, ...]:
    return tuple(
        Row(
            cells=(
                words.text("programs.line-of", line=words.whole(each.line), key=each.key)
                if each.key
                else words.text("programs.line", line=words.whole(each.line)),
            ),
            detail=f"{fault_text(each.what, words)}; {fault_text(each.right, words)}",
            icon="triangle-alert",
        )
        for each in model.faults
    )


def _about_title(model: "ProgramsModel", words: "Words") -> str:
    match model.step:
        case "list":
            return ""
        case "files":
            return words.text("programs.files-about")
        case "faults":
            return fault_text(model.faults[model.place].what, words) if model.faults else ""
        case "publish":
            return words.text("programs.publish-about")
        case "changes":
            if model.trial is not None:
                tried = model.trial.sales
                return words.text("programs.trial", sales=tried) if tried else ""
            return words.text("programs.changes-about" if model.against else "programs.changes-first")


def _hints(model: "ProgramsModel", words: "Words") -> Iterator[str]:
    """What somebody has to know at this step; of the marked fault what would be right."""
    match model.step:
        case "list":
            yield words.text("programs.about")
        case "files":
            return
        case "faults":
            if model.faults:
                yield fault_text(model.faults[model.place].right, words)
            yield words.text("programs.faults-about")
        case "changes" | "publish":
            if model.trial is not None and model.step == "changes":
                yield words.text("programs.trial-about" if model.trial.sales else "programs.trial-none")
                return
            yield from _still_to_come(model, words)
            yield from _long(model, words)


def _about(model: "ProgramsModel", words: "Words") -> Iterator[Row]:
    match model.step:
        case "list":
            if model.marked is not None:
                yield from _facts(model.marked, words)
        case "files":
            for step, icon in _STEPS:
                text, more = words.text(f"programs.step-{step}"), words.text(f"programs.step-{step}-more")
                yield Row(cells=(text,), detail=more, icon=icon)
        case "faults":
            return
        case "changes" | "publish":
            if model.trial is not None:
                yield from _trial(model.trial, words)
            elif model.changes:
                yield from value_rows(model.changes[model.place], words)


def _still_to_come(model: "ProgramsModel", words: "Words") -> Iterator[str]:
    """Those that were published for a later day stay so, whatever is published for an earlier one."""
    told = model.told
    in_force = None if told is None else next((e for e in told.programs if e.number == told.in_force), None)
    if told is None or in_force is None:
        return
    for each in sorted(told.programs, key=_order):
        if _order(each) > _order(in_force):
            when = _when(each.valid_from, words)
            yield words.text("programs.still-to-come", number=words.whole(each.number), when=when)


def _long(model: "ProgramsModel", words: "Words") -> Iterator[str]:
    if model.changes and model.step == "changes":
        yield from long_values(model.changes[model.place], words)


def _facts(told: "ProgramTold", words: "Words") -> Iterator[Row]:
    by = words.text("programs.by", name=told.by, till=told.till) if told.by else None
    facts = (
        ("begins", _when(told.valid_from, words)),
        ("at", _when(told.at, words)),
        ("by", by or words.text("programs.by-server")),
        ("number", words.whole(told.number)),
        ("print", _grouped(told.fingerprint)),
    )
    for name, value in facts:
        yield Row(cells=(words.text(f"programs.fact-{name}"), value))


def _grouped(digits: str) -> str:
    """The first digits of a fingerprint, as people compare them."""
    return " ".join(digits[at : at + _IN_GROUP] for at in range(0, 2 * _IN_GROUP, _IN_GROUP))


def _trial(trial: "Trial", words: "Words") -> Iterator[Row]:
    if not trial.sales:
        return
    changed = {"changed": words.whole(trial.changed), "sales": words.whole(trial.sales)}
    yield Row(
        cells=(words.text("programs.trial-changed"), words.text("programs.trial-changed-of", **changed))
    )
    for name, before, after in (
        ("discount", words.money(Money(trial.before.discount)), words.money(Money(trial.after.discount))),
        ("total", words.money(Money(trial.before.total)), words.money(Money(trial.after.total))),
        ("earned", _points(trial.before.earned_points, words), _points(trial.after.earned_points, words)),
        ("burned", _points(trial.before.burned_points, words), _points(trial.after.burned_points, words)),
    ):
        both = before if before == after else words.text("programs.to", before=before, after=after)
        yield Row(cells=(words.text(f"programs.trial-{name}"), both))
    if trial.left_out:
        yield Row(cells=(words.text("programs.trial-left"), words.whole(trial.left_out)))


def _points(points: int, words: "Words") -> str:
    return words.points(Points(points))


def _notice(model: "ProgramsModel", words: "Words") -> "Notice | None":
    """What was said last; else what somebody has to know before they publish."""
    said = model.said
    if said is None and model.step == "publish":
        said = Said(key="programs.sure", params={"name": _draft_name(model, words)})
    return None if said is None else notice_of(said, words)


def _form(model: "ProgramsModel", words: "Words") -> FormState | None:
    if model.step != "publish":
        return None
    return FormState(fields=tuple(_field(model, name, words) for name in model.values))


def _field(model: "ProgramsModel", name: str, words: "Words") -> FormField:
    wrong = model.wrong.get(name, "")
    is_pin = name == "own"
    return FormField(
        name=name,
        label=words.text(f"programs.field-{name}"),
        kind=FieldKind.HIDDEN if is_pin else FieldKind.DATE,
        value=model.values[name],
        fault=words.text(wrong) if wrong else "",
        about=_day_said(model, name, words) or words.text(f"programs.about-{name}"),
        hint="" if is_pin else words.text("programs.hint-begins"),
        max_length=MOST_DIGITS,
    )


def _day_said(model: "ProgramsModel", name: str, words: "Words") -> str:
    return meant(model.values[name], model.begins, words) if name == "begins" else ""


def _actions(model: "ProgramsModel", words: "Words") -> tuple[OfficeAction, ...]:
    free = not model.busy
    if model.step == "changes":
        text = words.text("programs.try") if model.against else ""
        return (OfficeAction(text=text, enabled=free and model.trial is None),)
    if model.step != "list":
        return ()
    return (
        OfficeAction(text=words.text("programs.look-again"), enabled=free),
        OfficeAction(text=words.text("programs.save"), enabled=free and model.marked is not None),
        OfficeAction(
            text=words.text("programs.again") if model.is_manager else "",
            enabled=free and model.may_go_back_to,
        ),
    )


def _finish(model: "ProgramsModel", words: "Words") -> OfficeAction:
    free = not model.busy
    match model.step:
        case "list":
            text = words.text("programs.new") if model.is_manager else ""
            return OfficeAction(text=text, enabled=free and model.told is not None)
        case "files":
            is_any = bool(model.files or model.text.strip())
            return OfficeAction(text=words.text("programs.open"), enabled=free and is_any)
        case "faults":
            return OfficeAction(text=words.text("programs.read-again"), enabled=free)
        case "changes":
            return OfficeAction(text=words.text("programs.go-on"), enabled=free)
        case "publish":
            return OfficeAction(text=words.text("programs.publish"), enabled=free)
