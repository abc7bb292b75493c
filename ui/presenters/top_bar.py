"""The top bar.

Where, which till, who; and how sync, printer and scanners are, in words that say what to do.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from terminal.daily_backup import Copied
from terminal.printing.drawer_watch import DrawerState
from terminal.printing.report import PrinterHealth, PrintReport
from terminal.session import Session
from terminal.sync.status import SyncStatus
from ui.presenters.clock_off import clock_lamp, is_far_off
from ui.presenters.settings.model import MAY_CHANGE
from ui.presenters.shown import Lamp, Tone, TopBarState
from ui.presenters.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEALTH: Final = {
    PrinterHealth.NEAR_END: ("printer-near-end", Tone.ATTENTION),
    PrinterHealth.PAPER_OUT: ("printer-paper-out", Tone.REFUSED),
    PrinterHealth.COVER_OPEN: ("printer-cover-open", Tone.REFUSED),
    PrinterHealth.FAULT: ("printer-fault", Tone.REFUSED),
    PrinterHealth.AWAY: ("printer-offline", Tone.REFUSED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TopBarModel:
    """What is known. `printer` is None where the till has none; `scanners` are links by their source."""

    store: str
    till: str
    operator: str = ""
    sync: SyncStatus = field(default_factory=SyncStatus)
    has_printer: bool = True
    printer: PrintReport | None = None
    scanners: "Mapping[str, bool]" = field(default_factory=dict[str, bool])
    pole_trouble: str | None = None
    lacks_copy: bool = False
    """For a day no copy of the till could be made, and whoever is signed in may mend it."""


def lacks_copy(copied: Copied, session: Session | None) -> bool:
    """Whether to show that a copy of the till is missing: to whoever may say where copies go."""
    return copied.is_overdue and session is not None and session.role in MAY_CHANGE["backup-folder"]


def top_bar_state(model: TopBarModel, words: Words, *, at: datetime) -> TopBarState:
    """The bar in words."""
    return TopBarState(
        store=model.store,
        till=_till(model),
        operator=model.operator,
        lamps=(
            _sync(model, words),
            _printer(model, words),
            _scanner(model, words),
            *_pole(model, words),
            *_copy(model, words),
        ),
        clock=words.time(at),
        thousandths=_thousandths(model.sync),
    )


def _till(model: TopBarModel) -> str:
    """Which till this is; it makes room for the figures of a directory that is loaded."""
    if model.sync.is_loading:
        return ""
    return f"· {model.till} ·" if model.operator else f"· {model.till}"


def _thousandths(status: SyncStatus) -> int | None:
    """Of a directory that is loaded; nothing is loaded while the server is away."""
    if not status.is_loading or status.trouble is not None:
        return None
    return status.loaded * 1_000 // status.to_load


def _sync(model: TopBarModel, words: Words) -> Lamp:
    status = model.sync
    if status.state == "attention":
        return Lamp(tone=Tone.REFUSED, text=words.text("top.sync-attention"))
    if status.trouble is not None:
        return Lamp(tone=Tone.ATTENTION, text=words.text("top.sync-offline", count=status.waiting))
    if status.is_loading:
        loaded, of = words.whole(status.loaded), words.whole(status.to_load)
        return Lamp(tone=Tone.PLAIN, text=words.text("top.sync-loading", loaded=loaded, of=of))
    if is_far_off(status.clock_off_s):
        return Lamp(tone=Tone.ATTENTION, text=clock_lamp(status.clock_off_s, words))
    if status.waiting:
        return Lamp(tone=Tone.PLAIN, text=words.text("top.sync-waiting", count=status.waiting))
    if status.centrally_at is None:
        return Lamp(tone=Tone.PLAIN, text=words.text("top.sync-first"))
    return Lamp(tone=Tone.GOOD, text=words.text("top.sync-idle"))


def _printer(model: TopBarModel, words: Words) -> Lamp:
    report = model.printer
    if not model.has_printer:
        return Lamp(tone=Tone.PLAIN, text=words.text("top.printer-none"))
    if report is None:
        return Lamp(tone=Tone.PLAIN, text=words.text("top.printer-ready"))
    if report.unknown:
        return Lamp(tone=Tone.REFUSED, text=words.text("top.printer-unknown"))
    if report.health in _HEALTH:
        key, tone = _HEALTH[report.health]
        return Lamp(tone=tone, text=words.text(f"top.{key}"))
    if report.drawer is DrawerState.OPEN_TOO_LONG:
        return Lamp(tone=Tone.ATTENTION, text=words.text("top.drawer-open"))
    if report.waiting:
        return Lamp(tone=Tone.PLAIN, text=words.text("top.printer-waiting", count=report.waiting))
    tone = Tone.GOOD if report.health is PrinterHealth.READY else Tone.PLAIN
    return Lamp(tone=tone, text=words.text("top.printer-ready"))


def _pole(model: TopBarModel, words: Words) -> tuple[Lamp, ...]:
    """Only where something is wrong: a display that is well is seen to be."""
    if model.pole_trouble is None:
        return ()
    return (Lamp(tone=Tone.REFUSED, text=words.text("top.pole-lost")),)


def _copy(model: TopBarModel, words: Words) -> tuple[Lamp, ...]:
    return (Lamp(tone=Tone.ATTENTION, text=words.text("top.copy-none")),) if model.lacks_copy else ()


def _scanner(model: TopBarModel, words: Words) -> Lamp:
    if not model.scanners:
        return Lamp(tone=Tone.PLAIN, text=words.text("top.scanner-keyboard"))
    if all(model.scanners.values()):
        return Lamp(tone=Tone.GOOD, text=words.text("top.scanner-ready"))
    return Lamp(tone=Tone.REFUSED, text=words.text("top.scanner-lost"))
