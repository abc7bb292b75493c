"""How each screen beside the sale is built on an open till."""

from pathlib import Path
from typing import TYPE_CHECKING

from ui.audit_screen import AuditScreen
from ui.cards_screen import CardsScreen
from ui.day_screen import DayScreen
from ui.devices_screen import DevicesScreen, till_devices
from ui.draws_screen import DrawsScreen
from ui.files_screen import FilesScreen
from ui.late_claims_screen import LateClaimsScreen
from ui.members_screen import MembersScreen
from ui.people_screen import PeopleScreen
from ui.presenters.audit.errands import AuditDone
from ui.presenters.cards.till_batches import CardBatchesDone
from ui.presenters.cards.till_errands import CardsDone
from ui.presenters.day.till_errands import DayDone
from ui.presenters.draws.errands import DrawsDone
from ui.presenters.files.errands import FilesDone
from ui.presenters.found_files import usual_places
from ui.presenters.late_claims.errands import LateClaimsDone
from ui.presenters.members.till_errands import MembersDone
from ui.presenters.menu import Choice
from ui.presenters.people.errands import PeopleDone
from ui.presenters.products.till_errands import ProductsDone
from ui.presenters.programs.errands import ProgramsDone
from ui.presenters.returns.till_errands import ReturnsDone
from ui.presenters.shell import Screen
from ui.products_screen import ProductsScreen
from ui.programs_screen import ProgramsScreen
from ui.raster.card_sheets import QtCardPainter
from ui.returns_screen import ReturnsScreen
from ui.settings_screen import SettingsScreen
from ui.side_screens.site import Site
from ui.till_settings import TillSettings

if TYPE_CHECKING:
    from ui.presenters.checkout.presenter import CheckoutPresenter


def returns(site: Site) -> ReturnsScreen:
    """*Returns*."""
    done = ReturnsDone(site.running.till, site.running.ask_refund_lock)

    def refunded(sale: str | None) -> None:
        site.faces.refunded(sale)
        site.shell.refunded(sale)

    return ReturnsScreen(
        site.window,
        done,
        site.runner,
        site.words(),
        on_back=site.back,
        on_refunded=refunded,
        on_exchange=site.shell.exchange,
    )


def late_claims(site: Site) -> LateClaimsScreen:
    """Points of an earlier receipt."""
    done = LateClaimsDone(site.running.till, site.running.ask_refund_lock)
    return LateClaimsScreen(site.window, done, site.runner, site.words(), on_back=site.back)


def members(site: Site) -> MembersScreen:
    """*Members*: for the member of the sale, who may be another afterwards; before a shift there is none."""
    running, shell = site.running, site.shell

    def sale_in_front() -> "CheckoutPresenter | None":
        return shell.checkout if shell.screen is Screen.CHECKOUT else None

    def of_the_sale() -> str:
        checkout = sale_in_front()
        member = None if checkout is None else checkout.counter.model.sale.member
        return "" if member is None else member.holder

    def left(member: str) -> None:
        site.back()
        checkout = sale_in_front()
        if checkout is None:
            return
        if member:
            checkout.members.attach(member)
        else:
            checkout.members.refresh()

    done = MembersDone(running.till, running.member_file, running.do_member_deed, exports=site.exports)
    return MembersScreen(
        site.window,
        done,
        site.runner,
        site.words(),
        on_left=left,
        of_the_sale=of_the_sale,
        is_sale_open=lambda: sale_in_front() is not None,
    )


def cards(site: Site) -> CardsScreen:
    """*Cards*, and the batches of blank ones."""
    till, words = site.running.till, site.words()
    batches = CardBatchesDone(till, QtCardPainter(), folder=site.exports, zone=words.zone)
    return CardsScreen(site.window, CardsDone(till), batches, site.runner, words, on_back=site.back)


def products(site: Site) -> ProductsScreen:
    """*Products*: a new one can go into the sale at once."""
    return ProductsScreen(
        site.window,
        ProductsDone(site.running.till),
        site.runner,
        site.words(),
        on_back=site.back,
        on_sold=site.shell.scanned,
    )


def day(site: Site) -> DayScreen:
    """The shift and the day."""
    return DayScreen(
        site.window,
        DayDone(site.running.till),
        site.runner,
        site.words(),
        on_back=site.back,
        on_close_shift=site.shell.close_shift,
    )


def people(site: Site) -> PeopleScreen:
    """*People*."""
    done = PeopleDone(site.running.till, site.running.do_staff_deed)
    return PeopleScreen(site.window, done, site.runner, site.words(), on_back=site.back)


def files(site: Site) -> FilesScreen:
    """Import and export."""
    running, words = site.running, site.words()
    places = usual_places(Path.home(), site.exports)
    done = FilesDone(
        running.till,
        running.import_members,
        folder=site.exports,
        zone=words.zone,
        places=places,
        heading=lambda field: site.words().text(f"import.field-{field}"),
    )
    return FilesScreen(site.window, done, site.runner, words, on_back=site.back)


def draws(site: Site) -> DrawsScreen:
    """*Draws*."""
    done = DrawsDone(site.running.till, site.running, folder=site.exports)
    return DrawsScreen(site.window, done, site.runner, site.words(), on_back=site.back)


def programs(site: Site) -> ProgramsScreen:
    """*Program*."""
    running, words = site.running, site.words()
    places = usual_places(Path.home(), site.exports)
    done = ProgramsDone(running.till, running, folder=site.exports, currency=words.currency, places=places)
    return ProgramsScreen(site.window, done, site.runner, words, on_back=site.back)


def audit(site: Site) -> AuditScreen:
    """Who did what."""
    till, words = site.running.till, site.words()
    return AuditScreen(
        site.window,
        AuditDone(till, site.exports),
        site.runner,
        words,
        zone=words.zone,
        now=till.clock.now,
        on_back=site.back,
        on_receipt=site.open_receipt,
    )


def devices(site: Site) -> DevicesScreen:
    """*Devices*."""
    return DevicesScreen(
        site.window,
        till_devices(site.running, site.folder, lambda: site.shell.session),
        site.runner,
        site.words(),
        keys=site.faces.keys,
        on_back=site.back,
        on_exchanged=site.on_exchanged,
        on_window_tried=site.faces.try_window,
    )


def settings(site: Site) -> SettingsScreen:
    """*Settings*, with the ways to *Devices* and *Program*."""
    return SettingsScreen(
        site.window,
        TillSettings(site.running, folder=site.folder),
        site.runner,
        site.words(),
        preferences=site.preferences,
        session=lambda: site.shell.session,
        ring=site.ring,
        on_prefer=site.prefer,
        on_devices=lambda: site.open(Choice.DEVICES),
        on_program=lambda: site.open(Choice.PROGRAMS),
        on_facts=site.on_facts,
        on_go_back=site.go_back,
        on_back=site.back,
    )
