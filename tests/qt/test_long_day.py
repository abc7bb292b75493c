"""A day at one till, from signing in to the day's close: nothing piles up, and nothing gets slower.

In `make test` a day of a dozen sales, for all that is done in one; with `make soak` one of 5,000.
"""

from pathlib import Path

from terminal.store.connection import CACHE_KIB
from tests.longday.books import events_of
from tests.longday.day import Shop, lived

SHORT = 12
LONG = 5_000
FILLED_MB = 2 * CACHE_KIB / 1024 + 16
"""What the first hours may add: pages of the file that two connections keep, and what comes with them."""
FLAT_MB = 4.0
"""What the last fifth of the day may, a thousand sales, once those are full."""
SLOWER = 1.3
"""Wide, for a machine that does other things meanwhile; `bench_long_day` has the bound for a quiet one."""


def test_a_day_at_one_till_keeps_nothing_and_slows_nothing(tmp_path: Path, soak_rounds: int | None) -> None:
    sales = SHORT if soak_rounds is None else LONG
    shop = Shop(members=60, products=200) if soak_rounds is None else Shop(members=2_000, products=5_000)
    part = sales // 10 if soak_rounds else sales // 2
    noted, till = lived(sales, shop=shop, note_every=part, scratch=tmp_path, kept=tmp_path)
    events = events_of(till)
    assert events["sale_settled"] == sales + 1
    assert events["sale_refunded"] >= sales // 50
    assert events["operator_signed_in"] >= 1 + 2 * (sales // 250)
    assert (events["shift_closed"], events["day_closed"]) == (1, 1)
    first, last = noted.held[0], noted.held[-1]
    if soak_rounds is not None:
        assert last.qt_objects <= first.qt_objects
        assert last.python_objects - first.python_objects < sales
        assert last.resident_mb - first.resident_mb < FILLED_MB
        assert last.resident_mb - noted.held[-3].resident_mb < FLAT_MB
        assert noted.slower(part) < SLOWER
