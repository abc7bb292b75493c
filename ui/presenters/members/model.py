"""What the screen *Members* knows, before it is put into words: one frozen value, replaced at every step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from ui.presenters.checkout.model import Said
from ui.presenters.sign_in import LEAST_DIGITS

if TYPE_CHECKING:
    from loyalty.wire.member_desk import MemberDeed, MemberFileAnswer, Movement
    from terminal.data_requests import OpenRequest
    from terminal.member_page import MemberPage
    from terminal.membership import MemberRow
    from terminal.session import OperatorTile

Step = Literal[
    "find", "page", "note", "edit", "apology", "adjust", "merge-find", "merge", "erase", "approve",
    "household", "person", "leave", "join-find", "join", "request", "request-about", "part",
]  # fmt: skip
Section = Literal["points", "history", "things", "notes", "consents", "more"]
SECTIONS: Final[tuple[Section, ...]] = ("points", "history", "things", "notes", "consents", "more")
READY_NOTES: Final = ("late", "quality", "callback", "regular")
"""What is written most, by the keys of their texts."""
CONSENT_VERSION: Final = "2026-11"
"""Of the texts that are agreed to (`members.consent-…`): raise it with every change of their words."""
ADJUST_REASONS: Final = ("missing", "sorry", "opening", "mistake", "other")
"""Why points are given or taken by hand, by the keys of their texts; `other` takes a note."""
NOTHING: Final = -1
"""No row is marked: Enter does nothing until an arrow or a touch has marked one."""
FINDS_OTHER: Final = frozenset[Step]({"merge-find", "join-find"})
"""Somebody is looked for who is to be one with the member, or to share with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersModel:
    """The screen. `page` is what the till knows of the member, `file` what the server said, None without it.

    `requests` about their own data stand where nobody is looked for yet, for who may deal with them.
    `other` is the second member of a merge, or who joins; `other_since` is when they were enrolled, None
    while the server was not heard, empty where it could not be asked; `person` is who was chosen of a
    household, `alias` of those who were merged into the member, `request` what is asked for about their
    own data, `abouts` which of it there is to choose from. `has_sale` is whether one stands behind
    the screen, for the member to go on with. `deed` waits for somebody's word; `offline` says why the
    server could not be asked.
    """

    has_sale: bool = True
    step: Step = "find"
    typed: str = ""
    hits: "tuple[MemberRow, ...]" = ()
    requests: "tuple[OpenRequest, ...]" = ()
    mark: int = 0
    section: Section = "points"
    page: "MemberPage | None" = None
    file: "MemberFileAnswer | None" = None
    movements: "tuple[Movement, ...]" = ()
    offline: Said | None = None
    form: Mapping[str, str] = field(default_factory=dict[str, str])
    faults: Mapping[str, str] = field(default_factory=dict[str, str])
    other: "MemberPage | None" = None
    other_since: str | None = None
    person: str = ""
    alias: str = ""
    request: str = ""
    abouts: tuple[tuple[str, ...], ...] = ()
    deed: "MemberDeed | None" = None
    approvers: "tuple[OperatorTile, ...]" = ()
    pin: str = ""
    busy: bool = False
    said: Said | None = None

    @property
    def owed(self) -> "tuple[OpenRequest, ...]":
        """The requests that stand there: while nobody is found and nothing is looked for."""
        return self.requests if self.step == "find" and not self.hits and not self.typed else ()

    @property
    def has_more(self) -> bool:
        """Whether the server has older movements than those that are here."""
        return self.file is not None and self.file.more

    @property
    def can_finish(self) -> bool:
        """Whether the press in the corner does something now."""
        if self.busy:
            return False
        match self.step:
            case "find":
                return bool(self.typed.strip() or self.hits or self.owed)
            case "merge-find" | "join-find":
                return bool(self.typed.strip() or self.hits)
            case "approve":
                return bool(self.approvers) and len(self.pin) >= LEAST_DIGITS
            case "page":
                return self.has_sale
            case "request" | "request-about":
                return self.mark != NOTHING
            case _:
                return True
