"""Who did what, read from the journal: by who, what, when, receipt and amount; for managers and auditors."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.units import Money
from terminal.audit import AuditEntry, AuditQuery
from terminal.session import Session
from terminal.usecases.audit import look_through, write_table
from terminal.usecases.paid import move_cash
from terminal.usecases.reprint import reprint
from terminal.usecases.returns.approving import approve
from terminal.usecases.shifts import close_shift
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.settled_sales import rice_for_anh
from tests.unit.terminal.till_kit import LAN, MORNING, PIN, Counter

EVERYTHING = AuditQuery()
MINH = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)


def looked(shop: Counter, query: AuditQuery = EVERYTHING) -> tuple[AuditEntry, ...]:
    return look_through(shop.till, MINH, query)


def kinds(found: tuple[AuditEntry, ...]) -> list[str]:
    return [each.kind for each in found]


def a_morning(shop: Counter) -> str:
    """A sale, printed again and voided; cash paid out with a manager's word; the drawer closed short."""
    sale = rice_for_anh(shop)
    reprint(shop.till, LAN, sale.sale)
    void_last_sale(shop.till, LAN, sale.sale)
    shop.clock.move(days=1)
    word = approve(shop.till, operator="op-minh", pin=PIN, what="paid-out", asked_by="op-lan")
    move_cash(shop.till, LAN, way="out", amount=Money(600_000), reason="bank", approval=word)
    close_shift(shop.till, LAN, counted=Money(0), reason="unknown")
    return sale.receipt.label


def test_the_last_comes_first_with_names_amounts_and_who_stood_behind_it(shop: Counter) -> None:
    label = a_morning(shop)
    found = looked(shop)
    assert kinds(found)[:6] == [
        *("shift_closed", "cash_moved", "override_given"),
        *("sale_voided", "receipt_reprinted", "lease_closed"),
    ]
    closed, cash, word = found[:3]
    (sold,) = (each for each in found if each.kind == "sale_settled")
    assert (closed.operator, closed.difference) == ("Lan", 100_000)
    assert (cash.operator, cash.approver, cash.amount) == ("Lan", "Minh", 600_000)
    assert (word.operator, word.asked_by, word.detail) == ("Minh", "Lan", "paid-out")
    assert (sold.receipt, sold.number, sold.amount) == (label, 1, 266_500)


def test_it_is_found_by_person_kind_day_receipt_and_amount(shop: Counter) -> None:
    label = a_morning(shop)
    assert set(kinds(looked(shop, AuditQuery(text=label)))) >= {
        "sale_settled",
        "sale_voided",
        "receipt_reprinted",
    }
    assert kinds(looked(shop, AuditQuery(text="600000"))) == ["shift_closed", "cash_moved"]
    assert kinds(looked(shop, AuditQuery(only=("override_given",)))) == ["override_given"]
    assert kinds(looked(shop, AuditQuery(operator="op-minh"))) == ["cash_moved", "override_given"]
    assert kinds(looked(shop, AuditQuery(text="xyz", kinds=("shift_opened",)))) == ["shift_opened"]
    assert kinds(looked(shop, AuditQuery(text="xyz", operators=("op-minh",)))) == ["override_given"]
    later = MORNING + timedelta(hours=12)
    assert kinds(looked(shop, AuditQuery(since=later))) == ["shift_closed", "cash_moved", "override_given"]
    assert "sale_settled" in kinds(looked(shop, AuditQuery(until=later)))
    assert looked(shop, AuditQuery(text="100%")) == ()
    some = looked(shop, AuditQuery(without=("lease_closed", "claim_closed")))
    assert kinds(some) == [
        each for each in kinds(looked(shop)) if each not in {"lease_closed", "claim_closed"}
    ]
    assert len(some) < len(looked(shop))


@pytest.mark.parametrize("role", ["cashier", "supervisor"])
def test_it_is_nobody_elses_to_look_at(shop: Counter, role: str) -> None:
    who = Session(operator="x", name="X", role="cashier" if role == "cashier" else "supervisor", at=MORNING)
    with pytest.raises(Refused, match="audit-not-yours"):
        look_through(shop.till, who, AuditQuery())


def test_a_table_is_written_that_no_spreadsheet_reckons_with(tmp_path: Path) -> None:
    rows = [("1", "=1+1", "-500", "-x", "Đá lạnh")]
    path = write_table(tmp_path / "new", name="a.csv", titles=("#", "a", "b", "c", "d"), rows=rows)
    assert path.stat().st_mode & 0o077 == 0, "nobody else who uses the machine reads it"
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["#", "a", "b", "c", "d"],
            ["1", "'=1+1", "-500", "'-x", "Đá lạnh"],
        ]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(Unavailable, match="export-failed"):
        write_table(tmp_path / "file", name="a.csv", titles=(), rows=())
