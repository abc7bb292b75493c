"""One exchange after the other: read what waits, send it, check the answer, apply it.

Can be stopped between any two steps and begun again: what was sent twice is taken once, and what was not
applied is brought again. When to do it, and what to show, is the worker's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from loyalty.errors import Refused
from loyalty.wire.feed import LookUpAnswer
from loyalty.wire.rehoming import RehomingWhy
from terminal.sync.ahead import AskedAhead, expected
from terminal.sync.core import Confirms, Intake, Outgoing, Sign, compose, compose_rehoming, take
from terminal.sync.past_lives import FORGOTTEN, say_past_lives
from terminal.sync.ports import Outbox, Server

USUAL_FEED_ROWS = 200
"""So many rows are read, checked and written without anybody at the counter noticing."""
LOADING_FEED_ROWS = 500
"""While a directory is loaded beside the selling: a sale that waits for it waits a tenth of a second."""
FIRST_FEED_ROWS = 2_000
"""For a till that fills its directory with nobody waiting for the screen."""
FORKED: Mapping[str, RehomingWhy] = {
    "journal-forked": "journal-forked",
    "till-replaced": "incarnation-retired",
}
"""What the server says to a disk that is not the only one, or not the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What one exchange did. `again`: more waits, here or there; `strange_leases` need a person.

    `feed_cursor` of `feed_end` places of the feed are read; the end is 0 where the server does not say it.
    """

    events_sent: int
    rows_taken: int
    again: bool
    quarantined: int = 0
    strange_leases: tuple[str, ...] = ()
    server_time: str = ""
    waits_for_others: bool = False
    feed_cursor: int = 0
    feed_end: int = 0

    @property
    def feed_left(self) -> int:
        """So many places of the feed, at most, are still to come."""
        return max(0, self.feed_end - self.feed_cursor)


@dataclass(frozen=True, slots=True)
class SyncSession:
    """The parts of an exchange, put together."""

    outbox: Outbox
    server: Server
    sign: Sign
    confirms: Confirms

    def exchange(
        self,
        *,
        feed_rows: int = USUAL_FEED_ROWS,
        asks_who_comes: bool = False,
        ahead: AskedAhead | None = None,
    ) -> Exchange:
        """One request and one answer, applied when this returns.

        `asks_who_comes` asks for whom leases should be placed beforehand. With `ahead` the page after this
        one is asked for while this one is applied. A server that was put back to a time before this life is
        told the lives before it first.

        Raises:
            Unavailable, Refused: see `SyncClient.sync`, `core.take` and `say_past_lives`; nothing was
                applied, and what was sent may have arrived.
        """
        try:
            return self._exchange(feed_rows, asks_who_comes=asks_who_comes, ahead=ahead)
        except Refused as refusal:
            if refusal.code != FORGOTTEN:
                raise
        say_past_lives(self.outbox, self.server, sign=self.sign, confirms=self.confirms)
        return self._exchange(feed_rows, asks_who_comes=asks_who_comes, ahead=ahead)

    def _exchange(self, feed_rows: int, *, asks_who_comes: bool, ahead: AskedAhead | None) -> Exchange:
        outgoing = self._at_home()
        try:
            answer = None if ahead is None else ahead.answer_to(outgoing)
            if answer is None:
                request = compose(
                    outgoing, feed_limit=feed_rows, sign=self.sign, asks_who_comes=asks_who_comes
                )
                answer = self.server.sync(request)
            intake = take(outgoing, answer, confirms=self.confirms)
            if intake.restored:
                self.outbox.apply(intake)
                return Exchange(events_sent=0, rows_taken=0, again=True, server_time=intake.server_time)
        except Refused as refusal:
            if refusal.code in FORKED:
                self.outbox.begin_rehoming(FORKED[refusal.code])
            raise
        if ahead is not None and answer.feed.more and answer.feed.may_ask_ahead:
            self._ask_ahead(ahead, outgoing, intake, feed_rows=feed_rows)
        strange = self.outbox.apply(intake)
        return Exchange(
            events_sent=len(outgoing.events),
            rows_taken=len(answer.feed.rows),
            again=intake.again,
            quarantined=len(intake.quarantined),
            strange_leases=strange,
            server_time=intake.server_time,
            waits_for_others=intake.waits_for_others,
            feed_cursor=intake.feed_cursor,
            feed_end=intake.feed_end,
        )

    def _ask_ahead(self, ahead: AskedAhead, outgoing: Outgoing, intake: Intake, *, feed_rows: int) -> None:
        """Ask for the next page, without saying that the one at hand is applied."""
        then = expected(outgoing, intake)
        if then is None:
            return
        applied = 0 if intake.epoch_is_new else outgoing.position.feed_cursor
        request = compose(then, feed_limit=feed_rows, sign=self.sign, applied=applied)
        ahead.ask(then, request, self.server.sync)

    def _at_home(self) -> Outgoing:
        """What waits, once a till that is not the one it was has a new life."""
        outgoing = self.outbox.read_outgoing()
        request = compose_rehoming(outgoing, sign=self.sign)
        if request is None:
            return outgoing
        self.outbox.rehome(self.server.rehome(request))
        return self.outbox.read_outgoing()

    def catch_up(self, on_rows: Callable[[int], None]) -> int:
        """Exchange until nothing waits on either side; `on_rows` hears how many rows have come so far.

        Can be broken off and begun again: it goes on where it was. Raises as `exchange` does.
        """
        rows = 0
        again = True
        with AskedAhead() as ahead:
            while again:
                done = self.exchange(feed_rows=FIRST_FEED_ROWS, ahead=ahead)
                rows += done.rows_taken
                again = done.again
                on_rows(rows)
        return rows


def look_up_member(outbox: Outbox, server: Server, *, card: str = "", phone: str = "") -> str | None:
    """Ask for the one member with exactly this card or phone (E.164), and keep them in the directory.

    Returns the member's id, or None where the server knows nobody either. Runs on a line of its own, so that
    nobody at the counter waits behind a long exchange. Raises as `SyncClient.look_up` does.
    """
    found = server.look_up(card=card, phone=phone)
    if found is None:
        return None
    outbox.keep(found)
    return who_has(found, card=card, phone=phone)


def who_has(found: LookUpAnswer, *, card: str, phone: str) -> str:
    """The member; of a household the person who has the card or the number."""
    for person in found.persons:
        has_phone = bool(phone) and person.person is not None and person.person.phone == phone
        if has_phone or any((each.number, each.member) == (card, person.member) for each in found.cards):
            return person.member
    return found.member.member
