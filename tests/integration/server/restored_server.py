"""After a restore of the server: two people's word for it, tills that take it up, what they had spent."""

from dataclasses import replace

from loyalty.wire.journal import SaleBurn
from loyalty.wire.messages import SyncAnswer
from loyalty.wire.sold import BurnSlice
from server.usecases.admin.after_restore import declare_restore, stop_waiting
from tests.integration.server.conftest import House
from tests.integration.server.tills import FakeTill
from tests.integration.server.two_people import APPROVES, DOES, two_managers


def declare(house: House) -> None:
    """Two people say that the server was put back."""
    two_managers(house)
    declare_restore(house.server, tenant=house.code, does=DOES, approves=APPROVES)


def wait_no_longer(house: House) -> None:
    """They say that the tills which are missing are waited for no more."""
    stop_waiting(house.server, tenant=house.code, does=DOES, approves=APPROVES)


def heard(till: FakeTill) -> SyncAnswer:
    """The till takes the restore up as a till does, and says its journal from the server's end on."""
    answer = till.send(till.request(after=len(till.journal)))
    assert isinstance(answer, SyncAnswer)
    till.acked = answer.ack_seq
    till.paired = replace(till.paired, feed_epoch="")
    answer = till.send(replace(till.request(), restored=answer.restored))
    assert isinstance(answer, SyncAnswer)
    till.acked = answer.ack_seq
    return answer


def half_heard(house: House) -> None:
    """An has bought for 100 points at Q1; the server was put back, and heard Q1 again, and not Q2."""
    house.q1.enrol("member-an")
    house.q1.sell("s1", "member-an")
    house.q1.sync()
    declare(house)
    heard(house.q1)


def burn(lease: str, lot: str, points: int) -> SaleBurn:
    """Points of one lot, each worth 500, inside a lease."""
    return SaleBurn(points, points * 500, lease, (BurnSlice(lot, points),))


def spend_again(till: FakeTill) -> None:
    """A sale of An's that pays with 40 points of the first one's, inside a lease that is nowhere any more."""
    till.sell("s2", "member-an", earned=0, burn=burn("lost", "lot-s1", 40))
    till.close("lost", "member-an", spent=40)
