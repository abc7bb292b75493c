"""A benefit used at the counter: counted at once, never beyond what is kept for this till, taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.account import Account
from loyalty.account.kept_json import kept_to_json
from loyalty.account.terms import Term
from loyalty.errors import LoyaltillError, Refused
from loyalty.units import Money
from loyalty.wire.claims import ClaimRefusal, benefit_thing
from loyalty.wire.messages import CALLED_BACK
from terminal.benefits import BenefitHere, benefits_here
from terminal.in_force import in_force_now
from terminal.open_sale import OpenSale
from terminal.usecases.basket import attach_member, detach_member, refresh_member
from terminal.usecases.benefits import ask_use_again, name_use, take_back_use, use_benefit
from terminal.usecases.drafts import load_draft, save_draft
from terminal.usecases.member_desk import open_page
from terminal.usecases.members import member_by_id
from terminal.usecases.things import things_ahead
from tests.unit.terminal.claimed_things import closed, told
from tests.unit.terminal.settled_sales import rows, with_goods
from tests.unit.terminal.till_kit import ANH, LAN, PROGRAM, Counter, grant_claims, program_row

LOUNGE = benefit_thing("lounge")
BENEFITS = """
[[membership]]
id = "plus"
name = "Plus"
sku = "PLUS"
price = 99000
months = 12
tier = "gold"

[[benefit]]
id = "lounge"
name = "Phòng chờ"
tiers = ["silver", "gold"]
limit = { times = 2, per = "month" }

[[benefit]]
id = "golden"
name = "Phòng riêng"
tiers = ["gold"]

