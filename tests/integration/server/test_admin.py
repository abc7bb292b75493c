"""What managers set up: each thing once, every bad row reported, nothing half written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Connection, text, update

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.program import ProgramRefused, parse_program
from loyalty.wire.canonical import JsonObject
from loyalty.wire.limits import as_object
from loyalty.wire.messages import FeedRow
from loyalty.wire.pins import peppered_pin
from server.context import Server
from server.ids import new_id
from server.store.catalogue import list_operators
from server.store.database import Database
from server.store.tables import journal, ledger, members, tenancy
from server.usecases.admin.close_day import close_day
from server.usecases.admin.import_members import MANY, import_members
from server.usecases.admin.import_products import import_products
from server.usecases.admin.publish import publish_program
from server.usecases.admin.setup import (
    add_store,
    add_tenant,
    add_till,
    make_pairing_code,
    set_operator,
)
from server.usecases.admin.sheet import SheetRefused
from server.usecases.admin.show import show
from tests.integration.server.conftest import PROGRAM, SETTINGS, FakeClock, House, make_house
from tests.integration.server.tills import burn_of

CARD = card_number(1)
MEMBERS = f"""name,phone,birthday,card,points,tier,purchases
Nguyễn Văn An,0912345678,21/11/1990,{CARD},1250,silver,12
Trần Thị Bình,0123 456 7890,,,0,,
Lê Cường,,,{card_number(2)},30,,
""".encode()
PRODUCTS = """sku,name,unit_price,category,tags,unit,vat_percent,barcodes
rice,Gạo ST25,180000,food,|,kg,8,
noodles,Mì Hảo Hảo,4500,noodles,spicy|instant,,8,8934563138165
""".encode()


def faults_of(act: Callable[[], Any]) -> list[str]:
    with pytest.raises(SheetRefused) as refusal:
        act()
    return [str(fault) for fault in refusal.value.faults]


def member_rows(house: House) -> list[FeedRow]:
    """The members that the feed brings."""
    return [row for row in house.q1.sync(feed_limit=100).feed.rows if row.kind == "member"]


def person_of(row: FeedRow) -> JsonObject:
    """Who a member is."""
    return as_object(row.body["person"])


def test_members_come_with_points_tier_and_history(house: House) -> None:
    imported = import_members(house.server, tenant=house.code, data=MEMBERS, file="m.csv")
    assert (imported.members, imported.unusual_phones) == (3, ())
    states = {str(person_of(row)["name"]): row.body for row in member_rows(house)}
    an, binh = states["Nguyễn Văn An"], states["Trần Thị Bình"]
    assert (an["points"], an["tier"], an["purchases"], an["measure"]) == (1250, "silver", 12, 5_000_000)
    assert (binh["points"], binh["tier"], binh["purchases"]) == (0, "member", 0)
    assert (states["Lê Cường"]["points"], states["Lê Cường"]["purchases"]) == (30, 1)
    points = house.holdings().points
    assert (points.imported, points.issued, points.outstanding) == (1280, 0, 1280)
    house.check()


def test_an_old_phone_number_is_brought_up_to_date(house: House) -> None:
    import_members(house.server, tenant=house.code, data=MEMBERS, file="m.csv")
    phones = [person_of(row)["phone"] for row in member_rows(house)]
    assert phones == ["+84912345678", "+84834567890", None]


def test_imported_points_are_spent_like_any_others(house: House) -> None:
    import_members(house.server, tenant=house.code, data=MEMBERS, file="m.csv")
    member = next(row["member"] for row in house.rows(members.cards) if row["number"] == CARD)
    lease = house.q1.lease("l1", member, 250)
    house.q1.sell("s1", member, burn=burn_of(lease, 250))
    house.q1.close("l1", member, spent=250)
    assert house.q1.sync().members[0].points == 1100
    house.check()


def test_every_bad_row_is_reported_and_nothing_is_written(house: House) -> None:
    data = f"""name,phone,card,points,tier
