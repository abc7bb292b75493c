"""How often members may be looked up and codes be guessed: for all workers together, in bounded room."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.messages import PairRequest
from server.limits import Allowance
from server.routes.guard import CODES_OF_ADDRESS, MOST_ADDRESSES, SIGNATURES_OF_ADDRESS, Guard
from server.store.tables.tenancy import tallies
from server.usecases.admin.setup import make_pairing_code
from server.usecases.pair import pair
from server.usecases.throttle import LOOK_UPS, MISSES, MISSES_OF_ALL_TILLS, WRONG_CODES
from tests.integration.server.conftest import FakeClock, House, make_house
from tests.integration.server.http import Http, Reply
from tests.integration.server.tills import FakeTill

AN = "member-an"
CARD = card_number(7)
START = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def look_up(http: Http, till: FakeTill, query: str) -> Reply:
    return http.signed(till, "GET", f"/v1/members/look-up?{query}")


def miss(http: Http, till: FakeTill, number: int) -> int:
    return look_up(http, till, f"phone=%2B849{number:08d}").status


def test_a_till_that_tries_numbers_out_learns_no_more_for_a_while(house: House) -> None:
    house.q1.enrol(AN, card=CARD)
    house.q1.sync()
    http = Http(house.server)
    said = [miss(http, house.q1, number) for number in range(MISSES.burst + 1)]
    assert said == [404] * MISSES.burst + [429]
    refused = look_up(http, house.q1, f"card={CARD}")  # who is a member is told neither
    assert (refused.status, refused.body["code"]) == (429, "too-many-look-ups")
    assert refused.body["sentence"] == "Too many members were looked up from here; ask again in 10 seconds."
    assert refused.retry_after == "10"
    assert look_up(http, house.q2, f"card={CARD}").status == 200
    house.clock.move(seconds=10)
    assert look_up(http, house.q1, f"card={CARD}").status == 200


def test_all_workers_count_together(house: House) -> None:
    workers = [Http(house.server) for _ in range(3)]
    said = [miss(workers[number % 3], house.q1, number) for number in range(MISSES.burst + 5)]
    assert said.count(404) == MISSES.burst


def test_even_who_finds_everybody_cannot_ask_for_ever(house: House) -> None:
    house.q1.enrol(AN, card=CARD)
    house.q1.sync()
    http = Http(house.server)
    said = [look_up(http, house.q1, f"card={CARD}").status for _ in range(LOOK_UPS.burst + 1)]
    assert said == [200] * LOOK_UPS.burst + [429]


def test_many_tills_of_one_company_together_are_limited_too(house: House) -> None:
    far = make_house(house.server, house.clock)
    full_at = house.clock.now() + MISSES_OF_ALL_TILLS.burst * MISSES_OF_ALL_TILLS.every
    row = {"tenant": house.tenant, "what": "misses", "who": "", "full_at": full_at}
    house.server.database.write(lambda connection: connection.execute(tallies.insert(), row).close())
    http = Http(house.server)
    assert miss(http, house.q1, 1) == 429
    assert miss(http, far.q1, 1) == 404
    house.clock.move(seconds=1)
    assert [miss(http, house.q1, number) for number in range(7)] == [404] * 5 + [429] * 2


def test_the_rows_are_as_many_as_the_tills(house: House) -> None:
    http = Http(house.server)
    for number in range(MISSES.burst + 5):
        miss(http, house.q1, number)
    assert sorted((row["what"], row["who"]) for row in house.rows(tallies)) == [
        ("look-ups", house.q1.paired.till),
        ("misses", ""),
        ("misses", house.q1.paired.till),
    ]


def guess(http: Http, code: str) -> Reply:
    return http.send("POST", "/v1/pair", data=canonical_bytes(PairRequest(code, bytes(32)).to_json()))


def test_whoever_guesses_pairing_codes_has_to_wait(house: House) -> None:
    http = Http(house.server)
    right = make_pairing_code(house.server, tenant=house.code, till="Q1")
    said = [guess(http, f"AAAA-AA{number:02d}").status for number in range(CODES_OF_ADDRESS.burst + 1)]
    assert said == [404] * CODES_OF_ADDRESS.burst + [429]
    refused = guess(http, right)
    assert (refused.status, refused.body["code"], refused.retry_after) == (429, "too-many-codes", "30")
    house.clock.move(seconds=30)
    assert guess(http, right).status == 200


def test_codes_guessed_from_everywhere_are_limited_together(house: House) -> None:
    now = house.clock.now()
    row = {
        "tenant": "",
        "what": "wrong-codes",
        "who": "",
        "full_at": now + WRONG_CODES.burst * WRONG_CODES.every,
    }
    house.server.database.write(lambda connection: connection.execute(tallies.delete()).close())
    house.server.database.write(lambda connection: connection.execute(tallies.insert(), row).close())
    right = make_pairing_code(house.server, tenant=house.code, till="Q1")
    with pytest.raises(Refused, match="too-many-codes"):
        pair(house.server, PairRequest(right, bytes(32)))
    house.clock.move(seconds=1)
    assert pair(house.server, PairRequest(right, bytes(32))).till == house.q1.paired.till


def test_signatures_that_do_not_fit_get_no_more_nonces_and_hold_up_no_till(house: House) -> None:
    http = Http(house.server)
    forger = FakeTill(house.server, Ed25519PrivateKey.generate(), house.q1.paired, house.clock.now())
    data = canonical_bytes(house.q1.request().to_json())
    headers = http.headers(forger, "POST", "/v1/sync", data)
    said = [
        http.send("POST", "/v1/sync", data=data, headers=headers)
        for _ in range(SIGNATURES_OF_ADDRESS.burst + 1)
    ]
    assert [reply.status for reply in said] == [401] * SIGNATURES_OF_ADDRESS.burst + [429]
    assert "nonce" not in said[-1].body
    assert http.sync(house.q1, house.q1.request().to_json()).status == 200


def test_addresses_are_kept_up_to_a_number_and_networks_count_as_one() -> None:
    guard = Guard(Allowance(1, timedelta(seconds=10)), FakeClock(), code="too-many-codes")
    for number in range(MOST_ADDRESSES + 50):
        guard.count(f"10.{number // 65536}.{number // 256 % 256}.{number % 256}")
    assert len(guard) == MOST_ADDRESSES
    guard.check("10.0.0.1")  # heard of longest ago
    with pytest.raises(Refused, match="too-many-codes"):
        guard.check("10.0.16.20")


@given(
    burst=st.integers(1, 20),
    every=st.integers(1, 50),
    steps=st.lists(st.integers(0, 40), max_size=120),
)
def test_no_more_is_given_than_the_burst_and_what_came_back_since(
    burst: int, every: int, steps: list[int]
) -> None:
    allowance = Allowance(burst, timedelta(seconds=every))
    full_at, now, given_at = None, START, list[datetime]()
    for seconds in steps:
        now += timedelta(seconds=seconds)
        wait = allowance.wait(full_at, now)
        if wait:
            assert allowance.wait(full_at, now + timedelta(seconds=wait)) == 0
            assert allowance.wait(full_at, now + timedelta(seconds=wait - 1)) > 0
            continue
        full_at = allowance.take(full_at, now)
        given_at.append(now)
    for first in range(len(given_at)):
        for last in range(first, len(given_at)):
            span = (given_at[last] - given_at[first]).total_seconds()
            assert last - first + 1 <= burst + span / every


def test_a_clock_that_was_ahead_holds_nobody_up_for_long() -> None:
    allowance = Allowance(10, timedelta(seconds=6))
    assert allowance.wait(START + timedelta(days=365), START) <= 6
