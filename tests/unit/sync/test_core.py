"""What is sent, and what an answer means: the rules of one exchange, one by one."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.units import Points
from loyalty.wire.chain import GENESIS
from loyalty.wire.feed import CardRow
from loyalty.wire.messages import FeedRow, LeaseRefusal, Outcome, SyncAnswer
from loyalty.wire.signing import ack_bytes
from terminal.sync.core import Intake, Outgoing, compose, take
from terminal.sync.keys import ServerKey, TillKey, new_till_key
from terminal.sync.lent import settle_leases, unknown_leases
from tests.sync_model.memory_outbox import BATCH, TILL, MemoryOutbox
from tests.sync_model.model_server import Account, ModelServer

CARD = {"number": "9800000000000002", "member": "anh", "state": "active"}


class Pair:
    """A till and its server with nothing between them."""

    def __init__(self) -> None:
        self.till_key = TillKey(new_till_key())
        self.server = ModelServer()
        self.outbox = MemoryOutbox()
        self.server_key = ServerKey(self.server.key.public_key().public_bytes_raw())

    def ask(self) -> tuple[Outgoing, SyncAnswer]:
        """What is sent now and what comes back, not yet taken."""
        outgoing = self.outbox.read_outgoing()
        return outgoing, self.server.sync(compose(outgoing, feed_limit=10, sign=self.till_key.sign))

    def take(self, outgoing: Outgoing, answer: SyncAnswer) -> Intake:
        """The answer, checked."""
        return take(outgoing, answer, confirms=self.server_key.confirms)

    def exchange(self) -> Intake:
        """One exchange, applied."""
        intake = self.take(*self.ask())
        self.outbox.apply(intake)
        return intake


@pytest.fixture
def pair() -> Pair:
    return Pair()


def test_a_fresh_till_starts_its_chain_at_genesis(pair: Pair) -> None:
    request = compose(pair.outbox.read_outgoing(), feed_limit=10, sign=pair.till_key.sign)
    assert (request.first_seq, request.prev_hash) == (1, GENESIS)
    assert (request.head.seq, request.head.hash) == (0, GENESIS)


def test_the_head_of_a_batch_is_its_last_event_and_signed(pair: Pair) -> None:
    pair.outbox.journal("shift_opened", {"shift": "s", "float": 0})
    pair.outbox.journal("drawer_opened", {"reason": "manual", "sale": None})
    request = compose(pair.outbox.read_outgoing(), feed_limit=10, sign=pair.till_key.sign)
    assert (request.head.seq, request.head.hash) == (2, pair.outbox.events[-1].hash)
    assert len(request.head.signature) == 64


def test_an_acknowledged_event_is_not_sent_again(pair: Pair) -> None:
    pair.outbox.journal("shift_opened", {"shift": "s", "float": 0})
    intake = pair.exchange()
    assert intake.acked_seq == 1
    assert pair.outbox.read_outgoing().events == ()


def test_more_than_one_batch_asks_for_another_exchange(pair: Pair) -> None:
    for number in range(BATCH + 1):
        pair.outbox.journal("drawer_opened", {"reason": "manual", "number": number})
    assert pair.exchange().again
    assert not pair.exchange().again
    assert len(pair.server.operations) == BATCH + 1


def test_an_answer_not_signed_by_this_server_is_nonsense(pair: Pair) -> None:
    outgoing, answer = pair.ask()
    with pytest.raises(Unavailable, match="server-nonsense"):
        take(outgoing, answer, confirms=TillKeyAsServer().confirms)


class TillKeyAsServer:
    """Another server's key."""

    def __init__(self) -> None:
        self._key = ServerKey(TillKey(new_till_key()).public)

    def confirms(self, signature: bytes, message: bytes) -> bool:
        return self._key.confirms(signature, message)


def test_an_acknowledgement_of_what_was_not_sent_is_a_fork(pair: Pair) -> None:
    other = Pair()
    other.server = pair.server
    other.outbox.journal("shift_opened", {"shift": "another till's life", "float": 1})
    other.ask()
    with pytest.raises(Refused, match="journal-forked"):
        pair.take(*_without_history(pair))


def _without_history(pair: Pair) -> tuple[Outgoing, SyncAnswer]:
    """The restored disk: an empty till asks a server that knows more of it."""
    return pair.ask()


