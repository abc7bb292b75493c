"""A benefit that a member used, and the use taken back: the bodies of the events, version 1.

No personal data.
"""

from dataclasses import dataclass
from typing import Annotated

from loyalty.wire.codec import Message
from loyalty.wire.limits import Count, Id, Key, Most


@dataclass(frozen=True, slots=True)
class TermOf(Message):
    """A term of a paid membership, by the sale and the line that sold it."""

    sale: Id
    line: Count


@dataclass(frozen=True, slots=True)
class BenefitUsed(Message):
    """A member used a benefit once.

    `use` names it for ever, and is the operation too (`use_in_visit`). `claim` is the one inside which it was
    used, where the program of `program_version` limits it. `terms` are the paid memberships without which the
    member would not have had it; `person` is who of a household stood at the counter.
    """

    use: Id
    member: Id
    benefit: Key
    program_version: Count
    claim: Id | None = None
    terms: Annotated[tuple[TermOf, ...], Most(64)] = ()
    person: Id | None = None


@dataclass(frozen=True, slots=True)
class BenefitTakenBack(Message):
    """A use that was none: it counts no more. What was claimed for it stays used up."""

    use: Id
    member: Id


def taken_back_operation(use: str) -> str:
    """The operation under which a use is taken back: once for ever."""
    return f"use-back:{use[:50]}"


def use_in_visit(visit: str, tail: str) -> str:
    """The name of a use: after the sale that was open, whatever becomes of it, and a `tail` of its own."""
    return f"{visit[:50]}:{tail[-12:]}"


def is_of_visit(use: str, visit: str) -> bool:
    """Whether it was used while that sale was open."""
    return use.startswith(f"{visit[:50]}:")
