"""The model of the screen *Devices* in words. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

from drivers.wedge_trial import propose
from loyalty.units import Money, Quantity
from terminal.device_options import DeviceOption
from ui.presenters.devices.labels import sample_of, table_of
from ui.presenters.devices.model import (
    DRAWER,
    HEARERS,
    KINDS,
    PRINTER,
    PRINTERS,
    SCANNER,
    SECOND,
    WEIGHED,
    WINDOW,
    Choice,
    DevicesModel,
)
from ui.presenters.devices.names import device_name
from ui.presenters.devices.state import DeviceRow, DevicesState, KindRow
from ui.presenters.shown import Notice, Tone
from ui.presenters.words import Words

_ICONS: Final = {
    "printer": "printer",
    "drawer": "wallet",
    "second": "printer",
    "scanner": "scan-barcode",
    "weighed": "tag",
    "display": "receipt",
    "window": "user-plus",
}
_MOST_HEARD: Final = 6


def state_of(model: DevicesModel, words: Words) -> DevicesState:
    """All that the screen shows."""
    marked = model.marked
    return DevicesState(
        title=words.text("devices.title"),
        kinds=tuple(_kind(kind, model, words) for kind in KINDS),
        rows=tuple(_row(choice, model.kind, words, is_marked=choice == marked) for choice in model.choices),
        empty=_empty(model, words),
        promise=_promise(model, marked, words),
        advice=_advice(model, marked, words),
        choose=_choose(marked, words),
        test=_test(model, words),
        search=words.text("devices.searching" if model.is_searching else "devices.search"),
        proposal=_proposal(model, words),
        heard=model.heard[-_MOST_HEARD:] if model.is_listening else (),
        field=_field(model, words),
        gives_up=marked is not None and marked.is_chosen and marked.option is None,
        notice=_notice(model, words),
    )


def _kind(kind: str, model: DevicesModel, words: Words) -> KindRow:
    of_kind = PRINTER if kind == DRAWER else kind
    chosen = sorted(setting for of, setting in model.setup.chosen if of == of_kind)
    detail = _chosen(of_kind, chosen, words) or words.text("devices.none-chosen")
    return KindRow(
        kind=kind,
        text=words.text(f"devices.kind.{kind}"),
        detail=detail,
        icon=_ICONS[kind],
        is_shown=kind == model.kind,
    )


def _chosen(kind: str, settings: Sequence[str], words: Words) -> str:
    """Those that are chosen, by name."""
    if kind == WINDOW and settings:
        return words.text("devices.window-on")
    named = settings if kind == WEIGHED else [device_name(kind, each, words) for each in settings]
    return ", ".join(named)


def _row(choice: Choice, kind: str, words: Words, *, is_marked: bool) -> DeviceRow:
    if choice.option is not None:
        return _option_row(choice.option, words, is_marked=is_marked)
    name, detail = _named(choice, kind, words)
    tone = Tone.GOOD if choice.is_chosen else Tone.PLAIN
    if choice.hindrance or not choice.is_there:
        tone = Tone.REFUSED if choice.is_chosen else Tone.ATTENTION
        detail = words.text("devices.hindered" if choice.is_there else "devices.unseen")
    return DeviceRow(name=name, detail=detail, tone=tone, is_chosen=choice.is_chosen, is_marked=is_marked)


def _option_row(option: DeviceOption, words: Words, *, is_marked: bool) -> DeviceRow:
    name = words.text(f"devices.option.{_dashed(option.name)}")
    return DeviceRow(
        name=f"{name} · {device_name(option.kind, option.of, words)}" if option.of else name,
        detail=_value(option, option.value, words),
        tone=Tone.PLAIN,
        is_chosen=False,
        is_marked=is_marked,
        is_option=True,
    )


def _value(option: DeviceOption, value: str, words: Words) -> str:
    """A value as it is called; what somebody wrote by hand is called as it is written."""
    for key in (f"devices.value.{_dashed(option.name)}-{value or 'none'}", f"devices.value.{value}"):
        if words.catalogue.has(key):
            return words.text(key)
    return value


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _named(choice: Choice, kind: str, words: Words) -> tuple[str, str]:
    """What people call it first: its own name, then how it is connected."""
    if choice.way == "window":
        return words.text("device.kind.window"), ""
    if choice.way == "label":
        return choice.setting, label_reading(sample_of(choice.setting), (choice.setting,), words)
    name = device_name(kind, choice.setting, words)
    return (choice.what, name) if choice.what else (name, words.text(f"device.way.{choice.way}"))


def label_reading(code: str, labels: Sequence[str], words: Words) -> str:
    """What a label that carries the code says by these patterns."""
    read = table_of(labels).read(code)
    if read is None:
        return words.text("devices.label-not", code=code)
    is_price = read.meaning == "price"
    value = words.amount(Money(read.value)) if is_price else words.quantity(Quantity(read.value))
    said = words.text(f"devices.label-{read.meaning}", article=read.articles[-1], value=value)
    return words.text("devices.label-reads", code=code, reading=said)


def _empty(model: DevicesModel, words: Words) -> str:
    if model.kind in (DRAWER, SECOND):
        return words.text(f"devices.{model.kind}-how")
    if model.found is None:
        return words.text("devices.searching")
    return "" if model.choices else words.text(f"devices.no-{model.kind}")


def _promise(model: DevicesModel, marked: Choice | None, words: Words) -> str:
    if model.kind == DRAWER and marked is None:
        return words.text("devices.promise.drawer")
    if marked is None:
        return ""
    if marked.option is not None:
        return _option_promise(marked.option, words)
    if marked.guarantee:
        return words.text(f"guarantee.{marked.guarantee}")
    return words.text(f"devices.promise.{model.kind}-{marked.way}")


def _option_promise(option: DeviceOption, words: Words) -> str:
    name = _dashed(option.name)
    value = option.value.partition(":")[0] or "none"
    key = f"devices.set.{name}-{value}"
    return words.text(key if words.catalogue.has(key) else f"devices.set.{name}")


def _field(model: DevicesModel, words: Words) -> str:
    if model.kind == WEIGHED:
        return words.text("devices.add-label")
    return words.text("devices.addresses") if model.kind in PRINTERS else ""


def _advice(model: DevicesModel, marked: Choice | None, words: Words) -> tuple[str, ...]:
    lines: list[str] = []
    if marked is not None and marked.hindrance:
        lines.append(_trouble(marked.hindrance, {"name": marked.setting or marked.what}, words))
    if marked is not None and not marked.is_there:
        lines.append(words.text("devices.advice.unseen"))
    if model.kind == SCANNER and model.is_listening:
        lines.append(words.text(f"scan-trial.{_why(model)}"))
    elif model.kind == SCANNER and marked is not None and marked.way == "keyboard":
        lines += [words.text("devices.advice.telex"), words.text("devices.advice.prefix")]
    return tuple(lines)


def _trouble(code: str, params: Mapping[str, str | int], words: Words) -> str:
    """What is wrong with a device; here it is tried and chosen, and there is no sale to speak of."""
    of_trial = f"trial-{code}"
    return words.refusal(of_trial if words.catalogue.has(f"error.{of_trial}") else code, params)


def _choose(marked: Choice | None, words: Words) -> str:
    if marked is None or not marked.setting:
        return ""
    if marked.option is not None:
        value = _value(marked.option, marked.option.following, words)
        return words.text("devices.change", value=value)
    return words.text("devices.unchoose" if marked.is_chosen else "devices.choose")


def _test(model: DevicesModel, words: Words) -> str:
    if model.kind in HEARERS and model.is_listening:
        return words.text(f"devices.test.{model.kind}-end")
    return words.text(f"devices.test.{model.kind}")


def _why(model: DevicesModel) -> str:
    if not model.bursts and model.heard:
        return "other-line"
    return propose(list(model.bursts)).why


def _proposal(model: DevicesModel, words: Words) -> str:
    has_settings = (
        model.kind == SCANNER and model.is_listening and propose(list(model.bursts)).settings is not None
    )
    return words.text("devices.take-proposal") if has_settings else ""


def _notice(model: DevicesModel, words: Words) -> Notice | None:
    if model.said is not None:
        said = model.said
        is_error = said.key.startswith("error.")
        text = (
            _trouble(said.key.removeprefix("error."), said.params, words)
            if is_error
            else words.text(said.key, **said.params)
        )
        return Notice(said.tone, text)
    if model.is_exchanging:
        return Notice(Tone.PLAIN, words.text("devices.exchanging"))
    taken = next(iter(model.setup.taken), None)
    return (
        None if taken is None else Notice(Tone.REFUSED, words.text("configuration.line-taken", **taken.said))
    )