[[benefit]]
id = "water"
name = "Nước uống"
"""


@pytest.fixture
def shop(shop: Counter) -> Counter:
    """The shop with benefits; Ánh is silver."""
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + BENEFITS, version=2))
    return shop


def with_anh(counter: Counter) -> OpenSale:
    return attach_member(
        counter.till, LAN, with_goods(counter, "CAKE"), member_by_id(counter.till, "member-anh")
    )


def kept(counter: Counter, sale: OpenSale) -> OpenSale:
    """The sale with all that was asked for kept for this till."""
    grant_claims(counter)
    return refresh_member(counter.till, sale)


def here(counter: Counter, sale: OpenSale, benefit: str = "lounge") -> BenefitHere:
    program = in_force_now(counter.till).program
    assert program is not None
    at = counter.clock.now().astimezone(program.zone)
    return next(each for each in benefits_here(program, sale, at) if each.benefit.id == benefit)


def trouble(counter: Counter, sale: OpenSale, benefit: str = "lounge") -> str:
    found = here(counter, sale, benefit).trouble
    return "" if found is None else found.code


def use(counter: Counter, sale: OpenSale, benefit: str = "lounge") -> OpenSale:
    return use_benefit(counter.till, LAN, sale, benefit, use=name_use(counter.till, sale))


def refusal(counter: Counter, sale: OpenSale, benefit: str = "lounge") -> str:
    with pytest.raises(LoyaltillError) as refused:
        use(counter, sale, benefit)
    return refused.value.code


def events(counter: Counter, kind: str) -> int:
    return [each for (each,) in rows(counter, "SELECT kind FROM journal")].count(kind)


def test_one_use_of_what_is_limited_is_asked_for_as_its_member_comes(shop: Counter) -> None:
    sale = with_anh(shop)
    assert LOUNGE in [each.thing for each in sale.claims]
    assert benefit_thing("water") not in [each.thing for each in sale.claims]
    assert trouble(shop, sale) == "benefit-waiting"
    assert refusal(shop, sale) == "benefit-waiting"
    assert trouble(shop, kept(shop, sale)) == ""
    with shop.store.write() as unit:
        assert LOUNGE in things_ahead(shop.till, unit, "member-anh")


def test_a_use_is_counted_here_at_once_and_ends_its_claim(shop: Counter) -> None:
    sale = kept(shop, with_anh(shop))
    assert (here(shop, sale).used, here(shop, sale).left, here(shop, sale).here) == (0, 2, ())
    used = use(shop, sale)
    assert (here(shop, used).used, here(shop, used).left, len(here(shop, used).here)) == (1, 1, 1)
    assert closed(shop) == ["used"]
    assert shop.keys.get("spend-counter") is not None
    (body,) = (body for (body,) in rows(shop, "SELECT body FROM journal WHERE kind = 'benefit_used'"))
    assert '"benefit":"lounge"' in body
    assert '"member":"member-anh"' in body


def test_the_next_use_needs_the_next_claim_and_then_it_is_used_up(shop: Counter) -> None:
    once = use(shop, kept(shop, with_anh(shop)))
    assert trouble(shop, once) == "benefit-waiting"
    twice = use(shop, kept(shop, once))
    assert (here(shop, twice).left, trouble(shop, twice)) == (0, "benefit-used-up")
    assert LOUNGE not in [each.thing for each in twice.claims]
    assert refusal(shop, twice) == "benefit-used-up"
    assert events(shop, "benefit_used") == 2


def test_the_same_use_again_is_the_first_one(shop: Counter) -> None:
    sale = kept(shop, with_anh(shop))
    name = name_use(shop.till, sale)
    first, second = (use_benefit(shop.till, LAN, sale, "lounge", use=name) for _ in range(2))
    assert here(shop, first).used == here(shop, second).used == 1
    assert events(shop, "benefit_used") == 1


def test_taken_back_it_counts_no_more_and_is_asked_for_again(shop: Counter) -> None:
    used = use(shop, use(shop, kept(shop, with_anh(shop))), "water")
    (name,) = here(shop, used).here
    back, again = (take_back_use(shop.till, LAN, used, name) for _ in range(2))
    assert here(shop, again).here == here(shop, back).here
    assert (here(shop, back).used, here(shop, back).here, trouble(shop, back)) == (0, (), "benefit-waiting")
    assert events(shop, "benefit_taken_back") == 1
    assert here(shop, back, "water").used == 1


def test_only_a_use_of_this_visit_is_taken_back(shop: Counter) -> None:
    used = use(shop, kept(shop, with_anh(shop)))
    (name,) = here(shop, used).here
    detach_member(shop.till, LAN, used)
    later = with_anh(shop)
    assert (here(shop, later).used, here(shop, later).here) == (1, ())
    for sale, which in ((later, name), (used, f"{used.sale}:never")):
        with pytest.raises(Refused, match="no-such-use"):
            take_back_use(shop.till, LAN, sale, which)


def test_the_visit_is_known_again_after_the_power_was_cut(shop: Counter) -> None:
    used = use(shop, kept(shop, with_anh(shop)))
    save_draft(shop.till, used)
    again = load_draft(shop.till)
    assert again is not None
    assert here(shop, again).here == here(shop, used).here


def test_what_has_no_limit_is_used_without_asking_anybody(shop: Counter) -> None:
    used = use(shop, with_anh(shop), "water")
    assert (here(shop, used, "water").used, here(shop, used, "water").left) == (1, None)
    assert closed(shop) == []
    assert shop.keys.get("spend-counter") is None


def test_it_is_refused_in_a_sentence_where_it_cannot_be(shop: Counter) -> None:
    sale = with_anh(shop)
    assert refusal(shop, sale, "golden") == "benefit-not-theirs"
    assert refusal(shop, sale, "spa") == "no-such-benefit"
    assert refusal(shop, with_goods(shop, "CAKE"), "water") == "benefit-without-member"
    with pytest.raises(Refused, match="benefit-without-member"):
        take_back_use(shop.till, LAN, with_goods(shop, "CAKE"), "u")
    assert events(shop, "benefit_used") == 0


def test_it_says_who_holds_it_and_asks_again_where_that_helps(shop: Counter) -> None:
    sale = with_anh(shop)
    claim = next(each.claim for each in sale.claims if each.thing == LOUNGE)
    told(shop, claims_refused=(ClaimRefusal(claim, CALLED_BACK),))
    sale = refresh_member(shop.till, sale)
    assert trouble(shop, sale) == "benefit-called-back"
    assert ask_use_again(shop.till, LAN, sale, "lounge") == sale
    told(shop, claims_refused=(ClaimRefusal(claim, "claimed-elsewhere"),))
    sale = refresh_member(shop.till, sale)
    assert trouble(shop, sale) == "benefit-elsewhere"
    again = ask_use_again(shop.till, LAN, sale, "lounge")
    assert trouble(shop, again) == "benefit-waiting"
    assert claim not in [each.claim for each in again.claims]
    ready = kept(shop, again)
    assert ask_use_again(shop.till, LAN, ready, "lounge") == ready
    nobody = with_goods(shop, "CAKE")
    assert ask_use_again(shop.till, LAN, nobody, "lounge") == nobody


def test_by_a_membership_it_is_noted_with_the_term_that_it_came_by(shop: Counter) -> None:
    today = shop.clock.now().date()
    term = Term(
        membership="plus",
        name="Plus",
        sale="s1",
        line=2,
        starts=today,
        ends=today + timedelta(days=365),
        paid=Money(99_000),
        tier="gold",
    )
    held = replace(ANH, revision=2, tier="gold", keeping=kept_to_json(Account(memberships=(term,))))
    with shop.store.write() as unit:
        unit.members.put([held])
    used = use(shop, use(shop, with_anh(shop), "golden"), "water")
    assert used.member is not None
    assert used.member.kept is not None
    assert [len(each.terms) for each in used.member.kept.uses] == [1, 0]
    assert len(used.member.kept.memberships[0].used_in) == 1


def test_the_members_page_says_what_is_left_of_each(shop: Counter) -> None:
    use(shop, use(shop, kept(shop, with_anh(shop))), "water")
    found = open_page(shop.till, "member-anh").benefits
    assert [(each.benefit.id, each.used, each.left) for each in found] == [
        ("lounge", 1, 1),
        ("water", 1, None),
    ]
