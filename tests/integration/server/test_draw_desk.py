"""Draws from a till: who may look and who may open, what is told of each, its winners by page."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from loyalty.drawing import commitment_of
from loyalty.errors import Refused
from loyalty.wire.canonical import MAX_INT, Json
from loyalty.wire.drawing import (
    WINNERS_ON_A_PAGE,
    DrawAnswer,
    DrawAsk,
    DrawOpening,
    DrawsAsk,
    DrawTold,
    Winner,
)
from loyalty.wire.messages import Person
from server.clock import moment_text
from server.context import Server
from server.model import TillAccount
from server.store.tables.journal import drawn
from server.store.tables.tenancy import drawings
from server.store.tills import find_till
from server.usecases import draw_desk, drawing, merging
from server.usecases.admin.books import report_books
from server.usecases.admin.draws import report_draws
from server.usecases.admin.publish import publish_program
from server.usecases.draw_desk import list_draws, open_from_till, read_draw
from server.usecases.jobs import run_jobs
from server.usecases.throttle import LOOK_UPS
from tests.integration.server.conftest import KEEPING, PROGRAM, FakeClock, House, make_house
from tests.integration.server.households import do
from tests.integration.server.http import Http
from tests.integration.server.test_drawing import (
    AN,
    BINH,
    DRAW,
    FIRST,
    NOTHING,
    SECOND,
    SEED,
    buy,
    is_well,
    over,
    points,
)

OTHER_SEED = bytes([2]) * 32
MORE_DRAWS = DRAW + "".join(
    DRAW.replace('[[voucher]]\nid = "lucky"\npromotion = "fifty-off"\nissue = "draw"\ndays = 30\n', "")
    .replace('"tet"', f'"{name}"')
    .replace(commitment_of(SEED), commitment_of(name.encode() * 32))
    .replace("from = 2026-11-01, until = 2026-11-30", f"from = {first}, until = {last}")
    .replace("enabled = true", f"enabled = {enabled}")
    for name, first, last, enabled in (
        ("summer", "2026-06-01", "2026-06-30", "true"),
        ("spring", "2027-03-01", "2027-03-31", "true"),
        ("secret", "2026-11-01", "2026-11-30", "false"),
    )
)


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """A house with a draw in November, and two members, one of whom has told their name."""
    house = make_house(server, clock, PROGRAM + KEEPING + DRAW)
    house.q1.enrol(AN)
    house.q1.enrol(BINH)
    house.q1.sync(persons=[Person(AN, "Nguyễn Thị Ánh", "+84912345678")])
    return house


def till(house: House) -> TillAccount:
    account = house.server.database.read(lambda at: find_till(at, house.q1.paired.till))
    assert account is not None
    return account


def look(house: House, *, by: str = "manager") -> list[DrawTold]:
    return list(list_draws(house.server, till(house), DrawsAsk(1, by), nonce="n").draws)


def file(house: House, *, skip: int = 0, draw: str = "tet", by: str = "manager") -> DrawAnswer:
    return read_draw(house.server, till(house), DrawAsk(1, by, draw, skip), nonce="n")


def open_it(house: House, *, seed: str = SEED.hex(), draw: str = "tet", by: str = "manager") -> DrawAnswer:
    return open_from_till(house.server, till(house), DrawOpening(1, by, draw, seed), nonce="n")


def worth(draw: DrawTold) -> list[tuple[int, str]]:
    return [(each.each_points, each.each_voucher) for each in draw.prizes]


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


def test_every_draw_is_told_with_where_it_is(house: House) -> None:
    publish_program(house.server, tenant=house.code, text=PROGRAM + KEEPING + MORE_DRAWS, name="program.toml")
    told = look(house, by="auditor")
    assert [(each.draw, each.stage, each.begins, each.ends) for each in told] == [
        ("tet", "running", "2026-11-01", "2026-11-30"),
        ("summer", "over", "2026-06-01", "2026-06-30"),
        ("spring", "coming", "2027-03-01", "2027-03-31"),
        ("secret", "off", "2026-11-01", "2026-11-30"),
    ]
    assert {(each.seed, each.opened_at, each.drawn) for each in told} == {("", None, 0)}
    assert [(each.name, each.wins) for each in told[0].prizes] == [("Giải nhất", 1), ("Giải nhì", 49)]
    assert worth(told[0]) == [(10_000, ""), (0, "Phiếu giảm 50.000")]


@pytest.mark.parametrize("by", ["lan", "supervisor", "nobody"])
def test_who_is_no_manager_and_no_auditor_is_told_nothing(house: House, by: str) -> None:
    for ask in (look, file, open_it):
        with pytest.raises(Refused) as refused:
            ask(house, by=by)
        assert code_of(refused) == "operator-may-not"


def test_an_auditor_looks_and_opens_nothing(house: House) -> None:
    over(house)
    assert file(house, by="auditor").draw.stage == "over"
    with pytest.raises(Refused) as refused:
        open_it(house, by="auditor")
    assert code_of(refused) == "operator-may-not"
    assert house.rows(drawings) == []


def test_before_it_is_opened_it_says_what_would_take_part_and_who_is_quiet(house: House) -> None:
    buy(house.q1, FIRST)
    house.q1.void(buy(house.q1, SECOND))
    house.q1.sync()
    buy(house.q2, 52)
    house.q2.sync()
    assert (file(house).waiting, file(house).quiet) == (0, ())
    over(house)
    asked = file(house)
    assert (asked.waiting, asked.quiet, asked.drawing) == (2, ("Q1", "Q2"), False)
    house.q2.sell("after", BINH)
    house.q2.sync()
    assert file(house).quiet == ("Q1",)


def test_a_manager_opens_it_from_a_till_and_sees_who_has_won(house: House) -> None:
    buy(house.q1, FIRST)
    buy(house.q1, SECOND, None)
    buy(house.q1, NOTHING, BINH)
    house.q1.sync()
    buy(house.q2, 53)
    over(house)
    opened = open_it(house, seed=SEED.hex().upper())
    assert opened.draw.stage == "opened"
    assert (opened.draw.seed, opened.draw.opened_at) == (SEED.hex(), moment_text(house.clock.now()))
    assert (opened.draw.opened_by, opened.draw.drawn, opened.drawing) == ("manager", 3, False)
    assert [(each.name, each.given) for each in opened.winners] == [("Nguyễn Thị Ánh", True), ("", False)]
    assert [bool(each.phone) for each in opened.winners] == [True, False]
    assert [(each.prize, each.number) for each in opened.winners] == [("first", 0), ("second", 19)]
    assert worth(opened.draw) == [(10_000, ""), (0, "Phiếu giảm 50.000")]
    assert [(each.drawn, each.given, each.points) for each in opened.draw.prizes] == [
        (1, 1, 10_000),
        (1, 0, 0),
    ]
    (row,) = house.rows(drawings)
    assert (row["till"], row["by"]) == (house.q1.paired.till, "manager")
    (report,) = report_draws(house.server, tenant=house.code)
    assert (report.opened_by, report.receipts, report.prizes[0].given) == ("manager", 3, 1)
    house.clock.move(hours=1)
    house.q2.sync()
    assert file(house) == replace(opened, late=1)
    assert look(house) == [opened.draw]
    assert points(house) == 2 + 10_000
    owed = {each.store: each.points for each in report_books(house.server, tenant=house.code).liabilities}
    assert owed["(no store)"] == 10_000
    assert is_well(house)


def test_a_household_that_has_won_can_be_called_at_its_heads_number(house: House) -> None:
    buy(house.q1, FIRST)
    house.q1.sync()
    do(house, "household-join", AN, BINH)
    over(house)
    (winner,) = open_it(house).winners
    assert (winner.name, winner.phone) == ("Nguyễn Thị Ánh", "+84912345678")


def test_opened_again_at_once_and_later_it_stays_as_it_was(house: House) -> None:
    for number in range(1, 41):
        buy(house.q1, number, (AN, BINH, None)[number % 3])
    house.q1.sync()
    over(house)
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(open_it, [house] * 3))
    assert {each.draw.opened_at for each in answers} == {moment_text(house.clock.now())}
    assert len(house.rows(drawings)) == 1
    assert len(house.rows(drawn)) == 40
    first = file(house)
    house.clock.move(hours=1)
    assert open_it(house) == first
    assert is_well(house)


def test_what_cannot_be_opened_changes_nothing(house: House) -> None:
    with pytest.raises(Refused) as refused:
        open_it(house)
    assert code_of(refused) == "draw-not-over"
    over(house)
    for seed, draw, why in (
        (OTHER_SEED.hex(), "tet", "draw-seed-other"),
        ("01", "tet", "draw-seed-short"),
        ("seed", "tet", "draw-seed-hex"),
        (SEED.hex(), "summer", "no-such-draw"),
    ):
        with pytest.raises(Refused) as refused:
            open_it(house, seed=seed, draw=draw)
        assert code_of(refused) == why
    with pytest.raises(Refused) as refused:
        file(house, draw="summer")
    assert code_of(refused) == "no-such-draw"
    assert house.rows(drawings) == []


def test_many_receipts_are_drawn_with_several_requests_and_the_rest_by_the_jobs(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "PAGE", 10)
    monkeypatch.setattr(draw_desk, "PAGES_AT_ONCE", 1)
    for number in range(1, 36):
        buy(house.q1, number)
    house.q1.void(buy(house.q1, 36))
    house.q1.sync()
    over(house)
    seen = [open_it(house), open_it(house)]
    assert [(each.draw.drawn, each.drawing) for each in seen] == [(10, True), (20, True)]
    assert run_jobs(house.server, house.tenant).drawn == 15
    assert (file(house).draw.drawn, file(house).drawing) == (35, False)
    assert is_well(house)


def test_winners_come_by_page_in_the_order_of_the_prizes(house: House) -> None:
    for number in range(1, 231):
        buy(house.q1, number)
    house.q1.sync()
    over(house)
    page = open_it(house)
    whole: list[Winner] = [*page.winners]
    while page.more:
        assert len(page.winners) == WINNERS_ON_A_PAGE
        page = file(house, skip=len(whole))
        whole += page.winners
    assert len({each.receipt for each in whole}) == len(whole) == sum(each.drawn for each in page.draw.prizes)
    assert [each.number for each in whole] == sorted(each.number for each in whole)
    assert file(house, skip=1_000).winners == ()


def test_a_winner_who_was_merged_is_called_by_whom_they_stand_for(house: House) -> None:
    buy(house.q1, FIRST, BINH)
    house.q1.sync()
    over(house)
    assert [each.name for each in open_it(house).winners] == [""]
    merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by="manager")
    assert [each.name for each in file(house).winners] == ["Nguyễn Thị Ánh"]


def test_a_draw_that_the_program_has_no_more_is_told_as_it_was_opened(house: House) -> None:
    buy(house.q1, FIRST)
    house.q1.sync()
    over(house)
    opened = open_it(house)
    publish_program(house.server, tenant=house.code, text=PROGRAM + KEEPING, name="program.toml")
    assert look(house) == [opened.draw]
    assert open_it(house) == file(house) == opened


def test_a_draw_that_the_next_program_left_out_is_opened_as_it_was_promised(house: House) -> None:
    buy(house.q1, FIRST)
    house.q1.sync()
    publish_program(house.server, tenant=house.code, text=PROGRAM + KEEPING, name="program.toml")
    assert [(each.draw, each.stage) for each in look(house)] == [("tet", "running")]
    over(house)
    assert (file(house).waiting, file(house).quiet) == (1, ("Q1", "Q2"))
    opened = open_it(house)
    assert [each.name for each in opened.winners] == ["Nguyễn Thị Ánh"]
    assert look(house) == [opened.draw]
    assert is_well(house)


def test_a_draw_that_was_left_out_and_nobody_has_a_receipt_of_is_told_no_more(house: House) -> None:
    publish_program(house.server, tenant=house.code, text=PROGRAM + KEEPING, name="program.toml")
    over(house)
    assert look(house) == []


def test_names_of_winners_are_not_told_without_end(house: House) -> None:
    over(house)
    for _ in range(LOOK_UPS.burst):
        file(house)
    with pytest.raises(Refused) as refused:
        file(house)
    assert code_of(refused) == "too-many-look-ups"


@pytest.mark.parametrize(
    "odd", ["", " ", "\x00", "%", "tet\n", "0" * 201, "\u202e", "' OR 1=1", 7, None, ["tet"]]
)
def test_whatever_a_managers_till_says_is_answered_with_a_sentence(house: House, odd: Json) -> None:
    over(house)
    http = Http(house.server)
    sound: dict[str, Json] = {"version": 1, "operator": "manager", "draw": "tet"}
    for address, said in (
        ("file", {**sound, "draw": odd}),
        ("file", {**sound, "skip": odd}),
        ("openings", {**sound, "draw": odd, "seed": SEED.hex()}),
        ("openings", {**sound, "seed": odd}),
    ):
        reply = http.signed(house.q1, "POST", f"/v1/draws/{address}", data=json.dumps(said).encode())
        if said.get("skip") == 7:
            assert reply.status == 200
        else:
            assert 400 <= reply.status < 500, reply.data
            assert reply.body["sentence"]
    assert house.rows(drawings) == []
    assert file(house, skip=MAX_INT).winners == ()
