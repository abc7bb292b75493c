"""Writes what a replay found as JSON values: one for each sale, and one for all of them."""

from dataclasses import asdict

from loyalty.replay.compare import Difference
from loyalty.replay.model import Figures
from loyalty.replay.summary import MemberSum, Summary
from loyalty.units import Money

Json = dict[str, object]


def difference_to_json(difference: Difference) -> Json:
    """One sale, before and under the draft; `rules` are those that did something else."""
    sale = difference.sale
    return {
        "receipt": sale.receipt,
        "member": sale.member or None,
        "changed": difference.is_change,
        "before": _figures(difference.before),
        "after": _figures(difference.after),
        "rules": [
            rule
            for rule in (_rule(difference, rule) for rule in difference.rules)
            if rule["before"] != rule["after"]
        ],
        "burn_short": difference.burn_short,
        "astray": difference.is_astray,
    }


def summary_to_json(summary: Summary, *, worth: Money, left_out: int) -> Json:
    """The whole replay; a member's `gain` counts points at this worth."""
    first, last = summary.span or (None, None)
    return {
        "sales": summary.everyone.sales,
        "changed": summary.everyone.changed,
        "left_out": left_out,
        "first_at": first and first.isoformat(),
        "last_at": last and last.isoformat(),
        "versions": {str(version): sales for version, sales in sorted(summary.versions.items())},
        "before": asdict(summary.before),
        "after": asdict(summary.after),
        "gain": summary.everyone.gain(worth),
        "rules": [
            {"rule": row.rule, "before": asdict(row.before), "after": asdict(row.after)}
            for row in summary.rules()
        ],
        "members": [{"member": member, **_member(each, worth)} for member, each in summary.ranked(worth)],
        "nobody": _member(summary.nobody, worth),
        "burn_short": {"sales": summary.burn_short_sales, "points": summary.burn_short_points},
        "astray": {"sales": summary.astray_sales, "receipts": list(summary.astray_receipts)},
    }


def _figures(figures: Figures) -> Json:
    return {
        "total": figures.total,
        "discount": figures.discount,
        "burned": figures.burned,
        "burned_points": figures.burned_points,
        "earned_points": figures.earned_points,
    }


def _rule(difference: Difference, rule: str) -> Json:
    sides = {"before": difference.before, "after": difference.after}
    return {
        "rule": rule,
        **{
            side: {"amount": figures.discounts.get(rule, 0), "points": figures.earned.get(rule, 0)}
            for side, figures in sides.items()
        },
    }


def _member(each: MemberSum, worth: Money) -> Json:
    return {**asdict(each), "gain": each.gain(worth)}
