"""Every screen of the till in a state worth looking at, made by the real presenters over the sample till.

A scene is what somebody did, in the order they did it. Who takes its picture is `tools.screens`; tests walk
through the same scenes to see that nothing is cut off.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from drivers.ports import Scan
from drivers.wedge import KeyKind, Keystroke
from loyalty.units import Money, Points, Quantity
from resources.catalogue import Catalogue, Language
from terminal.printing.report import PrinterHealth, PrintReport
from terminal.receipts.training import TRAINING_MARK
from terminal.sync.status import SyncStatus
from tools import (
    audit_scenes,
    benefit_scenes,
    card_scenes,
    day_scenes,
    draw_scenes,
    file_scenes,
    first_scenes,
    hand_scenes,
    late_claim_scenes,
    member_scenes,
    people_scenes,
    product_scenes,
    referral_scenes,
    return_scenes,
    settings_scenes,
    stock_scenes,
    thing_scenes,
    training_scenes,
    wallet_scenes,
)
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
from tools.sample_returns import SampleReturns
from tools.sample_settings import SampleSettings
from tools.sample_survey import SampleSurvey
from tools.sample_till import ANH_CARD, COFFEE, GREENS, LAN, NOODLES, NOW, RICE, ZONE, SampleTill
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
from ui.presenters.first_start.model import Step
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
        self.shell.speak(self.words)
        for screen in (self.returns, self.members, self.products, self.settings):
            if screen is not None:
                screen.speak(self.words)
        if self.menu.isVisible():
            self.open_menu()

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

    def show_bar(self, operator: str, sync: SyncStatus | None = None) -> None:
        """A bar with something to say."""
        model = TopBarModel(
            store=self.store,
            till="Quầy 2",
            operator=operator,
            sync=sync or SyncStatus(centrally_at=NOW),
            printer=PrintReport(printer="receipt", health=PrinterHealth.NEAR_END),
            scanners={"serial": True},
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
        self.customer.close()
        self.window.hide()
        self.window.deleteLater()
        settle()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no loop runs that would do it


def _devices(theatre: Theatre) -> DevicesScreen:
    """The screen, over a checkout, with what a shop has."""
    theatre.checkout.begin()
    screen = DevicesScreen(
        theatre.window,
        theatre.sample_devices,
        theatre.runner,
        theatre.words,
        keys=None,
        on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
        on_exchanged=lambda: None,
        on_window_tried=lambda: True,
    )
    screen.open()
    theatre.devices = screen
    return screen


def _devices_drawer(theatre: Theatre) -> None:
    _devices(theatre).presenter.kind_chosen("drawer")


def _devices_second(theatre: Theatre) -> None:
    presenter = _devices(theatre).presenter
    presenter.kind_chosen("second")
    presenter.row_marked(1)
    presenter.choose_pressed()
    presenter.row_marked(3)


def _devices_labels(theatre: Theatre) -> None:
    presenter = _devices(theatre).presenter
    presenter.kind_chosen("weighed")
    presenter.choose_pressed()
    presenter.test_pressed()
    presenter.trial.scanned(Scan("2112345012506", "ean-13", "serial-1", 1.0))


def _devices_letters(theatre: Theatre) -> None:
    presenter = _devices(theatre).presenter
    presenter.row_marked(5)


def _devices_trial(theatre: Theatre) -> None:
    presenter = _devices(theatre).presenter
    presenter.kind_chosen("scanner")
    presenter.test_pressed()
    at = 10.0
    for code in ("~8934563138165", "~9812345678901234"):
        for letter in code:
            at += 0.005
            presenter.trial.key_heard(Keystroke(KeyKind.TEXT, at, letter))
        presenter.trial.key_heard(Keystroke(KeyKind.END, at))
        at += 1


def settle() -> None:
    """Let Qt lay out and paint what was changed; twice, since one layout can ask for another."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def _sign_in(theatre: Theatre) -> None:
    for digit in "123":
        theatre.sign_in.key_pressed(digit)


