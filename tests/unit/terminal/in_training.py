"""A till in training beside a real one, with its slips in a folder."""

from pathlib import Path

from drivers.ports import Scan, ScannerLink
from terminal.bootstrap.first_glance import FirstGlance
from terminal.bootstrap.running import Listeners, RunningTill, start_till
from terminal.printing.report import PrintReport
from terminal.store.checks import Finding
from terminal.sync.status import SyncStatus
from tests.sync_model.whole_till import BlankPainter
from tests.unit.terminal.till_kit import Counter, a_shop

TRAINEE = "training-cashier"


def shop_with_slips(folder: Path) -> Counter:
    """A real till with goods; its slips are written to `slips` in the folder."""
    slips = folder / "slips"
    slips.mkdir()
    (folder / "till.toml").write_text(f'printer = "png://{slips.as_posix()}"\n', encoding="utf-8")
    return a_shop(folder)


def started_training(first: FirstGlance, shop: Counter) -> RunningTill:
    listeners = Listeners(
        on_sync=unheard_status,
        on_printer=unheard_report,
        on_scan=unheard_scan,
        on_scanner=unheard_link,
        on_bank_card=unheard,
        on_pole=unheard_pole,
        on_findings=unheard_findings,
    )
    return start_till(first, painter=BlankPainter(), listeners=listeners, clock=shop.clock)


def unheard() -> None:
    """Nobody listens."""


def unheard_status(_: SyncStatus) -> None:
    """Nobody listens."""


def unheard_report(_: PrintReport) -> None:
    """Nobody listens."""


def unheard_scan(_: Scan) -> None:
    """Nobody listens."""


def unheard_link(_: ScannerLink) -> None:
    """Nobody listens."""


def unheard_pole(_: str | None) -> None:
    """Nobody listens."""


def unheard_findings(_: tuple[Finding, ...]) -> None:
    """Nobody listens."""
