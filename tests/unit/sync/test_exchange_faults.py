"""Whatever is lost, repeated or cut off between till and server: nothing is lost, doubled or overspent.

The real core and session, over a till and a server in memory, with faults chosen by hypothesis; the same over
a real database is in `tests/integration/sync`.
"""

from hypothesis import given
from hypothesis import strategies as st

from tests.sync_model.memory_outbox import BATCH, MemoryOutbox
from tests.sync_model.shop import FAULTS, STEPS, Fault, Shop, Step


@given(STEPS)
def test_after_the_faults_the_server_has_every_event_once_and_every_point(
    day: list[tuple[Step, Fault, int]],
) -> None:
    shop = Shop(MemoryOutbox())
    shop.live(day)
    shop.check_nothing_lost()


@given(STEPS)
def test_another_exchange_changes_nothing(day: list[tuple[Step, Fault, int]]) -> None:
    till = MemoryOutbox()
    shop = Shop(till)
    shop.live(day)
    leases, acked, members = till.leases(), till.acked_seq, dict(till.members)
    shop.session.exchange()
    assert (till.leases(), till.acked_seq, till.members) == (leases, acked, members)


@given(st.integers(0, 30), st.lists(st.sampled_from(FAULTS), max_size=5))
def test_every_queue_empties_once_the_faults_are_over(rows: int, faults: list[Fault]) -> None:
    shop = Shop(MemoryOutbox())
    for number in range(rows):
        shop.till.journal("drawer_opened", {"reason": "manual", "number": number})
    for fault in faults:
        shop.exchange(fault)
    assert shop.quieten() <= rows // BATCH + 1
    assert shop.outbox.waiting().events == 0
