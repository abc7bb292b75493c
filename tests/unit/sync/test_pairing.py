"""Becoming a till: what is kept where, and what can go wrong."""

from dataclasses import dataclass, field, replace

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.wire.messages import PairAnswer, PairRequest, TillBefore
from resources.catalogue import Catalogue
from terminal.keystore.fake import FakeKeyStore
from terminal.pairing import Introduction, PairedServer, pair_till, pair_till_again
from terminal.settings import TillIdentity
from terminal.sync.keys import TillKey, new_till_key
from tests.sync_model.memory_book import MemoryBook

ANSWER = PairAnswer(
    tenant="tenant-1",
    store="store-1",
    till="till-1",
    till_number=2,
    till_code="Q2",
    till_name="Quầy 2",
    incarnation=1,
    feed_epoch="epoch-1",
    pin_pepper=bytes(16),
    server_key=bytes(32),
    ca_pem="the server's own authority",
    nonce="nonce",
    server_time="2026-11-25T03:00:00.000Z",
)
TYPED = Introduction(url="https://till.example.vn:443", is_secure=True, code=" 4K7P-92QX ", ca_pem=None)


@dataclass
class Beginning:
    """A till before its first day, and what it was told."""

    answer: PairAnswer | Exception = ANSWER
    keys: FakeKeyStore = field(default_factory=FakeKeyStore)
    book: MemoryBook = field(default_factory=MemoryBook)
    asked: list[PairRequest] = field(default_factory=list[PairRequest])
    database_keys: list[bytes] = field(default_factory=list[bytes])

    def pair(self, introduction: Introduction = TYPED) -> TillIdentity:
        return pair_till(
            introduction,
            keys=self.keys,
            new_key=new_till_key,
            public_half=lambda raw: TillKey(raw).public,
            ask=self.ask,
            open_book=self.open_book,
        )

    def pair_again(self) -> TillIdentity:
        return pair_till_again(
            TYPED,
            keys=self.keys,
            public_half=lambda raw: TillKey(raw).public,
            ask=self.ask,
            book=self.book,
            server_key=bytes(32),
        )

    def ask(self, request: PairRequest) -> PairAnswer:
        self.asked.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def open_book(self, key: bytes) -> MemoryBook:
        self.database_keys.append(key)
        return self.book

    def refusal(self, introduction: Introduction = TYPED) -> Refused:
        with pytest.raises(Refused) as fault:
            self.pair(introduction)
        return fault.value


def test_a_paired_till_knows_who_it_is_and_whose() -> None:
    till = Beginning()
    identity = till.pair()
    assert (identity.till, identity.code, identity.number, identity.incarnation) == ("till-1", "Q2", 2, 1)
    assert till.book.identity() == identity
    assert till.book.whose == PairedServer(
        url="https://till.example.vn:443", key=bytes(32), ca_pem="the server's own authority"
    )
    assert till.book.feed_epoch == "epoch-1"


def test_the_code_is_sent_trimmed_with_the_public_half_of_a_key_that_stays_here() -> None:
    till = Beginning()
    till.pair()
    kept = till.keys.get("till-key")
    assert kept is not None
    assert till.asked == [PairRequest(code="4K7P-92QX", public_key=TillKey(kept).public)]
    assert till.keys.get("pin-pepper") == bytes(16)


def test_the_database_has_a_key_of_32_bytes_that_no_server_sees() -> None:
    till = Beginning()
    till.pair()
    assert till.database_keys == [till.keys.get("database-key")]
    assert len(till.database_keys[0]) == 32


def test_a_till_is_paired_once_and_the_server_is_not_asked_again() -> None:
    till = Beginning()
    till.pair()
    refusal = till.refusal()
    assert (refusal.code, refusal.params) == ("already-paired", {"till": "Q2"})
    assert len(till.asked) == 1


@pytest.mark.parametrize(
    ("problem", "ours"),
    [
        ("pairing-code-unknown", "pairing-code-wrong"),
        ("pairing-code-expired", "pairing-code-expired"),
        ("pairing-code-used", "pairing-code-used"),
        ("something-new", "pairing-refused"),
    ],
)
def test_a_code_that_is_not_taken_has_its_own_sentence(problem: str, ours: str) -> None:
    till = Beginning(answer=Refused("server-refused", problem=problem, why="No."))
    assert till.refusal().code == ours
    assert till.book.identity() is None


