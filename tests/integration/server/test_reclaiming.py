"""Taking back what a till was lent: two people, each by their PIN; one alone changes nothing."""

import io

import pytest

from loyalty.errors import Refused
from loyalty.wire.roles import Role
from server.commands.actions import ACTIONS
from server.usecases.admin.four_eyes import Person
from server.usecases.admin.reclaim import exposures, reclaim_by_two, reclaims_of
from server.usecases.admin.setup import set_operator
from tests.integration.server.conftest import House

AN = "member-an"
MAI, HUY = Person("mai", "2580"), Person("huy", "7413")

pytestmark = pytest.mark.usefixtures("quick_pins")


@pytest.fixture
def shop(house: House) -> House:
    """An has 100 points, all of them lent to Q1."""
    people: tuple[tuple[Person, Role], ...] = ((MAI, "supervisor"), (HUY, "manager"))
    for each, role in people:
        set_operator(house.server, tenant=house.code, code=each.code, name=each.code, role=role, pin=each.pin)
    house.q1.enrol(AN)
    house.q1.sell("s1", AN, earned=100)
    house.q1.lease("l1", AN)
    return house


def exposed(house: House) -> int:
    return sum(each.points for each in exposures(house.server, tenant=house.code, till="Q1"))


def test_two_people_give_it_back(shop: House) -> None:
    assert exposed(shop) == 100
    held = reclaim_by_two(shop.server, tenant=shop.code, till="Q1", does=MAI, approves=HUY)
    assert [each.points for each in held] == [100]
    assert exposed(shop) == 0
    shop.check()


def test_who_took_it_back_is_kept_and_shown(shop: House, capsys: pytest.CaptureFixture[str]) -> None:
    from argparse import ArgumentParser

    reclaim_by_two(shop.server, tenant=shop.code, till="Q1", does=MAI, approves=HUY)
    (done,) = reclaims_of(shop.server, tenant=shop.code, till="Q1")
    assert (done.by, done.approved_by, done.points, done.money, done.leases) == ("mai", "huy", 100, 0, 1)
    assert done.at == shop.clock.now()
    assert reclaims_of(shop.server, tenant=shop.code, till="Q2") == []
    action, parser = ACTIONS["reclaim"], ArgumentParser()
    parser.add_argument("--tenant")
    action.arguments(parser)
    assert action.act(shop.server, parser.parse_args(["--tenant", shop.code, "--till", "Q1"])) == 0
    assert "by mai, approved by huy: 100 points" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("does", "approves", "code"),
    [
        (HUY, HUY, "two-people-needed"),
        (HUY, MAI, "operator-may-not"),
        (MAI, Person("huy", "0000"), "wrong-pin-of"),
        (Person("mai", "0000"), HUY, "wrong-pin-of"),
    ],
)
def test_one_alone_or_the_wrong_ones_change_nothing(
    shop: House, does: Person, approves: Person, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        reclaim_by_two(shop.server, tenant=shop.code, till="Q1", does=does, approves=approves)
    assert exposed(shop) == 100


def test_the_command_asks_two_for_their_pins(
    shop: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from argparse import ArgumentParser

    action, parser = ACTIONS["reclaim"], ArgumentParser()
    parser.add_argument("--tenant")
    action.arguments(parser)
    words = ["--tenant", shop.code, "--till", "Q1", "--yes"]
    with pytest.raises(Refused, match="reclaim-needs-two"):
        action.act(shop.server, parser.parse_args(words))
    assert exposed(shop) == 100
    monkeypatch.setattr("sys.stdin", io.StringIO("2580\n7413\n"))
    named = [*words, "--by", "mai", "--approved-by", "huy"]
    assert action.act(shop.server, parser.parse_args(named)) == 0
    assert "100 points are the members' again" in capsys.readouterr().out
    assert exposed(shop) == 0
