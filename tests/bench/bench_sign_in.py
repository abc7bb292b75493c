"""From the PIN to a member found by card, in the whole program among all the members.

Timed from Enter on the sign-in screen to the member's name on the checkout, with the way of the card through
the scanner's line and up to 20 ms of the script's own looking. The hash of the PIN is a light one: the
promise begins when the PIN is accepted.
"""

import time
from collections.abc import Iterable

from loyalty.units import Money
from resources.catalogue import Catalogue
from tests.bench.harness import Figure, Scale, samples
from tests.bench.many_members import name_of
from tests.bench.paired_till import NOBODY, paired_till
from tests.unit.terminal.till_kit import PIN
from ui.demo.cashier import Cashier
from ui.demo.counter import Counter
from ui.demo.people import sample_member

AT_MOST_MS = 300.0
ROUNDS = 100


def measure(scale: Scale) -> Iterable[Figure]:
    """The p99 over some sign-ins; the first after the start is not counted: it waits for checks."""
    rounds = min(ROUNDS, scale.rounds)
    taken: list[float] = []
    texts = Catalogue.load("vi")
    counter = Counter(paired_till(scale), scale.fresh, start=scale.start)
    with counter, counter.start(NOBODY) as till:
        cashier = Cashier(till, counter.scanner, texts)
        if cashier.sign_in("Lan", PIN):
            cashier.open_shift(Money(500_000))
        for number in range(rounds):
            cashier.sign_out()
            member = sample_member(number * 9_973 % scale.members + 1)
            till.do(f"wait {texts.text('sign-in.title')}", "press Lan", f"type {PIN}")
            began = time.perf_counter()
            till.do("key Return", f"wait {texts.text('checkout.prompt')}")
            cashier.scan(member.card, until=name_of(member))
            taken.append(time.perf_counter() - began)
            till.do(f"press {texts.text('checkout.detach')}", f"gone {name_of(member)}")
        till.close()
    yield Figure(
        name="PIN to a member found by card",
        statistic="p99",
        unit="ms",
        measured=samples(taken).percentile_ms(99),
        at_most=AT_MOST_MS,
        note=f"{rounds} sign-ins, {scale.members:,} members",
    )
