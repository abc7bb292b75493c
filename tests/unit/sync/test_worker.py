"""The worker: when it exchanges, what it shows, and that it ends."""

import queue
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from loyalty.errors import LoyaltillError, Refused, Unavailable
from terminal.sync.ahead import AskedAhead
from terminal.sync.backoff import IDLE_S, OTHERS_S, wait_before_next
from terminal.sync.session import LOADING_FEED_ROWS, USUAL_FEED_ROWS, Exchange
from terminal.sync.status import SyncStatus
from terminal.sync.worker import SyncWorker
from tests.sync_model.memory_outbox import MemoryOutbox

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
DONE = Exchange(events_sent=0, rows_taken=0, again=False, server_time="2026-11-25T04:58:00.000Z")
OFFLINE = Unavailable("server-absent", retry=True)


class StoppedClock:
    """It is noon in Sài Gòn, for ever."""

    def now(self) -> datetime:
        return NOON

    def monotonic(self) -> float:
        return 0.0


@dataclass
class ScriptedSession:
    """Exchanges as told; an outbox whose rows the test adds."""

    script: list[Exchange | LoyaltillError] = field(default_factory=list[Exchange | LoyaltillError])
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    exchanges: int = 0
    asked: list[bool] = field(default_factory=list[bool])
    feed_rows: list[int] = field(default_factory=list[int])
    ahead: list[bool] = field(default_factory=list[bool])
    hangs_until: threading.Event | None = None
    under_way: threading.Event = field(default_factory=threading.Event)

    def exchange(
        self, *, feed_rows: int, asks_who_comes: bool = False, ahead: AskedAhead | None = None
    ) -> Exchange:
        self.ahead += [ahead is not None]
        self.exchanges += 1
        self.feed_rows += [feed_rows]
        self.asked += [asks_who_comes]
        self.under_way.set()
        if self.hangs_until is not None:
            self.hangs_until.wait(10)
            raise Unavailable("server-broke-off", retry=True)
        next_one = self.script.pop(0) if self.script else DONE
        if isinstance(next_one, LoyaltillError):
            raise next_one
        self.outbox.acked_seq = len(self.outbox.events)
        return next_one


class Watcher:
    """A worker with everything that it shows."""

    def __init__(self, *script: Exchange | LoyaltillError) -> None:
        self.session = ScriptedSession(list(script))
        self.shown: queue.Queue[SyncStatus] = queue.Queue()
        self.interrupted = threading.Event()
        self.worker = SyncWorker(
            self.session,
            clock=StoppedClock(),
            chance=lambda: 0.0,
            on_status=self.shown.put,
            interrupt=self.interrupted.set,
        )

    def wait_for(self, state: str) -> SyncStatus:
        """The first status shown that has this word."""
        while (status := self.shown.get(timeout=10)).state != state:
            pass
        return status


def test_before_the_first_exchange_nothing_is_known_centrally() -> None:
    assert Watcher().worker.status.state == "here"


def test_after_an_exchange_all_is_central() -> None:
    watcher = Watcher(DONE)
    assert watcher.worker.run_once() == IDLE_S
    status = watcher.worker.status
    assert (status.state, status.centrally_at, status.is_online) == ("centrally", NOON, True)
    assert status.clock_off_s == 120


def test_an_exchange_that_leaves_something_is_followed_by_another() -> None:
    again = Exchange(events_sent=3, rows_taken=0, again=True)
    watcher = Watcher(again, again, DONE)
    watcher.worker.run_once()
    assert watcher.session.exchanges == 3


def test_while_the_directory_is_loaded_it_is_told_how_much_of_it_is_here() -> None:
    far = replace(DONE, again=True, feed_cursor=250_000, feed_end=1_000_000)
    near = replace(far, feed_cursor=1_000_000 - LOADING_FEED_ROWS)
    watcher = Watcher(far, replace(far, feed_cursor=999_000), near, DONE)
    watcher.worker.run_once()
    told = [(status.loaded, status.to_load) for status in watcher.shown.queue]
    assert told == [(250_000, 1_000_000), (999_000, 1_000_000), (0, 0)]
    usual, loading = USUAL_FEED_ROWS, LOADING_FEED_ROWS
    assert watcher.session.feed_rows == [usual, loading, loading, usual]
    assert watcher.session.ahead == [False, True, True, False]


