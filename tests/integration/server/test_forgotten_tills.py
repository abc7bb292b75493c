"""A server that was put back to a time before a till was paired, or before it began its life of today."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.wire.messages import FeedAsk, PairAnswer, PairRequest, Person, SyncAnswer, TillBefore
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from loyalty.wire.signing import head_bytes
from server.context import Server
from server.store.restores import last_restore
from server.usecases.admin.after_restore import after_restore
from server.usecases.admin.reclaim import revoke_till
from server.usecases.admin.setup import add_till, find_till_by_code, make_pairing_code
from server.usecases.pair import pair
from server.usecases.rehome import rehome
from server.usecases.taking_back import LATE, MOST_LIVES
from tests.integration.server import gifts, wallets
from tests.integration.server.conftest import PROGRAM, FakeClock, House, make_house, one_more_till
from tests.integration.server.restored_server import burn, declare, heard, wait_no_longer
from tests.integration.server.synced import sound, whys
from tests.integration.server.tills import FakeTill

pytestmark = pytest.mark.usefixtures("quick_pins")
MEMBER = wallets.MEMBER


def forgotten(house: House, *, life: int = 1, number: int = 9) -> FakeTill:
    """A till of the store that no row of the server's knows any more."""
    paired = replace(
        house.q1.paired, till=f"{house.tenant}-lost", till_code="Q9", incarnation=life, till_number=number
    )
    key = Ed25519PrivateKey.generate()
    return FakeTill(house.server, key, paired, house.clock.now(), fingerprint=house.q1.fingerprint)


def code_for(house: House, code: str, *, is_new: bool = True) -> str:
    if is_new:
        add_till(house.server, tenant=house.code, store="q1", code=code, name=f"Quầy {code}")
    return make_pairing_code(house.server, tenant=house.code, till=code)


def as_it_was(till: FakeTill) -> TillBefore:
    paired = till.paired
    return TillBefore(paired.till, paired.store, paired.till_number, paired.incarnation)


def show_again(till: FakeTill, code: str, before: TillBefore | None = None) -> PairAnswer:
    """The till shows a code and says who it is."""
    public = till.key.public_key().public_bytes_raw()
    request = PairRequest(code, public, before or as_it_was(till))
    return pair(till.server, PairRequest.from_json(request.to_json()))


def go_on(till: FakeTill, *, seq: int, acked: int, given: int, says_lost: bool = False) -> RehomeAnswer:
    """The till tells of a life that was given it already, or asks for its next."""
    life, hash_ = till.paired.incarnation, till.hash_of(seq)
    statement = head_bytes(till=till.paired.till, incarnation=life, seq=seq, hash_=hash_)
    request = RehomeRequest(
        version=1,
        till=till.paired.till,
        incarnation=life,
        rehoming=f"life-{life}-{given}-{till.disk}",
        why="database-behind",
        seq=seq,
        hash=hash_,
        signature=till.key.sign(statement),
        acked=acked,
        given=given,
        says_lost=says_lost,
    )
    return rehome(till.server, till.account, request, nonce="nonce")


def born(till: FakeTill, life: int) -> FakeTill:
    """The same till in another life, with an empty journal."""
    paired = replace(till.paired, incarnation=life)
    return FakeTill(
        till.server, till.key, paired, till.now, fingerprint=till.fingerprint, disk=f"-life-{life}"
    )


def test_all_that_it_did_is_posted_once_and_nothing_else(server: Server, clock: FakeClock) -> None:
    """Somebody with a card is enrolled, earns and burns there; a gift card is sold, a wallet is paid into."""
    house = make_house(server, clock, PROGRAM + wallets.RULES)
    lost, card = forgotten(house), card_number(7)
    lost.enrol(MEMBER, card=card)
    lost.sell("s1", MEMBER)
    lost.sell("s2", MEMBER, earned=0, burn=burn("gone", "lot-s1", 40))
    lost.close("gone", MEMBER, spent=40)
    gifts.sell_card(lost, "s3")
    wallets.top_up(lost, "s4")
    declare(house)
    answer = show_again(lost, code_for(house, "Q9"))
    assert (answer.till, answer.incarnation, answer.till_number) == (lost.paired.till, 1, 9)
    assert "Q9" in after_restore(server, tenant=house.code).missing
    person = Person(MEMBER, "An", "+84912345678")
    for _ in range(2):
        told = lost.send(replace(lost.request(persons=[person]), restored=heard_name(lost)))
        assert isinstance(told, SyncAnswer)
        assert set(whys(told)) == {""}
    for till in (house.q1, house.q2):
        heard(till)
    holdings = house.holdings()
    assert (holdings.points.burned, holdings.points.outstanding, holdings.points.owed) == (40, 60, 0)
    assert (holdings.counts["members"], holdings.counts["cards"], holdings.counts["sales"]) == (1, 1, 4)
    assert gifts.lend(house.q1, "g1").amount == 500_000
    assert wallets.lend(house.q1, "w1").amount == 525_000
    assert house.q1.lease("p1", MEMBER).amount == 60
    sound(house)


