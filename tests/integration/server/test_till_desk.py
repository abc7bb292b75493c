"""Another till is opened from a till of the store: by a manager, with a code that pairs it and no other."""

from itertools import count

import pytest

from loyalty.errors import Refused
from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.messages import PairRequest
from loyalty.wire.store_desk import TillOpened, TillOpening
from server.store.tables.tenancy import pairing_codes, tills
from server.usecases.admin.reclaim import revoke_till
from server.usecases.admin.setup import add_store, add_till, make_pairing_code
from server.usecases.pair import CODE_LIFETIME, pair
from server.usecases.throttle import PAIRING_CODES
from server.usecases.till_desk import open_till
from tests.integration.server.conftest import SETTINGS, House
from tests.integration.server.http import Http
from tests.integration.server.tills import pair_till

DEEDS = count(1)


def ask(house: House, name: str = "Quầy 3", *, by: str = "manager", deed: str = "") -> TillOpened:
    opening = TillOpening(1, deed or f"deed-{next(DEEDS)}", by, name)
    return open_till(house.server, house.q1.account, opening, nonce="n")


def names(house: House) -> list[tuple[str, str]]:
    mine = (row for row in house.rows(tills) if row["tenant"] == house.tenant)
    return sorted((str(row["code"]), str(row["name"])) for row in mine)


def test_what_the_code_pairs_is_another_till_of_the_same_store_that_sells(house: House) -> None:
    before = names(house)
    opened = ask(house, "  Quầy   3 ")
    assert (opened.till_code, opened.till_name) == ("Q3", "Quầy 3")
    assert opened.seconds == CODE_LIFETIME.total_seconds()
    third = pair_till(house.server, opened.pairing_code, now=house.clock.now())
    assert third.paired.store == house.q1.paired.store
    assert third.paired.till_number not in {house.q1.paired.till_number, house.q2.paired.till_number}
    assert names(house) == [*before, ("Q3", "Quầy 3")]
    third.fingerprint = house.q1.fingerprint
    third.enrol("member-an")
    third.sell("s1", "member-an", earned=10)
    third.sync()
    assert house.holdings().points.outstanding == 10
    house.check()


def test_the_same_name_again_is_the_same_till_with_another_code_until_it_is_paired(house: House) -> None:
    first, again = ask(house), ask(house, "quầy 3")
    assert first.till_code == again.till_code
    assert first.pairing_code != again.pairing_code
    assert len([name for _, name in names(house) if name == "Quầy 3"]) == 1
    pair_till(house.server, again.pairing_code, now=house.clock.now())
    with pytest.raises(Refused, match="till-name-taken"):
        ask(house)
    assert ask(house, "Quầy 4").till_code == "Q4"


def test_the_same_deed_again_has_the_same_code_and_as_long_as_is_left_of_it(house: House) -> None:
    first = ask(house, deed="d1")
    house.clock.move(minutes=10)
    again = ask(house, deed="d1")
    assert (again.pairing_code, again.seconds) == (first.pairing_code, first.seconds - 600)
    assert len([name for _, name in names(house) if name == "Quầy 3"]) == 1
    pair_till(house.server, again.pairing_code, now=house.clock.now())
    with pytest.raises(Refused, match="pairing-code-used"):
        ask(house, deed="d1")


def test_a_deed_whose_code_ran_out_is_not_answered_as_good(house: House) -> None:
    ask(house, deed="d1")
    house.clock.move(minutes=30)
    with pytest.raises(Refused, match="pairing-code-expired"):
        ask(house, deed="d1")
    assert ask(house, deed="d2").seconds == CODE_LIFETIME.total_seconds()


def test_a_till_at_work_keeps_its_place_and_a_revoked_one_comes_back_at_the_server_only(house: House) -> None:
    at_work = next(name for code, name in names(house) if code == "Q2")
    with pytest.raises(Refused, match="till-name-taken"):
        ask(house, at_work)
    revoke_till(house.server, tenant=house.code, till="Q2")
    with pytest.raises(Refused, match="till-name-taken"):
        ask(house, at_work)


def test_a_till_that_was_revoked_before_it_was_paired_waits_for_nothing(house: House) -> None:
    opened = ask(house)
    revoke_till(house.server, tenant=house.code, till=opened.till_code)
    with pytest.raises(Refused, match="till-name-taken"):
        ask(house)
    with pytest.raises(Refused, match="pairing-code-expired"):
        pair(house.server, PairRequest(opened.pairing_code, bytes(32)))


def test_a_till_of_that_name_in_another_store_is_another(house: House) -> None:
    add_store(house.server, tenant=house.code, code="q7", settings=SETTINGS)
    add_till(house.server, tenant=house.code, store="q7", code="Q3", name="Quầy 3")
    assert ask(house).till_code == "Q4"


def test_codes_follow_on_the_letters_of_who_asks(house: House) -> None:
    add_till(house.server, tenant=house.code, store="q1", code="KHO9", name="Kho")
    code = make_pairing_code(house.server, tenant=house.code, till="KHO9")
    far = pair_till(house.server, code, now=house.clock.now())
    assert (
        open_till(house.server, far.account, TillOpening(1, "d1", "manager", "Kho 2"), nonce="n").till_code
        == "KHO1"
    )


@pytest.mark.parametrize("by", ["lan", "supervisor", "auditor", "nobody"])
def test_nobody_but_a_manager_lets_a_till_in(house: House, by: str) -> None:
    before, codes = names(house), len(house.rows(pairing_codes))
    with pytest.raises(Refused, match="operator-may-not"):
        ask(house, by=by)
    assert (names(house), len(house.rows(pairing_codes))) == (before, codes)


def test_a_till_that_was_revoked_lets_nobody_in(house: House) -> None:
    revoke_till(house.server, tenant=house.code, till="Q1")
    with pytest.raises(Refused, match="till-revoked"):
        ask(house)


def test_so_many_codes_at_once_and_no_more_until_time_has_passed(house: House) -> None:
    for _ in range(PAIRING_CODES.burst):
        ask(house)
    with pytest.raises(Refused, match="too-many-pairing-codes"):
        ask(house)
    house.clock.move(minutes=3)
    ask(house)
    with pytest.raises(Refused, match="too-many-pairing-codes"):
        ask(house)


def test_a_code_that_ran_out_pairs_nothing_and_no_code_lies_in_the_database(house: House) -> None:
    opened = ask(house)
    letters = opened.pairing_code.replace("-", "")
    assert not any(letters in str(value) for row in house.rows(pairing_codes) for value in row.values())
    house.clock.move(minutes=31)
    with pytest.raises(Refused, match="pairing-code-expired"):
        pair(house.server, PairRequest(opened.pairing_code, bytes(32)))


@pytest.mark.parametrize(
    ("name", "status", "code"), [("  ", 400, "till-name-missing"), ("x" * 41, 400, "wire-refused")]
)
def test_over_the_wire_a_name_that_is_none_has_its_code(
    house: House, name: str, status: int, code: str
) -> None:
    asked = canonical_bytes(TillOpening(1, "d1", "manager", name).to_json())
    reply = Http(house.server).signed(house.q1, "POST", "/v1/store/tills", data=asked)
    assert (reply.status, reply.body["code"]) == (status, code)
