"""The devices of a till at work, by a settings file, and what they said by themselves."""

from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from drivers.ports import Bitmap, Scan, ScannerLink, unheard
from terminal.bootstrap.device_rack import DeviceListeners, DeviceRack
from terminal.bootstrap.print_workers import PrintRoom
from terminal.configuration import read_configuration
from terminal.printing.press import Press
from terminal.printing.report import PrintReport
from terminal.receipts.page import Page
from terminal.receipts.paper import SlipPaper
from tests.cases.receipts.sales import STORE, plain_sale
from tests.unit.terminal.till_kit import Counter


class BlackPainter:
    """A painter that leaves nothing white: what a slip says is not looked at here."""

    def paint(self, page: Page) -> Bitmap:
        return Bitmap(page.width_dots, page.height_dots, b"\xff" * (page.width_dots // 8 * page.height_dots))


@dataclass
class Heard:
    """What devices said by themselves."""

    scans: SimpleQueue[Scan] = field(default_factory=SimpleQueue[Scan])
    links: SimpleQueue[ScannerLink] = field(default_factory=SimpleQueue[ScannerLink])
    reports: list[PrintReport] = field(default_factory=list[PrintReport])
    poles: SimpleQueue[str | None] = field(default_factory=SimpleQueue[str | None])


def rack_of(shop: Counter, folder: Path, heard: Heard) -> DeviceRack:
    """The devices that the file in the folder names, at work."""
    room = PrintRoom(
        store=shop.store,
        folder=folder,
        clock=shop.clock,
        press=Press(painter=BlackPainter()),
        on_report=heard.reports.append,
    )
    listeners = DeviceListeners(
        on_scan=heard.scans.put,
        on_scanner=heard.links.put,
        on_bank_card=unheard,
        on_pole=heard.poles.put,
    )
    return DeviceRack(room, read_configuration(folder / "till.toml"), listeners)


def add_slip(shop: Counter) -> None:
    """Queue a receipt."""
    slip = SlipPaper().sale(plain_sale(), STORE, copy=False)
    with shop.store.write() as unit:
        unit.print_jobs.add("sale", slip, at=shop.clock.now())


def state_of(shop: Counter, job: int) -> str:
    """How a job stands; empty for none."""
    with shop.store.read() as reading:
        row = reading.print_jobs.by_id(job)
    return "" if row is None else row.state
