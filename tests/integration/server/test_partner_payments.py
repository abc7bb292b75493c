"""A month between partners that is paid: written down once, in the books from then on, and checked."""

import io
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError

from loyalty.errors import Refused
from loyalty.settlement import POOL
from loyalty.units import Money
from server.context import Server
from server.store.database import Connection
from server.store.partner_payments import PartnerPayment
from server.store.tables.tenancy import partner_payments
from server.usecases.admin.books import report_books
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.four_eyes import Person
from server.usecases.admin.partner_payments import LONGEST_REFERENCE, Paid, pay_partner
from tests.integration.server.conftest import postgres_only
from tests.integration.server.restored_server import declare
from tests.integration.server.test_partner_books import Street, earned_and_burned, open_street, run
from tests.integration.server.two_people import APPROVES, DOES, two_managers

pytestmark = pytest.mark.usefixtures("quick_pins")
NOVEMBER = Paid(
    month="2026-11",
    payer="cafe",
    payee="books",
    amount=Money(30_000),
    day=date(2026, 12, 2),
    reference=" UNC  0412 ",
)


@pytest.fixture
def street(server: Server) -> Street:
    """It is the 2nd of December; in November the café came to owe the bookshop 30,000."""
    street = open_street(server)
    two_managers(street.house)
    earned_and_burned(street)
    street.house.clock.move(days=7)
    return street


def pay(street: Street, paid: Paid = NOVEMBER, approves: Person = APPROVES) -> PartnerPayment:
    house = street.house
    return pay_partner(house.server, tenant=house.code, paid=paid, does=DOES, approves=approves)


def months(street: Street) -> dict[str, list[str]]:
    """What is open, and by which reference the rest was paid."""
    report = report_books(street.house.server, tenant=street.house.code)
    return {
        month.month: [
            f"{debt.payer or 'pool'}>{debt.payee or 'pool'} {paid.reference if paid else 'open'}"
            for debt in month.settlement.debts()
            for paid in (month.paid(debt),)
        ]
        for month in report.partners
    }


def test_what_is_paid_is_paid_in_the_books_and_what_comes_back_later_is_open(street: Street) -> None:
    done = pay(street)
    assert (done.amount, done.paid_on, done.reference) == (30_000, "2026-12-02", "UNC 0412")
    assert done.by != done.approved_by
    november = ["cafe>pool open", "books>pool open", "cafe>books UNC 0412"]
    assert months(street) == {"2026-11": november}
    street.c1.sell("s9", "m-1", earned=10)
    street.c1.sync()
    assert months(street) == {"2026-11": november, "2026-12": ["cafe>pool open"]}
    (first, _) = report_books(street.house.server, tenant=street.house.code).partners
    assert '"reference": "UNC 0412"' in json.dumps(first.to_json())
    assert examine_server(street.house.server, tenant=street.house.code) == ()


def test_the_same_debt_is_not_paid_twice(street: Street) -> None:
    pay(street)
    with pytest.raises(Refused, match="partner-paid-already") as again:
        pay(street)
    assert again.value.params["reference"] == "UNC 0412"
    assert len(street.house.rows(partner_payments)) == 1


@pytest.mark.parametrize(
    ("paid", "code"),
    [
        (replace(NOVEMBER, month="2026-12"), "month-not-over"),
        (replace(NOVEMBER, month="2026-10"), "partner-month-empty"),
        (replace(NOVEMBER, day=date(2026, 12, 3)), "payment-in-future"),
        (replace(NOVEMBER, amount=Money(29_999)), "payment-not-the-debt"),
        (replace(NOVEMBER, payer="books", payee="cafe"), "partner-owes-nothing"),
        (replace(NOVEMBER, payer="baker"), "partner-owes-nothing"),
        (replace(NOVEMBER, reference=" "), "payment-reference"),
        (replace(NOVEMBER, reference="x" * (LONGEST_REFERENCE + 1)), "payment-reference"),
    ],
)
def test_what_is_not_what_the_books_say_is_not_written(street: Street, paid: Paid, code: str) -> None:
    with pytest.raises(Refused, match=code):
        pay(street, paid)
    assert street.house.rows(partner_payments) == []


