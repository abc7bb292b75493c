"""What goes wrong in other people's servers and nothing else here would notice; see docs/complaints.md."""

from loyalty.units import Points
from server.usecases.admin.publish import publish_program
from server.usecases.jobs import run_jobs
from tests.integration.server.conftest import PROGRAM, House
from tests.integration.server.tills import burn_of

AN = "member-an"


def test_spending_points_lowers_no_tier(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN, net=6_000_000, earned=600)
    assert house.q1.sync().members[0].tier == "silver"
    lease = house.q1.lease("l1", AN)
    house.q1.sell("s2", AN, net=1_000_000, earned=0, burn=burn_of(lease, 600))
    house.q1.close("l1", AN, spent=600)
    state = house.q1.sync().members[0]
    assert (state.points, state.tier) == (0, "silver")
    assert run_jobs(house.server, house.tenant).reviewed == 0
    house.check()


def test_a_change_of_the_program_changes_no_point_that_was_earned_before(house: House) -> None:
    dies_at = house.clock.now().replace(year=2027)
    house.q1.enrol(AN)
    house.q1.sell("s1", AN, earned=100, dies_at=dies_at)
    before = house.q1.sync().members[0]
    stricter = PROGRAM.replace("expire_months = 12", "expire_months = 1").replace("10000", "90000")
    publish_program(house.server, tenant=house.code, text=stricter, name="program.toml")
    house.clock.move(days=60)
    run_jobs(house.server, house.tenant)
    house.q2.sell("s2", AN, earned=0)
    after = house.q2.sync().members[0]
    assert (after.points, after.lots) == (Points(100), before.lots)
    house.check()


def test_a_sale_that_is_told_of_days_later_earns_what_its_receipt_said(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sync()
    house.q1.sell("s1", AN, earned=70)
    house.clock.move(days=9)
    told = house.q1.sync().members[0]
    assert (told.points, told.available, told.purchases) == (70, 70, 1)
    house.check()
