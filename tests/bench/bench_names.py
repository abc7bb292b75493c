"""Finding members by name among a million, through the use case: whole, with a slip, and key by key.

Three in ten are called Nguyễn, so the commonest words and the shortest beginnings are measured by themselves.

What a person waits for at each key, so the bounds are times by the wall's clock. Beside each stands what the
search took of the processor, which another program's work does not add to. The pages of the index lie in
memory, as where members are looked for all day: the system is made to read the file once before, or a disk
that still writes what an earlier bench left would be measured. So on a machine that has nothing else to do
both are the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time
from typing import Final

from loyalty.identity.names import fold
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.keystore.fake import FakeKeyStore
from terminal.store.opening import open_store
from terminal.till import Till
from terminal.usecases.find import find_members
from terminal.usecases.found import MemberFound, MembersFound
from tests.bench.harness import Figure, Samples, Scale, samples
from tests.bench.many_members import members_file, name_of
from tests.bench.promises import bound
from tests.unit.terminal.till_kit import KEY, PlainPaper
from ui.demo.people import sample_member

WARM_UP: Final = 20
PART_BYTES: Final = 1 << 20
PEERS: Final = "Odoo 19 among as many: 1,285 ms"
LEAST_LETTERS: Final = 4
NAMES_BY_KEYS: Final = 20
"""Of so many names every beginning is looked for."""
COMMON: Final = (
    "nguyen", "nguyen t", "nguyen thi", "nguyen thi n", "nguyen van an", "nguyen van t", "nguyen tran",
    "thi t", "le van t", "tran nguyen le", "quach t", "minh van thi", "nguyen quach thi", "h t t", "n v t",
    "n t", "q x", "van thi", "nguyen thi anh hoang", "nguyn van na", "tarn thi lan", "minh ahn",
    "tran tn tai", "tuan lm", "xyz nguyen",
)  # fmt: skip
"""What words meet in hundreds of thousands of names, or in hardly any two of them."""


def measure(scale: Scale) -> Iterable[Figure]:
    """Names of members far apart; p50 and p99 of each way to type them."""
    clock = SystemClock()
    path = members_file(scale)
    _into_memory(path)
    store = open_store(path, KEY, clock=clock, new_id=id_maker(clock))
    till = Till(store=store, clock=clock, new_id=id_maker(clock), keys=FakeKeyStore(), paper=PlainPaper())
    names = [fold(name_of(sample_member(number))) for number in _picked(scale)]
    with closing(store):
        for what, texts, promise in (
            ("a name without accents", names, "names"),
            ("the last two words of a name", [" ".join(name.split()[-2:]) for name in names], ""),
            ("a name with one slip", [_with_a_slip(name, at) for at, name in enumerate(names)], "slips"),
            ("a name at each of its keys", [*_key_by_key(names[:NAMES_BY_KEYS])], ""),
        ):
            yield from _figures(f"{what} among {scale.members:,}", _taken(till, texts), promise=promise)
        common = [text for _ in range(min(WARM_UP, scale.rounds)) for text in COMMON]
        taken = _taken(till, common, all_are_found=False)
        yield from _figures(f"common words and short beginnings among {scale.members:,}", taken)


@dataclass(frozen=True, slots=True)
class Taken:
    """How long the searches took, by the wall's clock and of the processor."""

    wall: Samples
    processor: Samples


def _into_memory(path: Path) -> None:
    with path.open("rb") as file:
        while file.read(PART_BYTES):
            pass


def _taken(till: Till, texts: Sequence[str], *, all_are_found: bool = True) -> Taken:
    wall: list[float] = []
    processor: list[float] = []
    for text in texts:
        began, began_processor = perf_counter(), thread_time()
        found = find_members(till, text)
        processor.append(thread_time() - began_processor)
        wall.append(perf_counter() - began)
        if all_are_found and not isinstance(found, MemberFound | MembersFound):
            raise TypeError(f"{text} gave {found}")
    return Taken(samples(wall[WARM_UP:]), samples(processor[WARM_UP:]))


def _key_by_key(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from (name[:end] for end in range(1, len(name) + 1) if name[end - 1] != " ")


def _figures(name: str, taken: Taken, *, promise: str = "") -> Iterable[Figure]:
    """By the wall's clock, where that is a promise as one; and of the processor, within the same bounds."""
    for what, durations in (("", taken.wall), (", of the processor", taken.processor)):
        for percent in (50, 99):
            yield Figure(
                name=f"{name}{what}",
                statistic=f"p{percent}",
                unit="ms",
                measured=durations.percentile_ms(percent),
                at_most=bound(f"names-p{percent}"),
                promise=f"{promise}-p{percent}" if promise and not what else "",
                note=PEERS,
            )


def _with_a_slip(name: str, at: int) -> str:
    """Two letters of the longest word swapped, or one left out."""
    longest = max(name.split(), key=len)
    middle = len(longest) // 2
    if len(longest) < LEAST_LETTERS:
        return name
    if at % 2:
        wrong = longest[:middle] + longest[middle + 1 :]
    else:
        wrong = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    return name.replace(longest, wrong, 1)


def _picked(scale: Scale) -> list[int]:
    step = int(scale.members * 0.618_033_988) | 1
    return [(number + 1) * step % scale.members + 1 for number in range(scale.rounds + WARM_UP)]
