"""The two tables of a replay's report: by rule, and by member."""

from collections.abc import Callable, Iterator, Sequence

from loyalty.columns import laid_out
from loyalty.replay.summary import MemberSum, RuleRow, Summary
from loyalty.replay.teller import Teller

_RANKED_MAX = 10
"""So many are named of those who would be best off, and of those who would be worst off."""


def rule_lines(summary: Summary, teller: Teller) -> Iterator[str]:
    """What each rule did and would have done; the rules that stay as they are, by name alone."""
    rules = summary.rules()
    same = tuple(teller.rule_name(row.rule) for row in rules if not row.is_change)
    changed = [_rule_row(row, teller) for row in rules if row.is_change]
    yield teller.say("replay-by-rule")
    if changed:
        heads = [teller.say(f"replay-{column}") for column in ("rule", "sales", "money", "points")]
        yield from laid_out([heads, *changed], indent="  ")
    else:
        yield "  " + teller.say("replay-rules-none")
    if same:
        yield "  " + teller.say("replay-rules-same", rules=same)


def _rule_row(row: RuleRow, teller: Teller) -> list[str]:
    before, after = row.before, row.after
    return [
        teller.rule_name(row.rule),
        _both(before.sales, after.sales, teller.whole),
        _both(before.amount, after.amount, teller.money),
        _both(before.points, after.points, teller.whole),
    ]


def _both(before: int, after: int, written: Callable[[int], str]) -> str:
    return f"{written(before)} → {written(after)}" if before or after else ""


def member_lines(summary: Summary, teller: Teller) -> Iterator[str]:
    """How many members would be better or worse off, and who most; points count at the draft's worth."""
    worth, members = teller.draft.points.worth, len(summary.members)
    ranked = summary.ranked(worth)
    better = [pair for pair in ranked if pair[1].gain(worth) > 0]
    worse = [pair for pair in reversed(ranked) if pair[1].gain(worth) < 0]
    yield teller.say("replay-by-member")
    yield "  " + teller.say(
        "replay-members",
        members=members,
        better=len(better),
        worse=len(worse),
        level=len(ranked) - len(better) - len(worse),
        same=members - len(ranked),
    )
    if summary.nobody.sales:
        yield "  " + teller.say(
            "replay-nobody", sales=summary.nobody.sales, pays=teller.pays(summary.nobody.money)
        )
    yield from _ranking("replay-best", better, teller)
    yield from _ranking("replay-worst", worse, teller)


def _ranking(code: str, members: Sequence[tuple[str, MemberSum]], teller: Teller) -> Iterator[str]:
    if members:
        yield "  " + teller.say(code)
    for member, each in members[:_RANKED_MAX]:
        yield "    " + teller.say(
            "replay-member",
            member=member,
            changed=each.changed,
            sales=each.sales,
            pays=teller.pays(each.money),
            keeps=teller.keeps(each.points),
        )
