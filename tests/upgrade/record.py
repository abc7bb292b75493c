"""`python -m tests.upgrade.record`: write down what today's tills and server say, for the versions to come.

Done once for each released version, with its own code; the file is named after it and never made anew. With
`--next` it is what the version in the making says so far, made anew with each new message until its release.
A real till (real use cases, a real file) works a day; others say what no screen offers, and the rest.
"""

import json
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

from loyalty.identity.cards import card_number
from loyalty.units import Money
from loyalty.wire.journal import SaleReceipt
from loyalty.wire.messages import LeaseAsk, PairRequest, Person, SyncRequest
from loyalty.wire.refunding import SaleReleased, release_operation
from loyalty.wire.rehoming import RehomeRequest
from loyalty.wire.signing import head_bytes
from server.context import Server
from server.keys import ServerKeys
from server.store.catalogue import save_operators
from server.store.database import open_database
from server.store.migrations import migrate
from server.usecases.admin.import_products import import_products
from server.usecases.admin.setup import add_till, make_pairing_code, set_operator
from server.usecases.pair import pair
from terminal.mirror import JournalMirror, Mirrored
from terminal.settings import TillIdentity
from terminal.store.outbox import SqlOutbox
from terminal.sync.keys import ServerKey, TillKey, new_till_key
from terminal.sync.session import SyncSession
from terminal.usecases.shifts import close_shift, open_shift
from tests.evidence.day_steps import burn, enrol, sell, sync, void
from tests.evidence.till_day import TillDay
from tests.integration.server.conftest import FakeClock, House, make_house, operator
from tests.integration.server.tills import FakeTill, burn_of, sale_body
from tests.unit.terminal.till_kit import LAN, Counter, a_counter
from tests.upgrade.recording import FOLDER, NEXT, Counterpart, Exchange, Exchanges, holdings_json
from tests.upgrade.saying import (
    RULES,
    STAFF,
    RecordedTill,
    begin_life,
    go_back,
    recorded,
    say_last,
    say_more,
)

ROOT = Path(__file__).parents[2]
ANH = "member-anh"
GOODS = "sku,name,unit_price,barcodes\nRICE-ST25,Gạo ST25 túi 5 kg,189000,\n8934563138165,Mì Hảo Hảo,4500,\n"
DIGITS = "9700001000000016"


class Silent:
    """Nobody listens to what the till says to its cashier."""

    def mark(self, word: str, what: str) -> None:
        """See `Teller`."""


class RecordedDay(TillDay):
    """A day at a real till whose server is today's."""

    def sync(self) -> None:
        """See `TillDay`."""
        while self.session.exchange(asks_who_comes=True).again:
            pass


def record(folder: Path) -> Exchanges:
    """Play everything, and write down what was said."""
    made: list[Exchange] = []
    clock = FakeClock()
    with closing(open_database(None, folder)) as database:
        migrate(database)
        server = Server(database=database, keys=ServerKeys(b"k" * 32), clock=clock)
        house = make_house(server, clock, RULES)
        lan = set_operator(
            house.server, tenant=house.code, code="lan", name="Lan", role="cashier", pin="2580"
        )
        hoa = operator("hoa", STAFF["hoa"])
        server.database.write(lambda connection: save_operators(connection, house.tenant, [hoa], clock.now()))
        import_products(house.server, tenant=house.code, data=GOODS.encode(), file="goods.csv")
        first, second = house.q1, house.q2
        say_all_kinds(house, first, second, made)
        one, two = recorded(first, made), recorded(second, made, life=2)
        say_more(house, one, two)
        real_key = TillKey(new_till_key())
        real = work_a_day(house, real_key, folder / "till.db", made, (one, two))
        say_last(one, two)
        tills = [
            {"till": each.paired.till, "code": each.paired.till_code, "public_key": key.hex()}
            for each, key in ((first, public_half(first)), (second, public_half(second)))
        ]
        tills.append({"till": real.till, "code": real.code, "public_key": real_key.public.hex()})
        end = holdings_json(house.holdings())
    staff = dict(STAFF)
    who = {"at": clock.now().isoformat(), "program": RULES, "tills": tills, "operator": lan, "staff": staff}
    return Exchanges(who, made, end)


