"""Who recommended the program, named at the counter: kept with the enrolment, seen at the first purchase."""

from zoneinfo import ZoneInfo

import pytest

from drivers.ports import TextLine
from loyalty.errors import Refused
from resources.catalogue import Catalogue
from terminal.open_sale import OpenSale
from terminal.receipts.sale import sale_document
from terminal.receipts.text_layout import lay_out_text
from terminal.receipts.wording import Wording
from terminal.sale import SettledSale
from terminal.usecases.basket import attach_member
from terminal.usecases.enrol import enrol_member, takes_referrer
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.settled_sales import tender, with_goods
from tests.unit.terminal.till_kit import ANH_CARD, LAN, PROGRAM, Counter, program_row

ANH = "member-anh"
REFERRAL = """
[referral]
points_referrer = 100
points_friend = 50
min_spend = 150000
within_days = 30
"""


@pytest.fixture
def inviting(shop: Counter) -> Counter:
    """The shop gives something for recommending it."""
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + REFERRAL, version=2))
    return shop


def enrol(counter: Counter, referrer: str) -> str:
    made = enrol_member(counter.till, LAN, phone_text="0909000111", name="Lê Thị Hoa", referrer_text=referrer)
    return made.member


def told(counter: Counter) -> object:
    with counter.store.read() as reading:
        head = reading.journal.head()
        event = reading.journal.at_seq(till=head.till, incarnation=head.incarnation, seq=head.seq)
    assert event is not None
    return event.body.get("referrer")


def basket_of(counter: Counter, member: str, *skus: str) -> OpenSale:
    return attach_member(counter.till, LAN, with_goods(counter, *skus), member_by_id(counter.till, member))


def pay(counter: Counter, sale: OpenSale) -> SettledSale:
    due = price(counter.till, sale, paid_with=("card",)).total
    return settle_sale(counter.till, LAN, sale, (tender("card", due),))


def receipt(counter: Counter, sale: SettledSale) -> list[str]:
    with counter.store.read() as reading:
        settings = reading.config.settings()
    assert settings is not None
    wording = Wording(Catalogue.load("vi"), "VND", ZoneInfo("Asia/Ho_Chi_Minh"))
    laid = lay_out_text(sale_document(sale, settings, wording, copy=False), 48)
    return [each.text for each in laid if isinstance(each, TextLine)]


@pytest.mark.parametrize("referrer", ["0912345678", "0912 345 678", ANH_CARD])
def test_a_number_or_a_card_names_who_recommended(inviting: Counter, referrer: str) -> None:
    member = enrol(inviting, referrer)
    assert told(inviting) == ANH
    kept = member_by_id(inviting.till, member).kept
    assert kept is not None
    assert kept.recommendation is not None
    assert kept.recommendation.by == ANH


@pytest.mark.parametrize("referrer", ["0909000111", "0987000000", "12", "Ánh Bình"])
def test_who_is_not_found_is_said_and_nobody_is_enrolled(inviting: Counter, referrer: str) -> None:
    with pytest.raises(Refused, match="referrer-unknown"):
        enrol(inviting, referrer)
    with inviting.store.read() as reading:
        assert reading.journal.head().seq == 1


def test_left_out_nothing_is_said_of_it(inviting: Counter) -> None:
    enrol(inviting, " ")
    assert told(inviting) is None
    assert takes_referrer(inviting.till)


def test_a_program_that_gives_nothing_for_it_asks_nobody(shop: Counter) -> None:
    assert not takes_referrer(shop.till)
    enrol(shop, "0912345678")
    assert told(shop) is None


def test_the_first_purchase_that_is_enough_says_so_on_the_receipt_and_in_the_balance(
    inviting: Counter,
) -> None:
    member = enrol(inviting, "0912345678")
    settled = pay(inviting, basket_of(inviting, member, "RICE-ST25"))
    assert settled.extras is not None
    assert settled.extras.referral_points == 50
    assert settled.member is not None
    assert settled.member.points_after == settled.earned_points + 50
    assert member_by_id(inviting.till, member).points == settled.earned_points + 50
    assert any("Thưởng được giới thiệu" in each and "+50" in each for each in receipt(inviting, settled))
    again = pay(inviting, basket_of(inviting, member, "RICE-ST25"))
    assert again.extras is None or again.extras.referral_points == 0


def test_taken_back_it_is_gone_and_can_be_had_again(inviting: Counter) -> None:
    member = enrol(inviting, "0912345678")
    settled = pay(inviting, basket_of(inviting, member, "RICE-ST25"))
    void_last_sale(inviting.till, LAN, settled.sale)
    assert member_by_id(inviting.till, member).points == 0
    again = pay(inviting, basket_of(inviting, member, "RICE-ST25"))
    assert again.extras is not None
    assert again.extras.referral_points == 50


def test_too_little_gives_nothing(inviting: Counter) -> None:
    more = REFERRAL.replace("150000", "200000")
    with inviting.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + more, version=3))
    member = enrol(inviting, "0912345678")
    settled = pay(inviting, basket_of(inviting, member, "RICE-ST25"))
    assert settled.extras is None or settled.extras.referral_points == 0
