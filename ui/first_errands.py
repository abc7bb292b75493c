"""The errands of the first start, done by the machine: what is kept, the programs, and the work itself."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, cast

from loyalty.program import Program, parse_program
from loyalty.units import Money, Points
from loyalty.wire.feed import StoreSettings
from resources.catalogue import Catalogue, Language
from terminal.bootstrap.device_list import chosen_settings
from terminal.bootstrap.first_start import FirstStart, Invitation, Loaded, NewShop, Step
from terminal.configuration import read_configuration
from terminal.durable_file import replace_file
from ui.presenters.first_start.errands import Draft, Plugged, Preset, Progress, Stage, Wish
from ui.presenters.first_start.model import JOINS

PROGRAMS: Final = Path(__file__).parents[1] / "resources" / "programs"
DRAFT_FILE: Final = "first-start.json"
_ORDER: Final = ("than-thiet", "cafe", "punch-card", "neighbourhood", "paid-yearly")
"""These first: they are made for a shop in Vietnam."""
_SPENT: Final = {"VND": Money(200_000)}
_USUAL_SPENT: Final = Money(5_000)
_HERE: Final = {"VND": ("VN", 500)}
_ELSEWHERE: Final = ("US", 0)
"""The region of phone numbers, and what cash is rounded to."""


class FirstDone:
    """Implements `ui.presenters.first_start.errands.FirstErrands`."""

    def __init__(self, start: FirstStart) -> None:
        self._start = start
        self._folder = start.folder.path

    def stage(self) -> Stage:
        """How far this till has come."""
        return self._start.stage()

    def draft(self) -> Draft:
        """What was filled in before; nothing, where it cannot be read."""
        try:
            kept: object = json.loads((self._folder / DRAFT_FILE).read_bytes())
        except (OSError, ValueError):
            return Draft()
        told = _table(kept)
        step = told.get("step")
        return Draft(
            step=step if isinstance(step, str) else "",
            values={
                name: value for name, value in _table(told.get("values")).items() if isinstance(value, str)
            },
        )

    def keep(self, draft: Draft, /) -> None:
        """Keep it, whole or not at all."""
        told = json.dumps({"step": draft.step, "values": dict(draft.values)}, ensure_ascii=False)
        replace_file(self._folder / DRAFT_FILE, told.encode(), mode=0o600)

    def presets(self) -> tuple[Preset, ...]:
        """Those of `resources/programs`."""
        names = sorted(each.stem for each in PROGRAMS.glob("*.toml"))
        ordered = [
            *(name for name in _ORDER if name in names),
            *(name for name in names if name not in _ORDER),
        ]
        return tuple(preset_of(name) for name in ordered)

    def plugged(self) -> Plugged:
        """What the settings file names."""
        chosen = chosen_settings(read_configuration(self._start.folder.configuration))
        of = {kind: sorted(each for k, each in chosen if k == kind) for kind in ("printer", "scanner")}
        lines = tuple(each for each in of["scanner"] if not each.startswith("wedge"))
        return Plugged(printer="".join(of["printer"][:1]), scanners=lines)

    def go_on(self, wish: Wish | None, on_progress: Callable[[Progress], None], /) -> None:
        """Do what is still to be done; what was kept is not needed any more then."""

        def stepped(step: Step) -> None:
            on_progress(Progress(doing=step))

        def loaded(done: Loaded) -> None:
            on_progress(Progress(doing="load", rows=done.rows, of=done.of))

        self._start.go_on(None if wish is None else _asked(wish), on_step=stepped, on_loaded=loaded)
        (self._folder / DRAFT_FILE).unlink(missing_ok=True)


def _table(told: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", told) if isinstance(told, dict) else {}


def preset_of(name: str) -> Preset:
    """A program to begin with, and what there is to say of it."""
    program = parse_program(_text(name), name=name)
    preset = Preset(name=name, title=program.name, currency=program.currency, timezone=program.timezone)
    if program.points.earn:
        return _earning(preset, program)
    card = next(iter(program.stamp_cards), None)
    return preset if card is None else replace(preset, goal=card.goal)


def _earning(preset: Preset, program: Program) -> Preset:
    rules, spent = program.points, _SPENT.get(program.currency, _USUAL_SPENT)
    return replace(
        preset,
        unit=rules.unit,
        spent=spent,
        earned=Points(spent // rules.per_amount * rules.earn),
        worth=rules.worth,
    )


def _asked(wish: Wish) -> NewShop | Invitation:
    values = wish.values
    if values["kind"] == JOINS:
        ca = values.get("ca", "").strip()
        return Invitation(
            url=values["server"].strip(), code=values["code"], ca_file=Path(ca).expanduser() if ca else None
        )
    language = cast("Language", values["language"])
    preset = wish.preset or preset_of("than-thiet")
    region, rounding = _HERE.get(preset.currency, _ELSEWHERE)
    settings = StoreSettings(
        store_name=values["store"].strip(),
        address=values.get("address", "").strip(),
        language=language,
        bank=None,
        cash_rounding=rounding,
        receipt_footer="",
        currency=preset.currency,
        timezone=preset.timezone,
        phone_region=region,
    )
    texts = Catalogue.load(language)
    return NewShop(
        settings=settings,
        till_name=texts.text("first-start.till-name"),
        manager=values["manager"].strip(),
        pin=values["pin"],
        program=_text(preset.name),
        other_goods=texts.text("category.other"),
    )


def _text(name: str) -> str:
    return (PROGRAMS / f"{name}.toml").read_text(encoding="utf-8")
