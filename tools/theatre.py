"""A till's window with all that stands behind it, in memory: what scenes are played in."""

from dataclasses import replace
from functools import cache
from typing import Final

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication, QWidget

from loyalty.units import Money, Points, Quantity
from resources.catalogue import Catalogue, Language
from terminal.printing.report import PrinterHealth, PrintReport
from terminal.receipts.training import TRAINING_MARK
from terminal.sync.status import SyncStatus
from tools.sample_audit import SampleAudit
from tools.sample_cards import SampleCards
from tools.sample_day import SampleDay
from tools.sample_devices import SampleDevices
from tools.sample_draws import SampleDraws
from tools.sample_files import SampleFiles
from tools.sample_late_claims import SampleLateClaims
from tools.sample_members import SampleMembers
from tools.sample_people import SamplePeople
from tools.sample_products import SampleProducts
from tools.sample_programs import SamplePrograms
from tools.sample_returns import SampleReturns
from tools.sample_settings import SampleSettings
from tools.sample_shop import ANH_CARD, COFFEE, GREENS, LAN, NOODLES, NOW, RICE, ZONE
from tools.sample_survey import SampleSurvey
from tools.sample_till import SampleTill
from ui.audit_screen import AuditScreen
from ui.cards_screen import CardsScreen
from ui.customer_display import CustomerDisplay
from ui.day_screen import DayScreen
from ui.devices_screen import DevicesScreen
from ui.draws_screen import DrawsScreen
from ui.files_screen import FilesScreen
from ui.first_start import FirstScreen
from ui.help_sheet import HelpScreen
from ui.late_claims_screen import LateClaimsScreen
from ui.look import Look
from ui.members_screen import MembersScreen
from ui.people_screen import PeopleScreen
from ui.presenters.checkout.presenter import CheckoutPresenter
from ui.presenters.menu import menu_state
from ui.presenters.pay.presenter import PayPresenter
from ui.presenters.preferences import Preferences
from ui.presenters.refusals import described
from ui.presenters.shell import Shell
from ui.presenters.sign_in import SignInPresenter, TileSource
from ui.presenters.tasks import ImmediateRunner
from ui.presenters.top_bar import TopBarModel, top_bar_state
from ui.presenters.words import Words
from ui.products_screen import ProductsScreen
from ui.programs_screen import ProgramsScreen
from ui.returns_screen import ReturnsScreen
from ui.settings_screen import SettingsScreen
from ui.stage import QtStage
from ui.views.main_window import MainWindow
from ui.views.menu_sheet import MenuSheet
from ui.views.sign_in_view import SignInView

STORE: Final = "Cửa hàng Quận 1"
TILES: Final = (
    TileSource("lan", "Lan", "cashier"),
    TileSource("minh", "Minh", "manager"),
    TileSource("huong", "Hương", "supervisor"),
    TileSource("anh", "Quốc Anh", "manager"),
)


@cache
def _texts(language: Language) -> Catalogue:
    """Read once for all scenes: it takes as long as half of a scene does."""
    return Catalogue.load(language)


