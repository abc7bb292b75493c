"""Lots and tiers of the engine held against the plain reading, over clocks that are set and leap years."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused
from loyalty.lots import Lot, LotSlice, balance, burn_from, lot_for, returned_lot
from loyalty.program import Program, parse_program
from loyalty.tiers import Purchase, tier_at
from loyalty.units import Money, Points
from tests.reference.plain_basics import Json
from tests.reference.plain_standing import (
    A_MOMENT,
    Bought,
    PlainLot,
    burned_from,
    is_dead,
    is_spendable,
    month_number,
    tier_of,
)
from tests.reference.toml_text import program_text

ZONES = ["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/Havana", "Pacific/Apia", "Australia/Lord_Howe"]
"""Clocks in Havana are set at midnight, also of a first of the month; Apia left a day out at a year's end."""

moments = st.datetimes(
    datetime.fromisoformat("2010-12-01"),
    datetime.fromisoformat("2032-03-02"),
    timezones=st.sampled_from([UTC, *map(ZoneInfo, ZONES)]),
)


def rules(*, zone: str, measure: str = "spend", window: str = "lifetime") -> Json:
    """A program of three tiers."""
    return {
        "format": 1,
        "name": "Thrown",
        "currency": "VND",
        "timezone": zone,
        "points": {"earn": 1, "per_amount": 1, "worth": 1},
        "tiers": {"measure": measure, "window": window},
        "tier": [{"id": name, "at": at} for name, at in (("member", 0), ("silver", 3), ("gold", 7))],
    }


def engine(thrown: Json) -> Program:
    return parse_program(program_text(thrown), name="thrown.toml")


@given(moments, st.integers(0, 30), st.integers(0, 40), st.sampled_from(ZONES))
def test_a_lot_dies_with_its_month_by_the_wall_calendar(
    earned_at: datetime, months: int, pending: int, zone: str
) -> None:
    thrown = rules(zone=zone)
    thrown["points"] |= {"expire_months": months, "pending_days": pending}
    lot = lot_for(engine(thrown), lot_id="L", points=Points(5), earned_at=earned_at)
    local = ZoneInfo(zone)
    waited = lot.spendable_from.astimezone(local).date() - earned_at.astimezone(local).date()
    assert waited in (timedelta(days=pending), timedelta(days=pending + 1))
    if lot.dies_at is None:
        assert months == 0
        return
    assert is_dead(earned_at, lot.dies_at, months, local)
    assert not is_dead(earned_at, lot.dies_at - A_MOMENT, months, local)
    assert month_number(lot.dies_at - A_MOMENT, local) == month_number(earned_at, local) + months


@given(moments, st.integers(-3 * 86_400, 3 * 86_400), st.sampled_from(ZONES))
def test_a_lot_can_be_spent_and_dies_at_the_same_moments_in_every_zone(
    earned_at: datetime, seconds: int, zone: str
) -> None:
    thrown = rules(zone=zone)
    thrown["points"] |= {"expire_months": 1, "pending_days": 1}
    lot = lot_for(engine(thrown), lot_id="L", points=Points(5), earned_at=earned_at)
    for turn in (lot.spendable_from, lot.dies_at or lot.spendable_from):
        at = turn.astimezone(UTC) + timedelta(seconds=seconds)
        told = {lot.is_spendable(at.astimezone(ZoneInfo(name))) for name in ZONES}
        assert told == {lot.is_spendable(at)}


days = st.integers(-40, 40)
lots = st.lists(
    st.tuples(st.integers(0, 6), days, st.integers(-3, 3), st.none() | days), min_size=1, max_size=6
)
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


def day(number: int) -> datetime:
    return NOON + timedelta(days=number)


@given(lots, st.integers(0, 25))
def test_points_are_burned_as_if_one_by_one(
    thrown: list[tuple[int, int, int, int | None]], points: int
) -> None:
    plain = [
        PlainLot(f"lot{number}", has, day(earned), day(start), None if dies is None else day(dies))
        for number, (has, earned, start, dies) in enumerate(thrown)
    ]
    held = [Lot(lot.name, Points(lot.points), *lot[2:]) for lot in plain]
    expected = burned_from(plain, points, NOON)
    assert balance(held, Points(4), NOON) == sum(lot.points for lot in plain if is_spendable(lot, NOON)) - 4
    try:
        taken = {part.lot: part.points for part in burn_from(held, Points(points), NOON)}
    except Refused:
        assert expected is None
    else:
        assert taken == expected


@given(st.integers(1, 60), st.integers(0, 90))
def test_returned_points_have_the_days_they_had_left_and_no_more(left: int, later: int) -> None:
    burned_at, returned_at, dies_at = day(0), day(later), day(left)
    part = LotSlice("L", Points(5), dies_at)
    back = returned_lot(part, burned_at=burned_at, returned_at=returned_at, zone=UTC)
    midnight = returned_at.replace(hour=0) + timedelta(days=left + 1)
    assert back.dies_at == (dies_at if later < left else midnight)
    assert back.is_spendable(returned_at)


histories = st.lists(
    st.builds(Bought, moments, st.integers(-2, 5), st.integers(-2, 5), st.booleans()), max_size=8
)
measures = st.sampled_from(["spend", "points", "visits"])
windows = st.sampled_from(["lifetime", "calendar-year", "rolling-12-months"])


def standing(thrown: Json, history: list[Bought], at: datetime) -> tuple[str, int]:
    """The engine's tier and measure."""
    kept = [Purchase(each.at, Money(each.spend), Points(each.points), each.is_returned) for each in history]
    found = tier_at(engine(thrown), kept, at)
    return found.tier.id, found.measure


@given(histories, moments, measures, windows, st.sampled_from(ZONES))
def test_a_tier_is_the_one_that_the_page_reads(
    history: list[Bought], at: datetime, measure: str, window: str, zone: str
) -> None:
    thrown = rules(zone=zone, measure=measure, window=window)
    assert standing(thrown, history, at) == tier_of(thrown, history, at)


@given(st.lists(st.integers(-800, 30), max_size=12), st.integers(-24, 24), measures, windows)
def test_a_tier_on_days_that_are_close_together(
    bought: list[int], hours: int, measure: str, window: str
) -> None:
    thrown = rules(zone="Europe/Berlin", measure=measure, window=window)
    leap_day = datetime(2028, 2, 29, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    history = [Bought(leap_day + timedelta(days=number), 1, 1, is_returned=False) for number in bought]
    at = leap_day + timedelta(hours=hours)
    assert standing(thrown, history, at) == tier_of(thrown, history, at)
    assert standing(thrown, history[::-1], at) == tier_of(thrown, history, at)
