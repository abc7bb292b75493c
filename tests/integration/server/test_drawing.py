"""Draws at the server: opened once they are over, every receipt drawn once, its prize its member's."""

import json
from argparse import Namespace
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event

from loyalty.account.kept_json import kept_from_json
from loyalty.drawing import commitment_of, drawn_number
from loyalty.errors import Refused
from loyalty.identity.cards import receipt_digits
from loyalty.wire.extras import DrawOf, SaleExtras
from loyalty.wire.journal import SaleReceipt, SaleSettled
from server.commands import draws
from server.context import Server
from server.store.tables.journal import drawn
from server.usecases import merging
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.draws import open_and_draw, report_draws
from server.usecases.drawing import draw_all, open_draw
from server.usecases.jobs import run_jobs
from tests.integration.server.conftest import KEEPING, PROGRAM, FakeClock, House, make_house
from tests.integration.server.kept_things import state
from tests.integration.server.synced import whys
from tests.integration.server.tills import FakeTill, burn_of, sale_body

AN, BINH = "m-an", "m-binh"
SEED = bytes([1]) * 32
FIRST, SECOND, NOTHING = 51, 2, 1
"""Numbers of receipts of till 1 that draw 0, 19 and 64 of 100."""

DRAW = f"""
[[voucher]]
id = "lucky"
promotion = "fifty-off"
issue = "draw"
days = 30

[[draw]]
id = "tet"
name = "Bốc thăm Tết"
enabled = true
of = 100
commitment = "{commitment_of(SEED)}"
when = {{ from = 2026-11-01, until = 2026-11-30 }}

[[draw.prize]]
id = "first"
name = "Giải nhất"
wins = 1
points = 10000

[[draw.prize]]
id = "second"
name = "Giải nhì"
wins = 49
voucher = "lucky"
"""


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """A house with a draw in November, and two members."""
    house = make_house(server, clock, PROGRAM + KEEPING + DRAW)
    house.q1.enrol(AN)
    house.q1.enrol(BINH)
    house.q1.sync()
    return house


def buy(till: FakeTill, number: int, member: str | None = AN, *, draw: str = "tet") -> SaleSettled:
    """A sale that takes part in the draw, with a receipt of this number."""
    digits = receipt_digits(till_number=1, receipt_number=number)
    body = replace(
        sale_body(f"s-{number}", member, fingerprint=till.fingerprint, earned=1),
        receipt=SaleReceipt(number, f"Q1-{number}", digits),
        extras=SaleExtras(draws=(DrawOf(draw, "Bốc thăm Tết"),)),
    )
    till.record("sale_settled", body)
    return body


def over(house: House) -> None:
    """November is over."""
    house.clock.move(days=10)


def opened(house: House) -> int:
    over(house)
    open_draw(house.server, house.tenant, draw="tet", seed=SEED.hex())
    return draw_all(house.server, house.tenant)


def points(house: House, member: str = AN) -> int:
    return state(house, member).points


def won(house: House, member: str = AN) -> list[tuple[str, str]]:
    """What every till is told that a member has won, by sale."""
    held = kept_from_json(state(house, member).keeping or {}).won
    return [(each.sale, each.prize) for each in held]


def is_well(house: House) -> bool:
    house.check()
    return examine_server(house.server, tenant=house.code) == ()


def test_every_receipt_is_drawn_once_and_has_what_it_won(house: House) -> None:
    for number in (FIRST, NOTHING):
        buy(house.q1, number)
    buy(house.q1, SECOND, BINH)
    assert set(whys(house.q1.sync())) == {""}
    before = len(state(house, BINH).vouchers)
    assert opened(house) == 3
    assert (points(house), won(house)) == (2 + 10_000, [(f"s-{FIRST}", "Giải nhất")])
    assert won(house, BINH) == [(f"s-{SECOND}", "Giải nhì")]
    assert len(state(house, BINH).vouchers) == before + 1
    rows = {row["receipt"]: (row["number"], row["prize"]) for row in house.rows(drawn)}
    assert rows == {
        receipt_digits(till_number=1, receipt_number=number): (drawn_number(SEED, digits, 100), prize)
        for number, prize in ((FIRST, "first"), (SECOND, "second"), (NOTHING, ""))
        for digits in [receipt_digits(till_number=1, receipt_number=number)]
    }
    assert draw_all(house.server, house.tenant) == 0
    assert run_jobs(house.server, house.tenant).drawn == 0
    assert points(house) == 2 + 10_000
    assert is_well(house)


