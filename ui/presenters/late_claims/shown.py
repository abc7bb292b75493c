"""The model of the screen of earlier receipts in words. Pure."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from loyalty.units import Money, Points
from terminal.rule_labels import BASE_RULE
from ui.presenters.checkout.shown import notice_of
from ui.presenters.late_claims.model import LateClaimModel, Step
from ui.presenters.listing import Listing, Row
from ui.presenters.office_state import OfficeAction, OfficeState
from ui.presenters.returns.rows import left_of
from ui.presenters.shown import Tone
from ui.presenters.words import Words

if TYPE_CHECKING:
    from terminal.returned import ReturnableLine, ReturnableSale, SaleRow
    from terminal.usecases.late_claims.working_out import ClaimShown


def state_of(model: LateClaimModel, words: Words) -> OfficeState:
    """All that the screen shows."""
    return _STEPS[model.step](model, words)


def _find(model: LateClaimModel, words: Words) -> OfficeState:
    day = words.text("late-claims.today") if model.day is None else words.day(model.day)
    finish = "late-claims.ask-again" if model.elsewhere and not model.typed else "late-claims.open"
    return OfficeState(
        title=words.text("late-claims.of-nobody", day=day),
        text=model.typed,
        text_missed=model.is_missed,
        prompt=words.text("late-claims.prompt-receipt"),
        listing=Listing(
            rows=tuple(_sale(each, words) for each in model.sales),
            marked=model.mark if model.sales else None,
            empty="" if model.busy else words.text("late-claims.none"),
        ),
        hint=words.text("late-claims.how"),
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("late-claims.back"),
        actions=(
            OfficeAction(text=words.text("late-claims.earlier")),
            OfficeAction(text=words.text("late-claims.later"), enabled=model.day is not None),
        ),
        finish=OfficeAction(text=words.text(finish), enabled=model.can_finish),
    )


def _member(model: LateClaimModel, words: Words) -> OfficeState:
    sale = _of(model)
    return OfficeState(
        title=words.text("late-claims.whose", label=sale.label),
        text=model.typed,
        text_missed=model.is_missed,
        prompt=words.text("late-claims.prompt-member"),
        listing=Listing(
            rows=tuple(
                Row(
                    cells=(each.name, words.points(each.points)),
                    detail=f"{each.phone_masked} · {each.tier_name}",
                    icon="users",
                )
                for each in model.members
            ),
            marked=model.mark if model.members else None,
            empty=words.text("late-claims.no-member"),
        ),
        about_title=_sold(sale, words),
        about=_goods(sale, words),
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("late-claims.other-receipt"),
        finish=OfficeAction(text=words.text("late-claims.choose"), enabled=model.can_finish),
    )


def _shown(model: LateClaimModel, words: Words) -> OfficeState:
    shown = _claim(model)
    finish = words.text("late-claims.give", points=words.points(shown.points))
    if model.busy or model.stuck:
        finish = words.text("late-claims.busy" if model.busy else "pay.find-out")
    return OfficeState(
        title=words.text("late-claims.earns", label=shown.sale.label),
        listing=Listing(rows=_rules(shown, words)),
        about_title=shown.member.name,
        about=_balance(shown, words),
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("late-claims.other-member"),
        finish=OfficeAction(text=finish, enabled=model.can_finish),
    )


def _approve(model: LateClaimModel, words: Words) -> OfficeState:
    return OfficeState(
        title=words.text("late-claims.who-approves"),
        listing=Listing(
            rows=tuple(
                Row(cells=(each.name,), detail=words.text(f"role.{each.role}"), icon="users")
                for each in model.approvers
            ),
            marked=model.mark if model.approvers else None,
            empty=words.text("returns.nobody-approves"),
            columns=(),
        ),
        hint=words.text("late-claims.approving", label=_claim(model).sale.label),
        dots="•" * len(model.pin) or "–",
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("returns.cancel"),
        finish=OfficeAction(text=words.text("returns.approve"), enabled=model.can_finish),
    )


def _done(model: LateClaimModel, words: Words) -> OfficeState:
    shown, done = _claim(model), model.done
    after = Points(0) if done is None else done.points_after
    rows = [Row(cells=(words.text("late-claims.balance-now"), words.points(after)), tone=Tone.GOOD)]
    if done is not None and done.approved_by:
        rows.append(Row(cells=(words.text("late-claims.approved-by"), done.approved_by)))
    return OfficeState(
        title=words.text("late-claims.earned", label=shown.sale.label),
        listing=Listing(rows=_rules(shown, words)),
        about_title=shown.member.name,
        about=Listing(rows=tuple(rows)),
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("late-claims.other-receipt"),
        finish=OfficeAction(text=words.text("late-claims.next")),
    )


def _sale(row: "SaleRow", words: Words) -> Row:
    return Row(
        cells=(f"{row.label} · {words.time(row.at)}", words.amount(row.to_pay)),
        detail=row.goods,
        icon="receipt",
    )


def _goods(sale: "ReturnableSale", words: Words) -> Listing:
    """What was sold, and what of it is left with the customer."""
    return Listing(rows=tuple(_line(each, words) for each in sale.lines))


def _line(line: "ReturnableLine", words: Words) -> Row:
    cells = (f"{words.quantity(line.quantity, line.unit)} × {line.name}", words.amount(line.paid))
    if not line.returned:
        return Row(cells=cells)
    said = left_of(line, words) if line.left else words.text("returns.nothing-left")
    return Row(cells=cells, detail=said, tone=Tone.ATTENTION)


def _rules(shown: "ClaimShown", words: Words) -> tuple[Row, ...]:
    """Each rule with its points and why; what a cap cut, what went with goods that came back, stamps."""
    names = {promotion.id: promotion.name for promotion in shown.program.promotions}
    names |= {tier.rule: words.text("rule.tier-points", tier=tier.name) for tier in shown.program.tiers}
    names[BASE_RULE] = words.text("rule.base")
    rows = [
        Row(
            cells=(names.get(each.rule, each.rule), _gained(each.points, words)),
            detail=words.sentence(each.why),
            tone=Tone.GOOD,
        )
        for each in shown.quote.earned
    ]
    if shown.quote.cut is not None:
        why = words.sentence(shown.quote.cut.why)
        rows.append(Row(cells=(words.text("late-claims.cut"), ""), detail=why, tone=Tone.ATTENTION))
    if shown.gone:
        figure = words.points(Points(-shown.gone))
        rows.append(Row(cells=(words.text("late-claims.gone"), figure), tone=Tone.ATTENTION))
    rows += [
        Row(cells=(name, words.text("late-claims.stamps", count=count)), tone=Tone.GOOD)
        for name, count in shown.stamps
    ]
    return tuple(rows)


def _balance(shown: "ClaimShown", words: Words) -> Listing:
    label = words.text("late-claims.balance-later" if shown.waits else "late-claims.balance-then")
    return Listing(
        rows=(
            Row(cells=(words.text("late-claims.tier"), shown.member.tier_name)),
            Row(cells=(words.text("late-claims.balance"), words.points(shown.member.points))),
            Row(cells=(words.text("late-claims.points"), _gained(shown.points, words)), tone=Tone.GOOD),
            Row(cells=(label, words.points(shown.after))),
        )
    )


def _gained(points: Points, words: Words) -> str:
    return f"+{words.points(points)}"


def _sold(sale: "ReturnableSale", words: Words) -> str:
    sold = words.text("returns.sold-at", date=words.date(sale.at), time=words.time(sale.at))
    return f"{sold} · {words.money(Money(sale.body.to_pay))}"


def _of(model: LateClaimModel) -> "ReturnableSale":
    if model.sale is None:
        raise AssertionError("a member is asked for of a receipt")
    return model.sale


def _claim(model: LateClaimModel) -> "ClaimShown":
    if model.shown is None:
        raise AssertionError("a claim is shown before it is made")
    return model.shown


_STEPS: Final[Mapping[Step, Callable[[LateClaimModel, Words], OfficeState]]] = {
    "find": _find,
    "member": _member,
    "show": _shown,
    "approve": _approve,
    "done": _done,
}