def test_a_server_that_does_not_say_how_far_its_feed_goes_leaves_it_untold() -> None:
    watcher = Watcher(replace(DONE, again=True, feed_cursor=250_000), DONE)
    watcher.worker.run_once()
    assert not watcher.worker.status.is_loading


def test_offline_what_waits_is_counted_and_nobody_is_alarmed() -> None:
    watcher = Watcher(DONE, OFFLINE)
    watcher.worker.run_once()
    watcher.session.outbox.journal("drawer_opened", {"reason": "manual", "sale": None})
    watcher.worker.run_once()
    status = watcher.worker.status
    assert (status.state, status.waiting, status.is_online) == ("here", 1, False)
    assert status.trouble is OFFLINE
    assert status.centrally_at == NOON


def test_offline_with_nothing_waiting_all_is_still_central() -> None:
    watcher = Watcher(DONE, OFFLINE)
    watcher.worker.run_once()
    watcher.worker.run_once()
    assert watcher.worker.status.state == "centrally"


@pytest.mark.parametrize(
    "error", [Refused("journal-forked", seq=3), Unavailable("server-key-damaged", retry=False)]
)
def test_what_does_not_heal_by_itself_needs_a_person(error: LoyaltillError) -> None:
    watcher = Watcher(error)
    watcher.worker.run_once()
    assert watcher.worker.status.state == "attention"
    assert watcher.worker.status.trouble is error


def test_attention_ends_with_the_next_good_exchange() -> None:
    watcher = Watcher(Refused("till-revoked"), DONE)
    watcher.worker.run_once()
    watcher.worker.run_once()
    assert watcher.worker.status.state == "centrally"


def test_a_quarantined_event_needs_a_person() -> None:
    watcher = Watcher(DONE)
    watcher.session.outbox.quarantined.add(4)
    watcher.worker.run_once()
    assert watcher.worker.status.state == "attention"


def test_a_lease_never_asked_for_needs_a_person() -> None:
    watcher = Watcher(Exchange(events_sent=0, rows_taken=0, again=False, strange_leases=("lease-9",)))
    watcher.worker.run_once()
    assert watcher.worker.status.state == "attention"


def test_failures_are_waited_out_ever_longer_and_a_success_forgets_them() -> None:
    watcher = Watcher(OFFLINE, OFFLINE, OFFLINE, DONE)
    waits = [watcher.worker.run_once() for _ in range(4)]
    assert waits == [2.0, 4.0, 8.0, IDLE_S]


def test_waiting_has_an_end_and_a_spread() -> None:
    assert wait_before_next(failures=1_000, chance=0.0) == 60.0
    assert wait_before_next(failures=1_000, chance=0.999) > 30.0
    assert wait_before_next(failures=0, chance=0.5) < IDLE_S


def test_a_nudge_is_followed_at_once() -> None:
    watcher = Watcher()
    watcher.worker.start()
    watcher.wait_for("centrally")
    watcher.session.outbox.journal("drawer_opened", {"reason": "manual", "sale": None})
    watcher.worker.nudge()
    assert watcher.wait_for("here").waiting == 1
    assert watcher.wait_for("centrally").waiting == 0
    watcher.worker.stop()


def test_stopping_breaks_off_what_is_under_way_and_joins() -> None:
    watcher = Watcher()
    watcher.session.hangs_until = watcher.interrupted
    watcher.worker.start()
    assert watcher.session.under_way.wait(10)
    watcher.worker.stop()
    assert watcher.interrupted.is_set()
    assert watcher.session.exchanges == 1


def test_a_worker_that_never_started_can_be_stopped() -> None:
    Watcher().worker.stop()


def test_who_is_likely_to_come_is_asked_now_and_then() -> None:
    watcher = Watcher()
    watcher.worker.run_once()
    watcher.worker.run_once()
    assert watcher.session.asked == [True, False]


def test_while_another_till_is_asked_for_points_the_wait_is_short() -> None:
    watcher = Watcher(replace(DONE, waits_for_others=True))
    assert watcher.worker.run_once() == OTHERS_S
    assert watcher.worker.run_once() > OTHERS_S