def test_jobs_at_once_draw_each_receipt_once(house: House) -> None:
    for number in range(1, 61):
        buy(house.q1, number, (AN, BINH, None)[number % 3])
    house.q1.sync()
    over(house)
    open_draw(house.server, house.tenant, draw="tet", seed=SEED.hex())
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(draw_all, [house.server] * 3, [house.tenant] * 3))
    assert sum(done) == len(house.rows(drawn)) == 60
    assert is_well(house)


def test_the_seed_is_opened_when_the_draw_is_over_and_is_the_one_committed_to(house: House) -> None:
    for draw, seed, why in (
        ("tet", SEED.hex(), "draw-not-over"),
        ("tet", (bytes([2]) * 32).hex(), "draw-seed-other"),
        ("tet", "01", "draw-seed-short"),
        ("tet", "seed", "draw-seed-hex"),
        ("summer", SEED.hex(), "no-such-draw"),
    ):
        with pytest.raises(Refused) as refused:
            open_draw(house.server, house.tenant, draw=draw, seed=seed)
        assert refused.value.code == why
    assert draw_all(house.server, house.tenant) == 0
    over(house)
    first = open_draw(house.server, house.tenant, draw="tet", seed=SEED.hex())
    house.clock.move(hours=1)
    assert open_draw(house.server, house.tenant, draw="tet", seed=SEED.hex().upper()) == first


def test_what_comes_in_once_the_seed_is_known_takes_no_part(house: House) -> None:
    buy(house.q1, FIRST)
    assert opened(house) == 0
    house.clock.move(hours=1)
    house.q1.sync()
    assert draw_all(house.server, house.tenant) == 0
    assert (points(house), won(house)) == (1, [])


def test_a_late_sale_under_the_name_of_one_that_came_in_time_takes_no_part(house: House) -> None:
    """Whoever knows the seed knows the number that wins; a till that was tampered with writes any name."""
    buy(house.q1, NOTHING)
    house.q1.sync()
    over(house)
    open_draw(house.server, house.tenant, draw="tet", seed=SEED.hex())
    house.clock.move(hours=1)
    wins = replace(buy(house.q2, FIRST, BINH), sale=f"s-{NOTHING}")
    house.q2.journal.pop()
    house.q2.record("sale_settled", wins)
    assert set(whys(house.q2.sync())) == {""}
    assert draw_all(house.server, house.tenant) == 1
    assert [row["number"] for row in house.rows(drawn)] == [64]
    assert won(house, BINH) == []
    (report,) = report_draws(house.server, tenant=house.code)
    assert report.late == 1


def test_sales_without_a_draw_are_not_looked_through(house: House) -> None:
    """By the plan of either database: what names a draw is found in an index of nothing else."""
    asked: list[tuple[str, Any]] = []
    engine = house.server.database.engine
    event.listen(engine, "before_cursor_execute", lambda *said: asked.append((said[2], said[3])))
    buy(house.q1, FIRST)
    house.q1.sync()
    opened(house)
    plans = [
        "\n".join(str(tuple(row)) for row in plan_of(engine, statement, values))
        for statement, values in tuple(asked)
        if "LIKE" in statement and "journal" in statement and "ORDER BY" in statement
    ]
    assert plans
    assert [plan for plan in plans if "ix_journal_draws" not in plan] == []


