"""A member's year: what happens step by step, and what the program comes to after each step.

The steps are read from a file in `loyalty.account.read_year`; what they do is in `loyalty.account.acts`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from loyalty.account.acts import Act, Ground, Wait
from loyalty.account.model import Account, Figures
from loyalty.account.sections import SECTIONS
from loyalty.errors import Refused
from loyalty.program.model import Program
from loyalty.refusals import SentenceRefused
from loyalty.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one member does at a moment, and the figures expected after it; `line` is where it stands."""

    at: datetime
    member: str
    act: Act
    note: str = ""
    line: int = 0
    expect: Figures = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The members as they begin, by name, and the steps in order of time."""

    name: str
    members: Mapping[str, Account]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A figure that is not what the step expects; `None` is one that there is not."""

    figure: str
    expected: object
    actual: object


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What a step came to: the news, how the member stands then in words, and the figures of both.

    Where the rules said no, nothing has happened, `refused` among the figures has the code of why, and the
    news say it. `from_others` is what steps of others have meant for the member since the step before.
    """

    step: Step
    news: tuple[Sentence, ...]
    told: tuple[Sentence, ...]
    figures: Figures
    from_others: tuple[Sentence, ...] = ()

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Every figure that is not as the step expects it."""
        pairs = ((name, expected, self.figures.get(name)) for name, expected in self.step.expect.items())
        return tuple(Mismatch(*pair) for pair in pairs if pair[1] != pair[2])


def walk(program: Program, year: Year) -> Iterator[After]:
    """Each step of a year in its turn, with what it came to.

    What the step of one member meant for another is told in the next step of that one. Where there is none,
    a step of waiting, at the moment of the last one, ends the year for that member.
    """
    ground = Ground(program, dict(year.members))
    for step in year.steps:
        yield _walk(ground, step)
    for member in tuple(ground.untold):
        yield _walk(ground, Step(at=year.steps[-1].at, member=member, act=Wait()))


def _walk(ground: Ground, step: Step) -> After:
    account = ground.accounts[step.member]
    from_others = ground.untold.pop(step.member, ())
    news: tuple[Sentence, ...] = ()
    own: dict[str, object] = {"refused": ""}
    try:
        done = step.act.do(ground, account, step.at)
    except SentenceRefused as refused:
        news, own = (refused.sentence,), {"refused": refused.code}
    except Refused as refused:
        own = {"refused": refused.code}
    else:
        account = ground.accounts[step.member] = done.account
        news, own = done.news, {**own, **done.figures}
    at = account.seen_at or step.at
    figures: dict[str, object] = {}
    told: list[Sentence] = []
    for section in SECTIONS:
        figures |= section.figures(ground.program, account, at)
        told += section.told(ground.program, account, at)
    return After(step=step, news=news, told=tuple(told), figures=figures | own, from_others=from_others)
