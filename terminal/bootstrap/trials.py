"""Each device tried out, on its own: a test page, a kick, two rows. What came of it is a value in words.

The till at work tries its devices through their workers instead; here a device is opened for the trial alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from drivers.ports import DrawerPin, JobOutcome, JobState, PoleDisplay, ReceiptPrinter
from resources.catalogue import Catalogue, Language
from terminal.clock import Clock
from terminal.printing.composing import SlipComposer
from terminal.receipts.document import document_from_json
from terminal.receipts.facts import TrialSlip
from terminal.receipts.page import PagePainter
from terminal.receipts.paper import SlipPaper
from terminal.settings import StoreSettings

Verdict = Literal["well", "unconfirmed", "ill"]

_VERDICTS: Final[Mapping[JobState, Verdict]] = {
    JobState.PRINTED: "well",
    JobState.UNCONFIRMED: "unconfirmed",
    JobState.HELD: "ill",
    JobState.NOT_SENT: "ill",
    JobState.UNKNOWN: "ill",
}
TRIAL_ROWS: Final = ("Loyaltill 0123456789", "Aa Dd Ee Oo Uu  1.000")
"""What a pole display shows when it is tried: all columns of both rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of a trial: the text `key` with its `params`; `why` is the code behind it, empty if none."""

    device: str
    verdict: Verdict
    key: str
    why: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict[str, str | int])


def try_printer(printer: ReceiptPrinter, painter: PagePainter, clock: Clock, *, texts: Catalogue) -> Trial:
    """Print the test page; what a trouble held is given up again."""
    slip = TrialSlip(
        at=clock.now(),
        till_name="Loyaltill",
        printer_name=printer.name,
        guarantee=texts.text(f"guarantee.{printer.guarantee.value}"),
    )
    document = document_from_json(SlipPaper().trial(slip, _settings(texts.language)))
    outcome = printer.print_job(SlipComposer(painter=painter).compose(document, printer))
    printer.abandon_job()
    return _of_job("printer", printer.name, outcome)


def try_drawer(printer: ReceiptPrinter, pin: DrawerPin) -> Trial:
    """Kick the drawer once."""
    return _of_job("drawer", printer.name, printer.kick_drawer(pin))


def try_display(display: PoleDisplay) -> Trial:
    """Show two full rows; they stay."""
    why = display.show(*TRIAL_ROWS)
    display.close()
    if why is not None:
        return _ill(display.name, why)
    return Trial(
        device=display.name,
        verdict="unconfirmed",
        key="device.display-shown",
        params={"name": display.name, "rows": " / ".join(TRIAL_ROWS)},
    )


def _of_job(what: str, name: str, outcome: JobOutcome) -> Trial:
    verdict = _VERDICTS[outcome.state]
    if verdict == "ill":
        return _ill(name, outcome.why or "printer-error")
    key = f"device.{what}-{outcome.state.value}"
    return Trial(device=name, verdict=verdict, key=key, params={"name": name})


def _ill(name: str, why: str) -> Trial:
    return Trial(device=name, verdict="ill", key=f"error.{why}", why=why, params={"name": name})


def _settings(language: Language) -> StoreSettings:
    return StoreSettings(store_name="Loyaltill", language=language)
