"""Lots: which points are burned, when they die, and what comes back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused
from loyalty.lots import Lot, LotSlice, balance, burn_from, lot_for, pay_owed, returned_lot, take_back
from loyalty.units import Points
from tests.unit.loyalty.shop import program

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


def lot(name: str, points: int, *, dies: int | None = 10, earned: int = 0, from_day: int = 0) -> Lot:
    """A lot by days from noon: earned, spendable from, and dying."""
    return Lot(
        name,
        Points(points),
        NOON + timedelta(days=earned),
        NOON + timedelta(days=from_day),
        None if dies is None else NOON + timedelta(days=dies),
    )


@pytest.mark.parametrize(
    ("months", "earned_at", "dies_at"),
    [
        (12, "2026-11-24T15:00:00+07:00", "2027-12-01T00:00:00+07:00"),
        (1, "2026-12-31T23:59:59+07:00", "2027-02-01T00:00:00+07:00"),
        (1, "2026-12-31T17:00:00+00:00", "2027-03-01T00:00:00+07:00"),
        (0, "2026-11-24T15:00:00+07:00", None),
        (999_999, "2026-11-24T15:00:00+07:00", None),
    ],
)
def test_a_lot_dies_with_its_local_month_so_many_months_later(
    months: int, earned_at: str, dies_at: str | None
) -> None:
    rules = program(points=f"expire_months = {months}\n")
    made = lot_for(rules, lot_id="L", points=Points(5), earned_at=datetime.fromisoformat(earned_at))
    assert made.dies_at == (None if dies_at is None else datetime.fromisoformat(dies_at))
    assert made.spendable_from == made.earned_at


def test_a_new_lot_may_have_to_wait() -> None:
    waiting = lot_for(program(points="pending_days = 3\n"), lot_id="L", points=Points(5), earned_at=NOON)
    assert not waiting.is_spendable(NOON + timedelta(days=3, seconds=-1))
    assert waiting.is_spendable(NOON + timedelta(days=3))
    never = lot_for(
        program(points="pending_days = 999999999999\n"), lot_id="L", points=Points(5), earned_at=NOON
    )
    assert not never.is_spendable(NOON + timedelta(days=365_000))


def test_the_balance_is_what_is_alive_and_spendable_less_what_is_owed() -> None:
    lots = [lot("a", 10), lot("b", 20, dies=0), lot("c", 40, from_day=1), lot("d", 80, dies=None)]
    assert balance(lots, Points(0), NOON) == 90
    assert balance(lots, Points(100), NOON) == -10
    assert balance(lots, Points(0), NOON + timedelta(days=1)) == 130
    assert balance(lots, Points(0), NOON + timedelta(days=10)) == 80


def test_burning_takes_the_lot_that_dies_first_then_the_oldest() -> None:
    lots = [
        lot("never", 9, dies=None),
        lot("young", 9, earned=-1),
        lot("old", 9, earned=-5),
        lot("first", 3, dies=2),
    ]
    assert [(part.lot, part.points) for part in burn_from(lots, Points(25), NOON)] == [
        ("first", 3),
        ("old", 9),
        ("young", 9),
        ("never", 4),
    ]
    assert burn_from(lots, Points(0), NOON) == ()


def test_points_that_are_dead_or_waiting_or_not_there_cannot_be_burned() -> None:
    lots = [lot("dead", 9, dies=0), lot("waiting", 9, from_day=1), lot("a", 5), lot("empty", 0)]
    with pytest.raises(Refused, match="not-enough-points"):
        burn_from(lots, Points(6), NOON)
    assert burn_from(lots, Points(5), NOON) == (LotSlice("a", Points(5), lots[2].dies_at),)


def test_returned_points_go_back_to_their_lot() -> None:
    part = LotSlice("a", Points(5), NOON + timedelta(days=10))
    back = returned_lot(part, burned_at=NOON, returned_at=NOON + timedelta(days=9), zone=UTC)
    assert (back.id, back.points, back.dies_at) == ("a", 5, part.dies_at)
    never = returned_lot(
        LotSlice("b", Points(5), None), burned_at=NOON, returned_at=NOON + timedelta(days=9), zone=UTC
    )
    assert never.dies_at is None


@pytest.mark.parametrize("burned", [0, 9, 23.9])
@pytest.mark.parametrize("returned", [0, 9, 23.9])
def test_a_lot_that_died_meanwhile_lives_as_many_more_days_whatever_the_hours(
    burned: float, returned: float
) -> None:
    midnight = datetime(2026, 11, 1, tzinfo=SAIGON)
    burned_at = midnight + timedelta(days=20, hours=burned)
    returned_at = midnight + timedelta(days=40, hours=returned)
    part = LotSlice("a", Points(5), midnight + timedelta(days=30))
    back = returned_lot(part, burned_at=burned_at, returned_at=returned_at, zone=SAIGON)
    assert back.dies_at == midnight + timedelta(days=50)
    assert back.is_spendable(returned_at)


def test_a_lot_that_was_burned_on_its_last_day_lives_to_the_end_of_the_day_it_comes_back() -> None:
    midnight = datetime(2026, 11, 30, tzinfo=SAIGON)
    part = LotSlice("a", Points(5), midnight + timedelta(days=1))
    burned_at, returned_at = midnight + timedelta(hours=20), midnight + timedelta(days=1)
    back = returned_lot(part, burned_at=burned_at, returned_at=returned_at, zone=SAIGON)
    assert back.dies_at == midnight + timedelta(days=2)


def test_a_life_past_the_end_of_the_calendar_does_not_end() -> None:
    end = datetime(9999, 12, 1, tzinfo=UTC)
    back = returned_lot(
        LotSlice("a", Points(5), end), burned_at=end - timedelta(days=60), returned_at=end, zone=UTC
    )
    assert back.dies_at is None


def test_earned_points_are_taken_from_their_own_lot_and_what_was_spent_is_owed() -> None:
    taken = take_back(lot("a", 7), Points(10))
    assert (taken.lot.points, taken.owed) == (0, 3)
    assert take_back(lot("a", 7), Points(4)).lot.points == 3


def test_points_that_died_unspent_count_as_given_back() -> None:
    dead = lot("a", 7, dies=-1)
    assert take_back(dead, Points(5)).owed == 0


def test_what_is_owed_is_paid_first() -> None:
    assert pay_owed(lot("new", 10), Points(4)).lot.points == 6
    assert pay_owed(lot("new", 3), Points(4)).owed == 1


lots_of_many = st.lists(
    st.builds(
        lot,
        st.uuids().map(str),
        st.integers(0, 50),
        dies=st.none() | st.integers(-3, 30),
        earned=st.integers(-30, 0),
        from_day=st.integers(-3, 3),
    ),
    max_size=8,
)


@given(lots_of_many, st.integers(0, 200))
def test_what_is_burned_leaves_exactly_the_rest(lots: list[Lot], points: int) -> None:
    held = balance(lots, Points(0), NOON)
    if points > held:
        with pytest.raises(Refused):
            burn_from(lots, Points(points), NOON)
        return
    slices = burn_from(lots, Points(points), NOON)
    assert sum(part.points for part in slices) == points
    spent = {part.lot: part.points for part in slices}
    left = [
        Lot(
            each.id,
            Points(each.points - spent.get(each.id, 0)),
            each.earned_at,
            each.spendable_from,
            each.dies_at,
        )
        for each in lots
    ]
    assert min((each.points for each in left), default=0) >= 0
    assert balance(left, Points(0), NOON) == held - points