class Theatre:
    """The till's window over a sample till; everything happens at once."""

    def __init__(
        self, look: Look, preferences: Preferences, *, size: tuple[int, int], is_training: bool = False
    ) -> None:
        """In training the look has its accent too, until the window is closed."""
        self.catalogue = _texts(preferences.language)
        self.preferences = preferences
        self._is_closed = False
        self.store = TRAINING_MARK if is_training else STORE
        self.look, look.is_training = look, is_training
        look.wear(preferences, self.catalogue)
        QApplication.setCursorFlashTime(0)  # a cursor that blinks would be on one picture and not on the next
        self.till, self.runner = SampleTill(), ImmediateRunner()
        self.words = Words(catalogue=self.catalogue, currency="VND", zone=ZONE)
        self.window = MainWindow(self.catalogue, is_training=is_training)
        self.front: QWidget = self.window
        """The window that is looked at."""
        look.fit(QSize(*size))
        self.window.resize(*size)
        self.sign_in_view = self.window.add_screen(SignInView)
        self.sign_in_view.show_icons()
        self.survey = SampleSurvey()
        self.customer = CustomerDisplay(
            self.survey,
            self.runner,
            self.words,
            store=self.store,
            show_rows=lambda _: None,
            beside=None,
            is_training=is_training,
        )
        self.stage = QtStage(
            self.window,
            self.sign_in_view,
            on_operator=lambda _: None,
            on_menu=lambda: None,
            audience=self.customer.presenter,
        )
        self.shell = Shell(self.till, self.runner, self.words, self.stage)
        self.stage.connect(self.shell)
        self.menu = MenuSheet(self.window)
        self.first: FirstScreen | None = None
        self.devices: DevicesScreen | None = None
        self.sample_devices = SampleDevices()
        self.returns: ReturnsScreen | None = None
        self.day: DayScreen | None = None
        self.sample_day = SampleDay()
        self.settings: SettingsScreen | None = None
        self.help: HelpScreen | None = None
        self.sample_settings = SampleSettings()
        self.audit: AuditScreen | None = None
        self.sample_audit = SampleAudit()
        self.files: FilesScreen | None = None
        self.sample_files = SampleFiles()
        self.people: PeopleScreen | None = None
        self.sample_people = SamplePeople()
        self.draws: DrawsScreen | None = None
        self.sample_draws = SampleDraws()
        self.programs: ProgramsScreen | None = None
        self.sample_programs = SamplePrograms()
        self.late_claims: LateClaimsScreen | None = None
        self.sample_late_claims = SampleLateClaims()
        self.sample_returns = SampleReturns()
        self.products: ProductsScreen | None = None
        self.sample_products = SampleProducts()
        self.cards: CardsScreen | None = None
        self.sample_cards = SampleCards()
        self.members: MembersScreen | None = None
        self.sample_members = SampleMembers()
        self.left_members: list[str] = []
        self.sign_in = SignInPresenter(
            self.till,
            self.runner,
            self.catalogue,
            describe=described,
            on_state=self.sign_in_view.show_state,
            on_signed_in=self.shell.signed_in,
        )
        self.sign_in_view.operator_chosen.connect(self.sign_in.operator_chosen)
        self.sign_in_view.key_pressed.connect(self.sign_in.key_pressed)
        self.sign_in_view.enter_pressed.connect(self.sign_in.enter_pressed)
        self.sign_in.tiles_known(TILES, starting=False)
        self.window.show_screen(self.sign_in_view)
        self.show_bar("")
        self.window.show()
        settle()
        self.window.resized.connect(look.fit)  # on its way to its size a large window is a small one once

    @property
    def checkout(self) -> CheckoutPresenter:
        """The checkout, once somebody signed in."""
        if self.shell.checkout is None:
            self.till.open_shift(LAN, opening_float=Money(500_000))
            self.shell.signed_in(LAN)
            self.show_bar("Lan")
        if self.shell.checkout is None:
            raise RuntimeError("nobody could sign in")
        return self.shell.checkout

    @property
    def paying(self) -> PayPresenter:
        """The payment under way."""
        if self.shell.pay is None:
            self.checkout.pay_pressed()
        if self.shell.pay is None:
            raise RuntimeError("there is nothing to pay for")
        return self.shell.pay

    def prefer(self, chosen: Preferences) -> None:
        """Look and speak otherwise from now on: as `ui.till_window.TillWindow.prefer`, in its order."""
        self.preferences, self.catalogue = chosen, _texts(chosen.language)
        self.words = replace(self.words, catalogue=self.catalogue)
        self.look.wear(chosen, self.catalogue)
        self.window.speak(self.catalogue)
        if self.customer.view is not None:
            self.customer.speak(self.words)
        self.shell.speak(self.words)
        for screen in (self.returns, self.members, self.products, self.settings):
            if screen is not None:
                screen.speak(self.words)
        if self.menu.isVisible():
            self.open_menu()

    def face_customer(self) -> None:
        """Look at the customer's window, in the size of the till's."""
        self.front = self.customer.open_window(self.window)
        self.front.resize(self.window.size())

    def bring_in_front(self, window: QWidget) -> None:
        """Look at this window, in the size of the till's; it goes with the theatre."""
        self.front = window
        window.resize(self.window.size())
        window.show()

    def open_menu(self) -> None:
        """Open the menu, or show it anew."""
        is_training = self.look.is_training
        state = menu_state(
            self.words,
            self.preferences,
            selling=True,
            shift_open=True,
            has_member=True,
            is_training=is_training,
        )
        self.menu.show_state(state)

    def show_bar(self, operator: str, sync: SyncStatus | None = None, *, lacks_copy: bool = False) -> None:
        """A bar with something to say."""
        model = TopBarModel(
            store=self.store,
            till="Quầy 2",
            operator=operator,
            sync=sync or SyncStatus(centrally_at=NOW),
            printer=PrintReport(printer="receipt", health=PrinterHealth.NEAR_END),
            scanners={"serial": True},
            lacks_copy=lacks_copy,
        )
        self.window.top_bar.show_state(top_bar_state(model, self.words, at=NOW))

    def basket(self) -> CheckoutPresenter:
        """A basket of four lines for Ánh."""
        checkout = self.checkout
        for code in (NOODLES.sku, NOODLES.sku, NOODLES.sku, RICE.sku, RICE.sku):
            checkout.scanned(code)
        checkout.scanned(GREENS.sku)
        checkout.box.typed(self.words.quantity(Quantity(755)))
        checkout.box.entered()
        for code in (COFFEE.sku, COFFEE.sku, ANH_CARD):
            checkout.scanned(code)
        checkout.members.set_burn(Points(200))
        checkout.box.moved(-2)
        return checkout

    def close(self) -> None:
        """Take everything down, unless that was done."""
        if self._is_closed:
            return
        self._is_closed = True
        self.look.is_training = False
        if self.front not in (self.window, self.customer.view):
            self.front.hide()
            self.front.deleteLater()
        self.customer.close()
        self.window.hide()
        self.window.deleteLater()
        settle()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no loop runs that would do it
        self.look.fit(QSize())  # with no window left to be dressed anew


def settle() -> None:
    """Let Qt lay out and paint what was changed; twice, since one layout can ask for another."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
