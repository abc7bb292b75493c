"""Reads `[[challenge]]`."""

from collections.abc import Iterable

from loyalty.program import values
from loyalty.program.challenges import CHALLENGE_MEASURES, CHALLENGE_PERIODS, Challenge
from loyalty.program.model import Promotion
from loyalty.program.read_conditions import FOR_MEMBERS, read_when
from loyalty.program.read_selectors import read_selector
from loyalty.program.read_vouchers import read_voucher_of
from loyalty.program.references import References
from loyalty.program.selectors import EVERY_LINE
from loyalty.program.table import Table, shown
from loyalty.program.vouchers import VoucherRule
from loyalty.units import Points

KEYS = ("id", "name", "measure", "goal", "on", "when", "per", "times", "points", "voucher")
CHALLENGES_MAX = 100
TIMES_MAX = 1_000
_BARRED = {**FOR_MEMBERS, "limit": "times says how often it can be reached in a period"}


def read_challenges(
    root: Table, references: References, *, vouchers: Iterable[VoucherRule], tier_ids: tuple[str, ...]
) -> tuple[Challenge, ...]:
    """All challenges, in file order."""
    tables = root.tables("challenge")
    if len(tables) > CHALLENGES_MAX:
        root.fault("challenge", f"there are {len(tables)} of them", f"at most {CHALLENGES_MAX} are allowed")
    known = tuple(vouchers)
    return tuple(_read_challenge(table, references, known, tier_ids) for table in tables)


def _read_challenge(
    table: Table, references: References, vouchers: tuple[VoucherRule, ...], tier_ids: tuple[str, ...]
) -> Challenge:
    table.check_keys(KEYS)
    table.need("id", "name", "measure", "goal")
    _check_prize(table)
    return Challenge(
        rule=Promotion(
            id=references.read_id(table, "challenge"),
            name=values.text(table, "name"),
            when=read_when(table, tier_ids, references, barred=_BARRED),
            on=read_selector(table, "on", EVERY_LINE),
        ),
        measure=values.choice(table, "measure", CHALLENGE_MEASURES, "visits"),
        goal=values.whole(table, "goal", 1, least=1),
        per=values.choice(table, "per", CHALLENGE_PERIODS, "ever"),
        times=_read_times(table),
        points=Points(values.whole(table, "points", least=1)),
        voucher=read_voucher_of(table, references, vouchers, "challenge"),
    )


def _check_prize(table: Table) -> None:
    if "points" in table and "voucher" in table:
        table.fault("voucher", "points are its prize already", "write points or voucher, not both")
    elif "points" not in table and "voucher" not in table:
        table.report.missing((*table.path, "points"), 'write "points = …" or "voucher = …" here')


def _read_times(table: Table) -> int:
    times = values.whole(table, "times", 1, least=1)
    if times > TIMES_MAX:
        table.fault("times", f"{shown(times)} is out of range", f"it runs from 1 to {TIMES_MAX}")
    return times
