"""The open till on the screen: its workers' news, its shell, its windows.

Imported behind the sign-in screen.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from drivers.ports import Scan
from drivers.ports.speaker import SoundKind, Speaker
from resources.catalogue import Catalogue
from terminal.bootstrap.devices import system_speaker
from terminal.bootstrap.running import start_till
from terminal.in_force import in_force_now
from terminal.printing.report import PrintReport
from terminal.sync.status import SyncStatus
from ui.audit_screen import AuditScreen
from ui.cards_screen import CardsScreen
from ui.day_screen import DayScreen
from ui.devices_screen import DevicesScreen, till_devices
from ui.help_sheet import HelpScreen
from ui.idle_lock import IdleLock
from ui.kept_receipts import KeptReceipts
from ui.key_ring import KeyRing
from ui.lanes import LaneRunner
from ui.members_screen import MembersScreen
from ui.news import News
from ui.people_screen import PeopleScreen
from ui.presenters.audit.errands import AuditDone
from ui.presenters.cards.till_batches import CardBatchesDone
from ui.presenters.cards.till_errands import CardsDone
from ui.presenters.day.till_errands import DayDone
from ui.presenters.members.till_errands import MembersDone
from ui.presenters.people.errands import PeopleDone
from ui.presenters.preferences import Preferences
from ui.presenters.products.till_errands import ProductsDone
from ui.presenters.returns.till_errands import ReturnsDone
from ui.presenters.settings.errands import Facts
from ui.presenters.shell import Screen, Shell
from ui.presenters.shown import Tone
from ui.presenters.till_errands import TillErrands
from ui.presenters.top_bar import TopBarModel, top_bar_state
from ui.presenters.words import Words
from ui.products_screen import ProductsScreen
from ui.raster.card_sheets import QtCardPainter
from ui.raster.logo import read_logo
from ui.raster.painter import QtPagePainter
from ui.raster.pdf import write_pdf
from ui.receipt_sheet import ReceiptsScreen
from ui.returns_screen import ReturnsScreen
from ui.screen_devices import ScreenDevices
from ui.settings_screen import SettingsScreen
from ui.sounds import wear_sounds
from ui.stage import QtStage
from ui.till_settings import TillSettings

if TYPE_CHECKING:
    from terminal.bootstrap.first_glance import FirstGlance
    from ui.presenters.sign_in import SignInPresenter
    from ui.views.main_window import MainWindow
    from ui.views.view import View

KINDS: Final = {
    Tone.GOOD: SoundKind.ACCEPTED,
    Tone.ATTENTION: SoundKind.ATTENTION,
    Tone.REFUSED: SoundKind.REFUSED,
}
_CLOCK_MS: Final = 5_000
_LOG_BYTES: Final = 1_000_000


class OpenTill:
    """Made on the store lane; from then on it belongs to the UI thread."""

    def __init__(self, first: "FirstGlance", runner: LaneRunner, catalogue: Catalogue) -> None:
        """Open the till and start all that runs by itself.

        Raises:
            Refused, Unavailable: see `start_till`.
        """
        catalogue.read_all()
        self._log = _log_to(first.folder.path / "log")
        self._runner = runner
        self._folder = first.folder.path
        self._on_screen: list[Callable[[], None]] = []
        self._devices: DevicesScreen | None = None
        self._receipts: ReceiptsScreen | None = None
        self._returns: ReturnsScreen | None = None
        self._products: ProductsScreen | None = None
        self._cards: CardsScreen | None = None
        self._day: DayScreen | None = None
        self._people: PeopleScreen | None = None
        self._settings: SettingsScreen | None = None
        self._speaker: Speaker | None = None
        self._audit: AuditScreen | None = None
        self._members: MembersScreen | None = None
        self._help: HelpScreen | None = None
        self._news = News(runner.post)
        self._running = start_till(
            first,
            painter=QtPagePainter(),
            listeners=self._news.listeners(),
            read_logo=read_logo,
            write_pdf=write_pdf,
        )
        self._clock_now = self._running.till.clock.now
        self.errands = TillErrands(self._running.till, self._running.look_up_member)
        force = in_force_now(self._running.till)
        self._words = Words(catalogue=catalogue, currency=force.settings.currency, zone=force.zone)
        self._bar = TopBarModel(
            store=force.settings.store_name,
            till=self._running.identity.name,
            has_printer=self._running.devices.printer is not None,
        )

    def build(
        self,
        window: "MainWindow",
        sign_in_view: "View",
        sign_in: "SignInPresenter",
        *,
        open_menu: Callable[[], None],
        preferences: Preferences,
        prefer: Callable[[Preferences], None],
    ) -> None:
        """Build the screens, and listen to keys, scanners, printer and sync."""
        self._window = window
        self._sign_in = sign_in
        self._preferences, self._prefer = preferences, prefer
        self._ring = KeyRing(window, window.windowHandle())
        window.screen_came.connect(self._ring.follow)
        stage = QtStage(window, sign_in_view, on_operator=self._show_operator, on_menu=open_menu)
        self.shell = Shell(self.errands, self._runner, self._words, stage, on_unknown=self._add_product)
        stage.connect(self.shell)
        self._stage = stage
        self._faces = ScreenDevices(
            self._running.till,
            self._running.devices,
            self._runner,
            window,
            stage,
            self._words,
            store=self._bar.store,
            folder=self._folder,
            on_scan=self.scanned,
            on_trouble=self.scan_was_useless,
        )
        help_key = QShortcut(QKeySequence("F1"), window)
        help_key.activated.connect(self.open_help)
        shortcut = QShortcut(QKeySequence("F11"), window)
        shortcut.activated.connect(self.open_returns)
        members = QShortcut(QKeySequence("Ctrl+F4"), window)
        members.activated.connect(self.open_members)
        stage.checkout.member.page_pressed.connect(self.open_members)
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._show_bar)
        self._timer.start(_CLOCK_MS)
        configured = self._running.devices.configuration.lock_minutes
        self._idle = IdleLock(configured, self._running.till.clock.monotonic, self.shell.lock)
        self._timer.timeout.connect(self._idle.look)
        lock = QShortcut(QKeySequence("Ctrl+L"), window)
        lock.activated.connect(self.shell.lock)
        self._on_screen = [self._timer.stop, self._idle.stop, self._faces.close]
        self._ring.use(self._running.devices.configuration.keys)
        self._speaker = system_speaker(self._folder / "sounds")
        self._hear(is_on=self._running.devices.configuration.sounds)
        self._news.hear(self)
        self._show_bar()

    def speak(self, catalogue: Catalogue, preferences: Preferences) -> None:
        """Say everything in another language, or look otherwise."""
        self._preferences = preferences
        catalogue.read_all()
        self._words = replace(self._words, catalogue=catalogue)
        self.shell.speak(self._words)
        self._faces.speak(self._words)
        if self._devices is not None:
            self._devices.presenter.speak(self._words)
        if self._returns is not None:
            self._returns.speak(self._words)
        if self._products is not None:
            self._products.speak(self._words)
        if self._cards is not None:
            self._cards.speak(self._words)
        if self._day is not None:
            self._day.speak(self._words)
        if self._people is not None:
            self._people.speak(self._words)
        if self._settings is not None:
            self._settings.presenter.speak(self._words, preferences)
        if self._audit is not None:
            self._audit.speak(self._words)
        if self._members is not None:
            self._members.speak(self._words)
        self._show_bar()

    def begin_training(self, folder: Path) -> "FirstGlance":
        """On the store lane: make a training out of this till, whose data folder is given.

        Raises:
            Refused, Unavailable: see `terminal.bootstrap.training`.
        """
        from terminal.bootstrap.training import begin_training

        return begin_training(self._running.till, folder)

    def open_audit(self) -> None:
        """Bring the screen of who did what to the front; Esc leads back to where one was."""
        session = self.shell.session
        if session is None:
            return
        if self._audit is None:
            till = self._running.till
            self._audit = AuditScreen(
                self._window,
                AuditDone(till, self._folder / "exports"),
                self._runner,
                self._words,
                zone=self._words.zone,
                now=till.clock.now,
                on_back=lambda: self._stage.show_screen(self.shell.screen),
                on_receipt=self.open_receipts,
            )
        if not self._audit.is_in_front:
            self._audit.open(session)

    def open_receipts(self, number: int | None = None) -> None:
        """Show that receipt on a sheet over the screen, or the last one; Esc leads back."""
        session = self.shell.session
        if session is None:
            return
        if self._receipts is None:
            kept = KeptReceipts(self._running.till, self._folder, width_dots=self._width_dots)
            self._receipts = ReceiptsScreen(self._window, kept, self._runner, width_dots=self._width_dots)
        self._receipts.open(session, self._words, number)

    def _width_dots(self) -> int:
        """Of the paper that is in the receipt printer."""
        return {80: 576, 58: 384}[self._running.devices.configuration.width_mm]

    def open_devices(self) -> None:
        """Bring the screen *Devices* to the front; Esc leads back to where one was."""
        if self._devices is None:
            self._devices = DevicesScreen(
                self._window,
                till_devices(self._running, self._folder, lambda: self.shell.session),
                self._runner,
                self._words,
                keys=self._faces.keys,
                on_back=lambda: self._stage.show_screen(self.shell.screen),
                on_exchanged=self._devices_exchanged,
                on_window_tried=self._faces.try_window,
            )
        self._devices.open()

    def _settings_looked_up(self, facts: Facts) -> None:
        self._ring.use(facts.configuration.keys)
        self._hear(is_on=facts.configuration.sounds)
        self._idle.use(facts.configuration.lock_minutes)

    def _hear(self, *, is_on: bool) -> None:
        """Make what is shown heard, where the settings want it and this computer can."""
        speaker = self._speaker
        if speaker is None or not is_on:
            wear_sounds(None)
        else:
            wear_sounds(lambda tone: speaker.play(KINDS[tone]))

    def open_help(self) -> None:
        """Show the page of the screen in front; once more, and it is closed."""
        if self._help is None:
            self._help = HelpScreen(self._window, words=lambda: self._words)
        if self._help.sheet.isVisible():
            self._help.close()
        else:
            self._help.open()

    def open_settings(self) -> None:
        """Bring the screen *Settings* to the front; Esc leads back to where one was."""
        if self._settings is None:
            self._settings = SettingsScreen(
                self._window,
                TillSettings(self._running, folder=self._folder),
                self._runner,
                self._words,
                preferences=self._preferences,
                session=lambda: self.shell.session,
                ring=self._ring,
                on_prefer=self._prefer,
                on_devices=self.open_devices,
                on_facts=self._settings_looked_up,
                on_back=lambda: self._stage.show_screen(self.shell.screen),
            )
        self._settings.open()

    def open_returns(self) -> None:
        """Bring the screen *Returns* to the front; Esc leads back to where one was."""
        session = self.shell.session
        if session is None or self.shell.screen is not Screen.CHECKOUT or not self.shell.is_shift_open:
            return
        if self._returns is None:
            self._returns = ReturnsScreen(
                self._window,
                ReturnsDone(self._running.till, self._running.ask_refund_lock),
                self._runner,
                self._words,
                on_back=lambda: self._stage.show_screen(self.shell.screen),
                on_refunded=self._faces.refunded,
            )
        if not self._returns.is_in_front:
            self._returns.open(session)

    def open_products(self) -> None:
        """Bring the screen *Products* to the front; Esc leads back to where one was."""
        session = self.shell.session
        if session is not None:
            self._products_screen().open(session)

    def open_cards(self) -> None:
        """Bring the screen *Cards* to the front; Esc leads back to where one was."""
        session = self.shell.session
        if session is None:
            return
        if self._cards is None:
            self._cards = CardsScreen(
                self._window,
                CardsDone(self._running.till),
                CardBatchesDone(
                    self._running.till,
                    QtCardPainter(),
                    folder=self._folder / "exports",
                    zone=self._words.zone,
                ),
                self._runner,
                self._words,
                on_back=lambda: self._stage.show_screen(self.shell.screen),
            )
        self._cards.open(session)

    def _add_product(self, code: str) -> None:
        """A code that nobody knew was scanned in a sale: its form, and back to the sale."""
        session = self.shell.session
        if session is not None:
            self._products_screen().open_with(session, code)

    def _products_screen(self) -> ProductsScreen:
        if self._products is None:
            self._products = ProductsScreen(
                self._window,
                ProductsDone(self._running.till),
                self._runner,
                self._words,
                on_back=lambda: self._stage.show_screen(self.shell.screen),
                on_sold=self.shell.scanned,
            )
        return self._products

    def open_day(self) -> None:
        """Bring the screen of the shift and the day to the front; Esc leads back to where one was."""
        session = self.shell.session
        if session is None:
            return
        if self._day is None:
            self._day = DayScreen(
                self._window,
                DayDone(self._running.till),
                self._runner,
                self._words,
                on_back=lambda: self._stage.show_screen(self.shell.screen),
                on_close_shift=self.shell.close_shift,
            )
        if not self._day.is_in_front:
            self._day.open(session)

    def open_people(self) -> None:
        """Bring the screen *People* to the front; Esc leads back to where one was."""
        session = self.shell.session
        if session is None:
            return
        if self._people is None:
            self._people = PeopleScreen(
                self._window,
                PeopleDone(self._running.till, self._running.do_staff_deed),
                self._runner,
                self._words,
                on_back=lambda: self._stage.show_screen(self.shell.screen),
            )
        if not self._people.is_in_front:
            self._people.open(session)

    def open_members(self) -> None:
        """Bring the screen *Members* to the front, for the member of the sale if there is one."""
        session = self.shell.session
        if session is None or self.shell.screen is not Screen.CHECKOUT or self.shell.checkout is None:
            return
        if self._members is None:
            running = self._running
            done = MembersDone(
                running.till, running.member_file, running.do_member_deed, exports=self._folder / "exports"
            )
            self._members = MembersScreen(
                self._window, done, self._runner, self._words, on_left=self._members_left
            )
        if not self._members.is_in_front:
            member = self.shell.checkout.counter.model.sale.member
            self._members.open(session, "" if member is None else member.member)

    def _members_left(self, member: str) -> None:
        """Back to the checkout, as it was; with a member for the sale, or with whoever is in it as now is."""
        self._stage.show_screen(self.shell.screen)
        if self.shell.checkout is None:
            return
        if member:
            self.shell.checkout.members.attach(member)
        else:
            self.shell.checkout.members.refresh()

    def stop(self) -> None:
        """Stop everything that runs, on the screen too if it came that far."""
        for end in self._on_screen:
            end()
        wear_sounds(None)
        if self._speaker is not None:
            self._speaker.close()
        self._running.stop()
        logging.getLogger().removeHandler(self._log)
        self._log.close()

    def scanned(self, scan: Scan) -> None:
        """A scan, from whichever scanner."""
        self._idle.touched()
        if self._settings is not None and self._settings.is_in_front:
            self._settings.presenter.scanned()
            return
        if self._devices is not None and self._devices.is_in_front:
            self._devices.scanned(scan)
        elif self._returns is not None and self._returns.is_in_front:
            self._returns.scanned(scan.text, scan.symbology)
        elif self._products is not None and self._products.is_in_front:
            self._products.scanned(scan.text, scan.symbology)
        elif self._cards is not None and self._cards.is_in_front:
            self._cards.scanned(scan.text, scan.symbology)
        elif (scanless := self._without_scans()) is not None:
            scanless.scan_was_useless("scan-nothing-here")
        elif self._audit is not None and self._audit.is_in_front:
            self._audit.scanned(scan.text)
        elif self._members is not None and self._members.is_in_front:
            self._members.scanned(scan.text)
        elif self.shell.screen is Screen.SIGN_IN:
            self._sign_in.scanned(scan.text)
        else:
            self.shell.scanned(scan.text, scan.symbology)

    def _without_scans(self) -> DayScreen | PeopleScreen | None:
        """The screen in front, if it is one where scans mean nothing."""
        both = (self._day, self._people)
        return next((each for each in both if each is not None and each.is_in_front), None)

    def scan_was_useless(self, code: str) -> None:
        """A scan that cannot be used, told on whatever screen it came."""
        if self._devices is not None and self._devices.is_in_front:
            self._devices.scan_was_useless(code)
        elif self._returns is not None and self._returns.is_in_front:
            self._returns.scan_was_useless(code)
        elif self._products is not None and self._products.is_in_front:
            self._products.scan_was_useless(code)
        elif self._cards is not None and self._cards.is_in_front:
            self._cards.scan_was_useless(code)
        elif (scanless := self._without_scans()) is not None:
            scanless.scan_was_useless(code)
        elif self._audit is not None and self._audit.is_in_front:
            self._audit.scan_was_useless(code)
        elif self._members is not None and self._members.is_in_front:
            self._members.scan_was_useless(code)
        elif self.shell.screen is Screen.SIGN_IN:
            self._sign_in.trouble(code)
        else:
            self.shell.scan_was_useless(code)

    def synced(self, status: SyncStatus) -> None:
        """How sync stands; balances and leases may be others."""
        self._bar = replace(self._bar, sync=status)
        self._show_bar()
        self.shell.synced()

    def printer_changed(self, report: PrintReport) -> None:
        """How the printer is, and what waits for it."""
        self._bar = replace(self._bar, printer=report)
        self._show_bar()
        self.shell.printer_changed(report)

    def scanner_changed(self, source: str, *, connected: bool) -> None:
        """Whether a scanner is there."""
        self._bar = replace(self._bar, scanners={**self._bar.scanners, source: connected})
        self._show_bar()

    def pole_changed(self, trouble: str | None) -> None:
        """Whether the pole display is there."""
        self._bar = replace(self._bar, pole_trouble=trouble)
        self._show_bar()

    def _devices_exchanged(self) -> None:
        """Other devices are at work: the screen follows them, and the bar forgets those that are gone."""
        devices = self._running.devices
        self._faces.follow()
        scanners = {
            source: is_there for source, is_there in self._bar.scanners.items() if source in devices.sources
        }
        has_printer = devices.printer is not None
        printer = self._bar.printer if has_printer else None
        self._bar = replace(self._bar, has_printer=has_printer, printer=printer, scanners=scanners)
        self._show_bar()

    def _show_operator(self, name: str) -> None:
        self._bar = replace(self._bar, operator=name)
        self._show_bar()

    def _show_bar(self) -> None:
        self._window.top_bar.show_state(top_bar_state(self._bar, self._words, at=self._clock_now()))


def _log_to(file: Path) -> RotatingFileHandler:
    """What the till has to say to whoever mends it, in a file that never grows beyond two of its size."""
    handler = RotatingFileHandler(file, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler
