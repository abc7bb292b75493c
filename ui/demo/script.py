"""The language that a till's window is driven in: one action a line. Pure; `ui.demo.player` carries it out.

    key F9              press a key, or keys held together: Ctrl+L
    type 0905 123 456   type, at a person's pace
    scan 8934563138165  type as a scanner does, and Enter
    press Thanh toán    press the button of this name
    ready Thanh toán    until the button of this name can be pressed; A | B: or that one
    wait Phải trả       until this is seen; A | B: until one of them is
    gone Tiền thối      until this is no longer seen
    picture pay.png     take a picture of the window
    seen                tell everything that is seen
    close               close the window, as its cross does

What is seen is what a screen reader would be told. Each action is answered by one line of JSON.
"""

import json
from dataclasses import dataclass
from typing import Final, Literal, get_args

from loyalty.errors import Refused

Verb = Literal["key", "type", "scan", "press", "ready", "wait", "gone", "picture", "seen", "close"]

VERBS: Final[tuple[Verb, ...]] = get_args(Verb)
ALONE: Final = frozenset[Verb]({"seen", "close"})
"""Verbs that take nothing after them."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do to the window."""

    verb: Verb
    text: str = ""

    def line(self) -> str:
        """The action as a line of a script."""
        return f"{self.verb} {self.text}".rstrip()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an action: nothing wrong, or what; and what was seen, where that was asked or matters."""

    fault: str = ""
    seen: tuple[str, ...] = ()

    def line(self) -> str:
        """The answer as one line of JSON."""
        return json.dumps({"fault": self.fault, "seen": self.seen}, ensure_ascii=False)


def parse_action(line: str) -> Action | None:
    """The action in a line; None for an empty line or a comment (`#`).

    Raises:
        Refused: `script-verb` or `script-text`.
    """
    verb, _, text = line.strip().partition(" ")
    if not verb or verb.startswith("#"):
        return None
    if verb not in VERBS:
        raise Refused("script-verb", verb=verb, known=", ".join(VERBS))
    if bool(text.strip()) == (verb in ALONE):
        raise Refused("script-text", line=line.strip())
    return Action(verb, text.strip())


def alternatives(action: Action) -> list[str]:
    """The texts of an action that waits, any of which will do."""
    return action.text.split(" | ")


def parse_answer(line: str) -> Answer:
    """An answer from its line; ValueError or KeyError where it is none."""
    answer = json.loads(line)
    return Answer(fault=answer["fault"], seen=tuple(answer["seen"]))
