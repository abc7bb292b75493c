"""One use of a benefit as an account keeps it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TermName:
    """One term of a paid membership, by the sale and the line that sold it."""

    sale: str
    line: int


@dataclass(frozen=True, slots=True)
class BenefitUse:
    """A benefit that was used once; `id` is the use's own.

    `terms` are the paid memberships without which the member would not have had it; `person` is who of a
    household stood there.
    """

    id: str
    benefit: str
    at: datetime
    terms: tuple[TermName, ...] = ()
    person: str = ""