@pytest.mark.parametrize(
    ("code", "ours"),
    [
        ("server-absent", "pairing-server-absent"),
        ("server-untrusted", "pairing-server-untrusted"),
        ("server-broke-off", "pairing-broke-off"),
        ("server-slow", "pairing-slow"),
        ("server-nonsense", "pairing-nonsense"),
        ("server-busy", "pairing-busy"),
    ],
)
def test_no_trouble_with_the_server_speaks_of_sales_while_there_is_no_till(code: str, ours: str) -> None:
    till = Beginning(answer=Unavailable(code, retry=True, server="http://127.0.0.1:9", why="because."))
    with pytest.raises(Unavailable) as trouble:
        till.pair()
    assert trouble.value.code == ours
    assert till.book.identity() is None
    english = Catalogue.load("en").text(f"error.{ours}", **trouble.value.params)
    assert "ales" not in english
    assert "because." in english
    assert "án hàng" not in Catalogue.load("vi").text(f"error.{ours}", **trouble.value.params)


@pytest.mark.parametrize("code", ["", "   ", "4" * 41])
def test_what_cannot_be_a_code_is_not_sent(code: str) -> None:
    till = Beginning()
    assert till.refusal(replace(TYPED, code=code)).code == "pairing-code-wrong"
    assert till.asked == []


def test_an_authority_that_was_given_is_pinned_where_the_server_names_none() -> None:
    till = Beginning(answer=replace(ANSWER, ca_pem=None))
    till.pair(replace(TYPED, ca_pem="the file"))
    assert till.book.whose is not None
    assert till.book.whose.ca_pem == "the file"


def test_over_tls_somebody_must_vouch_for_the_server() -> None:
    till = Beginning(answer=replace(ANSWER, ca_pem=None))
    assert till.refusal().code == "server-without-authority"
    assert till.book.identity() is None


def test_on_this_machine_nobody_needs_to() -> None:
    till = Beginning(answer=replace(ANSWER, ca_pem=None))
    till.pair(replace(TYPED, url="http://127.0.0.1:8080", is_secure=False))
    assert till.book.whose is not None
    assert till.book.whose.ca_pem is None


def test_an_attempt_that_failed_is_repeated_with_the_same_key() -> None:
    till = Beginning()
    till.book.broken = True
    with pytest.raises(Unavailable):
        till.pair()
    till.book.broken = False
    till.pair()
    assert till.asked[0] == till.asked[1]
    assert till.database_keys[0] == till.database_keys[1]


def test_without_a_key_store_nothing_is_begun() -> None:
    till = Beginning()
    till.keys.broken = True
    with pytest.raises(Unavailable, match="key-store-unavailable"):
        till.pair()
    assert till.asked == []


def test_a_forgotten_till_says_who_it_is_and_keeps_its_key_and_its_books() -> None:
    till = Beginning()
    identity = till.pair()
    kept = till.keys.get("till-key"), till.book.feed_epoch
    assert till.pair_again() == identity
    first, again = till.asked
    assert again.before == TillBefore("till-1", "store-1", 2, 1, kept[1], ANSWER.server_key)
    assert again.public_key == first.public_key
    assert (till.keys.get("till-key"), till.book.feed_epoch) == kept


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (replace(ANSWER, server_key=bytes([1]) * 32), "pairing-other-server"),
        (replace(ANSWER, tenant="tenant-2"), "pairing-other-server"),
        (Refused("server-refused", problem="pairing-other-server", why="Key."), "pairing-other-server"),
        (replace(ANSWER, till="till-9"), "pairing-other-till"),
        (replace(ANSWER, incarnation=2), "pairing-other-till"),
        (Refused("server-refused", problem="pairing-code-used", why="Used."), "pairing-code-used"),
        (Refused("server-refused", problem="till-paired-since", why="Since."), "pairing-refused"),
    ],
)
def test_an_answer_that_does_not_know_it_changes_nothing(answer: PairAnswer | Exception, code: str) -> None:
    till = Beginning()
    till.pair()
    till.answer = answer
    with pytest.raises(Refused, match=code):
        till.pair_again()


def test_who_was_never_paired_cannot_be_known_again() -> None:
    with pytest.raises(Refused, match="not-paired"):
        Beginning().pair_again()