def _wrong_pin(theatre: Theatre) -> None:
    for digit in "1234":
        theatre.sign_in.key_pressed(digit)
    theatre.sign_in.enter_pressed()


def _open_shift(theatre: Theatre) -> None:
    theatre.shell.signed_in(LAN)
    theatre.show_bar("Lan")
    if theatre.shell.shift is not None:
        for by, key in ((2, "3"), (2, "8"), (3, "15")):
            theatre.shell.shift.moved(by)
            theatre.shell.shift.key_pressed(key)


def _loading(theatre: Theatre) -> None:
    """A new till sells while the directory of a million members comes."""
    theatre.basket()
    theatre.show_bar("Lan", SyncStatus(centrally_at=NOW, loaded=412_000, to_load=1_003_250))


def _household(theatre: Theatre) -> None:
    """Ánh shares her points with two more: the sale is the household's."""
    sharing = theatre.sample_members.share()
    theatre.till.members[sharing.member] = sharing
    theatre.basket()


def _differing(theatre: Theatre) -> None:
    theatre.basket()
    theatre.paying.note_chosen(500_000)
    theatre.paying.finish_pressed()
    theatre.shell.close_shift()
    if theatre.shell.shift is not None:
        for key in "850000":
            theatre.shell.shift.key_pressed(key)
        theatre.shell.shift.finish_pressed()


def _closed_shift(theatre: Theatre) -> None:
    _differing(theatre)
    if theatre.shell.shift is not None:
        theatre.shell.shift.finish_pressed()


def _recounting(theatre: Theatre) -> None:
    _differing(theatre)
    if theatre.shell.shift is not None:
        theatre.shell.shift.again_pressed()
        for digit in "123":
            theatre.shell.shift.key_pressed(digit)


def _hits(theatre: Theatre) -> None:
    theatre.basket().box.typed("n")
    theatre.checkout.box.typed("ng")


def _unknown_card(theatre: Theatre) -> None:
    theatre.basket().scanned("9800000000000010")


def _weighing(theatre: Theatre) -> None:
    theatre.basket().scanned(GREENS.sku)
    theatre.checkout.scanned(RICE.sku)
    theatre.checkout.box.typed(theatre.words.quantity(Quantity(700)))


def _enrolling(theatre: Theatre) -> None:
    theatre.basket().members.detach()
    theatre.checkout.enrol.open("0912345679")
    theatre.checkout.enrol.submit("0912345679", "Trần Thị Bình")


def _pay(theatre: Theatre) -> None:
    theatre.basket()
    theatre.paying.note_chosen(500_000)


def _transfer(theatre: Theatre) -> None:
    theatre.basket()
    theatre.paying.method_chosen("transfer")


def _parts(theatre: Theatre) -> None:
    theatre.basket()
    theatre.paying.method_chosen("card")
    theatre.paying.note_chosen(100_000)
    theatre.paying.finish_pressed()


def _parts_rounded(theatre: Theatre) -> None:
    """A card has paid all but what is too little for any coin."""
    theatre.basket()
    theatre.paying.method_chosen("card")
    theatre.paying.note_chosen(364_500)
    theatre.paying.finish_pressed()
    theatre.paying.method_chosen("cash")


def _sold(theatre: Theatre) -> None:
    theatre.basket()
    theatre.paying.note_chosen(500_000)
    theatre.paying.finish_pressed()


def _voiding(theatre: Theatre) -> None:
    _sold(theatre)
    theatre.checkout.after.ask_void()


def _menu(theatre: Theatre) -> None:
    theatre.basket()
    theatre.open_menu()


def _help(theatre: Theatre) -> HelpScreen:
    theatre.basket()
    screen = HelpScreen(theatre.window, words=lambda: theatre.words)
    screen.open()
    theatre.help = screen
    return screen


