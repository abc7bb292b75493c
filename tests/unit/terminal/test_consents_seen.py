"""What a member had agreed to, on their page while no server answers: as it was told, and said here."""

from dataclasses import replace

from loyalty.wire.canonical import JsonObject
from loyalty.wire.feed import MemberState
from loyalty.wire.member_desk import DeedOutcome, MemberFileAnswer
from terminal.clock import timestamp
from terminal.member_page import MemberPage
from terminal.usecases.member_deeds import do_here
from terminal.usecases.member_desk import open_page, take_file
from tests.unit.terminal.member_deeds import ANH, deed, told
from tests.unit.terminal.settled_sales import rows
from tests.unit.terminal.till_kit import ANH as ANH_STATE
from tests.unit.terminal.till_kit import MORNING, Counter

AGREED: JsonObject = {"purpose": "sms", "given": True, "at": timestamp(MORNING)}
OTHERS: JsonObject = {"purpose": "zalo", "given": True, "person": "member-binh"}


def file(*consents: JsonObject, persons: tuple[MemberState, ...] = ()) -> MemberFileAnswer:
    return MemberFileAnswer(
        version=1,
        member=ANH_STATE,
        cards=(),
        movements=(),
        more=False,
        consents=consents,
        deeds=(),
        aliases=(),
        enrolled_at=timestamp(MORNING),
        nonce="n",
        persons=persons,
    )


def page(shop: Counter) -> MemberPage:
    return open_page(shop.till, ANH)


def test_nothing_is_known_before_the_server_told_it(shop: Counter) -> None:
    assert (page(shop).consents, page(shop).consents_as_of) == ((), None)


def test_what_the_server_told_is_kept_with_when_and_what_others_of_a_household_said_with_them(
    shop: Counter,
) -> None:
    take_file(shop.till, file(AGREED, OTHERS, persons=(replace(ANH_STATE, member="member-binh"),)))
    assert (page(shop).consents, page(shop).consents_as_of) == ((AGREED,), shop.till.clock.now())
    with shop.store.read() as reading:
        assert reading.consents_seen.of_member("member-binh").said == ({"purpose": "zalo", "given": True},)
    take_file(shop.till, file())
    assert page(shop).consents == ()


def test_what_is_said_here_stays_known_after_the_server_has_it(shop: Counter) -> None:
    take_file(shop.till, file(AGREED))
    do_here(shop.till, deed("consent", "deed-2", consent={"purpose": "sms", "given": False}))
    told(shop, DeedOutcome("deed-2"))
    assert [each["given"] for each in page(shop).consents] == [True, False]


def test_what_the_server_will_not_take_does_not_hold(shop: Counter) -> None:
    do_here(shop.till, deed("consent", "deed-2", consent={"purpose": "sms", "given": True}))
    assert len(page(shop).consents) == 1
    told(shop, DeedOutcome("deed-2", "operator-may-not"))
    assert page(shop).consents == ()


def test_who_is_erased_takes_it_along(shop: Counter) -> None:
    take_file(shop.till, file(AGREED))
    with shop.store.write() as unit:
        unit.members.forget_person(ANH)
    assert rows(shop, "SELECT count(*) FROM consents_seen") == [(0,)]
