"""Sales of this till as a list to find one in: a day's, or a member's, the newest first."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Executable, bindparam, func, or_, select

from loyalty.identity.cards import receipt_label
from loyalty.identity.names import fold
from loyalty.units import Money
from terminal.clock import from_timestamp, timestamp
from terminal.returned import SaleRow
from terminal.store.tables.journal import till_state
from terminal.store.tables.late_claims import late_claims
from terminal.store.tables.members import members
from terminal.store.tables.sales import sale_lines, sales

MOST_ROWS = 200
MOST_READ = 2_000
"""So many sales of a day are looked through for words; a till that sells more in one day is none of ours."""

_GOODS = (
    select(func.group_concat(sale_lines.c.name, ", "))
    .where(sale_lines.c.sale == sales.c.sale)
    .correlate(sales)
    .scalar_subquery()
)
_MEMBER = func.coalesce(sales.c.person, sales.c.member, late_claims.c.holder)
_ROWS = (
    select(
        sales.c.sale,
        sales.c.receipt_number,
        till_state.c.code,
        sales.c.at,
        sales.c.to_pay,
        func.coalesce(members.c.name, "").label("name"),
        _MEMBER.is_not(None).label("has_member"),
        _GOODS.label("goods"),
        sales.c.voided_by,
    )
    .select_from(sales)
    .join(till_state, till_state.c.one == 1)
    .outerjoin(late_claims, late_claims.c.sale == sales.c.sale)
    .outerjoin(members, members.c.member == _MEMBER)
    .order_by(sales.c.receipt_number.desc())
)
_OF_DAY = _ROWS.where(sales.c.at >= bindparam("start"), sales.c.at < bindparam("end")).limit(
    bindparam("most")
)
_WITH_GOODS = _OF_DAY.where(
    select(sale_lines.c.sale)
    .where(sale_lines.c.sale == sales.c.sale, sale_lines.c.sku == bindparam("sku"))
    .correlate(sales)
    .exists()
)
_OF_MEMBER = _ROWS.where(
    or_(
        sales.c.member.in_(bindparam("members", expanding=True)),
        sales.c.sale.in_(
            select(late_claims.c.sale).where(late_claims.c.member.in_(bindparam("members", expanding=True)))
        ),
    )
).limit(MOST_ROWS)
_ALIASES = select(members.c.member).where(members.c.alias_of == bindparam("member"))


class SaleSearch:
    """Lists of sales."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def with_goods(self, start: datetime, end: datetime, sku: str) -> tuple[SaleRow, ...]:
        """The sales from `start` on and before `end` that sold goods of this number."""
        which: dict[str, str | int | list[str]] = {
            "start": timestamp(start),
            "end": timestamp(end),
            "sku": sku,
            "most": MOST_ROWS,
        }
        return self._rows(_WITH_GOODS, which)

    def of_day(self, start: datetime, end: datetime, words: str = "") -> tuple[SaleRow, ...]:
        """The sales from `start` on and before `end`; with words, those that have all of them.

        Words are looked for in the receipt's number, the amount, the member's name and the goods.
        """
        wanted = fold(words).split()
        most = MOST_READ if wanted else MOST_ROWS
        rows = self._rows(_OF_DAY, {"start": timestamp(start), "end": timestamp(end), "most": most})
        return tuple(row for row in rows if _has(row, wanted))[:MOST_ROWS]

    def of_member(self, member: str) -> tuple[SaleRow, ...]:
        """The sales of a member, those of an enrolment that was merged into it included."""
        names = [member, *self._connection.execute(_ALIASES, {"member": member}).scalars()]
        return self._rows(_OF_MEMBER, {"members": names})

    def _rows(self, query: Executable, which: Mapping[str, str | int | list[str]]) -> tuple[SaleRow, ...]:
        return tuple(
            SaleRow(
                sale=row["sale"],
                label=receipt_label(row["code"], row["receipt_number"]),
                at=from_timestamp(row["at"]),
                to_pay=Money(row["to_pay"]),
                member_name=row["name"],
                goods=row["goods"] or "",
                left=row["voided_by"] is None,
                has_member=bool(row["has_member"]),
            )
            for row in self._connection.execute(query, which).mappings()
        )


def _has(row: SaleRow, wanted: Sequence[str]) -> bool:
    text = fold(f"{row.label} {row.to_pay} {row.member_name} {row.goods}")
    return all(word in text for word in wanted)
