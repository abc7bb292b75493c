"""Who is blocked or has another role since they signed in."""

from dataclasses import replace

from tests.unit.presenters.desk import Desk, words
from tools.sample_shop import LAN, NOODLES
from ui.presenters.shell import Screen, Shell


def sent_away() -> tuple[Desk, list[str]]:
    """A desk with a basket, at which a list hears why somebody was signed out."""
    desk, whys = Desk(), list[str]()
    desk.shell = Shell(desk.till, desk.runner, words(), desk.stage, on_sent_away=whys.append)
    desk.shell.signed_in(LAN)
    desk.scan(NOODLES.sku)
    return desk, whys


def test_who_is_blocked_is_signed_out_and_the_sale_goes_on_under_the_next_name() -> None:
    desk, whys = sent_away()
    desk.shell.synced()
    assert desk.front() is Screen.CHECKOUT
    desk.till.staff_now["lan"] = None
    desk.shell.synced()
    assert (desk.front(), whys) == (Screen.SIGN_IN, ["unknown-operator"])
    assert desk.shell.session is None
    desk.shell.signed_in(desk.till.sign_in(operator="minh", pin="2580"))
    assert [line.sku for line in desk.open_sale().lines] == [NOODLES.sku]
    desk.shell.synced()
    assert desk.front() is Screen.CHECKOUT


def test_who_is_blocked_in_the_middle_of_a_payment_brings_it_to_its_end() -> None:
    desk, whys = sent_away()
    desk.it.pay_pressed()
    desk.till.staff_now["lan"] = None
    desk.shell.synced()
    assert (desk.front(), whys) == (Screen.PAY, [])
    desk.paying.finish_pressed()
    assert len(desk.till.sales) == 1
    assert (desk.front(), whys) == (Screen.SIGN_IN, ["unknown-operator"])


def test_who_is_blocked_and_goes_back_from_paying_is_signed_out() -> None:
    desk, whys = sent_away()
    desk.it.pay_pressed()
    desk.till.staff_now["lan"] = None
    desk.shell.synced()
    desk.paying.back_pressed()
    assert (desk.front(), whys) == (Screen.SIGN_IN, ["unknown-operator"])


def test_another_role_or_name_counts_from_the_next_exchange_on() -> None:
    desk, _ = sent_away()
    now = replace(LAN, name="Lan Anh", role="supervisor")
    desk.till.staff_now["lan"] = now
    desk.shell.synced()
    assert desk.stage.operator == "Lan Anh"
    assert desk.shell.session == now
    assert desk.it.counter.session == now
