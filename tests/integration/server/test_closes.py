"""The close of a day: figures of the journals, signed and chained; what comes late stands in the next."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from loyalty.errors import Refused
from loyalty.wire.canonical import MAX_INT
from loyalty.wire.closing import DayClose, DayFigures, close_hash, close_lines
from loyalty.wire.rehoming import EventRehomed, say_again
from main import main
from server.context import Server
from server.keys import ServerKeys
from server.store.database import Database
from server.usecases.admin.close_day import close_day
from tests.integration.server.conftest import FakeClock, House, make_house
from tests.integration.server.synced import whys
from tests.integration.server.tills import burn_of, sale_body

AN = "member-an"
MOST = 10**12 - 1
"""The most that an amount of one sale may be."""

WEDNESDAY, THURSDAY, FRIDAY = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)


def closed(house: House, day: date) -> DayClose:
    return close_day(house.server, tenant=house.code, store="q1", day=day)[-1].close


def move(house: House, **span: float) -> None:
    """Time passes at the server and at both tills."""
    house.clock.move(**span)
    house.q1.now = house.q2.now = house.clock.now()


def a_day(house: House) -> None:
    """Ten in the morning: one sale of An's, one that burns, one that is taken back, one nobody may record."""
    house.q1.enrol(AN)
    house.q1.sell("s1", AN, earned=100)
    house.q1.sync()
    lease = house.q1.lease("l1", AN, 60)
    house.q1.sell("s2", AN, net=100_000, earned=7, burn=burn_of(lease, 60))
    house.q1.close("l1", AN, spent=60)
    back = sale_body("s3", None, fingerprint=house.q1.fingerprint, net=50_000)
    house.q1.record("sale_settled", back)
    house.q1.void(back)
    house.q1.record(
        "sale_settled", sale_body("s4", None, fingerprint=house.q1.fingerprint), operator="auditor"
    )
    house.q1.sync()


def test_a_day_is_summed_up_signed_and_the_same_when_asked_again(house: House) -> None:
    a_day(house)
    with pytest.raises(Refused, match="day-not-over"):
        closed(house, WEDNESDAY)
    move(house, hours=15)  # one in the morning of Thursday
    close = closed(house, WEDNESDAY)
    assert close.figures == DayFigures(
        "2026-11-25",
        sales=3,
        sold=1_000_000 + 70_000 + 50_000,
        refunds=1,
        refunded=50_000,
        points_earned=107,
        points_burned=60,
    )
    assert (close.late, close.liability_points, close.liability_money) == ((), 47, 23_500)
    heads = {head.till_code: (head.seq, head.hash) for head in close.heads}
    assert heads == {"Q1": (7, house.q1.hash_of(7)), "Q2": (0, bytes(32))}
    move(house, hours=5)
    assert closed(house, WEDNESDAY) == close
    with pytest.raises(Refused, match="no-such-store"):
        close_day(house.server, tenant=house.code, store="q9", day=WEDNESDAY)


def test_what_comes_after_the_close_stands_in_the_next_one_under_its_day(house: House) -> None:
    house.q1.sell("s1", None, net=10_000)
    house.q2.sell("s2", None, net=20_000)
    house.q1.sync()
    move(house, days=1)
    house.q1.sell("s3", None, net=30_000)
    house.q1.sync()
    first = closed(house, WEDNESDAY)
    house.q2.sync()  # the till was away
    move(house, days=1)
    house.q1.sell("s4", None, net=40_000)
    house.q1.sync()
    second = closed(house, THURSDAY)
    assert (first.figures.sold, second.figures.sold) == (10_000, 30_000)
    assert second.late == (DayFigures("2026-11-25", sales=1, sold=20_000),)
    move(house, days=1)
    third = closed(house, FRIDAY)
    assert (third.figures.sold, third.late) == (40_000, ())
    with pytest.raises(Refused, match="day-passed-over"):
        closed(house, date(2026, 11, 24))


def test_a_till_whose_clock_runs_ahead_changes_no_day(house: House) -> None:
    house.q1.now = house.clock.now().replace(year=2030)
    house.q1.sell("s1", None, net=10_000)
    house.q1.sync()
    move(house, days=1)
    assert closed(house, WEDNESDAY).figures.sold == 10_000


def test_a_till_that_says_it_is_the_first_of_all_days_keeps_no_store_west_of_greenwich_from_closing(
    house: House,
) -> None:
    run(house, "UPDATE stores SET settings = replace(settings, 'Asia/Ho_Chi_Minh', 'America/New_York')")
    house.q1.now = datetime(1, 1, 1, tzinfo=UTC)
    house.q1.sell("s1", None, net=10_000)
    house.q1.sync()
    move(house, days=1, hours=12)
    assert closed(house, WEDNESDAY).late == (DayFigures("2026-11-24", sales=1, sold=10_000),)


def test_what_dies_is_counted_once_with_the_store_that_gave_it(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN, earned=100, dies_at=house.clock.now().replace(day=26))
    house.q1.sync()
    move(house, days=1)
    assert closed(house, WEDNESDAY).points_expired == 0
    move(house, days=1)
    house.q1.sell("s2", AN, earned=1)
    house.q1.sync()
    assert (closed(house, THURSDAY).points_expired, closed(house, THURSDAY).liability_points) == (100, 1)
    move(house, days=1)
    assert closed(house, FRIDAY).points_expired == 0


def test_an_event_that_is_said_again_is_counted_once(house: House) -> None:
    sold = house.q1.sell("s1", None, net=10_000)
    house.q1.sync()
    again = say_again(sold, house.q1.hash_of(0))
    house.q1.record("event_rehomed", EventRehomed.from_json(again.to_json()))
    house.q1.sync()
    move(house, days=1)
    assert closed(house, WEDNESDAY).figures.sales == 1