def test_a_payment_that_a_restore_lost_is_written_down_as_it_was_and_what_is_left_by_it_set_off(
    street: Street, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The copy had November up to 30,000 of 33,000; the rest is heard again, and owed, in December."""
    whole = replace(NOVEMBER, amount=Money(33_000))
    lost = replace(whole, was_lost=True)
    with pytest.raises(Refused, match="payment-not-lost"):
        pay(street, lost)
    declare(street.house)
    with pytest.raises(Refused, match="payment-not-the-debt"):
        pay(street, whole)
    none_of_it = replace(lost, payer="books", payee="cafe")
    for paid in (replace(lost, month="2026-10"), lost, none_of_it):
        assert pay(street, paid).amount == 33_000
    with pytest.raises(Refused, match="partner-paid-already"):
        pay(street, lost)
    monkeypatch.setattr(sys, "stdin", io.StringIO("2580\n2580\n"))
    run(street, "books")
    said = capsys.readouterr().out.partition("Between partners")[2]
    assert "30,000 VND  paid 33,000 2026-12-02, UNC 0412" in said
    assert "0 VND  paid 33,000 2026-12-02, UNC 0412" in said
    assert "partners: cafe paid books 33000 for 2026-11, which comes to 30000" in examine_server(
        street.house.server, tenant=street.house.code
    )


def test_what_was_paid_after_a_restore_or_between_nobody_was_not_lost(street: Street) -> None:
    declare(street.house)
    lost = replace(NOVEMBER, amount=Money(33_000), was_lost=True)
    street.house.clock.move(days=40)
    wrong = {
        "payment-not-lost": [
            replace(lost, month="2026-12", day=date(2026, 12, 2)),
            replace(lost, day=date(2026, 12, 3)),
            replace(lost, amount=Money(0)),
        ],
        "partner-owes-nothing": [replace(lost, payer="baker"), replace(lost, payer="books")],
    }
    for code, each in wrong.items():
        for paid in each:
            with pytest.raises(Refused, match=code):
                pay(street, paid)
    assert street.house.rows(partner_payments) == []


@postgres_only
def test_two_who_write_it_down_at_once_write_it_once(street: Street) -> None:
    with ThreadPoolExecutor(4) as people:
        tries = [people.submit(pay, street) for _ in range(4)]
    refusals = [each.exception() for each in tries if each.exception() is not None]
    assert [str(each).partition(" ")[0] for each in refusals] == ["partner-paid-already"] * 3
    assert len(street.house.rows(partner_payments)) == 1


def test_by_the_command_both_type_their_pins_and_the_books_say_what_is_open(
    street: Street, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("2580\n2580\n"))
    of_cafe = ("--month", "2026-11", "--payer", "cafe", "--amount", "3600", "--on", "2026-12-01")
    run(street, "partner-payment", *of_cafe, "--reference", "VCB 77", "--by", "ha", "--approved-by", "minh")
    run(street, "books")
    said = capsys.readouterr().out
    assert "Written down for 2026-11: cafe paid (the pool) 3,600 on 2026-12-01." in said
    between = said.partition("Between partners")[2].splitlines()[1:]
    assert [line.partition("VND")[2].strip() for line in between] == [
        "paid 2026-12-01, VCB 77",
        "open",
        "open",
    ]


def test_it_takes_two_people(street: Street) -> None:
    with pytest.raises(Refused, match="two-people-needed"):
        pay(street, approves=DOES)
    with pytest.raises(Refused, match="wrong-pin-of"):
        pay(street, approves=Person(APPROVES.code, "0000"))
    assert street.house.rows(partner_payments) == []


def test_nobody_changes_what_was_paid(street: Street) -> None:
    pay(street)

    def change(connection: Connection) -> None:
        connection.execute(update(partner_payments).values(amount=1))

    def drop(connection: Connection) -> None:
        connection.execute(delete(partner_payments))

    for attempt in (change, drop):
        with pytest.raises(DBAPIError, match="append-only"):
            street.house.server.database.write(attempt)


def test_the_doctor_finds_a_payment_that_its_month_does_not_come_to(street: Street) -> None:
    pay(street)
    row = dict(street.house.rows(partner_payments)[0])
    rows = [row | {"payer": "books", "payee": POOL, "amount": 19_000}, row | {"month": "2026-09"}]
    street.house.server.database.write(
        lambda connection: connection.execute(insert(partner_payments), rows).close()
    )
    assert examine_server(street.house.server, tenant=street.house.code) == (
        "partners: cafe paid books 30000 for 2026-09, which comes to 0",
        "partners: books paid (the pool) 19000 for 2026-11, which comes to 20000",
    )
