"""Draws: the same for everybody who has the seed, and held to the published rule by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.drawing import (
    MOST_SEED_BYTES,
    SEED_BYTES,
    commitment_of,
    draw_receipt,
    drawn_number,
    is_over,
    is_receipt,
    read_seed,
    stage_of,
)
from loyalty.errors import Refused
from loyalty.identity.cards import card_number, receipt_digits
from loyalty.program.conditions import When
from loyalty.program.draws import Draw, Prize
from loyalty.program.model import Promotion
from loyalty.units import Points

SEED = bytes([1]) * SEED_BYTES
BLOCK_BYTES = 64


def draw(*wins: int, of: int = 100, seed: bytes = SEED) -> Draw:
    prizes = [Prize(id=f"p{n}", name=f"P{n}", wins=each, points=Points(1)) for n, each in enumerate(wins)]
    return Draw(
        rule=Promotion(id="tet", name="Tết"),
        is_enabled=True,
        of=of,
        prizes=tuple(prizes),
        commitment=commitment_of(seed),
    )


def by_hand(seed: bytes, message: bytes) -> int:
    """HMAC-SHA256 as RFC 2104 writes it down, without a library for it."""
    key = (seed if len(seed) <= BLOCK_BYTES else sha256(seed).digest()).ljust(BLOCK_BYTES, b"\0")
    inner = sha256(bytes(byte ^ 0x36 for byte in key) + message).digest()
    return int(sha256(bytes(byte ^ 0x5C for byte in key) + inner).hexdigest(), 16)


@given(st.binary(min_size=32, max_size=80), st.integers(0, 99_999_999), st.integers(1, 10**12 - 1))
def test_a_number_is_the_one_worked_out_by_hand(seed: bytes, number: int, of: int) -> None:
    receipt = receipt_digits(till_number=7, receipt_number=number)
    assert drawn_number(seed, receipt, of) == by_hand(seed, receipt.encode()) % of


@given(st.lists(st.integers(1, 20), min_size=1, max_size=5), st.integers(0, 99_999_999))
def test_a_prize_has_as_many_numbers_as_it_says(wins: list[int], number: int) -> None:
    chances = draw(*wins)
    prizes = [chances.prize_of(each) for each in range(chances.of)]
    assert [prizes.count(prize) for prize in chances.prizes] == wins
    assert prizes.count(None) == chances.of - sum(wins)
    drawn = draw_receipt(chances, seed=SEED, receipt=receipt_digits(till_number=1, receipt_number=number))
    assert drawn.prize == prizes[drawn.number]


def test_every_number_comes_up_about_as_often_as_any_other() -> None:
    receipts = [receipt_digits(till_number=1, receipt_number=number) for number in range(20_000)]
    counts = [0] * 10
    for receipt in receipts:
        counts[drawn_number(SEED, receipt, 10)] += 1
    assert all(abs(count - 2_000) < 200 for count in counts)


@pytest.mark.parametrize(
    ("seed", "receipt", "code"),
    [
        (bytes(SEED_BYTES - 1), "9700001000000010", "draw-seed-short"),
        (bytes(SEED_BYTES), "9700001000000010", "draw-seed-other"),
        (SEED, "9700001000000011", "draw-receipt"),
    ],
)
def test_what_cannot_be_drawn_is_refused(seed: bytes, receipt: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        draw_receipt(draw(1), seed=seed, receipt=receipt)
    assert refused.value.code == code


def test_a_receipt_is_known_by_its_digits() -> None:
    assert is_receipt(receipt_digits(till_number=1, receipt_number=1))
    assert not is_receipt(card_number(1))
    assert not is_receipt("٩٧٠٠٠٠١٠٠٠٠٠٠٠١٠")
    assert not is_receipt("97")


@pytest.mark.parametrize(
    ("ends", "last"),
    [
        (None, None),
        (date(2026, 11, 30), datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC)),
        (datetime.fromisoformat("2026-11-30T12:00"), datetime(2026, 11, 30, 5, tzinfo=UTC)),
        (datetime(2026, 11, 30, 12, tzinfo=UTC), datetime(2026, 11, 30, 12, tzinfo=UTC)),
    ],
)
def test_a_draw_is_over_once_no_sale_takes_part_any_more(
    ends: date | datetime | None, last: datetime | None
) -> None:
    rule = Promotion(id="tet", name="Tết", when=When(ends=ends))
    chances = replace(draw(1), rule=rule)
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    moment = last or datetime(9000, 1, 1, tzinfo=UTC)
    assert not is_over(chances, moment, zone)
    assert is_over(chances, moment + timedelta(seconds=1), zone) == (last is not None)


@pytest.mark.parametrize(
    ("zone", "ends", "last"),
    [
        ("America/Santiago", "2027-04-03", "2027-04-04T03:59:59Z"),  # 23:00 to 24:00 comes twice
        ("America/Santiago", "2027-04-03T23:30", "2027-04-04T03:30:00Z"),
        ("Europe/Berlin", "2027-10-31T02:30", "2027-10-31T01:30:00Z"),
        ("Europe/Berlin", "2027-10-31", "2027-10-31T22:59:59Z"),
        ("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T15:15:00Z"),
        ("Asia/Kolkata", "2027-10-31", "2027-10-31T18:29:59Z"),
    ],
)
def test_a_draw_whose_last_hour_comes_twice_is_over_after_the_second(zone: str, ends: str, last: str) -> None:
    """Whoever learns the seed in the second one could buy receipts that win."""
    day = datetime.fromisoformat(ends) if "T" in ends else date.fromisoformat(ends)
    rule = Promotion(id="tet", name="Tết", when=When(ends=day))
    chances, there = replace(draw(1), rule=rule), ZoneInfo(zone)
    moment = datetime.fromisoformat(last)
    after = moment + timedelta(seconds=1)
    assert not is_over(chances, moment, there)
    assert not is_over(chances, moment.astimezone(there), there)
    assert is_over(chances, after, there)
    assert is_over(chances, after.astimezone(there), there)


@pytest.mark.parametrize(
    ("at", "stage"),
    [("2026-10-31T23:59", "coming"), ("2026-11-01T00:00", "running"), ("2026-12-01T00:00", "over")],
)
def test_a_draw_comes_runs_and_is_over_by_the_programs_days(at: str, stage: str) -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    when = When(starts=date(2026, 11, 1), ends=date(2026, 11, 30))
    chances = replace(draw(1), rule=Promotion(id="tet", name="Tết", when=when))
    moment = datetime.fromisoformat(at).replace(tzinfo=zone)
    assert stage_of(chances, moment, zone) == stage
    assert stage_of(replace(chances, is_enabled=False), moment, zone) == "off"


def test_one_that_says_no_first_day_is_running() -> None:
    assert stage_of(draw(1), datetime(2026, 11, 1, tzinfo=UTC), UTC) == "running"


def test_a_seed_is_read_as_people_write_it_down() -> None:
    assert read_seed("  0A1b\u00a02c\n3D ") == bytes.fromhex("0a1b2c3d")
    for text in ("0x0a", "0a1", "giờ", "٠a", "00" * (MOST_SEED_BYTES + 1)):
        with pytest.raises(Refused) as refused:
            read_seed(text)
        assert refused.value.code == "draw-seed-hex"
