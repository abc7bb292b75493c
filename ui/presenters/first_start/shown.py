"""The model of the first start in words. Pure."""

from dataclasses import replace
from typing import Final

from loyalty.units import Money
from ui.presenters.checkout.shown import notice_of
from ui.presenters.devices.names import device_name
from ui.presenters.first_start.errands import Preset
from ui.presenters.first_start.model import FIELDS, JOINS, NEW, FirstModel, Step
from ui.presenters.forms import FieldChoice, FieldKind, FormField, FormState
from ui.presenters.listing import Listing, Row
from ui.presenters.office_state import OfficeAction, OfficeState
from ui.presenters.sign_in import MOST_DIGITS
from ui.presenters.words import Words

_CHOICES: Final = {"language": ("vi", "en"), "kind": (NEW, JOINS)}
_HIDDEN: Final = frozenset({"pin", "again"})
_LONGEST: Final = {"store": 60, "address": 120, "manager": 60, "code": 40, "server": 120, "ca": 120}
_THOUSAND: Final = 1_000


def state_of(model: FirstModel, words: Words) -> OfficeState:
    """All that the screen shows."""
    step = model.step
    return OfficeState(
        title=_title(model, words),
        listing=_presets(model, words) if step is Step.PROGRAM else _steps(model, words),
        hint=_hint(model, words),
        about=_about(model, words),
        form=_form(model, words) if step in FIELDS else None,
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("first-start.leave" if _leads_out(model) else "first-start.back"),
        actions=_actions(model, words),
        finish=_finish(model, words),
        progress=_thousandths(model),
    )


def _leads_out(model: FirstModel) -> bool:
    return model.is_resumed or model.step is model.steps[0]


def _title(model: FirstModel, words: Words) -> str:
    at, count = model.steps.index(model.step) + 1, len(model.steps)
    return words.text("first-start.title", step=at, steps=count)


def _steps(model: FirstModel, words: Words) -> Listing:
    here = model.steps.index(model.step)
    rows = tuple(
        Row(
            cells=(words.text(f"first-start.step-{each.value}"),),
            icon="check" if number < here else "chevron-right" if number == here else "minus",
        )
        for number, each in enumerate(model.steps)
    )
    return Listing(rows=rows, marked=here, columns=())


def _presets(model: FirstModel, words: Words) -> Listing:
    rows = tuple(
        Row(cells=(each.title,), detail=words.text(f"first-start.for-{each.name}"), icon="gift")
        for each in model.presets
    )
    names = [each.name for each in model.presets]
    chosen = "" if model.preset is None else model.preset.name
    return Listing(rows=rows, marked=names.index(chosen) if chosen in names else None, columns=())


def _hint(model: FirstModel, words: Words) -> str:
    if model.step is Step.PROGRAM:
        return "" if model.preset is None else words.text(f"first-start.does-{model.preset.name}")
    if model.step is Step.OPENING:
        return _doing(model, words)
    return words.text(f"first-start.about-{model.step.value}")


def _doing(model: FirstModel, words: Words) -> str:
    progress = model.progress
    if progress is None:
        return words.text("first-start.paused")
    if progress.doing == "load" and progress.of:
        rows, of = words.whole(progress.rows), words.whole(progress.of)
        return words.text("first-start.loaded", rows=rows, of=of)
    return words.text(f"first-start.doing-{progress.doing}")


def _about(model: FirstModel, words: Words) -> Listing:
    if model.step is Step.PROGRAM and model.preset is not None:
        lines = _example(model.preset, words)
        return Listing(rows=tuple(Row(cells=(line,), icon="info") for line in lines), columns=())
    if model.step is Step.DEVICES:
        return Listing(rows=_devices(model, words))
    return Listing(columns=())


def _example(preset: Preset, words: Words) -> tuple[str, ...]:
    """What a purchase brings, by the figures of the file, and whose money and clock it goes by."""
    here = replace(words, currency=preset.currency)
    place = words.text("first-start.place", currency=preset.currency, zone=preset.timezone)
    if preset.earned:
        earned = words.text(
            "first-start.example",
            spent=here.money(preset.spent),
            points=words.points(preset.earned),
            unit=preset.unit,
        )
        worth = here.money(Money(preset.earned * preset.worth))
        return (earned, words.text("first-start.worth", worth=worth), place)
    if preset.goal:
        return (words.text("first-start.stamps", count=preset.goal), place)
    return (place,)


def _devices(model: FirstModel, words: Words) -> tuple[Row, ...]:
    plugged = model.plugged
    none = words.text("first-start.no-device")
    wedge = words.text("first-start.by-keyboard")
    printer = device_name("printer", plugged.printer, words) if plugged.printer else none
    scanners = ", ".join(device_name("scanner", each, words) for each in plugged.scanners)
    return (
        Row(cells=(words.text("first-start.printer"), printer)),
        Row(cells=(words.text("first-start.scanner"), scanners or wedge)),
    )


def _actions(model: FirstModel, words: Words) -> tuple[OfficeAction, ...]:
    if model.step is not Step.DEVICES:
        return ()
    return (OfficeAction(text=words.text("first-start.devices")),)


def _finish(model: FirstModel, words: Words) -> OfficeAction:
    if model.step is Step.OPENING:
        return OfficeAction(text=words.text("first-start.again"), enabled=not model.at_work)
    if model.step is Step.DEVICES:
        joins = model.values.get("kind") == JOINS
        return OfficeAction(text=words.text("first-start.join" if joins else "first-start.open"))
    return OfficeAction(text=words.text("first-start.next"))


def _thousandths(model: FirstModel) -> int | None:
    progress = model.progress
    if progress is None or not progress.of:
        return None
    return progress.rows * _THOUSAND // progress.of


def _form(model: FirstModel, words: Words) -> FormState:
    return FormState(fields=tuple(_field(model, name, words) for name in FIELDS[model.step]))


def _field(model: FirstModel, name: str, words: Words) -> FormField:
    fault = model.faults.get(name)
    said = "" if fault is None else notice_of(fault, words).text
    label, value = words.text(f"first-start.field-{name}"), model.values.get(name, "")
    if name in _CHOICES:
        choices = tuple(
            FieldChoice(value=each, text=words.text(f"first-start.{name}-{each}")) for each in _CHOICES[name]
        )
        return FormField(name=name, label=label, kind=FieldKind.CHOICE, value=value, choices=choices)
    about = words.text(f"first-start.hint-{name}") if name in {"pin", "server", "code", "ca"} else ""
    return FormField(
        name=name,
        label=label,
        kind=FieldKind.HIDDEN if name in _HIDDEN else FieldKind.TEXT,
        value=value,
        about=about,
        fault=said,
        max_length=_LONGEST.get(name, MOST_DIGITS),
    )
