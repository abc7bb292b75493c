"""What stores, and partners of one pool, owe each other, from the postings; by month, and as files."""

import json
from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import cast

import pytest
from sqlalchemy import update

from loyalty.settlement import POOL, Debt
from loyalty.units import Money
from loyalty.wire.earned import SaleProgram
from loyalty.wire.journal import SaleSettled
from main import main
from server.commands.actions import ACTIONS
from server.context import Server
from server.keys import ServerKeys
from server.model import PublishedProgram
from server.store.catalogue import insert_program
from server.store.database import Connection, Database
from server.store.tables.ledger import postings
from server.usecases.admin.books import report_books
from server.usecases.admin.close_day import close_day
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.publish import publish_program
from server.usecases.admin.reclaim import reclaim
from tests.integration.server import gifts, wallets
from tests.integration.server.conftest import PROGRAM, START, FakeClock, House, make_house, one_more_till
from tests.integration.server.tills import FakeTill, burn_of, sale_body

AN = wallets.MEMBER
PARTNERS = """
[[partner]]
id = "cafe"
name = "Cà phê Góc Phố"
stores = ["c1"]
worth = 400
pays_per_point = 450
receives_per_point = 380

[[partner]]
id = "books"
name = "Nhà sách Mực Tím"
stores = ["b1"]
pays_per_point = 500
receives_per_point = 500
"""
DEARER = PARTNERS.replace("pays_per_point = 450", "pays_per_point = 460").replace(
    "receives_per_point = 500", "receives_per_point = 600"
)


@dataclass
class Street:
    """A pool's own store with a till, and one of each of two partners; An buys everywhere."""

    house: House
    q1: FakeTill
    c1: FakeTill
    b1: FakeTill
    leases: int = 0

    def burn(self, till: FakeTill, sale: str, points: int, *, worth: int) -> SaleSettled:
        """A sale that is paid with so many points, and the rest in cash."""
        self.leases += 1
        lease = till.lease(f"lease-{self.leases}", AN, points)
        burn = burn_of(lease, points, worth=worth)
        body = sale_body(sale, AN, fingerprint=till.fingerprint, earned=0, burn=burn)
        till.record("sale_settled", body)
        till.close(lease.lease, AN, spent=points)
        till.sync()
        return body

    def debts(self) -> dict[str, tuple[Debt, ...]]:
        """Who pays whom, by month."""
        report = report_books(self.house.server, tenant=self.house.code)
        return {each.month: each.settlement.debts() for each in report.partners}

    def dues(self) -> list[tuple[str, str, int, int]]:
        """Between stores: points and money."""
        report = report_books(self.house.server, tenant=self.house.code)
        return [(each.issuing, each.redeeming, each.points, each.money) for each in report.dues]


@pytest.fixture
def street(server: Server) -> Street:
    return open_street(server)


def open_street(server: Server) -> Street:
    house = make_house(server, cast("FakeClock", server.clock), PROGRAM + PARTNERS + wallets.RULES)
    tills = one_more_till(house, "C1", store="c1"), one_more_till(house, "B1", store="b1")
    house.q1.enrol(AN)
    house.q1.sync()
    return Street(house, house.q1, *tills)


def earned_and_burned(street: Street) -> SaleSettled:
    """100 points at the café, 40 at the bookshop; burned: 60 there, 30 at the café, 20 at the pool's own."""
    street.c1.sell("s1", AN, earned=100)
    street.c1.sync()
    street.house.clock.move(seconds=1)
    street.b1.now = street.house.clock.now()
    street.b1.sell("s2", AN, earned=40)
    street.b1.sync()
    at_books = street.burn(street.b1, "s3", 60, worth=500)
    street.burn(street.c1, "s4", 30, worth=400)
    street.burn(street.q1, "s5", 20, worth=500)
    return at_books


def test_each_pays_for_what_it_gave_and_is_paid_for_what_it_took_month_by_month(street: Street) -> None:
    at_books = earned_and_burned(street)
    november = (
        Debt("cafe", POOL, Money(100 * 450 - 60 * 500 - 30 * 380)),
        Debt("books", POOL, Money(40 * 500)),
        Debt("cafe", "books", Money(60 * 500)),
    )
    assert street.debts() == {"2026-11": november}
    street.house.clock.move(days=7)
    street.b1.void(at_books)
    street.b1.sync()
    back = (Debt("cafe", POOL, Money(60 * 500)), Debt("books", "cafe", Money(60 * 500)))
    assert street.debts() == {"2026-11": november, "2026-12": back}
    assert examine_server(street.house.server, tenant=street.house.code) == ()


