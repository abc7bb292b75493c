"""A household at the counter: found by any person, named as who stands there, sold to as one."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from drivers.ports import TextLine
from loyalty.identity.cards import card_number
from loyalty.identity.phones import TAIL_LENGTH
from loyalty.units import Points, Quantity
from loyalty.wire.feed import CardRow, Household, LookUpAnswer, LotState, MemberState
from resources.catalogue import Catalogue
from terminal.cards.sheets import grouped
from terminal.clock import timestamp
from terminal.membership import AttachedMember
from terminal.open_sale import add_product
from terminal.receipts.sale import sale_document
from terminal.receipts.text_layout import lay_out_text
from terminal.receipts.wording import Wording
from terminal.returned import RefundWish
from terminal.sale import SettledSale, Tender
from terminal.sync.session import who_has
from terminal.usecases.basket import attach_member, new_sale, refresh_member
from terminal.usecases.cards import cards_of, link_card
from terminal.usecases.exporting import What, export_rows
from terminal.usecases.find import find, find_members
from terminal.usecases.found import MemberFound, MembersFound, ProductFound
from terminal.usecases.member_desk import open_page
from terminal.usecases.members import member_by_id
from terminal.usecases.park import park_sale, recall_sale
from terminal.usecases.pricing import price
from terminal.usecases.returns.exchanging import begin_with_buyer
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.till_kit import LAN, MORNING, Counter, member_state

POOL, LAN_ID, NAM = "pool", "member-lan", "member-nam"
LAN_PHONE, NAM_PHONE = "+84903111222", "+84903111333"
NAM_CARD, NEW_CARD = card_number(71), card_number(72)

LOTS = [LotState(lot="lot-1", points=Points(500), dies_at=None, spendable_from=timestamp(MORNING)).to_json()]


def put(shop: Counter, *states: MemberState, cards: tuple[CardRow, ...] = ()) -> None:
    with shop.store.write() as unit:
        unit.members.put(states)
        unit.members.put_cards(cards)


def a_household(shop: Counter, *, revision: int = 2) -> None:
    """Lan and Nam share 500 points, and Nam carries the card."""
    sharing = Household(LAN_ID, (LAN_ID, NAM))
    pool = member_state(POOL, "Nguyễn Thị Lan", None, points=500, available=500, tier="silver", lots=LOTS)
    lan = member_state(LAN_ID, "Nguyễn Thị Lan", LAN_PHONE, alias_of=POOL)
    nam = member_state(NAM, "Trần Văn Nam", NAM_PHONE, alias_of=POOL)
    put(
        shop,
        replace(pool, household=sharing, revision=revision),
        *(replace(each, state="alias", is_person=True, revision=revision) for each in (lan, nam)),
        cards=(CardRow(NAM_CARD, NAM, "active"),),
    )


def found(shop: Counter, text: str) -> AttachedMember:
    hit = find(shop.till, text)
    assert isinstance(hit, MemberFound)
    return hit.member


def sold_to(shop: Counter, member: AttachedMember) -> SettledSale:
    sale = attach_member(shop.till, LAN, new_sale(shop.till), member)
    product = find(shop.till, "RICE-ST25")
    assert isinstance(product, ProductFound)
    sale = add_product(sale, product.product)
    due = price(shop.till, sale).total
    return settle_sale(shop.till, LAN, sale, (Tender(kind="transfer", amount=due),))


def test_any_persons_number_finds_the_pool_and_who_stands_there(shop: Counter) -> None:
    a_household(shop)
    member = found(shop, "0903111333")
    assert (member.member, member.person, member.name, member.points) == (POOL, NAM, "Trần Văn Nam", 500)
    assert [each.name for each in member.household] == ["Nguyễn Thị Lan", "Trần Văn Nam"]
    assert member.phone_tail == NAM_PHONE[-TAIL_LENGTH:]


def test_a_persons_card_finds_them_and_counts_as_shown(shop: Counter) -> None:
    a_household(shop)
    member = found(shop, NAM_CARD)
    assert (member.person, member.card_tail) == (NAM, NAM_CARD[-TAIL_LENGTH:])


def test_a_name_finds_a_person_once_and_never_the_pool_beside(shop: Counter) -> None:
    a_household(shop)
    hit = find_members(shop.till, "thi lan")
    assert isinstance(hit, MembersFound)
    assert [(each.name, each.member) for each in hit.rows] == [("Nguyễn Thị Lan", LAN_ID)]


def test_the_pool_alone_is_met_as_its_head(shop: Counter) -> None:
    a_household(shop)
    member = member_by_id(shop.till, POOL)
    assert (member.person, member.name, member.holder) == (LAN_ID, "Nguyễn Thị Lan", LAN_ID)


def test_a_sale_is_the_pools_and_says_who_bought(shop: Counter) -> None:
    a_household(shop)
    sale = sold_to(shop, found(shop, "0903111333"))
    with shop.store.read() as reading:
        kept = reading.sales.by_id(sale.sale)
        rows = reading.sale_search.of_member(POOL)
        (till, incarnation), *_ = reading.journal.chains()
        event = reading.journal.at_seq(till=till, incarnation=incarnation, seq=sale.seq)
    assert kept is not None
    assert kept.member is not None
    assert (kept.member.member, kept.member.person, kept.member.name) == (POOL, NAM, "Trần Văn Nam")
    assert [row.member_name for row in rows] == ["Trần Văn Nam"]
    assert event is not None
    body = event.body
    assert (body["member"], body["person"]) == (POOL, NAM)


def test_an_exchange_is_with_the_person_who_had_bought_and_with_the_pool_once_they_have_left(
    shop: Counter,
) -> None:
    a_household(shop)
    sale = sold_to(shop, found(shop, "0903111333"))
    wish = RefundWish(refund="0199-back", sale=sale.sale, returns={0: Quantity(1_000)}, reason="mind")
    begun = begin_with_buyer(shop.till, LAN, new_sale(shop.till), wish)
    assert begun.member is not None
    assert (begun.member.member, begun.member.person) == (POOL, NAM)
    put(shop, replace(member_state(NAM, "Trần Văn Nam", NAM_PHONE), revision=3))
    after = begin_with_buyer(shop.till, LAN, new_sale(shop.till), wish)
    assert after.member is not None
    assert after.member.member == POOL


def test_the_receipt_names_who_stood_there_and_how_many_share(shop: Counter) -> None:
    a_household(shop)
    sale = sold_to(shop, found(shop, "0903111333"))
    with shop.store.read() as reading:
        settings = reading.config.settings()
    assert settings is not None
    wording = Wording(Catalogue.load("vi"), "VND", ZoneInfo("Asia/Ho_Chi_Minh"))
    laid = lay_out_text(sale_document(sale, settings, wording, copy=False), 48)
    texts = [line.text for line in laid if isinstance(line, TextLine)]
    assert "Trần Văn Nam · Hộ gia đình: 2 người" in "\n".join(texts)


def test_a_copy_of_the_receipt_says_the_same(shop: Counter) -> None:
    a_household(shop)
    sale = sold_to(shop, found(shop, "0903111333"))
    with shop.store.read() as reading:
        kept = reading.sales.by_id(sale.sale)
    assert kept is not None
    assert kept.member is not None
    assert (kept.member.sharing, kept.member.name) == (2, "Trần Văn Nam")


def test_another_person_of_the_household_takes_over_with_the_same_lease(shop: Counter) -> None:
    a_household(shop)
    sale = attach_member(shop.till, LAN, new_sale(shop.till), found(shop, "0903111333"))
    after = attach_member(shop.till, LAN, sale, found(shop, "0903111222"))
    assert after.member is not None
    assert (after.member.person, after.lease) == (LAN_ID, sale.lease)


def test_a_parked_sale_comes_back_with_the_person(shop: Counter) -> None:
    a_household(shop)
    product = find(shop.till, "RICE-ST25")
    assert isinstance(product, ProductFound)
    sale = attach_member(shop.till, LAN, new_sale(shop.till), found(shop, "0903111333"))
    sale = add_product(sale, product.product)
    again = recall_sale(shop.till, LAN, park_sale(shop.till, LAN, sale), sale.sale)
    assert again.member is not None
    assert (again.member.member, again.member.person) == (POOL, NAM)


def test_who_leaves_in_the_middle_of_a_sale_goes_on_alone_with_a_lease_of_their_own(shop: Counter) -> None:
    a_household(shop)
    sale = attach_member(shop.till, LAN, new_sale(shop.till), found(shop, "0903111333"))
    pool = member_state(POOL, "Nguyễn Thị Lan", None, points=500, available=500)
    put(
        shop,
        replace(pool, household=Household(LAN_ID, (LAN_ID,)), revision=3),
        replace(member_state(NAM, "Trần Văn Nam", NAM_PHONE), revision=3),
    )
    after = refresh_member(shop.till, sale)
    assert after.member is not None
    assert (after.member.member, after.member.household, after.member.points) == (NAM, (), 0)
    assert after.lease is not None
    assert sale.lease is not None
    assert (after.lease.member, after.lease.lease == sale.lease.lease) == (NAM, False)


def test_who_joins_in_the_middle_of_a_sale_goes_on_with_a_lease_of_the_household(shop: Counter) -> None:
    put(shop, member_state(NAM, "Trần Văn Nam", NAM_PHONE, points=200, available=200))
    sale = attach_member(shop.till, LAN, new_sale(shop.till), found(shop, "0903111333"))
    a_household(shop)
    after = refresh_member(shop.till, sale)
    assert after.member is not None
    assert (after.member.member, after.member.person, after.member.points) == (POOL, NAM, 500)
    assert after.lease is not None
    assert sale.lease is not None
    assert (after.lease.member, after.lease.lease == sale.lease.lease) == (POOL, False)
    assert refresh_member(shop.till, after).lease == after.lease


def test_a_card_is_the_persons_and_the_list_has_everybodys(shop: Counter) -> None:
    a_household(shop)
    link_card(shop.till, LAN, member=LAN_ID, text=NEW_CARD)
    assert {(each.number, each.member) for each in cards_of(shop.till, POOL)} == {
        (NAM_CARD, NAM),
        (NEW_CARD, LAN_ID),
    }
    page = open_page(shop.till, LAN_ID)
    assert {(each.number, each.of) for each in page.cards} == {
        (NAM_CARD, "Trần Văn Nam"),
        (NEW_CARD, "Nguyễn Thị Lan"),
    }


def test_who_is_forgotten_is_gone_and_the_others_stay(shop: Counter) -> None:
    a_household(shop)
    with shop.store.write() as unit:
        unit.members.forget_person(LAN_ID)
    pool = member_state(POOL, "Trần Văn Nam", None, points=500, available=500, lots=LOTS)
    put(shop, replace(pool, household=Household(NAM, (NAM,)), revision=3))
    member = member_by_id(shop.till, POOL)
    assert (member.name, member.points, len(member.household)) == ("Trần Văn Nam", 500, 1)


def test_a_look_up_opens_who_was_asked_for() -> None:
    sharing = Household(LAN_ID, (LAN_ID, NAM))
    pool = replace(member_state(POOL, "Nguyễn Thị Lan", None, points=500), household=sharing)
    nam = replace(member_state(NAM, "Trần Văn Nam", NAM_PHONE, alias_of=POOL), state="alias", is_person=True)
    answer = LookUpAnswer(pool, (CardRow(NAM_CARD, NAM, "active"),), (nam,))

    assert who_has(answer, card="", phone=NAM_PHONE) == who_has(answer, card=NAM_CARD, phone="") == NAM
    assert who_has(answer, card="", phone=LAN_PHONE) == POOL


def test_exported_a_household_is_its_persons_and_what_they_share_is_its_heads(shop: Counter) -> None:
    a_household(shop)
    assert rows_of(shop, "members") == [
        ("Nguyễn Thị Lan", "0903111222", "", "", "", "", ""),
        ("Trần Văn Nam", "0903111333", "", "", grouped(NAM_CARD), "", ""),
    ]
    assert rows_of(shop, "cards") == [(grouped(NAM_CARD), "active", "0903111333")]
    assert rows_of(shop, "balances") == [("0903111222", "", "500", "")]


def test_exported_what_a_person_had_spent_before_is_in_the_line_of_the_head_alone(shop: Counter) -> None:
    a_household(shop)
    pool = member_state(POOL, "Nguyễn Thị Lan", None, measure=9_000_000, purchases=12)
    nam = member_state(NAM, "Trần Văn Nam", NAM_PHONE, alias_of=POOL, measure=4_000_000)
    put(
        shop,
        replace(pool, household=Household(LAN_ID, (LAN_ID, NAM)), revision=3),
        replace(nam, state="alias", is_person=True, revision=3),
    )
    assert [row[5:] for row in rows_of(shop, "members")] == [("9000000", "12"), ("", "")]


def test_exported_where_the_head_is_forgotten_what_they_share_stands_with_who_is_left(shop: Counter) -> None:
    a_household(shop)
    with shop.store.write() as unit:
        unit.members.forget_person(LAN_ID)
    assert rows_of(shop, "members") == [("Trần Văn Nam", "0903111333", "", "", grouped(NAM_CARD), "", "")]
    assert rows_of(shop, "balances") == [("0903111333", "", "500", "")]


def test_exported_a_person_whose_household_this_till_does_not_know_is_there_alone(shop: Counter) -> None:
    lan = member_state(LAN_ID, "Nguyễn Thị Lan", LAN_PHONE, alias_of=POOL)
    put(shop, replace(lan, state="alias", is_person=True))
    assert rows_of(shop, "members") == [("Nguyễn Thị Lan", "0903111222", "", "", "", "", "")]


def rows_of(shop: Counter, what: What) -> list[tuple[str, ...]]:
    """The exported rows of the household's persons."""
    with shop.store.read() as reading:
        found = export_rows(shop.till, reading, what)
    ours = ("0903111222", "0903111333")
    return [row for row in found if any(each in row for each in ours)]
