"""Whatever refuses an event, and wherever in its handling: nothing of it stays, and nothing waits for it.

Every kind of event is refused at each call of a function of the server's that its handling makes, one after
the other, and is then let happen. So no rule has to be broken on purpose to find what it would leave behind.
"""

import sys
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import fields, replace
from inspect import CO_GENERATOR
from pathlib import Path
from types import FrameType
from typing import Self, cast

import pytest

import server as the_server
from loyalty.account.recommended import Notice
from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.program import Program
from loyalty.wire.benefit_use import BenefitTakenBack
from loyalty.wire.cash import CashMoved
from loyalty.wire.claims import ClaimClosed
from loyalty.wire.exchange import Exchanged
from loyalty.wire.journal import BODIES, CardBlocked, CardLinked, MemberEnrolled, SaleReceipt
from loyalty.wire.kept_claim import claimed_sale
from loyalty.wire.refunding import SaleReleased
from loyalty.wire.rehoming import TillRehomed
from loyalty.wire.returning import GoodsReturned, ReturnedGoods
from loyalty.wire.shelf import PriceSet, PriceWithdrawn, ProductChanged
from loyalty.wire.sold import SaleTender
from server.books.model import Books, Cause
from server.context import Server
from server.keeping.model import Keeping
from server.model import GiftFile, MemberFile
from server.store.database import Database
from server.usecases import keeping, posting, recommending, undoing
from server.usecases.admin.people import Who, merge_members, unmerge_member
from server.usecases.incoming import Incoming
from server.usecases.refund_lock import ask_refund_lock
from server.usecases.shelf import Shelf
from server.usecases.sitting import Sitting
from tests.integration.server import gifts, wallets
from tests.integration.server.benefit_uses import BENEFITS, used
from tests.integration.server.benefit_uses import ask as ask_use
from tests.integration.server.conftest import KEEPING, PROGRAM, FakeClock, House, make_house
from tests.integration.server.day_stock import REWARD, give
from tests.integration.server.day_stock import ask as ask_stock
from tests.integration.server.kept_things import state
from tests.integration.server.recommending import AN, BINH, REFERRAL, bring, buy
from tests.integration.server.returned_goods import DIGITS, event_of
from tests.integration.server.synced import sound, whys
from tests.integration.server.tills import burn_of, claim_of, sale_body

RULES = PROGRAM + KEEPING + REFERRAL + BENEFITS + REWARD.format(stock=3) + wallets.RULES
MEMBER = wallets.MEMBER
CARDS = card_number(5), card_number(6)
MADE_UP = "made-up"
_OF_THE_SERVER = str(Path(the_server.__file__).parent)
_NEVER = {undoing.__file__}
Post = Callable[[Sitting, MemberFile | None, Incoming], str]


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """One kind is enough: what is tried here is done in memory."""
    return sqlite_database


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    return make_house(server, clock, RULES)


class _RefusedAt:
    """Refuses at the `place`-th call of a function of the server's; `is_over`: there were fewer."""

    def __init__(self, place: int) -> None:
        self._left = place
        self._tracing = sys.gettrace()

    def __enter__(self) -> Self:
        sys.settrace(self._trace)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._tracing)

    @property
    def is_over(self) -> bool:
        return self._left > 0

    def _trace(self, frame: FrameType, _event: str, _arg: object) -> None:
        code = frame.f_code
        is_ours = code.co_filename.startswith(_OF_THE_SERVER) and code.co_filename not in _NEVER
        if is_ours and not code.co_flags & CO_GENERATOR:  # what is raised while one is thrown away is lost
            self._left -= 1
            if not self._left:
                raise Refused(MADE_UP)


def image(value: object) -> object:
    """All that a sitting holds, to be compared with what is later; not what is read off the postings."""
    if isinstance(value, Books):
        return sorted((name, image(each)) for name, each in vars(value).items() if name != "_made")
    if isinstance(value, Sitting | MemberFile | GiftFile | Keeping | Shelf):
        return [(field.name, image(getattr(value, field.name))) for field in fields(value)]
    if isinstance(value, dict):
        return [(name, image(each)) for name, each in cast("dict[str, object]", value).items()]
    return copy(cast("object", value)) if isinstance(value, list | set) else value