def test_a_sale_that_a_new_life_tells_stands_under_the_day_on_which_it_was_sold(house: House) -> None:
    sold = house.q1.sell("s1", None, net=10_000)
    house.q1.journal.clear()  # the disk is gone, a second one has it
    move(house, days=2)
    assert closed(house, WEDNESDAY).figures == DayFigures("2026-11-25")
    house.q1.record("event_rehomed", say_again(sold, bytes(32)))
    house.q1.sell("s2", None, net=20_000)
    house.q1.sync()
    thursday = closed(house, THURSDAY)
    move(house, days=1)
    friday = closed(house, FRIDAY)
    assert thursday.late == (DayFigures("2026-11-25", sales=1, sold=10_000),)
    assert (friday.figures.sold, friday.late) == (20_000, ())


def run(house: House, statement: str) -> None:
    house.server.database.write(lambda connection: connection.exec_driver_sql(statement).close())


def test_a_day_of_which_a_tampered_till_says_more_than_can_be_told_is_closed_as_far_as_that_goes(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(19):  # each may hold that much; their worth in money passes what a message holds
        house.q1.enrol(f"member-{number}")
        house.q1.sell(f"s{number}", f"member-{number}", net=MOST, earned=MOST)
    house.q1.sync()
    many = text(
        "WITH RECURSIVE more(n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM more WHERE n < 9100) "
        "INSERT INTO journal (tenant, till, incarnation, seq, operation_id, kind, at, operator, body, hash,"
        " received_at) "
        "SELECT tenant, till, incarnation, n, operation_id || n, kind, at, operator, body, hash, received_at "
        "FROM journal CROSS JOIN more WHERE kind = 'sale_settled' AND seq = 2 AND tenant = :tenant"
    )
    house.server.database.write(lambda connection: connection.execute(many, {"tenant": house.tenant}).close())
    move(house, days=1)
    first = closed(house, WEDNESDAY)
    assert first.figures == DayFigures("2026-11-25", sales=9_020, sold=MAX_INT, points_earned=MAX_INT)
    assert (first.liability_points, first.liability_money) == (19 * MOST, MAX_INT)
    move(house, days=1)
    signed = close_day(house.server, tenant=house.code, store="q1", day=THURSDAY)
    assert signed[-1].close.figures == DayFigures("2026-11-26")
    file = tmp_path / "closes.jsonl"
    file.write_bytes(b"\n".join(close_lines(house.server.keys.public_key(), signed)))
    assert main(["admin", "verify-close", str(file)]) == 0
    assert "18,999,999,999,981 points, 9,007,199,254,740,991 or more VND" in capsys.readouterr().out


def with_a_sale(postgres_database: Database, clock: FakeClock) -> House:
    """On PostgreSQL: on SQLite a batch, and another close, wait until a close is written."""
    house = make_house(Server(database=postgres_database, keys=ServerKeys(b"k" * 32), clock=clock), clock)
    house.q1.sell("s1", None, net=10_000)
    house.q1.sync()
    return house


def test_what_is_put_aside_while_a_day_is_closed_is_not_counted(
    postgres_database: Database, clock: FakeClock
) -> None:
    house = with_a_sale(postgres_database, clock)
    house.q1.record(
        "sale_settled", sale_body("s2", None, fingerprint=house.q1.fingerprint), operator="auditor"
    )
    move(house, days=1)
    waits = [house.q1]

    def arrives(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if waits and "FROM journal" in statement:
            assert whys(waits.pop().sync())[-1]

    event.listen(postgres_database.engine, "before_cursor_execute", arrives)
    try:
        close = closed(house, WEDNESDAY)
    finally:
        event.remove(postgres_database.engine, "before_cursor_execute", arrives)
    assert waits == []
    assert (close.figures.sales, close.figures.sold) == (1, 10_000)


def test_of_two_who_close_a_day_at_once_both_are_told_one_close(
    postgres_database: Database, clock: FakeClock
) -> None:
    house = with_a_sale(postgres_database, clock)
    move(house, days=1)
    together = Barrier(4)

    def one(_: int) -> DayClose:
        together.wait()
        return closed(house, WEDNESDAY)

    with ThreadPoolExecutor(4) as pool:
        assert len({close_hash(each) for each in pool.map(one, range(4))}) == 1


def test_a_close_cannot_be_changed(house: House) -> None:
    move(house, days=1)
    closed(house, WEDNESDAY)
    for change in ("UPDATE closes SET day = 'x'", "DELETE FROM closes"):
        with pytest.raises(DBAPIError, match="append-only"):
            run(house, change)


def test_an_auditor_checks_the_file_without_a_server(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_day(house)
    move(house, days=2)
    closed(house, WEDNESDAY)
    signed = close_day(house.server, tenant=house.code, store="q1", day=THURSDAY)
    key = house.server.keys.public_key()
    file = tmp_path / "closes.jsonl"
    file.write_bytes(b"\n".join(close_lines(key, signed)))
    assert main(["admin", "verify-close", str(file), "--key", base64.b64encode(key).decode()]) == 0
    assert "2 closes, none missing" in capsys.readouterr().out
    file.write_bytes(file.read_bytes().replace(b'"sold":1120000', b'"sold":1110000'))
    assert main(["admin", "verify-close", str(file), "--key", "another"]) == 1
    told = capsys.readouterr().out
    assert "WRONG: the signature under 2026-11-25 is not the server's" in told
    assert "WRONG: it is signed by another key than the one given" in told
    file.write_bytes(b"{}")
    assert main(["admin", "verify-close", str(file)]) != 0
