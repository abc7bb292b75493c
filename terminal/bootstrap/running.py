"""A till at work: store, sync and devices put together, started, and stopped in the right order.

Built behind the sign-in screen, on a lane of its own: it opens the database and imports all that is heavy.
"""

import random
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime

from drivers.ports import Scan, ScannerLink
from loyalty.errors import LoyaltillError, Unavailable
from loyalty.wire.drawing import DrawAnswer, DrawAsk, DrawOpening, DrawsAnswer, DrawsAsk
from loyalty.wire.importing import ImportChunk, ImportDone
from loyalty.wire.member_desk import MemberDeed, MemberDeedDone, MemberFileAnswer, MemberFileAsk
from loyalty.wire.program_desk import (
    ProgramAnswer,
    ProgramAsk,
    ProgramDeed,
    ProgramsAnswer,
    ProgramsAsk,
)
from loyalty.wire.refunding import RefundLockAnswer
from loyalty.wire.staffing import StaffDeed, StaffDeedDone
from loyalty.wire.store_desk import StoreDeed, StoreDeedDone, TillOpened, TillOpening
from terminal.bootstrap.agreed_restore import record_restore
from terminal.bootstrap.copies import Copies
from terminal.bootstrap.device_rack import DeviceListeners, DeviceRack
from terminal.bootstrap.first_glance import FirstGlance
from terminal.bootstrap.own_server import own_server
from terminal.bootstrap.print_workers import PrintRoom
from terminal.bootstrap.server_line import Parties, parties
from terminal.bootstrap.spend_check import guard_spends
from terminal.clock import Clock, SystemClock
from terminal.give_way import GiveWay, Presence
from terminal.ids import id_maker
from terminal.practice_lending import PracticeLends, ServerLends
from terminal.printing.press import Press, ReadLogo, WritePdf, no_logo
from terminal.printing.report import PrintReport
from terminal.receipts.page import PagePainter
from terminal.receipts.paper import SlipPaper
from terminal.settings import TillIdentity
from terminal.store.books import Unit
from terminal.store.checks import (
    CheckLeft,
    Finding,
    check_chains,
    check_pages_in_use,
    check_projections,
    check_tail,
)
from terminal.store.claim_intake import no_stock
from terminal.store.database import Store
from terminal.store.opening import open_store
from terminal.store.outbox import SqlOutbox
from terminal.sync.client import SyncClient
from terminal.sync.listener import NewsListener
from terminal.sync.session import look_up_member
from terminal.sync.status import SyncStatus
from terminal.sync.worker import SyncWorker
from terminal.till import Till
from terminal.usecases.basket import close_stray_leases
from terminal.usecases.drafts import load_draft
from terminal.usecases.things import stock_ahead, things_ahead

