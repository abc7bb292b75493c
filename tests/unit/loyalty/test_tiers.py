"""Tiers by what a member bought."""

from datetime import datetime, timedelta, timezone

import pytest

from loyalty.program import Program
from loyalty.tiers import Purchase, tier_at
from loyalty.units import Money, Points
from tests.unit.loyalty.shop import program

TIERS = "".join(
    f'[[tier]]\nid = "{name}"\nat = {at}\n' for name, at in (("member", 0), ("silver", 100), ("gold", 1000))
)


def rules(measure: str = "spend", window: str = "lifetime") -> Program:
    return program(more=f'[tiers]\nmeasure = "{measure}"\nwindow = "{window}"\n', tiers=TIERS)


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+07:00")


def bought(day: str, spend: int = 0, points: int = 0, *, is_returned: bool = False) -> Purchase:
    return Purchase(at(day), Money(spend), Points(points), is_returned)


def test_the_first_tier_needs_nothing() -> None:
    standing = tier_at(rules(), [], at("2026-11-24"))
    assert (standing.tier.id, standing.measure, standing.missing) == ("member", 0, 100)
    assert standing.next_tier is not None
    assert standing.next_tier.id == "silver"


def test_a_rise_counts_from_the_next_sale() -> None:
    history = [bought("2026-11-24", 1000)]
    assert tier_at(rules(), history, at("2026-11-24")).tier.id == "member"
    standing = tier_at(rules(), history, at("2026-11-25"))
    assert (standing.tier.id, standing.next_tier, standing.missing) == ("gold", None, 0)


def test_points_are_measured_with_what_was_taken_back_off() -> None:
    history = [bought("2026-01-01", 5000, 150), bought("2026-01-02", 0, -60)]
    standing = tier_at(rules("points"), history, at("2026-11-24"))
    assert (standing.tier.id, standing.measure, standing.missing) == ("member", 90, 10)


def test_a_measure_below_nothing_is_still_the_first_tier() -> None:
    standing = tier_at(rules("points"), [bought("2026-01-02", 0, -60)], at("2026-11-24"))
    assert (standing.tier.id, standing.missing) == ("member", 160)


def test_visits_are_local_days_with_a_purchase_that_was_kept() -> None:
    late = Purchase(datetime.fromisoformat("2026-01-01T18:00:00+00:00"), Money(1), Points(0))
    history = [
        bought("2026-01-01"),
        bought("2026-01-01"),
        late,
        bought("2026-01-03", is_returned=True),
    ]
    assert tier_at(rules("visits"), history, at("2026-11-24")).measure == 2


@pytest.mark.parametrize(
    ("day", "now", "counts"),
    [
        ("2025-11-24", "2026-11-24", True),
        ("2025-11-23", "2026-11-24", False),
        ("2027-02-28", "2028-02-29", True),
        ("2027-02-27", "2028-02-29", False),
    ],
)
def test_twelve_months_are_looked_back_on(day: str, now: str, *, counts: bool) -> None:
    standing = tier_at(rules(window="rolling-12-months"), [bought(day, 100)], at(now))
    assert standing.measure == (100 if counts else 0)


@pytest.mark.parametrize(
    ("now", "tier", "measure"),
    [
        ("2026-12-31", "gold", 1000),
        ("2027-01-01", "gold", 0),
        ("2027-12-31", "gold", 0),
        ("2028-01-01", "member", 0),
    ],
)
def test_a_calendar_tier_lasts_to_the_end_of_the_next_year(now: str, tier: str, measure: int) -> None:
    standing = tier_at(rules(window="calendar-year"), [bought("2026-06-01", 1000)], at(now))
    assert (standing.tier.id, standing.measure) == (tier, measure)


@pytest.mark.parametrize("offset", [timedelta(hours=hours) for hours in (-12, 0, 7, 14)])
@pytest.mark.parametrize("minute", [-1, 0])
@pytest.mark.parametrize("days", range(-3, 4))
def test_a_year_is_that_of_the_local_clock_whatever_clock_says_when_it_was(
    offset: timedelta, minute: int, days: int
) -> None:
    new_year = datetime.fromisoformat("2026-01-01T00:00:00+07:00")
    moment = (new_year + timedelta(days=days, minutes=minute)).astimezone(timezone(offset))
    standing = tier_at(
        rules(window="calendar-year"), [Purchase(moment, Money(7), Points(0))], at("2026-06-01")
    )
    assert standing.measure == (7 if moment >= new_year else 0)


def test_a_tier_that_is_held_over_still_says_what_is_missing_above_it() -> None:
    standing = tier_at(rules(window="calendar-year"), [bought("2025-06-01", 100)], at("2026-01-01"))
    assert (standing.tier.id, standing.missing) == ("silver", 1000)


def test_a_membership_can_grant_a_tier() -> None:
    assert tier_at(rules(), [], at("2026-11-24"), granted=("silver",)).tier.id == "silver"
    assert (
        tier_at(rules(), [bought("2026-01-01", 1000)], at("2026-11-24"), granted=("silver", "?")).tier.id
        == "gold"
    )
