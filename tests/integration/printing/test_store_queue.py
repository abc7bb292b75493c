"""From a row in the till's database to paper, and what a person decides where nobody knows."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.escpos.printer import EscposPrinter
from drivers.fakes import FakePrinter, FakeTransport, Fault, VirtualClock
from loyalty.errors import Refused
from terminal.pricing_memory import PricingMemory
from terminal.printing.composing import SlipComposer
from terminal.printing.decisions import leave_it, print_again
from terminal.printing.desk import PrintDesk, PrinterSetup
from terminal.printing.queue import StorePrintQueue
from terminal.printing.report import PrintReport
from terminal.receipts.document import Document, Text, document_from_json, document_to_json
from terminal.store.print_jobs import RECEIPT_PRINTER, SECOND_PRINTER, JobKind, JobState, PrintJob
from terminal.till import Till
from tests.unit.printing.counter import ShapePainter, page_says
from tests.unit.terminal.till_kit import LAN, Counter, a_shop

SLIP = document_to_json(Document((Text("một"),)))
MARK = Text("BẢN SAO", align="center", bold=True, size=2)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    counter = a_shop(tmp_path)
    counter.till = replace(counter.till, memory=PricingMemory())
    yield counter
    counter.close()


class Printing:
    """A desk on the shop's own store, and the printer before it."""

    def __init__(self, till: Till) -> None:
        self.clock = VirtualClock()
        self.fake = FakePrinter(clock=self.clock)
        self.reports: list[PrintReport] = []
        printer = EscposPrinter(FakeTransport(self.fake, self.clock), clock=self.clock)
        self.desk = PrintDesk(
            StorePrintQueue(till.store, RECEIPT_PRINTER),
            PrinterSetup(printer=printer, composer=SlipComposer(painter=ShapePainter())),
            clock=till.clock,
            on_report=self.reports.append,
        )

    def work(self, *, steps: int = 5) -> None:
        for _ in range(steps):
            self.clock.wait(self.desk.step())

    def printed(self, text: str) -> int:
        return sum(page_says(page, text) for page in self.fake.pages)


def add(
    shop: Counter, *, kind: JobKind = "sale", sale: str | None = "sale-1", copy: bool = False, state: JobState
) -> int:
    with shop.store.write() as unit:
        unit.print_jobs.add(kind, SLIP, at=shop.clock.now(), sale=sale, copy=copy)
        job = unit.print_jobs.waiting(RECEIPT_PRINTER)[-1].job
        unit.print_jobs.set_state(job, state, attempts=1)
    return job


def row(shop: Counter, job: int) -> PrintJob:
    with shop.store.read() as reading:
        found = reading.print_jobs.by_id(job)
    assert found is not None
    return found


def reprints(shop: Counter) -> int:
    with shop.store.read() as reading:
        query = "SELECT count(*) FROM journal WHERE kind = 'receipt_reprinted'"
        return int(reading.connection.exec_driver_sql(query).scalar_one())


def test_a_row_is_printed_and_says_so(shop: Counter) -> None:
    job = add(shop, state="queued")
    printing = Printing(shop.till)
    printing.work()
    assert printing.printed("một") == 1
    assert row(shop, job).state == "printed"
    assert row(shop, job).attempts == 2


def test_a_line_that_broke_is_asked_about_and_the_answer_prints_a_copy(shop: Counter) -> None:
    job = add(shop, state="queued")
    printing = Printing(shop.till)
    printing.fake.suffer_at(1500, Fault.UNPLUGGED)
    printing.work()
    printing.fake.mend()
    assert [asked.job for asked in printing.reports[-1].unknown] == [job]
    print_again(shop.till, LAN, job=job)
    printing.work()
    assert printing.reports[-1].unknown == ()
    assert printing.printed("BẢN SAOmộtBẢN SAO") == 1
    assert printing.printed("một") <= 1


def test_after_a_restart_what_was_being_sent_is_asked_about(shop: Counter) -> None:
    job = add(shop, state="sending")
    printing = Printing(shop.till)
    printing.work()
    assert (row(shop, job).state, row(shop, job).why) == ("unknown", "till-restarted")
    assert not printing.fake.pages