def _help_found(theatre: Theatre) -> None:
    _help(theatre).sheet.typed.emit("in")


def _menu_till(theatre: Theatre) -> None:
    _menu(theatre)
    theatre.menu.show_group("till")


def _keys(theatre: Theatre) -> None:
    _enrolling(theatre)
    theatre.stage.checkout.enrol.keys_pressed.emit()


SCENES: Final[Mapping[str, Callable[[Theatre], object]]] = MappingProxyType(
    {
        "first-language": first_scenes.first_start,
        "first-kind": first_scenes.step(Step.KIND),
        "first-shop": first_scenes.step(Step.SHOP),
        "first-manager": first_scenes.pin_differs,
        "first-program": first_scenes.step(Step.PROGRAM),
        "first-program-stamps": first_scenes.step(Step.PROGRAM, preset="punch-card"),
        "first-join": first_scenes.step(Step.JOIN, "join"),
        "first-devices": first_scenes.step(Step.DEVICES),
        "first-loading": first_scenes.loading,
        "first-broke-off": first_scenes.broke_off,
        "sign-in": _sign_in,
        "wrong-pin": _wrong_pin,
        "open-shift": _open_shift,
        "empty": lambda theatre: theatre.checkout,
        "checkout": lambda theatre: theatre.basket(),
        "checkout-household": _household,
        "checkout-loading": _loading,
        "hits": _hits,
        "unknown-card": _unknown_card,
        "weighing": _weighing,
        "enrolling": _enrolling,
        "keys": _keys,
        "cards-nobodys": card_scenes.nobodys,
        "cards-hits": card_scenes.hits,
        "cards": card_scenes.cards,
        "cards-replacing": card_scenes.replacing,
        "cards-approving": card_scenes.approving,
        "cards-batch": card_scenes.batch,
        "cards-batch-done": card_scenes.batch_done,
        "products": product_scenes.products,
        "products-editing": product_scenes.editing,
        "products-pricing": product_scenes.pricing,
        "products-quick": product_scenes.quick,
        "products-quick-keys": product_scenes.quick_by_finger,
        "products-approving": product_scenes.quick_approving,
        "products-none": product_scenes.nothing_found,
        "devices": _devices,
        "devices-trial": _devices_trial,
        "devices-drawer": _devices_drawer,
        "devices-second": _devices_second,
        "devices-labels": _devices_labels,
        "devices-letters": _devices_letters,
        "returns": return_scenes.returns,
        "returning": return_scenes.returning,
        "exchanging": return_scenes.exchanging,
        "exchange-due": return_scenes.paying_an_exchange,
        "exchange-back": return_scenes.giving_back_of_an_exchange,
        "exchanged": return_scenes.exchanged,
        "returning-all": return_scenes.returning_all,
        "returned": return_scenes.returned,
        "without-receipt": return_scenes.without_receipt,
        "approving": return_scenes.approving,
        "no-such-sale": return_scenes.no_such_sale,
        "editing": hand_scenes.editing,
        "word-asked": hand_scenes.word_asked,
        "pin-asked": hand_scenes.pin_asked,
        "by-hand": hand_scenes.by_hand,
        "things": thing_scenes.things,
        "things-listed": thing_scenes.listed,
        "wallet": wallet_scenes.wallet,
        "top-up": wallet_scenes.top_up,
        "topped-up": wallet_scenes.topped_up,
        "paying-by-wallet": wallet_scenes.paying_by_wallet,
        "settings": settings_scenes.settings,
        "settings-bank": settings_scenes.bank,
        "settings-bank-pin": settings_scenes.bank_pin,
        "settings-program": settings_scenes.section("program"),
        "settings-look": settings_scenes.section("look"),
        "settings-keys": settings_scenes.section("keys"),
        "settings-server": settings_scenes.section("server"),
        "settings-backup": settings_scenes.section("backup"),
        "settings-about": settings_scenes.section("about"),
        "settings-server-licences": settings_scenes.server_licences,
        "settings-licence": settings_scenes.licence,
        "members": member_scenes.members,
        "members-found": member_scenes.found,
        "member": member_scenes.points,
        "member-history": lambda theatre: member_scenes.part(theatre, "history"),
        "member-things": lambda theatre: member_scenes.part(theatre, "things"),
        "member-recommended": member_scenes.recommended,
        "member-notes": lambda theatre: member_scenes.part(theatre, "notes"),
        "member-notes-not-taken": member_scenes.notes_not_taken,
        "member-consents": member_scenes.consents,
        "member-consents-not-taken": member_scenes.consents_not_taken,
        "member-consents-offline": member_scenes.consents_offline,
        "member-more": lambda theatre: member_scenes.part(theatre, "more"),
        "member-offline": member_scenes.offline,
        "member-note": member_scenes.noting,
        "member-apology": member_scenes.apologising,
        "member-apology-promised": member_scenes.promised,
        "member-edit": member_scenes.editing,
        "member-edit-keys": member_scenes.editing_by_finger,
        "members-merging": member_scenes.merging,
        "member-erasing": member_scenes.erasing,
        "member-approving": member_scenes.approving,
        "member-household": member_scenes.sharing,
        "member-joining": member_scenes.joining,
        "member-leaving": member_scenes.leaving,
        "why": lambda theatre: theatre.basket().why_asked("due"),
        "offers": lambda theatre: theatre.basket().why_asked("offers"),
        "help": _help,
        "help-found": _help_found,
        "pay": _pay,
        "transfer": _transfer,
        "parts": _parts,
        "parts-rounded": _parts_rounded,
        "sold": _sold,
        "voiding": _voiding,
        "menu": _menu,
        "menu-till": _menu_till,
        "differing": _differing,
        "day": day_scenes.day,
        "day-pay-out": day_scenes.pay_out,
        "day-approving": day_scenes.approving,
        "day-closed": day_scenes.closed_day,
        "audit": audit_scenes.audit,
        "audit-override": audit_scenes.override,
        "files": file_scenes.choosing,
        "files-columns": file_scenes.columns,
        "files-field": file_scenes.field,
        "files-preview": file_scenes.preview,
        "files-rows": file_scenes.all_rows,
        "files-writing": file_scenes.writing,
        "files-report": file_scenes.report,
        "files-export": file_scenes.exporting,
        "late-claims": late_claim_scenes.late_claims,
        "late-claims-whose": late_claim_scenes.whose,
        "late-claims-shown": late_claim_scenes.shown,
        "late-claims-approving": late_claim_scenes.approving,
        "late-claims-done": late_claim_scenes.done,
        "draws": draw_scenes.draws,
        "draws-unreached": draw_scenes.unreached,
        "draws-seed": draw_scenes.seed,
        "draws-sure": draw_scenes.sure,
        "draws-winners": draw_scenes.winners,
        "draws-audited": draw_scenes.audited,
        "draws-fresh": draw_scenes.fresh,
        "draws-commitment": draw_scenes.commitment,
        "people": people_scenes.people,
        "people-adding": people_scenes.adding,
        "people-blocking": people_scenes.blocking,
        "people-own-pin": people_scenes.own_pin,
        "recounting": _recounting,
        "closed-shift": _closed_shift,
        **benefit_scenes.SCENES,
        **referral_scenes.SCENES,
        **stock_scenes.SCENES,
        **training_scenes.SCENES,
    }
)


def play(
    scene: str, look: Look, preferences: Preferences, *, size: tuple[int, int], is_training: bool = False
) -> Theatre:
    """A window in which the scene has just been played; a scene of training is always in training."""
    is_training = is_training or scene in training_scenes.SCENES
    theatre = Theatre(look, preferences, size=size, is_training=is_training)
    SCENES[scene](theatre)
    settle()
    return theatre
