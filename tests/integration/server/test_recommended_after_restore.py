"""After a restore: a friend is heard of before whoever recommended the friend."""

import pytest

from server.context import Server
from server.usecases.jobs import run_jobs
from tests.integration.server.conftest import FakeClock, House
from tests.integration.server.kept_things import state
from tests.integration.server.recommending import BINH, bring, buy, points, recommending_house
from tests.integration.server.restored_server import declare, heard
from tests.integration.server.synced import sound, whys

pytestmark = pytest.mark.usefixtures("quick_pins")
CHI = "m-chi"


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """An recommends the program."""
    return recommending_house(server, clock)


def test_the_first_purchase_gives_what_it_had_given(house: House) -> None:
    house.q2.enrol(CHI)
    bring(house.q1, by=CHI)
    buy(house.q1, "s1")
    buy(house.q1, "s2")
    declare(house)
    assert whys(heard(house.q1)) == ["referral-unknown", "member-unknown", "member-unknown"]
    heard(house.q2)
    assert (state(house, BINH).points, state(house, CHI).points) == (75 + 25, 100)
    assert house.holdings().counts["quarantined events"] == 0
    sound(house)


def test_whom_nobody_that_is_known_has_recommended_is_a_member_all_the_same(house: House) -> None:
    bring(house.q1, by=CHI)
    buy(house.q1, "s1")
    declare(house)
    heard(house.q1)
    heard(house.q2)
    run_jobs(house.server, house.tenant)
    assert points(house) == (25, 0)
    assert house.holdings().counts["quarantined events"] == 1
    sound(house)