def plan_of(engine: Engine, statement: str, values: Any) -> Sequence[Any]:
    """How the database would find the rows, if it had many."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off; SET enable_sort = off")
            return connection.exec_driver_sql(f"EXPLAIN {statement}", values).all()
        return connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_sale_that_comes_back_has_won_nothing(house: House, when: str) -> None:
    first, second = buy(house.q1, FIRST), buy(house.q1, SECOND, BINH)
    house.q1.sync()
    had = len(state(house, BINH).vouchers)
    if when == "after":
        opened(house)
    for sale in (first, second):
        house.q1.void(sale)
    assert set(whys(house.q1.sync())) == {""}
    if when == "before":
        assert opened(house) == 0
    assert (points(house), won(house)) == (0, [])
    assert (won(house, BINH), len(state(house, BINH).vouchers)) == ([], had)
    assert is_well(house)


def test_what_was_won_and_spent_is_owed_once_the_sale_comes_back(house: House) -> None:
    sale = buy(house.q1, FIRST)
    house.q1.sync()
    opened(house)
    lease = house.q1.lease("l-1", AN)
    house.q1.sell("all", AN, earned=0, net=100_000_000, burn=burn_of(lease, 10_001))
    house.q1.close("l-1", AN, spent=10_001)
    house.q1.sync()
    house.q1.void(sale)
    assert whys(house.q1.sync()) == [""]
    assert state(house, AN).owed == 10_001
    assert is_well(house)


def test_whoever_a_member_is_by_now_has_what_their_receipt_won(house: House) -> None:
    sale = buy(house.q1, FIRST, BINH)
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by="manager")
    assert opened(house) == 1
    assert won(house) == [(f"s-{FIRST}", "Giải nhất")]
    merging.unmerge(house.server, house.tenant, alias=BINH, by="manager")
    assert (points(house), points(house, BINH)) == (0, 1 + 10_000)
    assert (won(house), won(house, BINH)) == ([], [(f"s-{FIRST}", "Giải nhất")])
    house.q1.void(sale)
    assert whys(house.q1.sync()) == [""]
    assert (points(house, BINH), won(house, BINH)) == (0, [])
    assert is_well(house)


def test_the_doctor_draws_every_receipt_again(house: House) -> None:
    buy(house.q1, FIRST)
    house.q1.sync()
    opened(house)
    lie = {**dict(house.rows(drawn)[0]), "sale": "s-other", "number": 7, "prize": "second"}
    house.server.database.write(lambda connection: connection.execute(drawn.insert(), lie).close())
    assert examine_server(house.server, tenant=house.code) == (
        f"draw tet: receipt {lie['receipt']} drew 7 and “second”, its seed says 0 and “first”",
    )


def test_the_manager_sees_what_a_draw_came_to(house: House) -> None:
    for number, member in ((FIRST, None), (SECOND, BINH), (NOTHING, AN)):
        buy(house.q1, number, member)
    house.q1.sync()
    buy(house.q2, 52)
    over(house)
    done = open_and_draw(house.server, tenant=house.code, draw="tet", seed=SEED.hex())
    house.clock.move(hours=1)
    house.q2.sync()
    (report,) = report_draws(house.server, tenant=house.code)
    assert report == replace(done, late=1)
    said = json.loads(json.dumps(report.to_json()))
    assert (said["receipts"], said["late"], said["seed"]) == (3, 1, SEED.hex())
    assert [(each["name"], each["drawn"], each["given"], each["points"]) for each in said["prizes"]] == [
        ("Giải nhất", 1, 0, 0),
        ("Giải nhì", 1, 1, 0),
    ]


def test_a_draw_is_opened_and_looked_at_by_commands(
    server: Server, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    buy(house.q1, FIRST, None)
    house.q1.sync()
    over(house)
    assert draws.show(server, Namespace(tenant=house.code, json=False)) == 0
    assert capsys.readouterr().out == "No draw was opened yet.\n"
    assert draws.open_one(server, Namespace(tenant=house.code, draw="tet", seed=SEED.hex())) == 0
    out = capsys.readouterr().out
    assert "Giải nhất: drawn 1, given 0\n" in out
    assert "give it by hand" in out
    assert draws.show(server, Namespace(tenant=house.code, json=True)) == 0
    assert json.loads(capsys.readouterr().out)[0]["draw"] == "tet"
