"""The open till on the screen: its workers' news, its shell, its windows.

Imported behind the sign-in screen. The screens beside the sale are in `ui.side_screens`.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from drivers.ports import Scan
from loyalty.errors import LoyaltillError
from loyalty.identity.commands import is_payment
from resources.catalogue import Catalogue, Language
from terminal.bootstrap.devices import system_speaker
from terminal.bootstrap.running import start_till
from terminal.in_force import in_force_now
from terminal.printing.report import PrintReport
from terminal.session import OperatorTile
from terminal.sync.status import SyncStatus
from terminal.usecases.operators import list_operators
from ui.help_sheet import HelpScreen
from ui.idle_lock import IdleLock
from ui.kept_receipts import KeptReceipts
from ui.key_ring import KeyRing
from ui.keys_ahead import KeysAhead
from ui.lanes import LaneRunner
from ui.news import News
from ui.presenters.menu import Choice
from ui.presenters.preferences import Preferences
from ui.presenters.settings.errands import Facts
from ui.presenters.shell import Screen, Shell
from ui.presenters.sign_in import TileSource
from ui.presenters.till_errands import TillErrands
from ui.presenters.top_bar import TopBarModel, lacks_copy
from ui.presenters.type_ahead import Front, Passage, TypeAhead
from ui.presenters.words import Words
from ui.products_screen import ProductsScreen
from ui.raster.logo import read_logo
from ui.raster.painter import QtPagePainter
from ui.raster.pdf import write_pdf
from ui.receipt_sheet import ReceiptsScreen
from ui.screen_devices import ScreenDevices
from ui.side_screens.ahead import BuildAhead
from ui.side_screens.screens import SideScreens
from ui.side_screens.site import Site
from ui.side_screens.table import TABLE
from ui.stage import QtStage
from ui.till_bar import TillBar
from ui.till_log import TillLog
from ui.till_sounds import TillSounds
from ui.widgets.heard_keys import hear_key

if TYPE_CHECKING:
    from terminal.bootstrap.first_glance import FirstGlance
    from terminal.clock import Clock
    from ui.presenters.sign_in import SignInPresenter
    from ui.views.main_window import MainWindow
    from ui.views.view import View

_CLOCK_MS: Final = 5_000


class OpenTill:
    """Made on the store lane; from then on it belongs to the UI thread."""

    def __init__(
        self, first: "FirstGlance", runner: LaneRunner, catalogue: Catalogue, *, clock: "Clock | None" = None
    ) -> None:
        """Open the till and start all that runs by itself.

        Raises:
            Refused, Unavailable: see `start_till`.
        """
        catalogue.read_all()
        self._log = TillLog(first.folder.path / "log")
        self._runner = runner
        self._folder = first.folder.path
        self._on_screen: list[Callable[[], None]] = []
        self._sounds: TillSounds | None = None
        self._receipts: ReceiptsScreen | None = None
        self._help: HelpScreen | None = None
        self._news = News(runner.post)
        with ExitStack() as where_it_fails:
            where_it_fails.callback(self._log.close)
            self._running = start_till(
                first,
                painter=QtPagePainter(),
                listeners=self._news.listeners(),
                read_logo=read_logo,
                write_pdf=write_pdf,
                clock=clock,
            )
            where_it_fails.pop_all()
        self.errands = TillErrands(self._running.till, self._running.look_up_member)
        force = in_force_now(self._running.till)
        self._store = force.settings.store_name
        self._language: Language = force.settings.language
        self._words = Words(catalogue=catalogue, currency=force.settings.currency, zone=force.zone)

    def build(
        self,
        window: "MainWindow",
        sign_in_view: "View",
        sign_in: "SignInPresenter",
        *,
        open_menu: Callable[[], None],
        preferences: Preferences,
        prefer: Callable[[Preferences], None],
        go_back: Callable[[str], None],
    ) -> None:
        """Build the screens, and listen to keys, scanners, printer and sync."""
        self._window = window
        self._sign_in = sign_in
        self._preferences = preferences
        self._type_ahead = TypeAhead(self._front)
        self._runner.handled.connect(self._type_ahead.look)
        KeysAhead(window, self._type_ahead)
        self._ring = KeyRing(window, window.windowHandle())
        window.screen_came.connect(self._ring.follow)
        self._sign_in_view = sign_in_view
        window.screen_came.connect(self._look_who_is_here)
        self._bar = self._built_bar()
        stage = QtStage(window, sign_in_view, on_operator=self._bar.operator_came, on_menu=open_menu)
        self.shell = Shell(
            self.errands,
            self._runner,
            self._words,
            stage,
            on_unknown=self._add_product,
            on_sent_away=sign_in.trouble,
        )
        stage.connect(self.shell)
        self._faces = self._built_faces(stage)
        self._beside = SideScreens(self._site(stage, prefer, go_back))
        stage.checkout.member.page_pressed.connect(lambda: self.open_beside(Choice.MEMBERS))
        stage.checkout.returns_pressed.connect(lambda: self.open_beside(Choice.RETURNS))
        self._build_keys()
        self._build_clock()
        self._ring.use(self._running.devices.configuration.keys)
        self._sounds = TillSounds(system_speaker(self._folder / "sounds"))
        self._sounds.hear(is_on=self._running.devices.configuration.sounds)
        self._news.hear(self)
        self._bar.show()

    def _built_bar(self) -> TillBar:
        model = TopBarModel(
            store=self._store,
            till=self._running.identity.name,
            has_printer=self._running.devices.printer is not None,
        )
        now = self._running.till.clock.now
        return TillBar(self._window.top_bar, model, words=lambda: self._words, now=now)

    def _built_faces(self, stage: QtStage) -> ScreenDevices:
        return ScreenDevices(
            self._running.till,
            self._running.devices,
            self._runner,
            self._window,
            stage,
            self._words,
            store=self._store,
            language=self._language,
            folder=self._folder,
            on_scan=self.scanned,
            on_trouble=self.scan_was_useless,
        )

    def _site(
        self, stage: QtStage, prefer: Callable[[Preferences], None], go_back: Callable[[str], None]
    ) -> Site:
        return Site(
            window=self._window,
            running=self._running,
            runner=self._runner,
            folder=self._folder,
            shell=self.shell,
            stage=stage,
            ring=self._ring,
            faces=self._faces,
            words=lambda: self._words,
            preferences=lambda: self._preferences,
            prefer=prefer,
            open=self.open_beside,
            open_receipt=self.open_receipts,
            on_facts=self._settings_looked_up,
            on_exchanged=self._devices_exchanged,
            go_back=go_back,
        )

    def _build_keys(self) -> None:

        does: dict[str, Callable[[], None]] = {"F1": self.open_help, "Ctrl+L": self.shell.lock}
        for key, what in does.items():
            hear_key(self._window, key, what, in_window=True)
        for choice, row in TABLE.items():
            if row.shortcut:
                self._build_way(choice, row.shortcut)

    def _build_way(self, choice: Choice, key: str) -> None:
        hear_key(self._window, key, lambda: self.open_beside(choice), in_window=True)

    def _build_clock(self) -> None:
        """What goes by time: the bar, the lamp of the copies, and the lock."""
        timer = QTimer(self._window)
        timer.timeout.connect(self._look_at_copies)
        timer.timeout.connect(self._bar.show)
        timer.start(_CLOCK_MS)
        configured = self._running.devices.configuration.lock_minutes
        presence = self._running.presence
        self._idle = IdleLock(
            configured, self._running.till.clock.monotonic, self.shell.lock, on_deed=presence.touched
        )
        timer.timeout.connect(self._idle.look)
        self.ahead = BuildAhead(
            self._window,
            self._beside.build_next,
            lambda: self.shell.session is None or presence.is_quiet(),
        )
        self._on_screen = [timer.stop, self._idle.stop, self.ahead.stop, self._faces.close]

    def speak(self, catalogue: Catalogue, preferences: Preferences) -> None:
        """Say everything in another language, or look otherwise."""
        self._preferences = preferences
        catalogue.read_all()
        self._words = replace(self._words, catalogue=catalogue)
        self.shell.speak(self._words)
        self._faces.speak(self._words)
        self._beside.speak(self._words)
        self._bar.show()

    def described(self, error: LoyaltillError, catalogue: Catalogue) -> str:
        """A refusal in a sentence, by the store's clock and in its money."""
        return replace(self._words, catalogue=catalogue).error(error)

    def begin_training(self, folder: Path) -> "FirstGlance":
        """On the store lane: make a training out of this till, whose data folder is given.

        Raises:
            Refused, Unavailable: see `terminal.bootstrap.training`.
        """
        from terminal.bootstrap.training import begin_training

        return begin_training(self._running.till, folder)

    def open_beside(self, choice: Choice) -> None:
        """Bring one of the screens beside the sale to the front; Esc leads back to where one was."""
        self._beside.open(choice)

    def to_sale(self) -> None:
        """Back from a screen beside the sale, where one is in front."""
        self._beside.leave()

    @property
    def is_beside(self) -> bool:
        """Whether one of the screens beside the sale is in front."""
        return self._beside.is_in_front

    def open_receipts(self, number: int | None = None) -> None:
        """Show that receipt on a sheet over the screen, or the last one; Esc leads back."""
        session = self.shell.session
        if session is None:
            return
        if self._receipts is None:
            kept = KeptReceipts(self._running.till, self._folder, width_dots=self._width_dots)
            self._receipts = ReceiptsScreen(self._window, kept, self._runner, width_dots=self._width_dots)
        self._receipts.open(session, self._words, number)

    def open_help(self) -> None:
        """Show the page of the screen in front; once more, and it is closed."""
        if self._help is None:
            self._help = HelpScreen(self._window, words=lambda: self._words)
        if self._help.sheet.isVisible():
            self._help.close()
        else:
            self._help.open()

    def stop(self) -> None:
        """Stop everything that runs, on the screen too if it came that far."""
        for end in self._on_screen:
            end()
        if self._sounds is not None:
            self._sounds.close()
        self._running.stop()
        self._log.close()

    def scanned(self, scan: Scan) -> None:
        """A scan, from whichever scanner."""
        self._idle.touched()
        if self._beside.scanned(scan):
            return

        def take() -> None:
            if self.shell.screen is Screen.SIGN_IN:
                self._sign_in.scanned(scan.text)
            else:
                self.shell.scanned(scan.text, scan.symbology)

        too_early = partial(self.shell.scan_came_too_early, scan.text)
        if not self._type_ahead.scan_waits(take, finishes=is_payment(scan.text), refused=too_early):
            take()

    def scan_was_useless(self, code: str) -> None:
        """A scan that cannot be used, told on whatever screen it came."""
        self._idle.touched()
        if self._beside.scan_was_useless(code):
            return
        if self.shell.screen is Screen.SIGN_IN:
            self._sign_in.trouble(code)
        else:
            self.shell.scan_was_useless(code)

    def _front(self) -> Front:
        """What is in front of a cashier; a screen beside the sale gives way to what is looked for there."""
        front, beside = self.shell.front, self._beside.at
        if beside is not None:
            return front.behind(beside)
        return front._replace(passage=Passage.TO_COUNTER) if self._sign_in.is_checking else front

    def synced(self, status: SyncStatus) -> None:
        """How sync stands; balances and leases may be others, and so may who can sign in."""
        self._bar.synced(status)
        self.shell.synced(online=status.is_online, clock_off_s=status.clock_off_s)
        if status.trouble is None:
            self._look_who_is_here()
            self._beside.synced()

    def printer_changed(self, report: PrintReport) -> None:
        """How the printer is, and what waits for it."""
        self._bar.printer_changed(report)
        self.shell.printer_changed(report)

    def scanner_changed(self, source: str, *, connected: bool) -> None:
        """Whether a scanner is there."""
        self._bar.scanner_changed(source, connected=connected)

    def pole_changed(self, trouble: str | None) -> None:
        """Whether the pole display is there."""
        self._bar.pole_changed(trouble)

    def _look_at_copies(self) -> None:
        """A copy that is missing is told to who may say where copies go."""
        missing = lacks_copy(self._running.copies.copied, self.shell.session)
        self._bar.copies_stand(lacks_copy=missing)

    def _look_who_is_here(self) -> None:
        """People are added, renamed and blocked, and the store gets another name, while the till runs."""
        till = self._running.till
        if self._window.shows(self._sign_in_view):
            self._runner.run(
                "look-up",
                lambda: (list_operators(till), in_force_now(till).settings.store_name),
                on_done=self._known_by_now,
                on_failed=_kept_as_it_is,
            )

    def _known_by_now(self, known: tuple[tuple[OperatorTile, ...], str]) -> None:
        operators, store = known
        tiles = tuple(TileSource(each.operator, each.name, each.role) for each in operators)
        self._sign_in.tiles_known(tiles, starting=False)
        self._store_named(store)

    def _store_named(self, name: str) -> None:
        self._bar.store_named(name)
        self._faces.store_named(name)

    def _add_product(self, code: str) -> None:
        """A code that nobody knew was scanned in a sale: its form, and back to the sale."""
        products = self._beside.built(Choice.PRODUCTS)
        if self.shell.session is not None and isinstance(products, ProductsScreen):
            products.open_with(self.shell.session, code)

    def _width_dots(self) -> int:
        """Of the paper that is in the receipt printer."""
        return {80: 576, 58: 384}[self._running.devices.configuration.width_mm]

    def _settings_looked_up(self, facts: Facts) -> None:
        self._ring.use(facts.configuration.keys)
        if self._sounds is not None:
            self._sounds.hear(is_on=facts.configuration.sounds)
        self._idle.use(facts.configuration.lock_minutes)
        self._store_named(facts.store.store_name)

    def _devices_exchanged(self) -> None:
        """Other devices are at work: the screen follows them, and the bar forgets those that are gone."""
        self._faces.follow()
        self._bar.follow(self._running.devices)


def _kept_as_it_is(error: Exception) -> None:
    """Whoever signs in next is told by their PIN's check what is wrong with the store."""
    if not isinstance(error, LoyaltillError):
        raise error
