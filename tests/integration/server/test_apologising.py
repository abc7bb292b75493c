"""A voucher after a complaint, given at the server: by two people, or alone up to the program's limit."""

from argparse import Namespace
from io import StringIO

import pytest

from loyalty.errors import Refused
from loyalty.wire.messages import Person as PersonRecord
from server.commands import adjusting
from server.context import Server
from server.store.member_deeds import list_deeds
from server.usecases.admin.apology import Apology, give_apology
from server.usecases.admin.four_eyes import Person
from server.usecases.admin.people import Who
from server.usecases.admin.publish import publish_program
from server.usecases.admin.setup import set_operator
from tests.integration.server.conftest import KEEPING, PROGRAM, FakeClock, House, make_house
from tests.integration.server.kept_things import state

AN = "m-an"
MAI = Person("mai", "7351")
HUY = Person("huy", "9264")
SORRY = """
[[voucher]]
id = "sorry"
promotion = "fifty-off"
issue = "apology"
days = 90
"""
LIMIT = "\n[limits.manager_over]\napology_voucher = {most}\n"
WISH = Apology(who=Who(member=AN), voucher="sorry")

pytestmark = pytest.mark.usefixtures("quick_pins")


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """A member, a supervisor and a manager, and a voucher to apologise with."""
    house = make_house(server, clock, PROGRAM + KEEPING + SORRY)
    house.q1.enrol(AN)
    house.q1.sync(persons=[PersonRecord(AN, "An", "+84912345678")])
    set_operator(house.server, tenant=house.code, code="mai", name="Mai", role="supervisor", pin=MAI.pin)
    set_operator(house.server, tenant=house.code, code="huy", name="Huy", role="manager", pin=HUY.pin)
    return house


def give(house: House, does: Person, approves: Person | None, wish: Apology = WISH) -> str:
    return give_apology(house.server, tenant=house.code, wish=wish, does=does, approves=approves)


def vouchers(house: House) -> list[str]:
    return [code for code, promotion in state(house, AN).vouchers.items() if promotion == "fifty-off"]


def test_two_people_give_it_and_both_are_kept_with_it(house: House) -> None:
    had = len(vouchers(house))
    assert give(house, MAI, HUY) == AN
    assert len(vouchers(house)) == had + 1
    (deed,) = house.server.database.read(lambda connection: list_deeds(connection, house.tenant, AN))
    assert (deed.kind, deed.till, deed.approved_by is None) == ("apology", "admin", False)
    assert deed.by != deed.approved_by
    house.check()


@pytest.mark.parametrize(
    ("does", "approves", "code"),
    [
        (MAI, None, "second-person-needed"),
        (HUY, None, "second-person-needed"),
        (HUY, HUY, "two-people-needed"),
        (HUY, MAI, "operator-may-not"),
        (MAI, Person("huy", "0000"), "wrong-pin-of"),
    ],
)
def test_one_person_alone_or_the_wrong_ones_give_nothing(
    house: House, does: Person, approves: Person | None, code: str
) -> None:
    had = vouchers(house)
    with pytest.raises(Refused, match=code):
        give(house, does, approves)
    assert vouchers(house) == had


def test_up_to_the_programs_limit_one_person_may_do_it_alone(house: House) -> None:
    text = PROGRAM + KEEPING + SORRY
    publish_program(house.server, tenant=house.code, text=text + LIMIT.format(most=50_000), name="p.toml")
    assert give(house, MAI, None) == AN
    publish_program(house.server, tenant=house.code, text=text + LIMIT.format(most=49_999), name="p.toml")
    with pytest.raises(Refused, match="second-person-needed"):
        give(house, MAI, None)
    with pytest.raises(Refused, match="no-such-voucher-rule"):
        give(house, MAI, HUY, Apology(who=Who(member=AN), voucher="welcome"))


def test_the_command_asks_both_for_their_pin(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(f"{MAI.pin}\n{HUY.pin}\n"))
    said = Namespace(
        tenant=house.code, member=AN, card=None, phone=None, voucher="sorry", by="mai", approved_by="huy"
    )
    assert adjusting.apology(house.server, said) == 0
    assert "was given the voucher sorry" in capsys.readouterr().out