def test_stores_are_owed_what_points_pay_there_or_what_their_partner_is_paid_for_them(street: Street) -> None:
    earned_and_burned(street)
    assert street.dues() == [
        ("b1", "q1", 10, 0),
        ("c1", "b1", 60, 60 * 500),
        ("c1", "c1", 30, 30 * 400),
        ("c1", "q1", 10, 0),
    ]
    report = report_books(street.house.server, tenant=street.house.code)
    assert [(each.store, each.points, each.money) for each in report.liabilities] == [("b1", 30, 15_000)]
    street.c1.sell("s6", AN, earned=7)
    street.c1.sync()
    report = report_books(street.house.server, tenant=street.house.code)
    owed = [(each.store, each.points, each.money) for each in report.liabilities]
    assert owed == [("b1", 30, 15_000), ("c1", 7, 7 * 400)]
    street.house.clock.move(days=1)
    (signed,) = close_day(street.house.server, tenant=street.house.code, store="c1", day=START.date())
    assert (signed.close.liability_points, signed.close.liability_money) == (7, 7 * 400)


def test_what_the_house_lost_at_a_partner_is_priced_there_and_the_partner_is_paid_all_the_same(
    street: Street,
) -> None:
    street.q1.sell("s1", AN, earned=100)
    street.q1.sync()
    lease = street.c1.lease("l1", AN, 50)
    street.c1.sell("s2", AN, earned=0, burn=burn_of(lease, 50, worth=400))
    reclaim(street.house.server, tenant=street.house.code, till="C1")
    street.c1.sync()
    report = report_books(street.house.server, tenant=street.house.code)
    assert report.losses == (("c1", 50, 50 * 400),)
    assert street.debts() == {"2026-11": (Debt(POOL, "cafe", Money(50 * 380)),)}


def test_each_posting_counts_by_the_program_that_it_was_made_under(street: Street) -> None:
    """A return takes back what its sale had brought, whatever is in force by then."""
    street.c1.sell("s1", AN, earned=100)
    street.c1.sync()
    first = street.burn(street.b1, "s2", 10, worth=500)
    dearer = publish_program(
        street.house.server,
        tenant=street.house.code,
        text=PROGRAM + DEARER + wallets.RULES,
        name="program.toml",
    )
    lease = street.b1.lease("l2", AN, 20)
    body = sale_body("s3", AN, fingerprint="", earned=5, burn=burn_of(lease, 20))
    newer = replace(body, program=SaleProgram(dearer.version, dearer.fingerprint))
    street.b1.record("sale_settled", newer)
    street.b1.close("l2", AN, spent=20)
    street.b1.sync()
    owed = 10 * 500 + 20 * 600
    assert street.debts()["2026-11"] == (
        Debt("cafe", POOL, Money(100 * 450 - owed)),
        Debt("books", POOL, Money(5 * 500)),
        Debt("cafe", "books", Money(owed)),
    )
    street.b1.void(first)
    street.b1.sync()
    assert Debt("cafe", "books", Money(20 * 600)) in street.debts()["2026-11"]
    assert examine_server(street.house.server, tenant=street.house.code) == ()


