"""The server's small pure parts: time, ids, nonces, keys, the vault, standing, placing, reading."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from stat import S_IMODE
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused, Unavailable
from loyalty.program import parse_program
from loyalty.units import Money, Points
from loyalty.wire.chain import GENESIS
from loyalty.wire.feed import MemberDay, PersonState
from server.clock import SystemClock, moment_text, parse_moment
from server.ids import new_id
from server.keys import ServerKeys, load_or_make_keys
from server.model import Chain, KeptPurchase
from server.nonces import LIFETIME, Nonces
from server.usecases.incoming import read_incoming
from server.usecases.placing import Fork, find_fork
from server.usecases.standing import day_of, history_since, used
from server.vault import Vault
from tests.unit.loyalty.shop import program_text
from tests.unit.wire.chains import chain_of
from tests.unit.wire.every_message import REQUEST

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
PERSON = PersonState("Nguyễn Văn An", "+84912345678", "0912 345 678", "11-21")


@given(st.integers(0, 7_000_000_000_000).map(lambda ms: EPOCH + timedelta(milliseconds=ms)))
def test_a_moment_survives_as_text_and_sorts_as_in_time(moment: datetime) -> None:
    assert parse_moment(moment_text(moment)) == moment
    assert moment_text(moment) < moment_text(moment + timedelta(milliseconds=1))


def test_a_moment_of_another_zone_is_told_in_utc() -> None:
    hanoi = datetime(2026, 11, 25, 10, 0, tzinfo=timezone(timedelta(hours=7)))
    assert moment_text(hanoi) == "2026-11-25T03:00:00.000Z"


@pytest.mark.parametrize(
    ("microsecond", "end"), [(0, "000"), (999, "000"), (1_000, "001"), (120_000, "120"), (999_999, "999")]
)
def test_a_moment_is_cut_to_milliseconds(microsecond: int, end: str) -> None:
    moment = datetime(999, 1, 2, 3, 4, 5, microsecond, tzinfo=UTC)
    assert moment_text(moment) == f"0999-01-02T03:04:05.{end}Z"
    with pytest.raises(ValueError, match="no offset"):
        parse_moment("2026-11-25T10:00:00")
    assert SystemClock().now().microsecond % 1000 == 0


def test_ids_are_of_version_7_and_sort_by_age() -> None:
    early, late = new_id(NOW), new_id(NOW + timedelta(seconds=1))
    assert UUID(early).version == 7
    assert early < late
    assert len({new_id(NOW) for _ in range(1000)}) == 1000


def test_a_nonce_is_good_for_its_till_and_its_time_only() -> None:
    nonces = Nonces(b"k" * 32)
    nonce = nonces.issue("q1", NOW)
    assert nonces.is_fresh(nonce, "q1", NOW + LIFETIME)
    assert not nonces.is_fresh(nonce, "q1", NOW + LIFETIME + timedelta(seconds=1))
    assert not nonces.is_fresh(nonce, "q1", NOW - timedelta(seconds=1))
    assert not nonces.is_fresh(nonce, "q2", NOW)
    assert not Nonces(b"x" * 32).is_fresh(nonce, "q1", NOW)


@given(st.text(max_size=60))
def test_no_other_text_is_a_nonce(text: str) -> None:
    assert not Nonces(b"k" * 32).is_fresh(text, "q1", NOW)


def test_keys_are_made_once_and_are_for_one_purpose_each(tmp_path: Path) -> None:
    keys = load_or_make_keys(tmp_path / "new")
    assert load_or_make_keys(tmp_path / "new") == keys
    assert S_IMODE((tmp_path / "new" / "master.key").stat().st_mode) == 0o600
    made = {
        keys.derived("a"),
        keys.derived("b"),
        keys.derived("a", "t"),
        keys.pin_pepper("t"),
        keys.public_key(),
    }
    assert len(made) == 5


@pytest.mark.parametrize("content", ["", "zz", "00ff"])
def test_a_damaged_master_key_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "master.key").write_text(content)
    with pytest.raises(Refused, match="master-key-damaged"):
        load_or_make_keys(tmp_path)


def test_a_folder_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="server-folder-unwritable"):
        load_or_make_keys(tmp_path / "file")


def test_a_person_is_opened_by_the_right_key_for_the_right_member_only() -> None:
    vault = Vault(ServerKeys(b"k" * 32), "t1")
    sealed = vault.seal("m1", PERSON)
    assert vault.open("m1", sealed) == PERSON
    assert vault.seal("m1", PERSON) != sealed
    for other, member in ((vault, "m2"), (Vault(ServerKeys(b"k" * 32), "t2"), "m1")):
        with pytest.raises(InvalidTag):
            other.open(member, sealed)
    changed = replace(sealed, sealed=sealed.sealed[:-1] + bytes([sealed.sealed[-1] ^ 1]))
    with pytest.raises(InvalidTag):
        vault.open("m1", changed)


def test_a_phone_is_found_by_the_same_hash_in_its_tenant_only() -> None:
    keys = ServerKeys(b"k" * 32)
    handle = Vault(keys, "t1").handle("phone", "+84912345678")
    assert handle == Vault(keys, "t1").handle("phone", "+84912345678")
    assert handle != Vault(keys, "t2").handle("phone", "+84912345678")


LIMITS = """
format = 1
name = "x"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"
[points]
earn = 1
per_amount = 1
worth = 1
[tiers]
window = "{window}"
[[tier]]
id = "member"
[[promotion]]
id = "p"
name = "P"
kind = "percent_off"
percent = 5
when = {{ limit = {{ times = 1, per = "{per}" }} }}
"""


def bought(day: str, *rules: str, voided: bool = False) -> KeptPurchase:
    at = datetime.fromisoformat(f"{day}T12:00:00+07:00")
    return KeptPurchase(
        sale=day, store="", at=at, spend=Money(1), points=Points(1), rules=rules or ("p",), voided=voided
    )


@pytest.mark.parametrize(
    ("per", "birthday", "day", "at", "counts"),
    [
        ("day", None, "2026-11-25", "2026-11-25T23:59:59+07:00", True),
        ("day", None, "2026-11-25", "2026-11-26T00:00:00+07:00", False),
        ("week", None, "2026-11-23", "2026-11-29T12:00:00+07:00", True),
        ("week", None, "2026-11-22", "2026-11-23T12:00:00+07:00", False),
        ("week", None, "2026-12-31", "2027-01-01T12:00:00+07:00", True),
        ("month", None, "2026-11-01", "2026-11-30T12:00:00+07:00", True),
        ("month", None, "2025-11-25", "2026-11-25T12:00:00+07:00", False),
        ("year", None, "2026-01-01", "2026-12-31T12:00:00+07:00", True),
        ("year", None, "2025-12-31", "2026-01-01T12:00:00+07:00", False),
        ("ever", None, "2001-01-01", "2026-01-01T12:00:00+07:00", True),
        ("birthday", "11-21", "2026-11-01", "2026-12-24T12:00:00+07:00", True),
        ("birthday", "1990-01-02", "2026-12-30", "2027-01-05T12:00:00+07:00", True),
        ("birthday", "11-21", "2025-11-21", "2026-11-21T12:00:00+07:00", False),
        ("birthday", "02-29", "2027-02-28", "2027-03-01T12:00:00+07:00", True),
    ],
)
def test_a_limit_counts_the_sales_of_its_running_period(
    per: str, birthday: str | None, day: str, at: str, *, counts: bool
) -> None:
    program = parse_program(LIMITS.format(per=per, window="lifetime"), name="p")
    purchases = [bought(day), bought(day, "other"), bought(day, voided=True)]
    found = used(program, purchases, at=datetime.fromisoformat(at), birthday=birthday)
    assert found == ({"p": 1} if counts else {})


def test_history_is_loaded_as_far_back_as_it_can_matter() -> None:
    def since(per: str, window: str) -> datetime | None:
        return history_since(parse_program(LIMITS.format(per=per, window=window), name="p"), NOW)

    assert since("ever", "calendar-year") is None
    assert since("day", "lifetime") is None
    back = since("day", "rolling-12-months")
    assert back is not None
    assert back < datetime(2025, 1, 1, tzinfo=UTC)
    assert history_since(None, NOW) == NOW


def chain(acked: int) -> Chain:
    events = chain_of(2)
    hash_ = events[acked - 1].hash if acked else GENESIS
    return Chain(tenant="t", till="q1", incarnation=1, ack_seq=acked, ack_hash=hash_, state="open")


def test_a_batch_is_placed_by_the_hashes_of_what_is_held() -> None:
    events = chain_of(2)
    held = {event.seq: event.hash for event in events}
    assert find_fork(chain(0), REQUEST, {}) is None
    assert find_fork(chain(2), REQUEST, held) is None
    assert find_fork(chain(2), REQUEST, {**held, 2: bytes(32)}) == Fork(2, events[1].hash, bytes(32))
    other_start = replace(REQUEST, prev_hash=b"x" * 32)
    assert find_fork(chain(0), other_start, {}) == Fork(0, b"x" * 32, GENESIS)


def test_events_are_read_and_none_is_dropped() -> None:
    events = [replace(event, kind="shift_opened") for event in chain_of(3)]
    read = read_incoming(GENESIS, events, known_operations={"op-3": ("k", "{}")}, now=NOW)
    assert [each.fault for each in read] == ["chain-broken", "chain-broken", "chain-broken"]
    whole = chain_of(3)
    read = read_incoming(GENESIS, whole, known_operations={"op-3": ("k", "{}")}, now=NOW - timedelta(days=1))
    assert [each.fault.partition(":")[0] for each in read] == [
        "body-unreadable", "body-unreadable", "operation-repeated"
    ]  # fmt: skip
    assert {each.at for each in read} == {NOW - timedelta(days=1)}


def test_the_day_of_a_member_is_told_where_a_program_limits_days() -> None:
    limited = parse_program(program_text(more="[limits]\nsales_per_day = 3\n"), name="limited.toml")
    at = datetime.fromisoformat("2026-11-24T15:00:00+07:00")

    def kept(hours: float, points: int, *, voided: bool = False) -> KeptPurchase:
        moment = at + timedelta(hours=hours)
        return KeptPurchase(
            sale="s", store="q1", at=moment, spend=Money(1), points=Points(points), voided=voided
        )

    purchases = [kept(-16, 5), kept(-1, 7), kept(-2, 9, voided=True), kept(0, 3)]
    assert day_of(limited, purchases, at=at) == MemberDay(date="2026-11-24", earned=Points(10), sales=2)
    counting = program_text(more="").replace("[[tier]]", '[tiers]\nmeasure = "visits"\n\n[[tier]]', 1)
    assert day_of(parse_program(counting, name="visits.toml"), purchases, at=at) is not None
    assert day_of(parse_program(program_text(), name="free.toml"), purchases, at=at) is None
    assert day_of(None, purchases, at=at) is None
