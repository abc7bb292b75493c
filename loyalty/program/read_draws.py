"""Reads `[[draw]]`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from loyalty.limits import DRAWS_MAX, PRIZES_MAX
from loyalty.program import values
from loyalty.program.draws import Draw, Prize
from loyalty.program.model import Promotion
from loyalty.program.read_conditions import read_when
from loyalty.program.read_selectors import read_selector
from loyalty.program.read_vouchers import read_voucher_of
from loyalty.program.references import References
from loyalty.program.selectors import EVERY_LINE
from loyalty.program.table import Table, shown
from loyalty.program.vouchers import VoucherRule
from loyalty.units import Points

_KEYS = ("id", "name", "enabled", "of", "commitment", "on", "when", "prize")
_PRIZE_KEYS = ("id", "name", "wins", "points", "voucher")
_BARRED = {"voucher": "no voucher opens this, only promotions are opened by one"}
_COMMITMENT = re.compile(r"[0-9a-f]{64}")


def read_draws(
    root: Table, references: References, *, tier_ids: tuple[str, ...], vouchers: Iterable[VoucherRule]
) -> tuple[Draw, ...]:
    """All draws, in file order; a prize may be one of the vouchers."""
    tables = root.tables("draw")
    if len(tables) > DRAWS_MAX:
        root.fault("draw", f"there are {len(tables)} of them", f"at most {DRAWS_MAX} are allowed")
    reading = _Reading(references, tier_ids, tuple(vouchers))
    return tuple(_read_draw(table, reading) for table in tables)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What draws are read against; `seen` has the draw of each commitment so far."""

    references: References
    tier_ids: tuple[str, ...]
    vouchers: tuple[VoucherRule, ...]
    seen: dict[str, str] = field(default_factory=dict[str, str])


def _read_draw(table: Table, reading: _Reading) -> Draw:
    table.check_keys(_KEYS)
    is_enabled = values.flag(table, "enabled")
    table.need("id", "name", "of", "prize", *(["commitment"] if is_enabled else []))
    draw = Draw(
        rule=Promotion(
            id=_read_id(table, reading.references),
            name=values.text(table, "name"),
            when=read_when(table, reading.tier_ids, reading.references, barred=_BARRED),
            on=read_selector(table, "on", EVERY_LINE),
        ),
        is_enabled=is_enabled,
        of=values.whole(table, "of", 1, least=1),
        prizes=_read_prizes(table, reading),
        commitment=_read_commitment(table, reading.seen),
    )
    _check_span(table, draw)
    wins = sum(prize.wins for prize in draw.prizes)
    if "of" in table and wins > draw.of:
        right = f"all prizes together win at most {draw.of} of them"
        table.fault("of", f"the prizes win {wins} of {draw.of} numbers", right)
    return draw


def _read_id(table: Table, references: References) -> str:
    """The id, which no promotion or reward has: how often a member used a rule is counted by its id."""
    draw_id = references.read_id(table, "draw")
    for kind in ("promotion", "reward"):
        if references.has(kind, draw_id):
            table.fault("id", f"{shown(draw_id)} is a {kind}'s", "each rule needs an id of its own")
    return draw_id


def _read_commitment(table: Table, seen: dict[str, str]) -> str:
    """The commitment; no two draws share one, since who knows the seed of one would know the other's."""
    commitment = values.text(table, "commitment")
    if "commitment" not in table:
        return ""
    if not _COMMITMENT.fullmatch(commitment):
        right = "write the SHA-256 of the seed as 64 digits from 0 to f"
        table.fault("commitment", f"{shown(commitment)} is not a SHA-256", right)
    elif commitment in seen:
        what = f"it is that of {shown(seen[commitment])} too"
        table.fault("commitment", what, "each draw needs a seed of its own")
    seen[commitment] = values.text(table, "id")
    return commitment


def _check_span(table: Table, draw: Draw) -> None:
    """A draw that runs must end, since only then its seed can be published."""
    when = draw.rule.when
    if draw.is_enabled and (when.starts is None or when.ends is None) and not table.report.is_torn:
        right = "write when = { from = …, until = … }, so that its seed can be published afterwards"
        table.fault("when", "a draw that is enabled has a first and a last day", right)


def _read_prizes(table: Table, reading: _Reading) -> tuple[Prize, ...]:
    tables = table.tables("prize")
    if "prize" in table and not 0 < len(tables) <= PRIZES_MAX:
        table.fault("prize", f"there are {len(tables)} of them", f"a draw has 1 to {PRIZES_MAX} prizes")
    prizes: list[Prize] = []
    for each in tables:
        prizes.append(_read_prize(each, reading, prizes))
    return tuple(prizes)


def _read_prize(table: Table, reading: _Reading, others: list[Prize]) -> Prize:
    table.check_keys(_PRIZE_KEYS)
    table.need("id", "name", "wins")
    prize_id = values.text(table, "id")
    if "id" in table and (not prize_id or prize_id in (other.id for other in others)):
        what = "is used already" if prize_id else "is empty"
        table.fault("id", f"{shown(prize_id)} {what}", "each prize of a draw needs an id of its own")
    if ("points" in table) == ("voucher" in table):
        what = "it is points and a voucher" if "points" in table else "it is nothing"
        table.fault("points", what, "write points = …, or voucher = the id of a [[voucher]]")
    return Prize(
        id=prize_id,
        name=values.text(table, "name"),
        wins=values.whole(table, "wins", 1, least=1),
        points=Points(values.whole(table, "points", least=1)),
        voucher=read_voucher_of(table, reading.references, reading.vouchers, "draw"),
    )