def test_a_months_movements_are_files_that_settle_partners_comes_to_the_same_with(
    street: Street, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earned_and_burned(street)
    folder = tmp_path / "november"
    run(street, "partner-movements", "--month", "2026-11", str(folder))
    assert "6 movements: main.py settle-partners --program" in capsys.readouterr().out
    program, moved = folder / "2026-11-program-1.toml", folder / "2026-11-movements-1.jsonl"
    lines = [json.loads(line) for line in moved.read_text().splitlines()]
    told = [(each["sale"], each["store"], each.get("earned"), each.get("burned")) for each in lines]
    assert sorted(told, key=str) == [
        ("s1", "c1", 100, None),
        ("s2", "b1", 40, None),
        ("s3", "b1", None, 60),
        ("s4", "c1", None, 30),
        ("s5", "q1", None, 10),
        ("s5", "q1", None, 10),
    ]
    run(street, "books", "--json")
    (month,) = json.loads(capsys.readouterr().out)["partners"]
    words = ("--program", str(program), "--movements", str(moved), "--json")
    assert main(["settle-partners", *words]) == 0
    settled = json.loads(capsys.readouterr().out)
    assert settled == {key: month[key] for key in settled}
    run(street, "partner-movements", "--month", "2026-12", str(folder))
    assert capsys.readouterr().out.startswith("Nothing was moved in 2026-12")


def run(street: Street, action: str, *typed: str) -> None:
    parser = ArgumentParser()
    ACTIONS[action].arguments(parser)
    args = parser.parse_args(typed)
    args.tenant = street.house.code
    assert ACTIONS[action].act(street.house.server, args) == 0


def test_gift_cards_and_wallets_between_two_stores_are_owed_by_the_one_that_was_paid(street: Street) -> None:
    house = street.house
    gifts.sell_card(street.q1, "g1")
    wallets.top_up(street.c1, "w1")
    street.q1.sync()
    street.c1.sync()
    card = gifts.lend(street.b1, "l1")
    gifts.pay(street.b1, "g2", card, 200_000)
    gifts.close(street.b1, card, spent=200_000)
    wallet = wallets.lend(street.q1, "l2")
    sold = wallets.pay(street.q1, "w2", wallet, 100_000)
    wallets.close(street.q1, wallet, spent=100_000)
    street.b1.sync()
    street.q1.sync()
    gift, prepaid = report_books(house.server, tenant=house.code).prepaid
    assert (gift.dues, prepaid.dues) == ((("q1", "b1", 200_000),), (("c1", "q1", 100_000),))
    wallets.refund_piece(street.q1, sold)
    street.q1.sync()
    _, prepaid = report_books(house.server, tenant=house.code).prepaid
    assert prepaid.dues == (("c1", "q1", 50_000),)
    assert examine_server(house.server, tenant=house.code) == ()


def test_points_between_two_stores_of_the_pool_are_owed_at_what_they_pay(street: Street) -> None:
    far = one_more_till(street.house, "F1", store="far")
    street.q1.sell("s1", AN, earned=100)
    street.q1.sync()
    street.burn(far, "s2", 40, worth=500)
    assert street.dues() == [("q1", "far", 40, 20_000)]
    assert street.debts() == {}


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happened_the_books_are_what_a_plain_reckoning_comes_to(street: Street, seed: int) -> None:
    """Sales, burns and voids in any order at three stores: each party's money is added up by hand."""
    chance, owed, held = Random(seed), Counter[str](), list[SaleSettled]()
    pays, receives = {"c1": 450, "b1": 500, "q1": 0}, {"c1": 380, "b1": 500, "q1": 0}
    tills = {"q1": street.q1, "c1": street.c1, "b1": street.b1}
    at_store = dict[str, str]()
    for number in range(24):
        store = chance.choice(sorted(tills))
        till, sale = tills[store], f"sale-{number}"
        balance = street.house.holdings().points.outstanding
        match chance.choice(("earn", "burn", "void")):
            case "earn":
                body = sale_body(sale, AN, fingerprint=till.fingerprint, earned=chance.randint(1, 90))
                till.record("sale_settled", body)
                till.sync()
                owed[store] -= body.earned_points * pays[store]
            case "burn" if balance:
                body = street.burn(till, sale, chance.randint(1, min(balance, 60)), worth=500)
                owed[store] += (body.burn.points if body.burn else 0) * receives[store]
            case _ if held:
                body = held.pop(chance.randrange(len(held)))
                sold_at = at_store[body.sale]
                tills[sold_at].void(body)
                tills[sold_at].sync()
                owed[sold_at] += body.earned_points * pays[sold_at]
                owed[sold_at] -= (body.burn.points if body.burn else 0) * receives[sold_at]
                continue
            case _:
                continue
        at_store[sale] = store
        held.append(body)
    (month,) = report_books(street.house.server, tenant=street.house.code).partners
    found = {party: month.settlement.position(party) for party in ("cafe", "books")}
    assert found == {"cafe": owed["c1"], "books": owed["b1"]}
    assert examine_server(street.house.server, tenant=street.house.code) == ()


@pytest.mark.parametrize(
    ("sale", "column", "words"),
    [
        ("s1", "issuing_store", "100 points were given at store"),
        ("s3", "redeeming_store", "60 points were taken at store"),
        ("s3", "program_version", "points were posted under program"),
        ("s3", "issuing_store", "name several stores"),
        ("s4", "amount", "points were taken at store"),
    ],
)
def test_the_doctor_works_out_anew_who_gave_and_who_took_under_which_program(
    sqlite_database: Database, clock: FakeClock, sale: str, column: str, words: str
) -> None:
    street = open_street(Server(database=sqlite_database, keys=ServerKeys(b"k" * 32), clock=clock))
    earned_and_burned(street)
    sqlite_database.write(lambda connection: tamper(connection, sale, column))
    faults = examine_server(street.house.server, tenant=street.house.code)
    assert any(words in each for each in faults), faults


def tamper(connection: Connection, sale: str, column: str) -> None:
    """Change a column of all that was posted of a sale, as who owns the tables can."""
    guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'postings'"
    for name in connection.exec_driver_sql(guards).scalars().all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    value = postings.c[column] + 1 if column in {"program_version", "amount"} else "elsewhere"
    connection.execute(update(postings).where(postings.c.sale == sale).values({column: value}))


def test_a_program_that_is_read_no_more_does_not_end_the_books(street: Street) -> None:
    house = street.house
    old = PublishedProgram(
        version=0,
        name="old.toml",
        text="[programme]\nformat = 0\n",
        fingerprint="f" * 64,
        valid_from=START - timedelta(days=9),
    )
    house.server.database.write(lambda connection: insert_program(connection, house.tenant, old))
    earned_and_burned(street)
    assert street.debts()["2026-11"]