def test_a_server_that_has_had_a_longer_batch_is_no_fork(pair: Pair) -> None:
    for number in range(BATCH):
        pair.outbox.journal("drawer_opened", {"reason": "manual", "number": number})
    pair.ask()  # the answer is lost, and the next batch is cut shorter
    longer = pair.outbox.read_outgoing()
    shorter = replace(longer, events=longer.events[:1], events_left=BATCH - 1)
    answer = pair.server.sync(compose(shorter, feed_limit=10, sign=pair.till_key.sign))
    assert answer.ack_seq == BATCH
    intake = pair.take(shorter, answer)
    assert (intake.acked_seq, intake.acked_hash) == shorter.head
    assert intake.again


def test_an_acknowledgement_that_goes_back_is_refused(pair: Pair) -> None:
    pair.outbox.journal("shift_opened", {"shift": "s", "float": 0})
    pair.exchange()
    outgoing = pair.outbox.read_outgoing()
    younger = Pair()
    pair.server.hashes, pair.server.operations = younger.server.hashes, []
    answer = pair.server.sync(
        replace(compose(outgoing, feed_limit=10, sign=pair.till_key.sign), first_seq=1, prev_hash=GENESIS)
    )
    with pytest.raises(Refused, match="server-went-back"):
        pair.take(outgoing, answer)


def test_a_server_that_was_put_back_is_believed_once_its_people_have_said_so(pair: Pair) -> None:
    for number in range(3):
        pair.outbox.journal("drawer_opened", {"reason": "manual", "number": number})
    pair.exchange()
    outgoing, answer = pair.ask()
    events = pair.outbox.events
    statement = ack_bytes(till=TILL, incarnation=1, seq=1, hash_=events[0].hash)
    signature = pair.server.key.sign(statement)
    back = replace(answer, ack_seq=1, ack_hash=events[0].hash, signature=signature, restored="r1")
    intake = pair.take(outgoing, back)
    assert (intake.acked_seq, intake.acked_hash, intake.restored) == (1, events[0].hash, "r1")
    assert intake.again
    heard = replace(outgoing, position=replace(outgoing.position, restored="r1"))
    with pytest.raises(Refused, match="server-went-back"):
        pair.take(heard, back)
    with pytest.raises(Unavailable, match="server-nonsense"):
        pair.take(outgoing, replace(back, signature=bytes(64)))
    assert pair.take(outgoing, replace(answer, restored="r1")).acked_seq == 3
    assert compose(heard, feed_limit=10, sign=pair.till_key.sign).restored == "r1"
    unfinished = replace(heard, events_left=1)
    assert compose(unfinished, feed_limit=10, sign=pair.till_key.sign).restored == ""


def test_rows_of_the_feed_are_read_by_their_kind_and_unknown_kinds_passed_over(pair: Pair) -> None:
    pair.server.publish("card", "9800000000000002", CARD)
    pair.server.publish("weather", "today", {"sky": "blue"})
    intake = pair.exchange()
    assert [body for _, body in intake.feed] == [
        CardRow(number="9800000000000002", member="anh", state="active")
    ]
    assert intake.feed_cursor == 2


def test_a_row_that_cannot_be_read_is_nonsense_that_names_the_place(pair: Pair) -> None:
    pair.server.publish("card", "1", CARD)
    pair.server.publish("card", "2", {"number": 2})
    with pytest.raises(Unavailable) as fault:
        pair.exchange()
    assert fault.value.code == "server-nonsense"
    assert "feed.rows[1].body.number" in str(fault.value.params["why"])


@pytest.mark.parametrize(
    ("cursor", "more", "seqs"),
    [(5, False, (3, 2)), (5, False, (0,)), (1, False, (1, 2)), (0, True, ())],
    ids=["backwards", "before the cursor", "cursor before its rows", "more of nothing"],
)
def test_a_feed_at_odds_with_itself_is_nonsense(
    pair: Pair, *, cursor: int, more: bool, seqs: tuple[int, ...]
) -> None:
    outgoing, answer = pair.ask()
    rows = tuple(FeedRow(seq=seq, kind="card", key=str(seq), body=CARD) for seq in seqs)
    page = replace(answer.feed, rows=rows, cursor=cursor, more=more)
    with pytest.raises(Unavailable, match="server-nonsense"):
        pair.take(outgoing, replace(answer, feed=page))


def test_another_epoch_starts_the_feed_over(pair: Pair) -> None:
    pair.server.publish("card", "1", CARD)
    pair.exchange()
    pair.server.epoch = "epoch-2"
    intake = pair.exchange()
    assert intake.epoch_is_new
    assert len(intake.feed) == 1
    assert not pair.exchange().epoch_is_new