_CHECKS_STOP_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    """Who hears what happens by itself. Each is called on a worker's thread and must return at once.

    `on_sync` comes after every exchange that changed anything: lease, member and program may be others now.
    `on_pole` hears each change of the pole display: what is wrong with it, None once it is well.
    `on_findings` comes of each check behind the open till that found the database unsound.
    """

    on_sync: Callable[[SyncStatus], None]
    on_printer: Callable[[PrintReport], None]
    on_scan: Callable[[Scan], None]
    on_scanner: Callable[[ScannerLink], None]
    on_bank_card: Callable[[], None]
    on_pole: Callable[[str | None], None]
    on_findings: Callable[[tuple[Finding, ...]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningTill:
    """Everything that runs. `notice` is what somebody must know before the first sale, None on a good day."""

    till: Till
    identity: TillIdentity
    sync: SyncWorker
    devices: DeviceRack
    copies: Copies
    presence: Presence
    """To be told of whatever somebody does at the till: what runs by itself gives way to them."""
    server_url: str
    notice: LoyaltillError | None
    _server: SyncClient
    _outbox: SqlOutbox
    _ending: ExitStack

    def look_up_member(self, *, card: str = "", phone: str = "") -> str | None:
        """Ask the server for the one member with this card or phone (E.164); see `look_up_member`.

        Blocks for as long as the server takes: for the net lane, one call at a time.
        """
        return look_up_member(self._outbox, self._server, card=card, phone=phone)

    def ask_refund_lock(self, digits: str) -> RefundLockAnswer:
        """Ask the server for another till's receipt, by its digits; blocks as `look_up_member` does."""
        return self._server.ask_refund_lock(digits)

    def member_file(self, ask: MemberFileAsk) -> MemberFileAnswer:
        """Ask the server for a member's whole file; blocks as `look_up_member` does."""
        return self._server.member_file(ask)

    def do_member_deed(self, deed: MemberDeed) -> MemberDeedDone:
        """Have the server do something with a member, and keep who is another since; blocks likewise."""
        done = self._server.do_member_deed(deed)
        for each in done.members:
            self._outbox.keep(each)
        return done

    def do_staff_deed(self, deed: StaffDeed) -> StaffDeedDone:
        """Have the server do something with those who may sign in; blocks likewise."""
        return self._server.do_staff_deed(deed)

    def do_store_deed(self, deed: StoreDeed) -> StoreDeedDone:
        """Have settings of the store changed; see `SyncClient.do_store_deed`."""
        return self._server.do_store_deed(deed)

    def open_till(self, opening: TillOpening) -> TillOpened:
        """Have another till let into the store; see `SyncClient.open_till`."""
        return self._server.open_till(opening)

    def import_members(self, chunk: ImportChunk) -> ImportDone:
        """Have the server check or write rows of a file; blocks likewise."""
        return self._server.import_members(chunk)

    def list_draws(self, ask: DrawsAsk) -> DrawsAnswer:
        """Ask the server for the draws; blocks likewise."""
        return self._server.list_draws(ask)

    def read_draw(self, ask: DrawAsk) -> DrawAnswer:
        """Ask the server for one draw, with a page of its winners; blocks likewise."""
        return self._server.read_draw(ask)

    def open_draw(self, opening: DrawOpening) -> DrawAnswer:
        """Have the server open a draw; blocks likewise."""
        return self._server.open_draw(opening)

    def list_programs(self, ask: ProgramsAsk) -> ProgramsAnswer:
        """Ask the server for the programs that were published; blocks likewise."""
        return self._server.list_programs(ask)

    def read_program(self, ask: ProgramAsk) -> ProgramAnswer:
        """Ask the server for one of them with its text; blocks likewise."""
        return self._server.read_program(ask)

    def publish_program(self, deed: ProgramDeed) -> ProgramAnswer:
        """Have the server publish another; blocks likewise."""
        return self._server.publish_program(deed)

    def stop(self) -> None:
        """Stop everything, the newest first, and let the data folder go."""
        self._ending.close()


def start_till(
    first: FirstGlance,
    *,
    painter: PagePainter,
    listeners: Listeners,
    read_logo: ReadLogo = no_logo,
    write_pdf: WritePdf | None = None,
    clock: Clock | None = None,
) -> RunningTill:
    """Open the till's store and start all that runs by itself.

    If this raises, everything is closed again, the folder of `first` included.

    Raises:
        StoreTooNew, Unavailable: the database; see `open_store`.
        Refused: the settings file, or the server's address in it.
    """
    with ExitStack() as stack:
        stack.callback(first.close)
        ticking = clock or SystemClock()
        store = open_store(first.folder.database, first.database_key, clock=ticking, new_id=id_maker(ticking))
        stack.callback(store.close)
        site = _Site(first, store, ticking, listeners, stack)
        running = _start(site, Press(painter=painter, read_logo=read_logo, write_pdf=write_pdf))
        return replace(running, _ending=stack.pop_all())


@dataclass(frozen=True, slots=True)
class _Site:
    """What the parts are built on; `ending` closes them in the opposite order."""

    first: FirstGlance
    store: Store
    clock: Clock
    listeners: Listeners
    ending: ExitStack


def _start(site: _Site, press: Press) -> RunningTill:
    first, store = site.first, site.store
    us = parties(store, first.keys, server_url=_server_url(site), is_training=first.is_training)
    regulars = _Ahead()
    sync, rack = _sync(site, us, regulars), _rack(site, press)
    till = regulars.till = Till(
        store=store,
        clock=site.clock,
        new_id=id_maker(site.clock),
        keys=first.keys,
        paper=SlipPaper(is_training=first.is_training),
        nudge_sync=sync.nudge,
        nudge_printer=rack.nudge_printer,
        has_printer=lambda: rack.printer is not None,
        print_elsewhere=rack.print_elsewhere,
        weighed=lambda: rack.configuration.weighed,
        lender=PracticeLends() if first.is_training else ServerLends(),
    )
    notice = guard_spends(store, first.keys)
    if not first.is_training:
        record_restore(till, first.folder.path)
    close_stray_leases(till, open_sale=load_draft(till))
    server_line = us.line(site.clock)
    site.ending.callback(server_line.close)
    presence = Presence()
    _start_workers(site, sync, rack, presence)
    copies = Copies(
        store, us.identity, us.till_key, folder=first.folder.path, clock=site.clock, presence=presence
    )
    site.ending.callback(copies.stop)
    if not first.is_training:
        copies.use(first.configuration)
        copies.start()
        _listen_for_news(site, us, ring=sync.nudge)
    site.ending.callback(presence.end)
    return RunningTill(
        till=till,
        identity=us.identity,
        sync=sync,
        devices=rack,
        copies=copies,
        presence=presence,
        server_url=us.server.url,
        notice=notice,
        _server=us.client(server_line),
        _outbox=SqlOutbox(store),
        _ending=site.ending,
    )


def _server_url(site: _Site) -> str | None:
    """Where the server is today: the till's own, started with it, else where the settings file says."""
    configured = site.first.configuration.server
    own = own_server(site.first.folder.path)
    if own is None or configured is not None:
        return configured
    own.start()
    site.ending.callback(own.close)
    return own.address


def _rack(site: _Site, press: Press) -> DeviceRack:
    first, listeners = site.first, site.listeners
    room = PrintRoom(
        store=site.store,
        folder=first.folder.path,
        clock=site.clock,
        press=press,
        on_report=listeners.on_printer,
        opens_drawer=not first.is_training,
    )
    heard = DeviceListeners(
        on_scan=listeners.on_scan,
        on_scanner=listeners.on_scanner,
        on_bank_card=listeners.on_bank_card,
        on_pole=listeners.on_pole,
    )
    return DeviceRack(room, first.configuration, heard)


@dataclass(slots=True)
class _Ahead:
    """What to claim beforehand for a regular and of the store's stock; nothing until there is a till."""

    till: Till | None = None

    def things(self, unit: Unit, member: str) -> tuple[str, ...]:
        """See `store.claim_intake.ThingsAhead`."""
        return () if self.till is None else things_ahead(self.till, unit, member)

    def stock(self, unit: Unit) -> tuple[str, datetime, Mapping[str, int]]:
        """See `store.claim_intake.StockInHand`."""
        return no_stock(unit) if self.till is None else stock_ahead(self.till, unit)


def _sync(site: _Site, us: Parties, ahead: _Ahead) -> SyncWorker:
    line = us.line(site.clock)
    site.ending.callback(line.close)
    return SyncWorker(
        us.session(line, site.store, ahead.things, ahead.stock),
        clock=site.clock,
        chance=random.SystemRandom().random,
        on_status=site.listeners.on_sync,
        interrupt=line.abort,
    )


def _listen_for_news(site: _Site, us: Parties, *, ring: Callable[[], None]) -> None:
    line = us.line(site.clock)
    site.ending.callback(line.close)
    listener = NewsListener(us.client(line), ring=ring, interrupt=line.abort)
    site.ending.callback(listener.stop)
    listener.start()


def _start_workers(site: _Site, sync: SyncWorker, rack: DeviceRack, presence: Presence) -> None:
    site.ending.callback(sync.stop)
    if not site.first.is_training:
        sync.start()
    site.ending.callback(rack.stop)
    rack.start()
    checks = threading.Thread(target=_check, args=(site, presence.in_turns()), name="checks", daemon=True)
    site.ending.callback(checks.join, _CHECKS_STOP_S)
    site.ending.callback(presence.end)
    checks.start()


def _check(site: _Site, give_way: GiveWay) -> None:
    """The whole database, behind the open till, while nobody is at it; left where the till is closed.

    Each check takes minutes beside somebody who is there: what one found is told before the next.
    """
    for check in (check_tail, check_pages_in_use, check_chains, check_projections):
        try:
            found = check(site.store, give_way)
        except CheckLeft:
            return
        except Unavailable as error:
            found = (Finding(error.code, str(error)),)
        if found:
            site.listeners.on_findings(found)