def say_all_kinds(house: House, first: FakeTill, second: FakeTill, made: list[Exchange]) -> None:
    """Everything that travels, at least once."""
    one, two = (Counterpart(house.server, each.paired.till, made) for each in (first, second))

    def send(till: FakeTill, line: Counterpart, request: SyncRequest) -> None:
        answer = line.sync(request)
        till.acked, till.cursor = answer.ack_seq, answer.feed.cursor

    first.enrol(ANH, card=card_number(7))
    person = Person(ANH, "Nguyễn Thị Ánh", "+84912345678", "0912 345 678", "11-21")
    first.sell("opening", ANH, net=100_000_000, earned=10_000)
    send(first, one, first.request(persons=[person], feed_limit=50))
    send(first, one, first.request(asks=[LeaseAsk("l1", ANH, 100)]))
    lease = next(each for each in one.sync(first.request()).leases if each.lease == "l1")
    sale = sale_body("s1", ANH, fingerprint=first.fingerprint, earned=7, burn=burn_of(lease, 60))
    first.record("sale_settled", replace(sale, receipt=SaleReceipt(1, "Q1-000001", DIGITS)))
    first.close("l1", ANH, spent=60)
    first.record("sale_settled", {"nonsense": True})
    first.record("card_linked", {"member": ANH, "card": card_number(8)})
    other = sale_body("s2", ANH, fingerprint=first.fingerprint)
    first.record("sale_settled", other)
    first.void(other)
    send(first, one, first.request(feed_limit=500))
    two.ask("refund-lock", {"version": 1, "receipt": DIGITS})
    send(first, one, first.request())
    first.record("sale_released", SaleReleased("s1", second.paired.till), operation=release_operation("s1"))
    send(first, one, first.request())
    two.ask("refund-lock", {"version": 1, "receipt": DIGITS})
    two.look_up(card=card_number(7))
    two.look_up(phone="+84912345678")
    send(second, two, second.request(feed_limit=500, asks=[LeaseAsk("l2", ANH, 50)]))
    two.rehome(new_life(second))


def new_life(till: FakeTill) -> RehomeRequest:
    """The words of a till that found itself restored."""
    seq, hash_, life = len(till.journal), till.hash_of(len(till.journal)), till.paired.incarnation
    statement = head_bytes(till=till.paired.till, incarnation=life, seq=seq, hash_=hash_)
    return RehomeRequest(
        version=1,
        till=till.paired.till,
        incarnation=life,
        rehoming="r1",
        why="database-behind",
        seq=seq,
        hash=hash_,
        signature=till.key.sign(statement),
    )


def work_a_day(
    house: House, key: TillKey, path: Path, made: list[Exchange], others: tuple[RecordedTill, RecordedTill]
) -> TillIdentity:
    """Sales with and without points, a void, a new member, a shift opened and closed, at a real till.

    In the end the server is said to have been put back, and it and the `others` say again what is missing.
    """
    account = add_till(house.server, tenant=house.code, store="q1", code="Q3", name="Quầy 3")
    code = make_pairing_code(house.server, tenant=house.code, till="Q3")
    answer = pair(house.server, PairRequest(code, key.public))
    identity = TillIdentity(
        tenant=answer.tenant,
        store=answer.store,
        till=answer.till,
        code=answer.till_code,
        name=answer.till_name,
        number=answer.till_number,
        incarnation=answer.incarnation,
    )
    counter = a_counter(path.parent, identity=identity)
    with closing(counter):
        line = Counterpart(house.server, account.till, made)
        server_key = ServerKey(house.server.keys.public_key())
        session = SyncSession(SqlOutbox(counter.store), line, key.sign, server_key.confirms)
        session.catch_up(lambda _: None)
        counter.clock.moment = house.clock.now()
        day = day_of(counter, house.server, session)
        for act in (enrol, sell, burn, void, burn, sync, sell, sync):
            act(day)
        close_shift(counter.till, day.cashier, counted=Money(500_000))
        day.sync()
        line.say_put_back()
        one, two = others
        one.line.rehome(begin_life(one, 3))
        say_again = recorded(one, made, life=3)
        for till in (say_again, two):
            go_back(till)
        day.sync()
    one.paired, one.journal, one.acked = say_again.paired, say_again.journal, say_again.acked
    return identity


def day_of(counter: Counter, server: Server, session: SyncSession) -> RecordedDay:
    """The till at work, its drawer counted."""
    with counter.store.read() as reading:
        (operator,) = (each for each in reading.operators.tiles() if each.name == "Lan")
    cashier = replace(LAN, operator=operator.operator)
    open_shift(counter.till, cashier, opening_float=Money(500_000))
    return RecordedDay(counter, Silent(), Random(1), server, session, JournalMirror(_no_mirror), cashier)


def _no_mirror(*, believes: bool) -> Mirrored:
    del believes
    return Mirrored(seq=0)


def public_half(till: FakeTill) -> bytes:
    """What the server knows it by."""
    return till.key.public_key().public_bytes_raw()


def main(arguments: Sequence[str]) -> int:
    """Write the file of this version; refuses to write over one."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    path = FOLDER / f"{NEXT if '--next' in arguments else version}.jsonl"
    if path.exists() and not {"--again", "--next"} & set(arguments):
        print(f"{path.name} is there already; what a released version said does not change")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        exchanges = record(Path(folder))
    exchanges.save(path)
    print(f"{path.name}: {len(exchanges.made)} exchanges; {json.dumps(exchanges.end['counts'])}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
