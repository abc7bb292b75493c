"""The settings of the store, changed from a till: what is typed, whose PIN is asked, and what is so since."""

from dataclasses import replace
from typing import Final

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.wire.feed import Bank
from loyalty.wire.roles import Role
from loyalty.wire.store_desk import StoreDeed, StoreDeedDone
from server.usecases.store_desk import changed
from terminal.audit import AuditQuery
from terminal.in_force import in_force_now
from terminal.session import Session
from terminal.usecases.audit import look_through
from terminal.usecases.store_desk import StoreWish, change_store, wish_of
from tests.unit.terminal.till_kit import MORNING, PIN, Counter, store_settings

MINH = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)
BANK: Final = Bank("970436", "0123456789", "CTY HOA MAI")


class Line:
    """A server that changes what it is asked to, or fails; `asked` are the requests."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.asked: list[StoreDeed] = []
        self.failure = failure

    def __call__(self, deed: StoreDeed) -> StoreDeedDone:
        self.asked.append(deed)
        if self.failure is not None:
            raise self.failure
        return StoreDeedDone(version=1, settings=changed(store_settings(), deed), nonce="n")


def journal(shop: Counter) -> list[tuple[str, str, object]]:
    with shop.store.read() as reading:
        head = reading.journal.head()
        events = reading.journal.walk(till=head.till, incarnation=1, seq=1)
        return [(each.kind, each.operator, each.body.get("note")) for each in events]


def test_the_till_works_by_what_the_server_says_at_once_and_writes_down_who(shop: Counter) -> None:
    line = Line()
    wish = replace(wish_of("store-name", "  Tạp hóa   Hoa Mai ", deed="d1"), bank=BANK)
    change_store(shop.till, MINH, wish, own_pin=PIN, ask=line)
    settings = in_force_now(shop.till).settings
    assert settings.store_name == "Tạp hóa Hoa Mai"
    assert settings.bank is not None
    assert settings.bank.account == "0123456789"
    assert journal(shop)[-1] == (
        "store_changed",
        "op-minh",
        "Tạp hóa Hoa Mai · 970436 0123456789 CTY HOA MAI",
    )
    assert PIN not in str(line.asked[0].to_json())
    change_store(shop.till, MINH, wish, own_pin=PIN, ask=line)
    assert [kind for kind, _, _ in journal(shop)].count("store_changed") == 1


@pytest.mark.parametrize("role", ["cashier", "supervisor", "auditor"])
def test_who_is_no_manager_is_refused_before_anybody_is_asked(shop: Counter, role: Role) -> None:
    line = Line()
    somebody = replace(MINH, role=role)
    with pytest.raises(Refused, match="deed-may-not"):
        change_store(shop.till, somebody, StoreWish(deed="d1", address="A"), own_pin=PIN, ask=line)
    assert not line.asked


def test_a_wrong_pin_changes_nothing_and_counts_as_at_the_sign_in(shop: Counter) -> None:
    line = Line()
    with pytest.raises(Refused, match="wrong-pin") as refused:
        change_store(shop.till, MINH, StoreWish(deed="d1", address="A"), own_pin="0000", ask=line)
    assert refused.value.params["tries_left"] == 4
    assert not line.asked


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (Refused("server-refused", problem="operator-may-not"), "deed-may-not"),
        (Refused("server-refused", problem="store-settings"), "store-setting-unreadable"),
        (Refused("server-refused", problem="something-new"), "server-refused"),
        (Unavailable("server-absent", retry=True), "deed-no-server"),
        (Unavailable("server-slow", retry=True), "deed-unanswered"),
    ],
)
def test_what_the_server_does_not_do_is_said_and_nothing_is_other_here(
    shop: Counter, failure: Exception, code: str
) -> None:
    before, events = in_force_now(shop.till).settings, journal(shop)
    with pytest.raises((Refused, Unavailable), match=code):
        change_store(shop.till, MINH, StoreWish(deed="d1", address="A"), own_pin=PIN, ask=Line(failure))
    assert (in_force_now(shop.till).settings, journal(shop)) == (before, events)


@pytest.mark.parametrize(
    ("setting", "text", "expected"),
    [
        ("address", " 12  Lê Lợi ", StoreWish(deed="d", address="12 Lê Lợi")),
        ("receipt-foot", "", StoreWish(deed="d", receipt_footer="")),
        ("rounding", "1.000 ₫", StoreWish(deed="d", cash_rounding=1000)),
        ("rounding", "0", StoreWish(deed="d", cash_rounding=0)),
        ("bank", "970436 0123456789 CTY HOA MAI", StoreWish(deed="d", bank=BANK)),
        ("bank", "970436 · 0123456789 · CTY HOA MAI", StoreWish(deed="d", bank=BANK)),
        ("bank", "970436 99ab", StoreWish(deed="d", bank=Bank("970436", "99AB", ""))),
        ("bank", "  ", StoreWish(deed="d", no_bank=True)),
    ],
)
def test_what_is_typed_is_read(setting: str, text: str, expected: StoreWish) -> None:
    assert wish_of(setting, text, deed="d") == expected


@pytest.mark.parametrize(
    ("setting", "text", "code"),
    [
        ("store-name", "  ", "store-name-missing"),
        ("address", "x" * 201, "store-words-long"),
        ("rounding", "", "rounding-form"),
        ("rounding", "-500", "rounding-form"),
        ("rounding", "100001", "rounding-form"),
        ("bank", "Vietcombank 0123456789", "bank-account-form"),
        ("bank", "970436", "bank-account-form"),
        ("bank", "97043 0123456789 A", "bank-account-form"),
    ],
)
def test_what_cannot_be_read_is_refused(setting: str, text: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        wish_of(setting, text, deed="d")


@pytest.mark.parametrize(
    ("setting", "text", "what", "note"),
    [
        ("bank", "", "bank", "–"),
        ("receipt-foot", "", "receipt_footer", "–"),
        ("rounding", "0", "cash_rounding", "0"),
        ("address", "12 Lê Lợi", "address", "12 Lê Lợi"),
    ],
)
def test_the_audit_says_which_setting_it_was_and_what_it_was_to_be(
    shop: Counter, setting: str, text: str, what: str, note: str
) -> None:
    change_store(shop.till, MINH, wish_of(setting, text, deed="d1"), own_pin=PIN, ask=Line())
    auditor = replace(MINH, role="auditor")
    (entry,) = look_through(shop.till, auditor, AuditQuery(only=("store_changed",)))
    assert (entry.operator, entry.detail, entry.note) == ("Minh", what, note)