def heard_name(till: FakeTill) -> str:
    """The restore as the server names it to the till."""
    answer = till.send(till.request(after=len(till.journal)))
    assert isinstance(answer, SyncAnswer)
    return answer.restored


def test_a_row_that_the_copy_has_and_nobody_was_paired_to_is_its_row(house: House) -> None:
    add_till(house.server, tenant=house.code, store="q1", code="Q3", name="Quầy Q3")
    declare(house)
    lost = replace_till(house, forgotten(house), code="Q3")
    code = code_for(house, "Q3", is_new=False)
    assert show_again(lost, code) == replace(show_again(lost, code), nonce=show_again(lost, code).nonce)
    lost.sell("s1", None)
    assert whys(heard(lost)) == [""]


def replace_till(house: House, till: FakeTill, *, code: str) -> FakeTill:
    """The till as the one that the server has a row of."""
    known = house.server.database.read(lambda connection: find_till_by_code(connection, house.code, code))
    till.paired = replace(till.paired, till=known.till, till_number=known.number)
    return till


def test_one_that_comes_when_nobody_waits_any_longer_is_believed_as_far_as_members_have_it(
    house: House,
) -> None:
    house.q1.enrol(MEMBER)
    house.q1.sell("s1", MEMBER)
    house.q1.sync()
    declare(house)
    wait_no_longer(house)
    for till in (house.q1, house.q2):
        heard(till)
    house.clock.move(seconds=1)
    lost = forgotten(house)
    lost.sell("s2", MEMBER, earned=0, burn=burn("gone", "lot-s1", 40))
    lost.sell("s3", MEMBER, earned=0, burn=burn("gone-too", "lot-s1", 70))
    show_again(lost, code_for(house, "Q9"))
    assert whys(heard(lost)) == ["", "lease-unknown"]
    points = house.holdings().points
    assert (points.burned, points.outstanding, points.house_loss) == (40, 60, 0)
    sound(house)


def test_a_life_that_began_since_is_begun_again_once_what_came_before_it_was_said(house: House) -> None:
    house.q1.enrol(MEMBER)
    house.q1.sync()
    house.q1.sell("s1", MEMBER)
    later = born(house.q1, 2)
    later.sell("s2", MEMBER, earned=0, burn=burn("gone", "lot-s1", 40))
    life_unknown(later, "incarnation-unknown")
    declare(house)
    life_unknown(later, "incarnation-after-restore")
    with pytest.raises(Refused, match="incarnation-after-restore"):
        go_on(house.q1, seq=2, acked=2, given=2)
    house.q1.sync()
    for _ in range(2):
        assert go_on(house.q1, seq=2, acked=2, given=2).incarnation == 2
    assert whys(heard(later)) == [""]
    heard(house.q2)
    points = house.holdings().points
    assert (points.burned, points.outstanding) == (40, 60)
    sound(house)


def life_unknown(till: FakeTill, code: str) -> None:
    with pytest.raises(Refused, match=code):
        till.send(till.request())


def test_before_anybody_has_said_that_it_was_put_back_nothing_heals(house: House) -> None:
    code = code_for(house, "Q9")
    with pytest.raises(Refused, match="restore-unsaid"):
        show_again(forgotten(house), code)
    house.q1.sell("s1", None)
    with pytest.raises(Refused, match="journal-gap"):
        go_on(house.q1, seq=1, acked=1, given=0)
    with pytest.raises(Refused, match="incarnation-unknown"):
        go_on(house.q1, seq=1, acked=0, given=3)


def all_heard(house: House) -> None:
    declare(house)
    for till in (house.q1, house.q2):
        heard(till)


def test_a_till_that_was_heard_again_begins_no_life_by_a_word_of_then(house: House) -> None:
    house.q1.sync()
    all_heard(house)
    with pytest.raises(Refused, match="incarnation-unknown"):
        go_on(house.q1, seq=0, acked=0, given=2)
    life_unknown(born(house.q1, 2), "incarnation-unknown")


def test_a_till_that_comes_late_begins_its_life_of_today_when_nobody_waits_any_longer(house: House) -> None:
    house.q1.sell("s1", None)
    later = born(house.q1, 2)
    later.sell("s2", None)
    declare(house)
    wait_no_longer(house)
    life_unknown(later, "incarnation-after-restore")
    house.q1.sync()
    house.clock.move(hours=2)
    told = house.q1.send(replace(house.q1.request(), feed=FeedAsk("epoch", 0, 0)))
    assert isinstance(told, SyncAnswer)
    assert go_on(house.q1, seq=1, acked=1, given=2).incarnation == 2
    assert whys(heard(later)) == [""]


