"""The model of the screen *Settings* in words. Pure."""

from typing import Final

from terminal.usecases.till_opening import TillWish
from ui.presenters.listing import Listing, Row
from ui.presenters.settings.kept_copies import moment_of, prospect_lines
from ui.presenters.settings.model import ASKED_FOR, SECTIONS, Act, Setting, SettingsModel
from ui.presenters.settings.rows import rows_of
from ui.presenters.settings.state import ReadingState, SettingsState
from ui.presenters.shown import Notice, Tone
from ui.presenters.words import Words

_ICONS: Final = {
    "store": "store",
    "till": "monitor",
    "program": "gem",
    "look": "contrast",
    "keys": "keyboard",
    "devices": "printer",
    "server": "server",
    "backup": "hard-drive",
    "about": "info",
}


def state_of(model: SettingsModel, words: Words) -> SettingsState:
    """All that the screen shows."""
    rows = rows_of(model, words)
    marked = rows[min(model.mark, len(rows) - 1)] if rows else None
    return SettingsState(
        title=words.text("settings.title"),
        sections=_sections(model, words),
        rows=_rows(model, rows, words),
        heading=_heading_now(model, marked, words),
        about=_about(model, marked, words),
        change=_change(model, marked, words),
        field=model.typed,
        hint=_hint(model, marked, words),
        is_secret=model.asks_pin,
        code="" if marked is None or model.asks_pin else marked.code,
        is_pressing=bool(model.pressing),
        notice=_notice(model, words),
        reading=_reading(model, marked, words),
    )


def _reading(model: SettingsModel, marked: Setting | None, words: Words) -> ReadingState | None:
    """What is read: each part under its name, with what its maker calls the licence where no text came."""
    if not model.reading or marked is None:
        return None
    texts = [
        f"{each.name}\n\n{each.text or words.text('settings.licence-none', licence=each.licence)}"
        for each in model.reading
    ]
    return ReadingState(title=_heading(marked), text="\n\n\n".join(texts), close=words.text("menu.close"))


def _sections(model: SettingsModel, words: Words) -> Listing:
    rows = tuple(Row(cells=(words.text(f"settings.section.{each}"),), icon=_ICONS[each]) for each in SECTIONS)
    return Listing(rows=rows, marked=SECTIONS.index(model.section), columns=())


def _rows(model: SettingsModel, settings: tuple[Setting, ...], words: Words) -> Listing:
    rows = tuple(
        Row(
            cells=(each.label,),
            detail=each.value,
            tone=each.tone,
            icon=_icon(each),
        )
        for each in settings
    )
    empty = "" if rows else words.text("settings.looking")
    marked = min(model.mark, len(rows) - 1) if rows else None
    return Listing(rows=rows, marked=marked, empty=empty, columns=())


def _icon(setting: Setting) -> str:
    """What can be changed points on; what is well or not has the icon of its tone."""
    if setting.tone is not Tone.PLAIN:
        return ""
    return "info" if setting.act is Act.NONE else "chevron-right"


def _heading(marked: Setting) -> str:
    return f"{marked.label}: {marked.value}" if marked.value else marked.label


def _heading_now(model: SettingsModel, marked: Setting | None, words: Words) -> str:
    """The marked row, or what is to become of it while the PIN for that is asked."""
    if model.wish is not None:
        return model.drafted or words.text("settings.none")
    if model.prospect is not None:
        return words.text("settings.going-back.heading", at=moment_of(model.prospect.copy, words))
    return "" if marked is None else _heading(marked)


def _about(model: SettingsModel, marked: Setting | None, words: Words) -> tuple[str, ...]:
    if model.wish is not None:
        own_pin = "own-pin-till" if isinstance(model.wish, TillWish) else "own-pin"
        return (words.text(f"settings.about.{own_pin}"),)
    if model.prospect is not None:
        return prospect_lines(model.prospect, words, word="own-pin")
    return () if marked is None else marked.about


def _hint(model: SettingsModel, marked: Setting | None, words: Words) -> str:
    if model.asks_pin:
        return words.text("settings.own-pin")
    return "" if marked is None else marked.label


def _change(model: SettingsModel, marked: Setting | None, words: Words) -> str:
    if model.prospect is not None:
        return words.text("settings.act.copy")
    if marked is None or marked.act is Act.NONE:
        return ""
    if model.pressing:
        return words.text("settings.act.stop")
    if model.typed is not None:
        is_asked = marked.kind in ASKED_FOR and model.wish is None
        return words.text("settings.act.go-on" if is_asked else "settings.act.take")
    named = f"settings.act.{marked.kind}"
    return words.text(named if words.catalogue.has(named) else f"settings.act.{marked.act.value}")


def _notice(model: SettingsModel, words: Words) -> Notice | None:
    if model.pressing:
        return Notice(Tone.ATTENTION, words.text("settings.press-now"))
    if model.said is None:
        return Notice(Tone.PLAIN, words.text("settings.working")) if model.is_busy else None
    said = model.said
    if said.key.startswith("error."):
        return Notice(said.tone, words.refusal(said.key.removeprefix("error."), said.params))
    return Notice(said.tone, words.text(said.key, **said.params))