def refusing(tried: dict[str, int]) -> Post:
    """Tries each event so often, and says how often it did, by kind."""
    let_happen = posting.let_happen

    def post(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
        sitting.notices.clear()
        before, place = image(sitting), 0
        while True:
            place += 1
            try:
                with _RefusedAt(place) as refused:
                    why = let_happen(sitting, file, incoming)
            except Refused as refusal:
                if refusal.code != MADE_UP:
                    raise
                assert image(sitting) == before, (incoming.kind, place)
                continue
            assert refused.is_over, "a refusal was passed over"
            tried[incoming.kind] = tried.get(incoming.kind, 0) + place - 1
            return why

    return post


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, int]:
    """How often events of each kind were refused."""
    counts: dict[str, int] = {}
    monkeypatch.setattr(posting, "let_happen", refusing(counts))
    return counts


def all_applied(house: House) -> bool:
    return set(whys(house.q1.sync())) <= {""}


def people_and_goods(house: House) -> bool:
    till = house.q1
    till.enrol(MEMBER)
    till.record("member_enrolled", MemberEnrolled(AN, CARDS[0]))
    till.record("card_linked", CardLinked(AN, CARDS[1]))
    till.record("card_blocked", CardBlocked(AN, CARDS[0]), operator="manager")
    till.record(
        "product_changed",
        ProductChanged("noodles", name="Mì", barcodes=("8934563138165",)),
        operator="manager",
    )
    till.record(
        "product_changed", ProductChanged("tea", name="Trà", barcodes=("8934563138165",)), operator="manager"
    )
    till.record("price_set", PriceSet("tea", "p1", "2026-12-24", 5000), operator="manager")
    till.record("price_withdrawn", PriceWithdrawn("tea", "p1"), operator="manager")
    goods = ReturnedGoods("GAO5", "1", 9_000, 9_000)
    till.record("goods_returned", GoodsReturned((goods,), 9_000, 0, "manager", (SaleTender("cash", 9_000),)))
    till.record("cash_moved", CashMoved("shift-1", "out", 1_000, "bank"))
    till.record("till_rehomed", TillRehomed("r1", 1, "database-behind", 0, bytes(32)))
    return all_applied(house)


def a_friend(house: House) -> bool:
    bring(house.q1)
    house.q1.void(buy(house.q1, "f1"))
    sold = buy(house.q1, "f2", None)
    claim = claim_of(sold, BINH, earned=25)
    house.q1.record("receipt_claimed", claim)
    house.q1.record("sale_refunded", event_of(claimed_sale(sold, claim), {0: 500}))
    return all_applied(house)


def points_and_an_exchange(house: House) -> bool:
    till = house.q1
    till.sell("opening", MEMBER, earned=100)
    till.sync()
    burn = burn_of(till.lease("l1", MEMBER), 60)
    sold = sale_body("p1", MEMBER, fingerprint=till.fingerprint, burn=burn)
    till.record("sale_settled", sold)
    till.close("l1", MEMBER, spent=60)
    back = event_of(sold, {0: 500})
    credit = SaleTender("exchange", 150_000, exchange=Exchanged(cash=150_000))
    cash = SaleTender("cash", back.money - 150_000)
    till.record("sale_refunded", replace(back, exchange="p2", tenders=(credit, cash)), operation="the-return")
    fresh = sale_body("p2", MEMBER, earned=3, net=150_000, fingerprint=till.fingerprint)
    till.record("sale_settled", replace(fresh, tenders=(credit,), exchange="the-return"))
    plain = sale_body("p3", MEMBER, fingerprint=till.fingerprint)
    till.record("sale_settled", replace(plain, receipt=SaleReceipt(1, "Q1-1", DIGITS)))
    assert all_applied(house)
    ask_refund_lock(house.server, house.q2.account, DIGITS, nonce="nonce")
    till.record("sale_released", SaleReleased("p3", house.q2.paired.till))
    return all_applied(house)