,0912345678,,,
An,12,9800000000000012,many,gold
Bình,0912345678,{CARD},,
Châu,,{CARD},,
Dung,,,,
""".encode()
    assert faults_of(lambda: import_members(house.server, tenant=house.code, data=data, file="m.csv")) == [
        "line 2: name: is empty; write something here",
        "line 2: phone: +84912345678 is in 2 lines; keep one",
        (
            'line 3: card: "9800000000000012" is not a card of ours; 16 digits: 98, 13 digits, check digit; '
            "for other cards see admin old-cards"
        ),
        'line 3: phone: "12" cannot be a phone number (too short); 10 digits with the 0',
        'line 3: points: "many" is not a whole number; digits only, like 1250',
        'line 3: tier: "gold" is not a tier; one of member, silver',
        f"line 4: card: {CARD} is in 2 lines; keep one",
        "line 4: phone: +84912345678 is in 2 lines; keep one",
        f"line 5: card: {CARD} is in 2 lines; keep one",
        "line 6: phone: is empty, and so is the card; give one of them",
    ]
    assert house.rows(members.members) == []


def test_the_same_members_do_not_come_twice(house: House) -> None:
    import_members(house.server, tenant=house.code, data=MEMBERS, file="m.csv")
    found = faults_of(lambda: import_members(house.server, tenant=house.code, data=MEMBERS, file="m.csv"))
    assert found == [
        "line 2: card: a member has this card already; take the line out",
        "line 2: phone: a member has this number already; take the line out",
        "line 3: phone: a member has this number already; take the line out",
        "line 4: card: a member has this card already; take the line out",
    ]
    assert len(house.rows(members.members)) == 3


def test_members_need_a_program(server: Server, clock: FakeClock) -> None:
    code = new_id(clock.now())
    add_tenant(server, code=code, name="No program")
    with pytest.raises(Refused, match="program-missing"):
        import_members(server, tenant=code, data=MEMBERS, file="m.csv")


def test_five_thousand_members_come_at_once(house: House) -> None:
    lines = ["name,phone,card,points"]
    lines += [
        f"Khách {number},09{number:08d},{card_number(number)},{number}"
        for number in range(10_000_000, 10_005_000)
    ]
    imported = import_members(house.server, tenant=house.code, data="\n".join(lines).encode(), file="m.csv")
    assert imported.members == 5_000
    assert len(house.rows(ledger.lots)) == 5_000
    assert len(house.q1.sync(feed_limit=5_000).feed.rows) == 5_000


def test_goods_come_change_and_stay(house: House) -> None:
    def come(data: bytes) -> int:
        return import_products(house.server, tenant=house.code, data=data, file="p.csv")

    assert come(PRODUCTS) == 2
    assert come(PRODUCTS) == 0
    assert come(PRODUCTS.replace(b"4500", b"5000")) == 1
    rows = {row.key: row.body for row in house.q1.sync(feed_limit=100).feed.rows if row.kind == "product"}
    noodles = rows["noodles"]
    assert (noodles["unit_price"], noodles["barcodes"], noodles["tags"]) == (
        5000, ["8934563138165"], ["spicy", "instant"]
    )  # fmt: skip
    assert (rows["rice"]["unit"], rows["rice"]["vat_percent"], rows["rice"]["tags"]) == ("kg", "8", [])


def test_bad_goods_are_reported_and_nothing_is_written(house: House) -> None:
    def come(data: str) -> list[str]:
        return faults_of(
            lambda: import_products(house.server, tenant=house.code, data=data.encode(), file="p.csv")
        )

    assert come(
        "sku,name,unit_price,barcodes\na,A,x,8934563138165\na,B,5,8934563138165\n,C,5,8934563138166"
    ) == [
        "line 2: barcodes: 8934563138165 belongs to 2 goods; each code to one",
        'line 2: sku: "a" stands in 2 lines; keep one of them',
        'line 2: unit_price: "x" is not a whole number; digits only, like 1250',
        "line 3: barcodes: 8934563138165 belongs to 2 goods; each code to one",
        'line 3: sku: "a" stands in 2 lines; keep one of them',
        "line 4: barcodes: the check digit of 8934563138166 is wrong; perhaps 8934563138165",
        "line 4: sku: is empty; write something here",
    ]
    assert house.rows(tenancy.products) == []
    import_products(house.server, tenant=house.code, data=PRODUCTS, file="p.csv")
    assert come("sku,name,unit_price,barcodes\nother,O,5,8934563138165") == [
        "line 2: barcodes: 8934563138165 belongs to noodles; each code to one"
    ]
    moved = "sku,name,unit_price,barcodes\nother,O,5,8934563138165\nnoodles,N,5,"
    assert import_products(house.server, tenant=house.code, data=moved.encode(), file="p.csv") == 2


def test_a_programs_day_begins_where_its_shops_are(house: House) -> None:
    day = house.server.clock.now().date() + timedelta(days=30)
    text = PROGRAM.replace("worth = 500", "worth = 600")
    published = publish_program(house.server, tenant=house.code, text=text, name="p.toml", day=day)
    zone = parse_program(PROGRAM, name="p.toml").zone
    today = house.server.clock.now().astimezone(zone).date()
    at_once = publish_program(house.server, tenant=house.code, text=text, name="p.toml", day=today)
    assert (at_once.version, at_once.valid_from) == (published.version + 1, house.server.clock.now())
    assert published.valid_from == datetime.combine(day, time(), zone)


def test_a_program_is_published_once_and_a_new_text_is_a_new_version(house: House) -> None:
    def publish(text: str) -> int:
        return publish_program(house.server, tenant=house.code, text=text, name="p.toml").version

    assert publish(PROGRAM) == 1
    assert publish(PROGRAM.replace("worth = 500", "worth = 600")) == 2
    with pytest.raises(ProgramRefused) as refusal:
        publish(PROGRAM.replace("worth = 500", "wort = 600\nearn = -1"))
    assert len(refusal.value.faults) >= 1
    assert len(house.rows(tenancy.programs)) == 2


def test_a_pin_is_kept_so_that_only_the_tills_pepper_opens_it(house: House) -> None:
    operator = set_operator(
        house.server, tenant=house.code, code="hoa", name="Hoa", role="cashier", pin="2580"
    )
    rows = house.server.database.read(lambda connection: list_operators(connection, house.tenant))
    (row,) = (each for each in rows if each.operator == operator)
    pepper = house.q1.paired.pin_pepper
    hasher = PasswordHasher()
    assert hasher.verify(row.pin_hash, peppered_pin("2580", operator=operator, pepper=pepper))
    for wrong in (
        peppered_pin("2581", operator=operator, pepper=pepper),
        peppered_pin("2580", operator=operator, pepper=b"x" * 32),
        "2580",
    ):
        with pytest.raises(VerifyMismatchError):
            hasher.verify(row.pin_hash, wrong)
    again = set_operator(
        house.server, tenant=house.code, code="hoa", name="Lan", role="manager", pin="2581", blocked=True
    )
    assert again == operator
    rows = house.server.database.read(lambda connection: list_operators(connection, house.tenant))
    (row,) = (each for each in rows if each.operator == operator)
    assert (row.role, row.state) == ("manager", "blocked")


@pytest.mark.parametrize(
    ("pin", "code"),
    [("123", "pin-form"), ("123456789", "pin-form"), ("12a4", "pin-form"), ("١٢٣٤", "pin-form"),
     ("1111", "pin-easy"), ("3456", "pin-easy"), ("8765", "pin-easy")],
)  # fmt: skip
def test_a_pin_that_is_no_secret_is_refused(house: House, pin: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        set_operator(house.server, tenant=house.code, code="lan", name="Lan", role="cashier", pin=pin)
    assert refusal.value.code == code


def test_names_are_taken_once_and_unknown_ones_are_told(house: House) -> None:
    server, code = house.server, house.code
    refusals: dict[str, Callable[[], object]] = {
        "tenant-exists": lambda: add_tenant(server, code=code, name="x"),
        "store-exists": lambda: add_store(server, tenant=code, code="q1", settings=SETTINGS),
        "till-exists": lambda: add_till(server, tenant=code, store="q1", code="Q1", name="x"),
        "no-such-store": lambda: add_till(server, tenant=code, store="q2", code="Q9", name="x"),
        "no-such-till": lambda: make_pairing_code(server, tenant=code, till="Q9"),
        "no-such-tenant": lambda: show(server, tenant="nobody"),
        "code-form": lambda: add_till(server, tenant=code, store="q1", code="quầy", name="x"),
        "store-settings": lambda: add_store(
            server, tenant=code, code="q3", settings=replace(SETTINGS, currency="đồng")
        ),
    }
    for expected, act in refusals.items():
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == expected


@pytest.mark.parametrize(
    ("path", "wrong"), [("timezone", "Hanoi"), ("timezone", "../etc"), ("phone_region", "QQ")]
)
def test_a_setting_that_no_till_could_work_by_is_refused(house: House, path: str, wrong: str) -> None:
    changed: dict[str, Any] = {path: wrong}
    settings = replace(SETTINGS, **changed)
    with pytest.raises(Refused, match="store-settings") as refusal:
        add_store(house.server, tenant=house.code, code="q3", settings=settings)
    assert refusal.value.params["path"] == path
    assert wrong in str(refusal.value.params["why"])


def test_a_store_that_is_not_there_is_told_with_those_that_are(house: House) -> None:
    with pytest.raises(Refused, match="no-such-store") as refusal:
        close_day(house.server, tenant=house.code, store="q9", day=date(2026, 11, 20))
    assert refusal.value.params["known"] == "q1"


def test_a_tenant_need_not_be_named_where_there_is_one(sqlite_database: Database, server: Server) -> None:
    alone = type(server)(database=sqlite_database, keys=server.keys, clock=server.clock)
    with pytest.raises(Refused, match="tenant-missing"):
        show(alone, tenant=None)
    add_tenant(alone, code="one", name="One")
    assert show(alone, tenant=None).faults == ()
    add_tenant(alone, code="two", name="Two")
    with pytest.raises(Refused, match="tenant-unclear"):
        show(alone, tenant=None)


def test_tills_are_numbered_one_after_the_other(house: House) -> None:
    assert [house.q1.paired.till_number, house.q2.paired.till_number] == [1, 2]


def test_show_sees_a_figure_that_was_changed_behind_its_back(house: House) -> None:
    house.q1.enrol("m1")
    house.q1.sell("s1", "m1", earned=100)
    house.q1.sync()
    house.check()
    mine = ledger.accounts.c.tenant == house.tenant
    change = update(ledger.accounts).where(mine, ledger.accounts.c.account == "points").values(posted=90)
    house.server.database.write(lambda connection: connection.execute(change).close())
    assert house.holdings().faults == (
        "member m1: points is 90, posted points is 100",
        "member m1: points is 90, lots is 100",
    )


@pytest.mark.parametrize(
    ("column", "figure", "fault"),
    [
        ("body", "{}", "event 2 is not what was signed"),
        ("seq", 9, "event 9 comes after 1"),
        ("hash", b"x" * 32, "it ends at 2, acknowledged is 2"),
    ],
)
def test_show_sees_a_journal_that_was_changed(
    sqlite_database: Database, server: Server, clock: FakeClock, column: str, figure: object, fault: str
) -> None:
    house = make_house(type(server)(database=sqlite_database, keys=server.keys, clock=clock), clock)
    house.q1.enrol("m1")
    house.q1.sell("s1", "m1")
    house.q1.sync()
    change = update(journal.journal).where(journal.journal.c.seq == 2).values({column: figure})

    def unit(connection: Connection) -> None:
        connection.exec_driver_sql("DROP TRIGGER journal_update")
        connection.execute(change)

    sqlite_database.write(unit)
    assert any(each.endswith(fault) for each in house.holdings().faults)


VISITS = PROGRAM.replace('[[tier]]\nid = "member"', '[tiers]\nmeasure = "visits"\n\n[[tier]]\nid = "member"')


def test_visits_come_as_days(house: House) -> None:
    publish_program(house.server, tenant=house.code, text=VISITS.replace("5000000", "5"), name="p.toml")
    data = b"name,phone,tier,measure\nAn,0912345678,silver,\nBinh,0912345679,,7\n"
    import_members(house.server, tenant=house.code, data=data, file="m.csv")
    assert [(row.body["tier"], row.body["measure"]) for row in member_rows(house)] == [
        ("silver", 5),
        ("silver", 7),
    ]
    too_many = b"name,phone,measure\nAn,0912345670,99999\n"
    assert faults_of(
        lambda: import_members(house.server, tenant=house.code, data=too_many, file="m.csv")
    ) == ["line 2: measure: 99999 visits are too many; at most 3660"]


def looked_at(house: House) -> int:
    """How often PostgreSQL was told to look at the table of members."""
    query = text("SELECT analyze_count FROM pg_stat_user_tables WHERE relname = 'members'")
    return house.server.database.read(lambda connection: int(connection.execute(query).scalar_one()))


@pytest.mark.parametrize(("lines", "times"), [(MANY - 1, 0), (MANY, 1)])
def test_after_a_large_file_the_database_plans_by_what_is_there(house: House, lines: int, times: int) -> None:
    before = looked_at(house) if house.server.database.is_postgresql else 0
    data = "\n".join(("name,card", *(f"An,{card_number(each)}" for each in range(lines)))).encode()
    assert import_members(house.server, tenant=house.code, data=data, file="m.csv").members == lines
    if house.server.database.is_postgresql:
        assert looked_at(house) == before + times
    house.check()
