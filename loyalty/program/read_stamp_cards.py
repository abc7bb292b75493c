"""Reads `[[stamp_card]]`."""

from collections.abc import Iterable

from loyalty.limits import STAMP_CARDS_MAX, STAMPS_MAX
from loyalty.program import values
from loyalty.program.model import Promotion
from loyalty.program.read_conditions import FOR_MEMBERS, read_when
from loyalty.program.read_selectors import read_selector
from loyalty.program.read_vouchers import read_voucher_of
from loyalty.program.references import References
from loyalty.program.selectors import EVERY_LINE
from loyalty.program.stamp_cards import STAMP_PER, StampCard, StampPer
from loyalty.program.table import Table, shown
from loyalty.program.vouchers import VoucherRule
from loyalty.units import Money

_KEYS = ("id", "name", "per", "amount", "on", "when", "goal", "voucher", "start", "expire_months")


def read_stamp_cards(
    root: Table, references: References, *, vouchers: Iterable[VoucherRule], tier_ids: tuple[str, ...]
) -> tuple[StampCard, ...]:
    """All stamp cards, in file order."""
    tables = root.tables("stamp_card")
    if len(tables) > STAMP_CARDS_MAX:
        root.fault("stamp_card", f"there are {len(tables)} of them", f"at most {STAMP_CARDS_MAX} are allowed")
    known = tuple(vouchers)
    return tuple(_read_stamp_card(table, references, known, tier_ids) for table in tables)


def _read_stamp_card(
    table: Table, references: References, vouchers: tuple[VoucherRule, ...], tier_ids: tuple[str, ...]
) -> StampCard:
    table.check_keys(_KEYS)
    per: StampPer = values.choice(table, "per", STAMP_PER, "visit")
    table.need("id", "name", "per", "goal", "voucher", *(["amount"] if per == "amount" else []))
    if "amount" in table and per != "amount":
        table.fault("amount", f'a stamp is for each "{per}"', 'leave it out, or write per = "amount"')
    return StampCard(
        rule=Promotion(
            id=references.read_id(table, "stamp_card"),
            name=values.text(table, "name"),
            when=read_when(table, tier_ids, references, barred=FOR_MEMBERS),
            on=read_selector(table, "on", EVERY_LINE),
        ),
        per=per,
        amount=Money(values.whole(table, "amount", 1, least=1)),
        goal=_read_goal(table),
        voucher=read_voucher_of(table, references, vouchers, "stamp-card"),
        start=_read_start(table),
        expire_months=values.whole(table, "expire_months"),
    )


def _read_goal(table: Table) -> int:
    goal = values.whole(table, "goal", 1, least=1)
    if goal > STAMPS_MAX:
        table.fault("goal", f"{shown(goal)} is out of range", f"it runs from 1 to {STAMPS_MAX}")
    return goal


def _read_start(table: Table) -> int:
    start, goal = values.whole(table, "start"), table.value("goal")
    if isinstance(goal, int) and start >= goal >= 1:
        right = f"a new card holds fewer stamps than its goal of {shown(goal)}"
        table.fault("start", f"{shown(start)} stamps are a full card", right)
    return start
