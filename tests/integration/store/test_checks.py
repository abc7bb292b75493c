"""Damage and tampering are noticed: by a page's seal, by the chain, by sums that must hold."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from loyalty.errors import Unavailable
from terminal.give_way import GiveWay
from terminal.store import checks
from terminal.store.checks import (
    TAIL,
    CheckLeft,
    Finding,
    check_chains,
    check_pages,
    check_pages_in_use,
    check_projections,
    check_tail,
)
from terminal.store.connection import connect
from terminal.store.database import Store
from tests.unit.terminal.settled_sales import rice_for_anh
from tests.unit.terminal.till_kit import KEY, Counter, a_counter


def change(counter: Counter, *statements: str) -> None:
    """What someone with the key could do to the file."""
    with closing(connect(counter.path, KEY, read_only=False)) as connection:
        connection.execute("PRAGMA foreign_keys = 0")
        for statement in statements:
            connection.execute(statement)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def noticed(folder: Path) -> bool:
    """Whether the damage shows: in opening the file, or in looking through its pages, all or those in use."""
    try:
        counter = a_counter(folder)
    except Unavailable as refused:
        return refused.code == "store-damaged"
    try:
        return is_damaged(check_pages, counter) and is_damaged(check_pages_in_use, counter)
    finally:
        counter.close()


def is_damaged(check: Callable[[Store], tuple[Finding, ...]], counter: Counter) -> bool:
    try:
        return "page-damaged" in codes(check(counter.store))
    except Unavailable as refused:
        return refused.code == "store-damaged"


def test_a_sound_file_gives_no_findings(shop: Counter) -> None:
    rice_for_anh(shop)
    for check in (check_pages, check_pages_in_use, check_tail, check_chains, check_projections):
        assert check(shop.store) == ()


@pytest.mark.parametrize("check", [check_pages_in_use, check_tail, check_chains, check_projections])
def test_a_check_asks_often_whether_to_go_on_and_is_left_where_it_is_not(
    shop: Counter, check: Callable[[Store, GiveWay], tuple[Finding, ...]]
) -> None:
    for _ in range(20):
        rice_for_anh(shop)
    asked: list[bool] = []

    def give_way() -> bool:
        asked.append(True)
        return len(asked) < 3

    with pytest.raises(CheckLeft):
        check(shop.store, give_way)
    assert len(asked) == 3
    assert check(shop.store, lambda: True) == ()


@pytest.mark.parametrize("code", sorted(checks.QUERIES))
def test_no_check_goes_through_a_whole_table_once_for_each_row_of_another(shop: Counter, code: str) -> None:
    with shop.store.read() as reading:
        plan = reading.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {checks.QUERIES[code]}").all()
    steps = {number: (parent, said) for number, parent, _, said in plan}

    def is_repeated(number: int) -> bool:
        parent, said = steps[number]
        return "CORRELATED" in said or (parent in steps and is_repeated(parent))

    scans = [number for number, (_, said) in steps.items() if said.startswith("SCAN")]
    assert [steps[each][1] for each in scans if is_repeated(each) and "VIRTUAL" not in steps[each][1]] == []


def test_an_empty_journal_is_a_sound_one(bare: Counter) -> None:
    assert check_tail(bare.store) == check_chains(bare.store) == ()


def test_one_changed_byte_anywhere_is_noticed(shop: Counter, tmp_path: Path) -> None:
    rice_for_anh(shop)
    shop.close()
    sound = shop.path.read_bytes()
    pages = len(sound) // 4096
    for page in range(1, pages, max(1, pages // 12)):
        damaged = bytearray(sound)
        damaged[page * 4096 + 1234] ^= 1
        folder = tmp_path / str(page)
        folder.mkdir()
        (folder / "till.db").write_bytes(damaged)
        assert noticed(folder), page


def test_a_damaged_page_in_the_way_is_said_and_not_read_as_something(shop: Counter) -> None:
    rice_for_anh(shop)
    shop.close()
    damaged = bytearray(shop.path.read_bytes())
    for page in range(2, len(damaged) // 4096):
        damaged[page * 4096 + 99] ^= 1
    shop.path.write_bytes(damaged)
    with pytest.raises(Unavailable) as refused:
        check_projections(shop.store)
    assert (refused.value.code, refused.value.retry) == ("store-damaged", False)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE journal SET body = replace(body, '266660', '166660') WHERE kind = 'sale_settled'",
        "UPDATE journal SET operator = 'op-minh' WHERE kind = 'sale_settled'",
        "UPDATE journal SET at = '2026-11-21T04:00:00.000Z' WHERE seq = 1",
        "UPDATE journal SET operation_id = 'another' WHERE seq = 3",
        "UPDATE journal SET hash = zeroblob(32) WHERE seq = 2",
        "UPDATE journal SET body = 'not json' WHERE seq = 2",
        "UPDATE journal SET body = '{\"v\":1.5}' WHERE seq = 2",
    ],
)
def test_a_changed_event_breaks_the_chain(shop: Counter, tampering: str) -> None:
    rice_for_anh(shop)
    change(shop, tampering)
    assert codes(check_chains(shop.store)) == codes(check_tail(shop.store)) == ["chain-broken"]


def test_an_event_cut_out_leaves_a_gap(shop: Counter) -> None:
    rice_for_anh(shop)
    change(shop, "DELETE FROM journal WHERE seq = 2")
    assert check_chains(shop.store) == (Finding("chain-gap", "till-2/1: 2 is missing"),)


def test_a_first_event_cut_off_is_missed(shop: Counter) -> None:
    rice_for_anh(shop)
    change(shop, "DELETE FROM journal WHERE seq = 1")
    assert codes(check_chains(shop.store)) == ["chain-gap"]


def test_a_tail_cut_off_is_noticed_against_what_the_server_acknowledged(shop: Counter) -> None:
    rice_for_anh(shop)
    with shop.store.write() as unit:
        head = unit.journal.head()
        unit.state.set_watermark(acked_seq=head.seq, acked_hash=head.hash, feed_epoch="e", feed_cursor=0)
    assert check_chains(shop.store) == ()
    change(shop, "DELETE FROM journal WHERE seq = 3")
    assert codes(check_chains(shop.store)) == ["ack-ahead"]


def test_the_tail_check_reads_the_end_alone(shop: Counter) -> None:
    with shop.store.write() as unit:
        for _ in range(TAIL + 20):
            unit.journal.append("operator_signed_in", {"v": 1}, "op-lan")
    change(shop, "UPDATE journal SET operator = 'x' WHERE seq = 5")
    assert check_tail(shop.store) == ()
    assert codes(check_chains(shop.store)) == ["chain-broken"]
    change(shop, "DELETE FROM journal WHERE seq = 21")
    assert codes(check_tail(shop.store)) == ["chain-gap"]


@pytest.mark.parametrize(
    ("tampering", "code"),
    [
        ("UPDATE sales SET seq = 1", "sale-without-event"),
        ("DELETE FROM sales", "event-without-sale"),
        ("UPDATE sale_lines SET net = net + 1", "lines-off-total"),
        ("UPDATE tenders SET amount = amount - 500", "tenders-off-payment"),
        ("UPDATE sales SET rounding = 0", "tenders-off-payment"),
        ("UPDATE sale_lines SET earned_points = 0", "points-off-lines"),
        ("DELETE FROM print_jobs WHERE kind = 'sale'", "sale-without-print-job"),
    ],
)
def test_rows_that_do_not_follow_from_the_journal_are_found(shop: Counter, tampering: str, code: str) -> None:
    rice_for_anh(shop)
    change(shop, tampering)
    assert code in codes(check_projections(shop.store))


def test_a_void_nobody_recorded_is_found(shop: Counter) -> None:
    rice_for_anh(shop)
    change(shop, "INSERT INTO voids SELECT 'v', sale, NULL, 1, 9, '', at, shift, '', '', 0, 0, 0 FROM sales")
    assert codes(check_projections(shop.store)) == ["void-without-event"]


def test_a_check_does_not_hold_up_the_counter(shop: Counter) -> None:
    rice_for_anh(shop)
    apart = shop.store.read_apart()
    with apart.transaction() as reading:
        before = reading.journal.head()
        rice_for_anh(shop)
        with shop.store.read() as counter_reading:
            assert counter_reading.journal.head().seq > before.seq
        reading.begin()
        assert reading.journal.head() == before
    apart.close()
