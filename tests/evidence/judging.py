"""A shop's folder after an accident: opened by till and server, and compared with what was said."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from loyalty.errors import LoyaltillError
from terminal.bootstrap.spend_check import guard_spends
from terminal.keystore.file_store import FileKeyStore
from terminal.store.checks import check_chains, check_pages, check_projections, check_tail
from tests.evidence.judging_copies import lost_copies
from tests.evidence.judging_server import ServerFound, judge_server
from tests.evidence.till_day import KEYS
from tests.integration.store.test_kill import stored_sales
from tests.unit.terminal.till_kit import Counter, a_counter

Mark = tuple[str, str]
"""A word and of what: `made`, `begun`, `done`, `denied` (was not saved), `acked`, `printed`, `copied`…"""


@dataclass
class Said:
    """What was said up to some moment; what was denied counts until it is tried again."""

    is_made: bool = False
    begun: set[str] = field(default_factory=set[str])
    done: set[str] = field(default_factory=set[str])
    denied: set[str] = field(default_factory=set[str])
    acked: int = 0
    printed: dict[int, str] = field(default_factory=dict[int, str])
    """Sales whose receipt came out, by the job that it was."""
    copies: dict[str, int] = field(default_factory=dict[str, int])
    """Copies and mirrors by their names, with how many events are in them."""

    def hear(self, mark: Mark) -> None:
        """One thing more."""
        word, what = mark
        if word == "made":
            self.is_made = True
        elif word == "begun":
            self.begun.add(what)
            self.denied.discard(what)
        elif word == "done":
            self.done.add(what)
        elif word == "denied":
            self.denied.add(what)
        elif word == "acked":
            self.acked = int(what)
        elif word == "printed":
            job, sale = what.split()
            self.printed[int(job)] = sale
        elif word in {"copied", "mirrored"}:
            name, count = what.split()
            self.copies[name] = int(count)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said and is not so, and what else is wrong."""

    lost: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def judge(folder: Path, marks: Sequence[Mark], *, joins: bool = False) -> Verdict:
    """Start till and server in that folder, and look at everything; `joins`: once more when all is said."""
    said = Said()
    for mark in marks:
        said.hear(mark)
    copies = tuple(lost_copies(folder, said.copies))
    try:
        counter = a_counter(folder, identity=None)
    except LoyaltillError as refused:
        return Verdict(copies, (f"the file does not open: {refused.code}",))
    with closing(counter):
        try:
            found = _verdict(counter, said, FileKeyStore(folder / KEYS))
        except LoyaltillError as refused:
            return Verdict(copies, (f"the file cannot be read: {refused.code}",))
        joins = joins and said.is_made and found == Verdict()
        server = judge_server(folder, counter if joins else None, acked=said.acked)
    return _together(copies, found, server, said)


def _together(copies: tuple[str, ...], till: Verdict, server: ServerFound, said: Said) -> Verdict:
    never = sorted(f"at the server and never begun: {each}" for each in server.sales - said.begun)
    return Verdict((*copies, *till.lost, *server.lost), (*till.broken, *server.broken, *never))


def _verdict(counter: Counter, said: Said, keys: FileKeyStore) -> Verdict:
    if not said.is_made:
        return Verdict(broken=tuple(finding.code for finding in check_pages(counter.store)))
    stored = list(_stored(counter))
    lost = [*(said.done - set(stored)), *_acknowledgement_lost(counter, said)]
    broken = (*_unsound(counter, keys), *_too_much(stored, said), *_on_paper(counter, stored, said))
    return Verdict(tuple(sorted(lost)), broken)


def _on_paper(counter: Counter, stored: Sequence[str], said: Said) -> Iterator[str]:
    """No receipt without a committed row, and none that would be printed a second time unasked."""
    yield from (
        f"a receipt of no sale: {sale}" for sale in said.printed.values() if f"sale {sale}" not in stored
    )
    with counter.store.read() as reading:
        waiting = reading.connection.exec_driver_sql("SELECT job FROM print_jobs WHERE state = 'queued'")
        again = sorted(said.printed.keys() & {job for (job,) in waiting})
    yield from (f"on paper, and to be printed again: {job}" for job in again)


def _unsound(counter: Counter, keys: FileKeyStore) -> Iterator[str]:
    for check in (check_pages, check_tail, check_chains, check_projections):
        yield from (f"{finding.code} {finding.detail}" for finding in check(counter.store))
    notice = guard_spends(counter.store, keys)
    if notice is not None:
        yield f"taken for another disk: {notice.code}"


def _too_much(stored: Sequence[str], said: Said) -> Iterator[str]:
    yield from (f"there and never begun: {each}" for each in sorted(set(stored) - said.begun))
    yield from (f"there and said not to be: {each}" for each in sorted(set(stored) & said.denied))
    if len(stored) != len(set(stored)):
        yield "something is there twice"


def _acknowledgement_lost(counter: Counter, said: Said) -> Iterator[str]:
    with counter.store.read() as reading:
        kept = reading.connection.exec_driver_sql(
            "SELECT coalesce(max(acked_seq), 0) FROM till_state"
        ).scalar_one()
    if kept < said.acked:
        yield f"the acknowledgement of {said.acked}"


_ENROLLED = """SELECT e164 FROM members JOIN journal
    ON kind = 'member_enrolled' AND json_extract(journal.body, '$.member') = members.member"""
QUERIES = (
    ("void of", "SELECT sale FROM voids"),
    ("refund", "SELECT refund FROM refunds"),
    ("member", _ENROLLED),
    ("use", "SELECT operation_id FROM journal WHERE kind = 'benefit_used'"),
    ("cash", "SELECT note FROM cash_moves"),
    ("close of", "SELECT number FROM shifts WHERE closed_at IS NOT NULL"),
    ("shift", "SELECT number FROM shifts WHERE number > 1"),
)
"""What a step may have begun, by what the till calls it and where it keeps it."""


def _stored(counter: Counter) -> Iterator[str]:
    yield from (f"sale {sale}" for sale in stored_sales(counter))
    with counter.store.read() as reading:
        for what, query in QUERIES:
            yield from (f"{what} {name}" for (name,) in reading.connection.exec_driver_sql(query))
