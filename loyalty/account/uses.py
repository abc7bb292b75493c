"""One use of a benefit as an account keeps it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BenefitUse:
    """A benefit that was used once; `id` is the use's own."""

    id: str
    benefit: str
    at: datetime
