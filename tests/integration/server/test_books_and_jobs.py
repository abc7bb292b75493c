"""What days bring, run twice without harm; the books as sums over postings; and a doctor who notices."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Table, update

from loyalty.errors import Refused
from loyalty.wire.messages import Person
from server.store.tables.journal import sales
from server.store.tables.ledger import leases, lots
from server.store.tables.members import members
from server.store.tables.tenancy import tills
from server.usecases import sync as batches
from server.usecases.admin.books import report_books
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.people import Who, erase_member, merge_members
from server.usecases.admin.reclaim import reclaim
from server.usecases.admin.setup import add_tenant
from server.usecases.jobs import JobsDone, run_all_jobs, run_jobs
from tests.integration.server.conftest import House, in_databases_of_their_own
from tests.integration.server.tills import burn_of, sale_body

AN, BINH = "member-an", "member-binh"
END_OF_NOVEMBER = datetime(2026, 11, 30, 17, tzinfo=UTC)
"""The first moment of December in Ho Chi Minh City."""


@pytest.fixture
def house(house: House) -> House:
    for member in (AN, BINH):
        house.q1.enrol(member)
    house.q1.sell("s1", AN, net=6_000_000, earned=100, dies_at=END_OF_NOVEMBER)
    house.q1.sell("s2", BINH, earned=40)
    house.q1.sync()
    return house


def nobody(*_: object) -> int:
    """The process ended before anybody was merged."""
    return 0


def examine(house: House) -> tuple[str, ...]:
    return examine_server(house.server, tenant=house.code)


def test_points_die_by_the_job_though_nobody_comes_and_running_it_twice_changes_nothing(house: House) -> None:
    house.clock.move(days=10)
    first = run_jobs(house.server, house.tenant)
    assert (first.expired, first.merged) == (1, 0)
    assert run_jobs(house.server, house.tenant) == JobsDone(expired=0, gifts=0, reviewed=0, merged=0)
    points = house.holdings().points
    assert (points.expired, points.outstanding) == (100, 40)
    assert examine(house) == ()


def test_what_a_lease_holds_outlives_the_job(house: House) -> None:
    lease = house.q2.lease("l1", AN, 30)
    house.clock.move(days=10)
    assert run_jobs(house.server, house.tenant).expired == 1
    assert run_jobs(house.server, house.tenant).expired == 0
    house.q2.sell("s3", AN, earned=0, burn=burn_of(lease, 30))
    house.q2.close("l1", AN, spent=30)
    assert [each.why for each in house.q2.sync().outcomes] == ["", ""]
    points = house.holdings().points
    assert (points.expired, points.burned) == (70, 30)
    assert examine(house) == ()


def test_a_tier_falls_by_the_job_when_its_year_has_passed(house: House) -> None:
    tiers = {row["member"]: row["tier"] for row in house.rows(members)}
    assert tiers == {AN: "silver", BINH: "member"}
    house.clock.move(days=366)
    assert run_jobs(house.server, house.tenant).reviewed == 2
    assert {row["tier"] for row in house.rows(members)} == {"member"}
    assert run_jobs(house.server, house.tenant) == JobsDone(expired=0, gifts=0, reviewed=0, merged=0)


def test_the_job_merges_those_whom_a_crash_has_missed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person(AN, "An", "+84912345678")
    house.q1.sync(persons=[person])
    with monkeypatch.context() as crashed:
        crashed.setattr(batches, "merge_doubles", nobody)
        house.q2.sync(persons=[Person(BINH, "Bình", "+84912345678")])
    assert run_jobs(house.server, house.tenant).merged == 1
    assert run_jobs(house.server, house.tenant).merged == 0
    assert examine(house) == ()


@in_databases_of_their_own
def test_jobs_run_for_every_tenant(house: House) -> None:
    other = add_tenant(house.server, code=f"other-{house.code[-12:]}", name="Another")
    done = run_all_jobs(house.server)
    assert done[other] == JobsDone(expired=0, gifts=0, reviewed=0, merged=0)
    assert done.keys() == {other, house.tenant}


def test_the_books_say_what_is_owed_by_month_and_store_and_between_stores(house: House) -> None:
    lease = house.q2.lease("l1", AN, 60)
    house.q2.sell("s3", AN, earned=0, burn=burn_of(lease, 60))
    house.q2.close("l1", AN, spent=60)
    house.q2.sync()
    lease = house.q2.lease("l2", BINH)
    house.q2.sell("s4", BINH, earned=0, burn=burn_of(lease, 10))
    reclaim(house.server, tenant=house.code, till="Q2")
    house.q2.sync()
    report = report_books(house.server, tenant=house.code)
    assert [(each.month, each.store, each.points, each.money) for each in report.liabilities] == [
        ("2026-11", "q1", 40, 20_000),
        ("never", "q1", 40, 20_000),
    ]
    assert report.owed_to_members == 40_000
    assert [(each.issuing, each.redeeming, each.points) for each in report.dues] == [("q1", "q1", 70)]
    assert report.losses == (("q1", 10, 5_000),)
    assert report.to_json()["owed_to_members"] == 40_000
    assert examine(house) == ()


def test_books_without_a_program_are_a_sentence(house: House) -> None:
    add_tenant(house.server, code=f"bare-{house.code[-12:]}", name="Bare")
    with pytest.raises(Refused, match="program-missing"):
        report_books(house.server, tenant=f"bare-{house.code[-12:]}")


@pytest.mark.parametrize(
    ("table", "change", "words"),
    [
        (lots, {"remaining": lots.c.remaining - 1}, "its postings come to"),
        (leases, {"spent": leases.c.spent + 1}, "were spent of it"),
        (sales, {"seq": 999}, "no journal holds it"),
    ],
    ids=["lot", "lease", "sale"],
)
def test_the_doctor_notices_a_figure_that_was_changed(
    house: House, table: Table, change: dict[str, object], words: str
) -> None:
    lease = house.q2.lease("l1", AN, 60)
    house.q2.sell("s3", AN, earned=0, burn=burn_of(lease, 10))
    house.q2.sync()
    assert examine(house) == ()
    mine = update(table).where(table.c.tenant == house.tenant).values(**change)
    house.server.database.write(lambda connection: connection.execute(mine).close())
    assert any(words in fault for fault in examine(house))


def test_the_doctor_notices_a_signature_that_is_not_the_tills(house: House) -> None:
    stranger = update(tills).where(tills.c.till == house.q1.paired.till).values(public_key=bytes(32))
    house.server.database.write(lambda connection: connection.execute(stranger).close())
    assert any("is not this till's" in fault for fault in examine(house))


def test_after_a_merge_a_void_and_an_erasure_every_figure_still_follows(house: House) -> None:
    house.q1.void(sale_body("s2", BINH, fingerprint=house.q1.fingerprint, earned=40))
    merge_members(house.server, tenant=house.code, one=Who(member=AN), other=Who(member=BINH))
    house.q1.sync()
    assert examine(house) == ()
    erase_member(house.server, tenant=house.code, who=Who(member=min(AN, BINH)))
    assert examine(house) == ()
    assert report_books(house.server, tenant=house.code).liabilities == ()
