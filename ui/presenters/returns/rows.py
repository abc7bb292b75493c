"""The rows of the screen *Returns* in words: sales, buyers, lines, goods, approvers. Pure."""

from loyalty.units import Money, Quantity
from terminal.goods import Unit
from terminal.returned import GoodsLine, ReturnableLine, SaleRow
from ui.presenters.returns.model import ReturnsModel
from ui.presenters.returns.state import ReturnRow
from ui.presenters.shown import Tone
from ui.presenters.words import Words


def buyer_told(name: str, words: Words, *, has_member: bool) -> str:
    """Whose a sale is: a member's by name, of one who was forgotten since, nobody's."""
    return name or words.text("returns.member-gone" if has_member else "returns.no-member")


def rows_of(model: ReturnsModel, words: Words) -> tuple[ReturnRow, ...]:
    """The list of the step."""
    match model.step:
        case "find" if model.buyers:
            return tuple(
                ReturnRow(
                    title=each.name,
                    detail=f"{each.phone_masked} · {each.tier_name}",
                    figure="",
                    is_marked=place == model.mark,
                )
                for place, each in enumerate(model.buyers)
            )
        case "find":
            return tuple(
                _sale(each, words, is_marked=at == model.mark) for at, each in enumerate(model.sales)
            )
        case "lines" if model.sale is not None:
            return tuple(
                _line(each, model.wanted.get(each.line, Quantity(0)), words, is_marked=at == model.mark)
                for at, each in enumerate(model.sale.lines)
            )
        case "goods":
            return tuple(
                _goods(each, words, is_marked=at == model.mark) for at, each in enumerate(model.goods)
            )
        case "approve":
            return tuple(
                ReturnRow(
                    title=each.name,
                    detail=words.text(f"role.{each.role}"),
                    figure="",
                    is_marked=at == model.mark,
                )
                for at, each in enumerate(model.approvers)
            )
        case "done" if model.done is not None:
            return tuple(
                ReturnRow(
                    title=each.name,
                    detail=_comes(each.quantity, each.unit, words),
                    figure=words.amount(each.money),
                    tone=Tone.GOOD,
                )
                for each in model.done.lines
            )
        case _:
            return ()


def _sale(row: SaleRow, words: Words, *, is_marked: bool) -> ReturnRow:
    who = buyer_told(row.member_name, words, has_member=row.has_member)
    return ReturnRow(
        title=f"{row.label} · {words.time(row.at)} · {who}",
        detail=row.goods if row.left else words.text("returns.nothing-left"),
        figure=words.amount(row.to_pay),
        tone=Tone.PLAIN if row.left else Tone.ATTENTION,
        is_marked=is_marked,
    )


def _line(line: ReturnableLine, wanted: Quantity, words: Words, *, is_marked: bool) -> ReturnRow:
    left = left_of(line, words)
    comes = _comes(wanted, line.unit, words) if wanted else ""
    return ReturnRow(
        title=line.name,
        detail=" · ".join(part for part in (comes, left) if part),
        figure=words.amount(line.paid),
        tone=Tone.GOOD if wanted else Tone.PLAIN if line.left else Tone.ATTENTION,
        is_marked=is_marked,
    )


def _comes(quantity: Quantity, unit: Unit, words: Words) -> str:
    return words.text("returns.comes-back", quantity=words.quantity(quantity, unit))


def left_of(line: ReturnableLine, words: Words) -> str:
    """How much of a line is left of what was sold."""
    left, sold = words.quantity(line.left, line.unit), words.quantity(line.quantity, line.unit)
    return words.text("returns.left", left=left, sold=sold)


def _goods(line: GoodsLine, words: Words, *, is_marked: bool) -> ReturnRow:
    detail = f"{words.quantity(line.quantity, line.unit)} × {words.amount(line.unit_price)}"
    return ReturnRow(
        title=line.name,
        detail=detail,
        figure=words.amount(Money(line.money)),
        tone=Tone.GOOD,
        is_marked=is_marked,
    )
