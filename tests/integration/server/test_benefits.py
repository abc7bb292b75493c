"""Benefits that members use at tills: never more often than their limit, counted once, taken back, told."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from loyalty.account.kept_json import kept_to_json
from loyalty.wire.benefit_use import BenefitTakenBack, BenefitUsed, TermOf, taken_back_operation
from loyalty.wire.claims import ClaimRefusal, benefit_thing
from server.context import Server
from server.store.keepings import load_keepings
from server.usecases import merging
from server.usecases.admin.books import report_books
from server.usecases.admin.people import Who, erase_member
from server.usecases.admin.publish import publish_program
from server.usecases.admin.reclaim import reclaim
from server.usecases.member_file import read_file
from server.usecases.person_export import person_document
from tests.integration.server.benefit_uses import BENEFITS, ask, granted, use, used, uses
from tests.integration.server.conftest import PROGRAM, FakeClock, House, make_house
from tests.integration.server.kept_things import kept, no_faults
from tests.integration.server.synced import losses, whys
from tests.integration.server.tills import FakeTill


@pytest.fixture
def shop(server: Server, clock: FakeClock) -> House:
    """A house with benefits, and a member."""
    house = make_house(server, clock, PROGRAM + BENEFITS)
    house.q1.enrol("m1")
    house.q1.sync()
    return house


def take_back(till: FakeTill, name: str, member: str = "m1") -> None:
    till.record("benefit_taken_back", BenefitTakenBack(name, member), operation=taken_back_operation(name))


def test_a_use_is_counted_at_every_till_and_taken_off_again(shop: House) -> None:
    assert granted(ask(shop.q1, "c1")) == ["c1"]
    use(shop.q1, used("u1", claim="c1"))
    use(shop.q1, used("u2", "water"))
    assert whys(shop.q1.sync()) == ["", "", ""]
    assert uses(shop) == ["u1", "u2"]
    take_back(shop.q2, "u1")
    assert whys(shop.q2.sync()) == [""]
    assert uses(shop) == ["u2"]
    no_faults(shop)


def test_a_use_sent_again_is_counted_once(shop: House) -> None:
    ask(shop.q1, "c1")
    use(shop.q1, used("u1", claim="c1"))
    before = shop.q1.acked
    shop.q1.sync()
    shop.q1.acked = before
    assert whys(shop.q1.sync()) == ["", ""]
    shop.q2.record("benefit_used", used("u1", "water"), operation="another")
    assert whys(shop.q2.sync()) == ["operation-repeated"]
    assert uses(shop) == ["u1"]


def test_one_till_may_use_it_at_a_time_and_nobody_once_the_limit_is_reached(shop: House) -> None:
    assert granted(ask(shop.q1, "c1")) == ["c1"]
    assert ask(shop.q2, "c2").claims_refused == (ClaimRefusal("c2", "called-back"),)
    use(shop.q1, used("u1", claim="c1"))
    shop.q1.sync()
    assert granted(ask(shop.q2, "c3")) == ["c3"]
    use(shop.q2, used("u2", claim="c3"))
    shop.q2.sync()
    assert ask(shop.q1, "c4").claims_refused == (ClaimRefusal("c4", "nothing-to-claim"),)
    take_back(shop.q2, "u2")
    shop.q2.sync()
    assert granted(ask(shop.q1, "c5")) == ["c5"]
    assert losses(shop) == []
    no_faults(shop)


def test_the_next_month_begins_anew(shop: House) -> None:
    for number in (1, 2):
        ask(shop.q1, f"c{number}")
        use(shop.q1, used(f"u{number}", claim=f"c{number}"))
        shop.q1.sync()
    assert ask(shop.q1, "c3").claims_refused == (ClaimRefusal("c3", "nothing-to-claim"),)
    shop.clock.move(days=7)
    assert granted(ask(shop.q1, "c4")) == ["c4"]


def test_two_tills_at_once_never_use_it_more_often_than_its_limit(shop: House) -> None:
    """Each asks and uses as often as it can, at the same time, on a database really shared."""

    def work(till: FakeTill) -> int:
        done = 0
        for turn in range(8):
            name = f"{till.paired.till_code}-{turn}"
            for claim in granted(ask(till, name)):
                use(till, used(f"u-{name}", claim=claim))
                done += 1
            assert all(each.outcome == "applied" for each in till.sync().outcomes)
        return done

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(work, (shop.q1, shop.q2))) == 2
    assert losses(shop) == []
    no_faults(shop)


def test_what_is_not_the_members_or_has_no_limit_is_nothing_to_claim(shop: House) -> None:
    for thing in ("silver-lounge", "water", "spa"):
        refused = ask(shop.q1, "c1", benefit_thing(thing)).claims_refused
        assert refused == (ClaimRefusal("c1", "nothing-to-claim"),)
    shop.q1.sell("s1", "m1", net=6_000_000)
    assert granted(ask(shop.q1, "c2", benefit_thing("silver-lounge"))) == ["c2"]


def put_aside() -> Sequence[tuple[BenefitUsed, str]]:
    return (
        (used("u1"), "claim-missing"),
        (used("u2", claim="never"), "claim-unknown"),
        (used("u4", claim="c1", member="nobody"), "member-unknown"),
        (used("u3", "silver-lounge", claim="c1"), "claim-differs"),
    )


def test_a_use_outside_its_claim_is_put_aside_and_counts_for_nothing(shop: House) -> None:
    ask(shop.q1, "c1")
    for body, _ in put_aside():
        shop.q1.record("benefit_used", body, operation=body.use)
    take_back(shop.q1, "u1")
    take_back(shop.q1, "u4", member="nobody")
    expected = [*(why for _, why in put_aside()), "no-such-use", "member-unknown"]
    assert whys(shop.q1.sync()) == expected
    assert uses(shop) == []
    assert shop.q1.sync().claims[0].state == "frozen"
    no_faults(shop)


def test_what_a_till_used_before_there_was_a_limit_is_believed(shop: House) -> None:
    limited = BENEFITS + 'limit = { times = 1, per = "day" }\n'
    publish_program(shop.server, tenant=shop.code, text=PROGRAM + limited, name="program.toml")
    use(shop.q1, used("u1", "water"))
    use(shop.q2, replace(used("u2", "water"), program_version=2))
    assert whys(shop.q1.sync()) == [""]
    assert whys(shop.q2.sync()) == ["claim-missing"]


def test_a_use_by_a_membership_is_noted_with_its_term(shop: House) -> None:
    use(shop.q1, replace(used("u1", "water"), terms=(TermOf("s1", 0),)))
    shop.q1.sync()
    assert [(each.sale, each.line) for each in kept(shop, "m1").uses[0].terms] == [("s1", 0)]


def test_what_was_used_after_a_managers_word_and_too_often_counts_and_is_told(shop: House) -> None:
    ask(shop.q1, "c1")
    use(shop.q1, used("u1", claim="c1"))
    assert [each.lease for each in reclaim(shop.server, tenant=shop.code, till="Q1")] == ["c1"]
    for number in (2, 3):
        ask(shop.q2, f"c{number}")
        use(shop.q2, used(f"u{number}", claim=f"c{number}"))
        shop.q2.sync()
    assert whys(shop.q1.sync()) == ["", ""]
    assert uses(shop) == ["u2", "u3", "u1"]
    assert losses(shop) == [("u1", 0)]
    (over,) = report_books(shop.server, tenant=shop.code).too_often
    assert (over.kind, over.times, over.money) == ("benefit", 1, 0)
    no_faults(shop)


def test_who_was_enrolled_twice_brings_their_uses_and_takes_them_along(shop: House) -> None:
    shop.q1.enrol("m0")
    ask(shop.q1, "c1")
    use(shop.q1, used("u1", claim="c1"))
    use(shop.q1, used("u2", "water", member="m0"))
    shop.q1.sync()
    merging.merge(shop.server, shop.tenant, alias="m1", survivor="m0", by="manager")
    assert uses(shop, "m0") == ["u2", "u1"]
    use(shop.q1, used("u3", "water"))
    assert whys(shop.q1.sync()) == [""]
    merging.unmerge(shop.server, shop.tenant, alias="m1", by="manager")
    assert (uses(shop, "m0"), uses(shop)) == (["u2", "u3"], ["u1"])
    take_back(shop.q1, "u1")
    assert whys(shop.q1.sync()) == [""]
    assert uses(shop) == []
    no_faults(shop)


def test_who_is_erased_has_used_nothing(shop: House) -> None:
    ask(shop.q1, "c1")
    use(shop.q1, used("u1", claim="c1"))
    shop.q1.sync()
    erase_member(shop.server, tenant=shop.code, who=Who(member="m1"))
    keepings = shop.server.database.read(lambda connection: load_keepings(connection, shop.tenant, ["m1"]))
    assert kept_to_json(keepings["m1"].account) == {}
    no_faults(shop)


def test_the_file_and_what_is_taken_home_say_what_was_used_when_where_and_by_whom(shop: House) -> None:
    ask(shop.q1, "c1")
    use(shop.q1, used("u1", claim="c1"))
    shop.q1.sync()
    shop.clock.move(minutes=5)
    shop.q2.now = shop.clock.now()
    take_back(shop.q2, "u1")
    use(shop.q2, used("u2", "water"))
    shop.q2.sync()
    file = shop.server.database.read(
        lambda connection: read_file(connection, shop.server, shop.tenant, "m1", skip=0)
    )
    assert [(each.benefit, each.till, each.by, each.is_back) for each in file.uses] == [
        ("Nước uống", "Q2", "lan", False),
        ("Phòng chờ", "Q2", "lan", True),
        ("Phòng chờ", "Q1", "lan", False),
    ]
    document = shop.server.database.read(
        lambda connection: person_document(connection, shop.server, shop.tenant, "m1")
    )
    assert document["benefits_used"] == [each.to_json() for each in file.uses]
