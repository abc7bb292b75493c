"""The scenes of what comes in between: a kept receipt, a question, parked sales, a till that stays shut."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from loyalty.errors import Unavailable
from terminal.backup import Backup
from terminal.bootstrap.restoring import Restored
from terminal.receipts.document import Document, document_from_json
from terminal.receipts.paper import SlipPaper
from terminal.sale import SettledSale
from terminal.settings import StoreSettings
from terminal.store.print_jobs import PrintJob
from tools import till_scenes
from tools.sample_settings import KEPT, SampleFolder
from tools.sample_shop import BINH, LAN, NOODLES, NOW, PIN, RICE, YOGHURT
from ui.copies_screen import CopiesScreen
from ui.presenters.receipts import FileForm, KeptReceipt
from ui.presenters.settings.stopped_copies import StoppedCopies
from ui.receipt_sheet import ReceiptsScreen
from ui.stopped_window import put_back_window, stopped_window

if TYPE_CHECKING:
    from terminal.session import Session
    from tools.theatre import Theatre

_WIDTH_DOTS: Final = 576
_PAPER: Final = SlipPaper()
_GONE: Final = Unavailable(
    "books-gone", retry=False, file="/home/quay-2/till.db", copies="/home/quay-2/backups"
)


def receipt_of_the_last(theatre: "Theatre", *, copy: bool) -> Document:
    """The receipt of the sale made last, in the words of whoever looks at it."""
    settings = StoreSettings(
        store_name=theatre.store, address="12 Lê Lợi, Quận 1", language=theatre.preferences.language
    )
    return document_from_json(_PAPER.sale(theatre.till.sales[-1], settings, copy=copy))


@dataclass(frozen=True, slots=True)
class OneReceipt:
    """Implements `ui.presenters.receipts.ReceiptsErrands` for one sale."""

    sale: SettledSale
    document: Document

    def receipt(self, number: int | None, *, step: int = -1) -> KeptReceipt | None:
        """It, whichever is asked for."""
        del number, step
        receipt = self.sale.receipt
        return KeptReceipt(
            sale=self.sale.sale, number=receipt.number, label=receipt.label, document=self.document
        )

    def print_copy(self, session: "Session", sale: str) -> None:
        """Nothing is printed here."""

    def save(self, receipt: KeptReceipt, form: FileForm) -> str:
        """Nothing is written here."""
        return f"receipts/{receipt.label}.{form}"


def receipt(theatre: "Theatre") -> None:
    """The receipt of the sale just made, on its sheet."""
    till_scenes.sold(theatre)
    errands = OneReceipt(theatre.till.sales[-1], receipt_of_the_last(theatre, copy=True))
    screen = ReceiptsScreen(theatre.window, errands, theatre.runner, width_dots=lambda: _WIDTH_DOTS)
    screen.open(LAN, theatre.words)


def paper_asked(theatre: "Theatre") -> None:
    """The printer went away in the middle of a slip: did it come out?"""
    checkout = theatre.basket()
    checkout.paper_unknown(
        PrintJob(
            job=1,
            printer="receipt",
            kind="sale",
            document="",
            copy=False,
            state="unknown",
            attempts=1,
            sale="sale-1",
            created_at=NOW - timedelta(minutes=4),
            why="",
        )
    )
    checkout.notice_action_pressed()


def giving_up(theatre: "Theatre") -> None:
    """Whether the whole basket is to be dropped."""
    theatre.basket().after.ask_abandon()


def parked(theatre: "Theatre") -> None:
    """Two sales were put aside, one of a member and one of nobody; which is taken up?"""
    checkout = theatre.checkout
    for code in (RICE.sku, NOODLES.sku, YOGHURT.sku):
        checkout.scanned(code)
    checkout.members.attach(BINH.member)
    checkout.parking.park()
    checkout.scanned(YOGHURT.sku)
    checkout.parking.park()
    checkout.scanned(NOODLES.sku)
    checkout.parking.look()


def copy_missing(theatre: "Theatre") -> None:
    """For a day no copy of the till could be made."""
    theatre.basket()
    theatre.show_bar("Minh", lacks_copy=True)


def stopped(theatre: "Theatre") -> None:
    """The till's books are gone: why it does not open, and what a manager does now."""
    window, _ = stopped_window(theatre.look, _GONE, theatre.preferences)
    theatre.bring_in_front(window)


def _stopped_copies(theatre: "Theatre") -> StoppedCopies:
    window, view = stopped_window(theatre.look, _GONE, theatre.preferences)
    screen = CopiesScreen(
        window,
        SampleFolder(),
        theatre.runner,
        replace(theatre.words, currency=""),
        on_chosen=lambda: None,
        on_back=lambda: window.show_screen(view),
    )
    screen.open()
    theatre.bring_in_front(window)
    return screen.presenter


def stopped_copies(theatre: "Theatre") -> None:
    """The copies that a till without books could be opened from."""
    _stopped_copies(theatre)


def stopped_going_back(theatre: "Theatre") -> None:
    """A manager is about to open the till from one of them."""
    asked = _stopped_copies(theatre)
    asked.change_pressed()
    asked.typed(PIN)


def put_back(theatre: "Theatre") -> None:
    """It is done: what the till's books are from now on, and where those of before lie."""
    copy = Backup(path=Path("/home/quay-2/backups", KEPT[0].name), kind="till", code="Q2", at=KEPT[0].at)
    restored = Restored(copy=copy, aside=Path("/home/quay-2/before-restore-20261121-104200"))
    window, _ = put_back_window(theatre.look, restored, theatre.preferences, theatre.words)
    theatre.bring_in_front(window)


SCENES: Final[Mapping[str, "Callable[[Theatre], None]"]] = MappingProxyType(
    {
        "receipt": receipt,
        "paper-asked": paper_asked,
        "giving-up": giving_up,
        "parked": parked,
        "copy-missing": copy_missing,
        "stopped": stopped,
        "stopped-copies": stopped_copies,
        "stopped-going-back": stopped_going_back,
        "put-back": put_back,
    }
)
