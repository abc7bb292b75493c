"""Another till is opened from this one: with a manager's PIN, told in the journal without the code."""

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.wire.store_desk import TillOpened, TillOpening
from terminal.audit import AuditQuery
from terminal.session import Session
from terminal.usecases.audit import look_through
from terminal.usecases.till_opening import OURS, Pairing, TillWish, open_till, till_wish
from tests.unit.terminal.settled_sales import rows
from tests.unit.terminal.till_kit import LAN, MORNING, PIN, Counter, operator_row

THU = Session(operator="op-thu", name="Thu", role="manager", at=MORNING)


class Asked:
    """A server that lets tills in, or fails; `heard` is what it was asked."""

    def __init__(self) -> None:
        self.heard: list[TillOpening] = []
        self.fault: Exception | None = None

    def __call__(self, opening: TillOpening) -> TillOpened:
        if self.fault is not None:
            raise self.fault
        self.heard.append(opening)
        return TillOpened(1, "Q3", opening.name, "K7QM-4TPX", 1_800, "n")


@pytest.fixture
def server(shop: Counter) -> Asked:
    with shop.store.write() as unit:
        unit.operators.put([operator_row("op-thu", "Thu", role="manager")])
    return Asked()


def test_the_code_comes_back_with_until_when_and_the_journal_says_who_and_which(
    shop: Counter, server: Asked
) -> None:
    opened = open_till(shop.till, THU, TillWish("d1", "Quầy 3"), own_pin=PIN, ask=server)
    assert isinstance(opened, Pairing)
    assert (opened.till_code, opened.name, opened.code) == ("Q3", "Quầy 3", "K7QM-4TPX")
    assert (opened.until - shop.till.clock.now()).total_seconds() == 1_800
    assert server.heard == [TillOpening(1, "d1", "op-thu", "Quầy 3")]
    (found,) = (each for each in look_through(shop.till, THU, AuditQuery()) if each.kind == "store_changed")
    assert (found.operator, found.detail, found.note) == ("Thu", "till", "Q3 · Quầy 3")
    assert rows(shop, "SELECT 1 FROM journal WHERE body LIKE '%4TPX%'") == []


def test_a_till_that_is_opened_is_in_the_journal_once_however_often_its_code_is_asked_for(
    shop: Counter, server: Asked
) -> None:
    for _ in range(2):
        open_till(shop.till, THU, TillWish("d1", "Quầy 3"), own_pin=PIN, ask=server)
    assert rows(shop, "SELECT count(*) FROM journal WHERE kind = 'store_changed'") == [(1,)]
    open_till(shop.till, THU, TillWish("d2", "Quầy 4"), own_pin=PIN, ask=server)
    assert rows(shop, "SELECT count(*) FROM journal WHERE kind = 'store_changed'") == [(2,)]


def test_without_the_right_pin_or_for_a_cashier_the_server_is_not_even_asked(
    shop: Counter, server: Asked
) -> None:
    with pytest.raises(Refused, match="wrong-pin"):
        open_till(shop.till, THU, TillWish("d1", "Quầy 3"), own_pin="0000", ask=server)
    with pytest.raises(Refused, match="deed-may-not"):
        open_till(shop.till, LAN, TillWish("d1", "Quầy 3"), own_pin=PIN, ask=server)
    assert server.heard == []


@pytest.mark.parametrize("code", OURS)
def test_what_the_server_refuses_is_said_in_our_words_and_stands_in_no_journal(
    shop: Counter, server: Asked, code: str
) -> None:
    server.fault = Refused("server-refused", problem=code, why="…")
    with pytest.raises(Refused, match=OURS[code]):
        open_till(shop.till, THU, TillWish("d1", "Quầy 3"), own_pin=PIN, ask=server)
    server.fault = Unavailable("server-absent", retry=True, server="x", why="y")
    with pytest.raises(Unavailable, match="deed-no-server"):
        open_till(shop.till, THU, TillWish("d1", "Quầy 3"), own_pin=PIN, ask=server)
    assert rows(shop, "SELECT 1 FROM journal WHERE kind = 'store_changed'") == []


@pytest.mark.parametrize(("text", "code"), [("  ", "till-name-missing"), ("x" * 41, "till-name-long")])
def test_what_is_no_name_is_refused_before_anybody_is_asked(text: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        till_wish(text, deed="d1")
    assert till_wish("  Quầy   3 ", deed="d1") == TillWish("d1", "Quầy 3")
