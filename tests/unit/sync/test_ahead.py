"""The next page asked for while one is written: when, what is said by it, and what becomes of it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from loyalty.errors import Unavailable
from loyalty.wire.messages import SyncAnswer, SyncRequest
from terminal.sync.ahead import AskedAhead
from terminal.sync.core import Intake
from terminal.sync.session import SyncSession
from tests.sync_model.memory_outbox import MemoryOutbox
from tests.sync_model.shop import CuttableOutbox, FaultyWire, Shop

CARDS = 50
PAGE = 10


@dataclass
class ListeningWire(FaultyWire):
    """A server that says pages may be asked for ahead, and how it was asked."""

    may_ask_ahead: bool = True
    lost: int = 0
    requests: list[SyncRequest] = field(default_factory=list[SyncRequest])
    threads: list[str] = field(default_factory=list[str])
    asked: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def sync(self, request: SyncRequest) -> SyncAnswer:
        self.requests += [request]
        self.threads += [threading.current_thread().name.partition("_")[0]]
        self.asked.release()
        if len(self.requests) == self.lost:
            raise Unavailable("server-absent", retry=True)
        answer = super().sync(request)
        return replace(answer, feed=replace(answer.feed, may_ask_ahead=self.may_ask_ahead))


@dataclass
class HeldOutbox(CuttableOutbox):
    """An outbox that does something else before it applies."""

    before: Callable[[], None] = lambda: None

    def apply(self, intake: Intake) -> tuple[str, ...]:
        self.before()
        return super().apply(intake)


class Loading:
    """A till that loads some cards from a server, in pages of ten."""

    def __init__(self) -> None:
        shop = Shop(MemoryOutbox())
        self.till = MemoryOutbox()
        self.server = shop.server
        self.wire = ListeningWire(shop.server)
        self.outbox = HeldOutbox(self.till)
        self.session = SyncSession(self.outbox, self.wire, shop.session.sign, shop.session.confirms)
        for number in range(CARDS):
            body = {"number": f"{number:02}", "member": "anh", "state": "active"}
            shop.server.publish("card", f"{number:02}", body)

    def load(self) -> None:
        with AskedAhead() as ahead:
            while self.session.exchange(feed_rows=PAGE, ahead=ahead).again:
                pass

    def asked_from(self) -> list[tuple[int, int | None]]:
        """Where each request began, and what it said to be applied."""
        return [(request.feed.cursor, request.feed.applied) for request in self.wire.requests]


@pytest.fixture
def loading() -> Loading:
    return Loading()


def test_a_page_is_on_its_way_before_the_one_at_hand_is_written(loading: Loading) -> None:
    written: list[int] = []

    def write() -> None:
        for _ in range((2, 1, 1, 1, 0)[len(written)]):  # so many requests more than at the page before
            assert loading.wire.asked.acquire(timeout=10)
        written.append(len(loading.wire.requests))

    loading.outbox.before = write
    loading.load()
    assert written == [2, 3, 4, 5, 5]
    assert loading.wire.threads == ["MainThread", *["net-ahead"] * 4]


def test_asking_ahead_does_not_say_that_the_page_at_hand_is_applied(loading: Loading) -> None:
    loading.load()
    assert loading.asked_from() == [(0, None), (10, 0), (20, 10), (30, 20), (40, 30)]
    assert len(loading.till.rows) == CARDS


def test_a_server_that_does_not_know_of_it_is_not_asked_ahead(loading: Loading) -> None:
    loading.wire.may_ask_ahead = False
    loading.load()
    assert loading.asked_from() == [(cursor, None) for cursor in range(0, CARDS, PAGE)]


def test_what_was_asked_ahead_is_thrown_away_where_something_was_sold_meanwhile(loading: Loading) -> None:
    sales = iter(["sold"])

    def sell_once() -> None:
        for _ in sales:
            loading.till.journal("drawer_opened", {"reason": "manual", "sale": None})

    loading.outbox.before = sell_once
    loading.load()
    assert [len(request.events) for request in loading.wire.requests][:3] == [0, 0, 1]
    assert loading.asked_from()[:3] == [(0, None), (10, 0), (10, None)]
    assert len(loading.till.rows) == CARDS


def test_a_page_that_could_not_be_written_is_asked_for_again(loading: Loading) -> None:
    faults = iter([Unavailable("store-write-failed", retry=True)])

    def fail_once() -> None:
        for fault in faults:
            raise fault

    loading.outbox.before = fail_once
    with AskedAhead() as ahead:
        with pytest.raises(Unavailable, match="store-write-failed"):
            loading.session.exchange(feed_rows=PAGE, ahead=ahead)
        while loading.session.exchange(feed_rows=PAGE, ahead=ahead).again:
            pass
    assert loading.asked_from()[:3] == [(0, None), (10, 0), (0, None)]
    assert len(loading.till.rows) == CARDS


def test_a_network_that_fails_ahead_fails_the_next_exchange_and_loses_nothing(loading: Loading) -> None:
    loading.wire.lost = 2
    with pytest.raises(Unavailable, match="server-absent"):
        loading.load()
    assert len(loading.till.rows) == PAGE
    loading.load()
    assert len(loading.till.rows) == CARDS


def test_a_loading_that_ends_in_the_middle_leaves_nothing_under_way(loading: Loading) -> None:
    with AskedAhead() as ahead:
        loading.session.exchange(feed_rows=PAGE, ahead=ahead)
    assert not [each for each in threading.enumerate() if each.name.startswith("net-ahead")]
    assert len(loading.till.rows) == PAGE
