"""The replay told to a manager: how much, which rule, who; and what has to be looked at."""

from collections.abc import Iterator

from loyalty.columns import laid_out
from loyalty.replay.report_parts import member_lines, rule_lines
from loyalty.replay.summary import Summary
from loyalty.replay.teller import Teller


def report(summary: Summary, teller: Teller, *, left_out: int) -> Iterator[str]:
    """The report, line by line; `left_out` counts the lines that could not be priced."""
    if summary.span is None:
        yield teller.say("replay-none", draft=teller.draft.name)
    else:
        yield from _head(summary, teller)
        yield ""
        if summary.everyone.changed:
            yield from _sums(summary, teller)
            yield ""
            yield from rule_lines(summary, teller)
            yield ""
            yield from member_lines(summary, teller)
        else:
            yield teller.say("replay-unchanged")
    for line in _trouble(summary, teller, left_out):
        yield ""
        yield line


def _head(summary: Summary, teller: Teller) -> Iterator[str]:
    zone = teller.draft.zone
    days = [at.astimezone(zone).date() for at in summary.span or ()]
    yield teller.say(
        "replay-head",
        draft=teller.draft.name,
        sales=summary.everyone.sales,
        first=days[0],
        last=days[-1],
    )
    if teller.against is None:
        yield teller.say("replay-against-kept")
    else:
        yield teller.say("replay-against-program", against=teller.against.name)
    versions = [
        teller.say("replay-version" if version else "replay-version-unknown", version=version, sales=sales)
        for version, sales in sorted(summary.versions.items())
    ]
    yield teller.say("replay-versions", versions=tuple(versions))
    yield teller.say("replay-only-a-trial")


def _sums(summary: Summary, teller: Teller) -> Iterator[str]:
    everyone, before, after = summary.everyone, summary.before, summary.after
    yield teller.say("replay-changed", changed=everyone.changed, sales=everyone.sales)
    heads = ["", *[teller.say(f"replay-{side}") for side in ("before", "after", "difference")]]
    rows = [
        heads,
        teller.money_row("replay-total", before.total, after.total),
        teller.money_row("replay-discount", before.discount, after.discount),
        teller.money_row("replay-burned", before.burned, after.burned),
        teller.points_row("replay-burned-points", before.burned_points, after.burned_points),
        teller.points_row("replay-earned-points", before.earned_points, after.earned_points),
    ]
    yield from laid_out(rows, indent="  ")
    worth = teller.draft.points.worth
    gain = everyone.gain(worth)
    code = "replay-gain" if gain > 0 else "replay-loss" if gain else "replay-even"
    yield teller.say(code, worth=worth, amount=abs(gain))


def _trouble(summary: Summary, teller: Teller, left_out: int) -> Iterator[str]:
    if summary.burn_short_sales:
        sales, points = summary.burn_short_sales, summary.burn_short_points
        yield teller.say("replay-burn-short", sales=sales, points=points)
    if summary.astray_sales:
        receipts = summary.astray_receipts
        more = ["…"] if summary.astray_sales > len(receipts) else []
        yield teller.say("replay-astray", sales=summary.astray_sales, receipts=(*receipts, *more))
    if left_out:
        yield teller.say("replay-left-out", lines=left_out)