def test_printing_again_marks_the_copy_and_writes_it_in_the_journal(shop: Counter) -> None:
    job = add(shop, state="unknown")
    shop.rung.clear()
    print_again(shop.till, LAN, job=job)
    copy = row(shop, job + 1)
    assert document_from_json(copy.document).blocks == (MARK, Text("một"), MARK)
    assert (copy.state, copy.copy, copy.kind, copy.sale) == ("queued", True, "sale", "sale-1")
    assert (row(shop, job).state, row(shop, job).why) == ("dropped", "printed-again")
    assert reprints(shop) == 1
    assert set(shop.rung) == {"printer", "sync"}


def test_a_copy_is_not_marked_twice(shop: Counter) -> None:
    job = add(shop, state="unknown", copy=True)
    print_again(shop.till, LAN, job=job)
    assert row(shop, job + 1).document == SLIP


def test_a_shift_report_printed_again_is_no_reprinted_receipt(shop: Counter) -> None:
    job = add(shop, kind="shift", sale=None, state="unknown")
    print_again(shop.till, LAN, job=job)
    assert reprints(shop) == 0
    assert row(shop, job + 1).kind == "shift"


def test_a_slip_that_is_on_paper_is_left(shop: Counter) -> None:
    job = add(shop, state="unknown")
    leave_it(shop.till, job=job)
    assert (row(shop, job).state, row(shop, job).why) == ("dropped", "left")
    printing = Printing(shop.till)
    printing.work()
    assert not printing.fake.pages


@pytest.mark.parametrize("state", ["queued", "printed", "dropped"])
def test_only_an_open_question_can_be_answered(shop: Counter, state: JobState) -> None:
    job = add(shop, state=state)
    with pytest.raises(Refused, match="print-job-decided"):
        print_again(shop.till, LAN, job=job)
    with pytest.raises(Refused, match="print-job-decided"):
        leave_it(shop.till, job=job)
    assert row(shop, job).state == state


def test_a_question_about_a_job_that_never_was_is_refused(shop: Counter) -> None:
    with pytest.raises(Refused):
        leave_it(shop.till, job=4711)


def test_a_second_printer_takes_its_kinds_and_leaves_the_others(shop: Counter) -> None:
    sale, report = (add(shop, kind=kind, sale=None, state="queued") for kind in ("sale", "shift"))
    store = shop.till.store
    here = StorePrintQueue(store, RECEIPT_PRINTER, takes=lambda job: job.kind != "shift")
    there = StorePrintQueue(store, RECEIPT_PRINTER, takes=lambda job: job.kind == "shift")
    assert [job.job for job in here.waiting()] == [sale]
    assert [job.job for job in there.waiting()] == [report]


def test_a_slip_that_was_moved_is_begun_by_its_new_printer_only(shop: Counter) -> None:
    sale, drawer = (add(shop, kind=kind, sale=None, state="queued") for kind in ("sale", "drawer"))
    here = StorePrintQueue(shop.till.store, RECEIPT_PRINTER)
    there = StorePrintQueue(shop.till.store, SECOND_PRINTER)
    seen = {job.job: job for job in here.waiting()}
    with shop.till.store.write() as unit:
        assert unit.print_jobs.has_movable(RECEIPT_PRINTER)
        unit.print_jobs.move(RECEIPT_PRINTER, SECOND_PRINTER)
        assert not unit.print_jobs.has_movable(RECEIPT_PRINTER)
    assert not here.claim(seen[sale]), "it was seen here before it was moved"
    assert here.claim(seen[drawer]), "a drawer stays where its cable is"
    (moved,) = there.waiting()
    assert there.claim(moved)
    with shop.till.store.write() as unit:
        unit.print_jobs.move(SECOND_PRINTER, RECEIPT_PRINTER)
    assert [job.state for job in there.waiting()] == ["sending"], "what was begun is not moved back"
    with shop.till.store.write() as unit:
        unit.print_jobs.take_back(SECOND_PRINTER, RECEIPT_PRINTER)
    assert there.waiting() == ()
