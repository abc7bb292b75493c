"""A till hears that somebody has dealt with what the server had put aside, and asks for nobody any more."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty.wire.feed import EventPlace, TillRow
from loyalty.wire.messages import FeedRow, Outcome
from terminal.clock import SystemClock
from terminal.sync.core import Intake
from tests.sync_model.memory_outbox import TILL
from tests.sync_model.sql_till import SqlTill

ASIDE = tuple(Outcome(seq, "quarantined", "member-unknown") for seq in (1, 2))


@pytest.fixture
def till(tmp_path: Path) -> Iterator[SqlTill]:
    """With two events that were not sent yet."""
    till = SqlTill(tmp_path / "till.db", SystemClock())
    for number in range(2):
        till.journal("drawer_opened", {"reason": "manual", "number": number})
    yield till
    till.close_file()


def answer_to(till: SqlTill) -> Intake:
    outgoing = till.outbox.read_outgoing()
    return Intake(
        acked_seq=outgoing.head[0],
        acked_hash=outgoing.head[1],
        feed_epoch=outgoing.position.feed_epoch,
        feed_cursor=1,
    )


def test_what_was_settled_is_put_aside_no_more(till: SqlTill) -> None:
    answer = answer_to(till)
    till.outbox.apply(replace(answer, quarantined=ASIDE))
    assert till.outbox.waiting().quarantined == 2
    settled = TillRow("Q1", "Q1", 1, "active", settled=(EventPlace(1, 1), EventPlace(1, 9)))
    of_another = TillRow("Q2", "Q2", 2, "active", settled=(EventPlace(1, 2),))
    rows = tuple(
        (FeedRow(seq, "till", key, body.to_json()), body)
        for seq, key, body in ((1, TILL, settled), (2, "another", of_another))
    )
    till.outbox.apply(replace(answer, feed=rows))
    assert till.outbox.waiting().quarantined == 1


def test_what_one_answer_says_was_put_aside_and_settled_is_settled(till: SqlTill) -> None:
    settled = TillRow("Q1", "Q1", 1, "active", settled=(EventPlace(1, 2),))
    row = FeedRow(1, "till", TILL, settled.to_json())
    till.outbox.apply(replace(answer_to(till), quarantined=ASIDE, feed=((row, settled),)))
    assert till.outbox.waiting().quarantined == 1