def what_can_be_used_once(house: House) -> bool:
    till, program = house.q1, sale_body("none", None, fingerprint=house.q1.fingerprint).program
    till.enrol("m1")
    assert ask_use(till, "u1").claims
    till.record("benefit_used", used("use-1", claim="u1"))
    till.record("claim_closed", ClaimClosed("u1", "m1", used=True))
    till.record("benefit_taken_back", BenefitTakenBack("use-1", "m1"))
    assert ask_stock(till, "s1").claims
    till.void(give(till, program, "coffee-1", "s1"))
    give(till, program, "coffee-2")
    return all_applied(house)


def money(house: House) -> bool:
    till = house.q1
    gifts.sell_card(till, "g1")
    card = gifts.lend(till, "gl")
    gifts.void(till, gifts.pay(till, "g2", card, 100_000))
    gifts.pay(till, "g3", card, 100_000)
    gifts.refund_half(till, "g3", to_card=100_000, in_cash=400_000)
    gifts.close(till, card, spent=200_000)
    wallets.top_up(till, "w1")
    for sale, undo in (("w2", wallets.void), ("w3", wallets.refund_piece)):
        purse = wallets.lend(till, f"l-{sale}")
        undo(till, wallets.pay(till, sale, purse, 100_000))
        wallets.close(till, purse, spent=100_000)
    again = wallets.top_up(till, "w4")
    wallets.void(till, again, inside=wallets.lend(till, "wl2"))
    return all_applied(house)


def what_two_paid_as_one(house: House) -> bool:
    till = house.q1
    till.sell("t1", MEMBER, earned=100)
    assert all_applied(house)
    house.clock.move(hours=1)
    till.now = house.clock.now()
    till.enrol("m-twin")
    till.sell("t2", "m-twin", earned=40)
    assert all_applied(house)
    merge_members(house.server, tenant=house.code, one=Who(member=MEMBER), other=Who(member="m-twin"))
    lease = till.lease("l-two", MEMBER)
    sold = sale_body("t3", MEMBER, fingerprint=till.fingerprint, burn=burn_of(lease, lease.amount))
    till.record("sale_settled", sold)
    till.close("l-two", MEMBER, spent=lease.amount)
    assert all_applied(house)
    unmerge_member(house.server, tenant=house.code, who=Who(member="m-twin"))
    till.void(sold)
    return all_applied(house)


def test_nothing_of_an_event_that_is_refused_stays_wherever_it_was_refused(
    house: House, tried: Mapping[str, int]
) -> None:
    assert people_and_goods(house)
    assert a_friend(house)
    assert points_and_an_exchange(house)
    assert what_can_be_used_once(house)
    assert money(house)
    assert what_two_paid_as_one(house)
    assert tried.keys() == BODIES.keys() - {"event_rehomed"}, "an event said again is what it was"
    assert min(tried.values()) > 1
    sound(house)


def test_what_whoever_recommended_a_friend_cannot_be_given_holds_up_neither_them_nor_the_till(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.q1.enrol(AN)
    bring(house.q1)
    assert all_applied(house)
    had = house.holdings().points
    hear = keeping.hear_of_friend

    def hear_and_refuse(file: MemberFile, program: Program, notice: Notice, cause: Cause) -> None:
        hear(file, program, notice, cause)
        raise Refused(MADE_UP)

    monkeypatch.setattr(recommending, "hear_of_friend", hear_and_refuse)
    buy(house.q1, "s1")
    buy(house.q1, "s2", None)
    assert whys(house.q1.sync()) == [MADE_UP, ""]
    assert (house.holdings().points, state(house, AN).points, state(house, BINH).points) == (had, 0, 0)
    monkeypatch.undo()
    buy(house.q1, "s3")
    assert all_applied(house)
    assert (state(house, AN).points, state(house, BINH).points) == (100, 75)
    sound(house)