def test_a_lease_that_has_spent_more_than_it_held_is_nonsense(pair: Pair) -> None:
    pair.server.accounts["anh"] = Account(posted=100)
    pair.outbox.attach("lease-1", "anh")
    outgoing, answer = pair.ask()
    overspent = replace(answer.leases[0], spent=Points(101))
    with pytest.raises(Unavailable, match="server-nonsense"):
        pair.take(outgoing, replace(answer, leases=(overspent,)))


def test_only_quarantined_outcomes_are_news(pair: Pair) -> None:
    pair.outbox.journal("sale_settled", {"member": "anh", "earned_points": 1})
    pair.server.poison = {"operation-1"}
    pair.outbox.journal("drawer_opened", {"reason": "manual", "sale": None})
    intake = pair.exchange()
    assert intake.quarantined == (Outcome(seq=1, outcome="quarantined", why="poison"),)
    assert intake.acked_seq == 2


def test_an_acknowledged_event_of_which_nothing_is_said_is_nonsense(pair: Pair) -> None:
    """It would never be sent again, and nobody here would learn that it was put aside."""
    pair.outbox.journal("drawer_opened", {"reason": "manual", "sale": None})
    pair.outbox.journal("drawer_opened", {"reason": "manual", "sale": None})
    pair.server.poison = {"operation-2"}
    outgoing, answer = pair.ask()
    with pytest.raises(Unavailable, match="server-nonsense") as refused:
        pair.take(outgoing, replace(answer, outcomes=answer.outcomes[:1]))
    assert "event 2" in str(refused.value)
    assert [each.seq for each in pair.exchange().quarantined] == [2]


def test_a_granted_lease_opens(pair: Pair) -> None:
    pair.server.accounts["anh"] = Account(posted=100)
    pair.outbox.attach("lease-1", "anh")
    assert pair.outbox.spendable("lease-1") == 0
    pair.exchange()
    assert pair.outbox.spendable("lease-1") == 100


def test_a_refused_ask_is_kept_with_its_reason(pair: Pair) -> None:
    pair.outbox.attach("lease-1", "nobody")
    pair.exchange()
    assert pair.outbox.held["lease-1"].state == "refused"
    assert pair.outbox.read_outgoing().asks == ()


def test_a_late_grant_does_not_revive_a_closed_lease(pair: Pair) -> None:
    pair.server.accounts["anh"] = Account(posted=100)
    pair.outbox.attach("lease-1", "anh")
    outgoing, answer = pair.ask()
    pair.outbox.close("lease-1")
    pair.outbox.apply(pair.take(outgoing, answer))
    assert pair.outbox.held["lease-1"].state == "closed"
    pair.exchange()
    assert pair.server.accounts["anh"].reserved == 0


def test_a_lease_closed_before_its_ask_was_answered_is_freed_at_the_server(pair: Pair) -> None:
    pair.server.accounts["anh"] = Account(posted=100)
    pair.outbox.attach("lease-1", "anh")
    pair.ask()  # the answer is lost
    pair.outbox.close("lease-1")
    pair.exchange()
    assert not pair.server.leases["lease-1"].is_open
    assert pair.server.accounts["anh"].reserved == 0


def test_a_lease_no_longer_listed_was_taken_back() -> None:
    intake = _empty_intake()
    (change,) = settle_leases({"lease-1": "open", "lease-2": "closed", "lease-3": "asked"}, intake)
    assert (change.lease, change.state, change.why) == ("lease-1", "closed", "taken-back")


def test_a_refusal_of_an_open_lease_changes_nothing() -> None:
    intake = replace(_empty_intake(), refused=(LeaseRefusal(lease="lease-1", why="late"),))
    assert settle_leases({"lease-1": "closed"}, intake) == ()


def test_a_lease_never_asked_for_is_named_and_not_taken_up(pair: Pair) -> None:
    pair.server.accounts["anh"] = Account(posted=100)
    pair.outbox.attach("lease-1", "anh")
    pair.exchange()
    pair.outbox.held.clear()
    intake = pair.take(*pair.ask())
    assert settle_leases({}, intake) == ()
    assert unknown_leases({}, intake) == ("lease-1",)


def _empty_intake() -> Intake:
    return Intake(acked_seq=0, acked_hash=GENESIS, feed_epoch="epoch-1", feed_cursor=0)
