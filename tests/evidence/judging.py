"""A till's folder after an accident, opened by the till itself and compared with all that had been said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from loyalty.errors import LoyaltillError
from terminal.bootstrap.spend_check import guard_spends
from terminal.keystore.fake import FakeKeyStore
from terminal.store.checks import check_chains, check_pages, check_projections, check_tail
from tests.integration.store.test_kill import stored_sales
from tests.unit.terminal.till_kit import Counter, a_counter

Mark = tuple[str, str]
"""A word and of what: `made`, `begun`, `done`, `denied` (said not to be saved), `acked`, or a key's name."""


@dataclass
class Said:
    """What was said up to some moment; what was denied counts until it is tried again."""

    is_made: bool = False
    begun: set[str] = field(default_factory=set[str])
    done: set[str] = field(default_factory=set[str])
    denied: set[str] = field(default_factory=set[str])
    acked: int = 0
    keys: FakeKeyStore = field(default_factory=FakeKeyStore)

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
        else:
            self.keys.set("spend-counter", bytes.fromhex(what))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said and is not so, and what else is wrong."""

    lost: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def judge(folder: Path, marks: Sequence[Mark]) -> Verdict:
    """Start the till in that folder and look at everything."""
    said = Said()
    for mark in marks:
        said.hear(mark)
    try:
        counter = a_counter(folder, identity=None)
    except LoyaltillError as refused:
        return Verdict(broken=(f"the file does not open: {refused.code}",))
    try:
        return _verdict(counter, said)
    except LoyaltillError as refused:
        return Verdict(broken=(f"the file cannot be read: {refused.code}",))
    finally:
        counter.close()


def _verdict(counter: Counter, said: Said) -> Verdict:
    if not said.is_made:
        return Verdict(broken=tuple(finding.code for finding in check_pages(counter.store)))
    stored = list(_stored(counter))
    lost = [*(said.done - set(stored)), *_acknowledgement_lost(counter, said)]
    return Verdict(tuple(sorted(lost)), (*_unsound(counter, said), *_too_much(stored, said)))


def _unsound(counter: Counter, said: Said) -> Iterator[str]:
    for check in (check_pages, check_tail, check_chains, check_projections):
        yield from (f"{finding.code} {finding.detail}" for finding in check(counter.store))
    notice = guard_spends(counter.store, said.keys)
    if notice is not None:
        yield f"taken for another disk: {notice.code}"


def _too_much(stored: Sequence[str], said: Said) -> Iterator[str]:
    yield from (f"there and never begun: {each}" for each in sorted(set(stored) - said.begun))
    yield from (f"there and said not to be: {each}" for each in sorted(set(stored) & said.denied))
    if len(stored) != len(set(stored)):
        yield "something is there twice"


def _acknowledgement_lost(counter: Counter, said: Said) -> Iterator[str]:
    with counter.store.read() as reading:
        kept = reading.connection.exec_driver_sql("SELECT max(acked_seq) FROM till_state").scalar_one()
    if kept < said.acked:
        yield f"the acknowledgement of {said.acked}"


def _stored(counter: Counter) -> Iterator[str]:
    yield from (f"sale {sale}" for sale in stored_sales(counter))
    with counter.store.read() as reading:
        run = reading.connection.exec_driver_sql
        yield from (f"void of {sale}" for (sale,) in run("SELECT sale FROM voids"))
        yield from (f"refund {refund}" for (refund,) in run("SELECT refund FROM refunds"))
        new = "SELECT e164 FROM members WHERE member NOT IN ('member-anh', 'member-binh')"
        yield from (f"member {phone}" for (phone,) in run(new))