def test_a_till_that_has_lived_since_the_last_restore_is_not_lost_by_it(house: House) -> None:
    all_heard(house)
    lost, code = forgotten(house), code_for(house, "Q9")
    word = house.server.database.read(lambda connection: last_restore(connection, house.tenant))
    assert word is not None
    with pytest.raises(Refused, match="restore-unsaid"):
        show_again(lost, code, replace(as_it_was(lost), epoch=word.restore))
    assert show_again(lost, code).till == lost.paired.till


def test_a_server_of_another_key_than_the_till_believes_spends_no_code_on_it(house: House) -> None:
    declare(house)
    lost, code = forgotten(house), code_for(house, "Q9")
    with pytest.raises(Refused, match="pairing-other-server"):
        show_again(lost, code, replace(as_it_was(lost), server_key=bytes(32)))
    ours = replace(as_it_was(lost), server_key=house.server.keys.public_key())
    assert show_again(lost, code, ours).till == lost.paired.till


def test_a_word_of_long_ago_brings_no_till_back(house: House) -> None:
    all_heard(house)
    house.clock.move(days=LATE.days + 1)
    with pytest.raises(Refused, match="restore-unsaid"):
        show_again(forgotten(house), code_for(house, "Q9"))
    declare(house)
    assert show_again(forgotten(house), code_for(house, "Q9", is_new=False)).till


def test_of_two_disks_each_goes_on_and_nothing_that_was_acknowledged_is_passed_over(house: House) -> None:
    """One lived in life 3 and one in life 2; the copy is of life 1, and the one in life 3 comes first."""
    house.q1.sync()
    other = born(house.q1, 2)
    other.sell("s1", None)
    declare(house)
    assert go_on(house.q1, seq=0, acked=0, given=3).incarnation == 3
    with pytest.raises(Refused, match="journal-gap"):
        go_on(other, seq=1, acked=1, given=0)
    answer = go_on(other, seq=1, acked=1, given=0, says_lost=True)
    assert (answer.incarnation, answer.is_cloned) == (4, True)
    assert {each.incarnation: each.seq for each in answer.held} == {1: 0, 3: 0, 4: 0}


def test_one_that_went_on_from_before_a_life_of_another_disk_goes_on_from_there(house: House) -> None:
    """The copy is of life 2, which another disk had; this one knows of lives 1 and 3."""
    house.q1.sync()
    assert go_on(house.q1, seq=0, acked=0, given=0).incarnation == 2
    declare(house)
    with pytest.raises(Refused, match="incarnation-retired"):
        go_on(house.q1, seq=0, acked=0, given=2)
    answer = go_on(house.q1, seq=0, acked=0, given=3)
    assert (answer.incarnation, answer.is_cloned) == (3, True)
    later = born(house.q1, 3)
    later.sell("s1", None)
    assert whys(heard(later)) == [""]


def test_a_code_makes_a_till_no_other_than_it_is_and_is_good_still_when_that_was_refused(
    house: House,
) -> None:
    other_store = one_more_till(house, "Q5", store="q5")
    declare(house)
    lost, code = forgotten(house), code_for(house, "Q9")
    paired = make_pairing_code(house.server, tenant=house.code, till="Q2")
    mine = as_it_was(lost)
    refusals = {
        "till-of-another-store": (code, replace(mine, store=other_store.paired.store)),
        "code-of-another-till": (code, replace(mine, till=house.q1.paired.till)),
        "till-paired-since": (code, replace(mine, incarnation=MOST_LIVES + 1)),
    }
    for problem, (shown, before) in refusals.items():
        with pytest.raises(Refused, match=problem):
            show_again(lost, shown, before)
    with pytest.raises(Refused, match="code-of-another-till"):
        show_again(lost, paired)
    with pytest.raises(Refused, match="till-paired-since"):
        show_again(lost, paired, replace(mine, till=house.q2.paired.till))
    revoke_till(house.server, tenant=house.code, till="Q2")
    with pytest.raises(Refused, match="till-revoked"):
        show_again(lost, make_pairing_code(house.server, tenant=house.code, till="Q2"))
    assert show_again(lost, code).till == lost.paired.till


def test_its_number_is_its_own_again_where_no_other_till_was_paired_by_it(house: House) -> None:
    """Receipts are told apart by it: of two that were added in another order each has its old one."""
    declare(house)
    lost = forgotten(house, number=4)
    first, second = code_for(house, "Q3"), code_for(house, "Q4")
    assert show_again(lost, first).till_number == 4
    one = forgotten(house, number=1)
    one.paired = replace(one.paired, till=f"{house.tenant}-lost-too")
    assert show_again(one, second).till_number == 3
