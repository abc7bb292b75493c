"""What the parts of the screen *Members* share: opening a page, and asking for the rest of it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from loyalty.errors import Unavailable
from loyalty.wire.canonical import JsonObject
from loyalty.wire.member_desk import MemberFileAnswer
from terminal.data_requests import OpenRequest
from terminal.member_page import MemberPage
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.desk import Desk
from ui.presenters.members.errands import MembersErrands
from ui.presenters.members.model import NOTHING, MembersModel, Section
from ui.presenters.members.requests import sees_requests
from ui.presenters.shown import Tone


class MembersDesk(Desk[MembersErrands, MembersModel]):
    """The desk of this screen."""

    def open(
        self,
        member: str,
        *,
        said: Said | None = None,
        agreed: JsonObject | None = None,
        stays: bool = False,
    ) -> None:
        """Show the page of a member: what is here at once, the rest as the server answers.

        `agreed` was just written down: it is shown with what the server had told before. The page begins at
        the points, where no row does anything, or `stays` where it is after a deed; nothing is marked.
        """
        self.change(busy=True, said=said)

        def opened(page: MemberPage) -> None:
            was = self.model.page
            is_same = was is not None and was.member.member == page.member.member
            kept: dict[str, Any] = {"file": None, "movements": ()}
            if is_same and stays:
                kept = {"file": _with_agreed(self.model.file, page, agreed)}
            section: Section = self.model.section if stays and is_same else "points"
            self.change(
                step="page", page=page, section=section, mark=NOTHING, busy=False, typed="", hits=(),
                other=None, deed=None, pin="", form={}, faults={}, offline=None, **kept,
            )  # fmt: skip
            self.ask_file(skip=0)

        self.run("look-up", lambda: self.errands.page(member), opened)

    def forget(self, said: Said) -> None:
        """Show nothing of the member any more."""
        self.change(
            step="find", page=None, file=None, movements=(), other=None, deed=None, busy=False, typed="",
            hits=(), mark=0, pin="", form={}, faults={}, offline=None, said=said,
        )  # fmt: skip
        self.ask_requests()

    def ask_requests(self, *, is_told: bool = False) -> None:
        """Look what people asked for about their own data, where whoever is here may deal with it.

        That it could not be read is told where somebody opens the screen; else it is read after a later sync.
        """
        if sees_requests(self.session) and self.model.step == "find":
            failed = self.failed if is_told else self._not_read
            self.run("look-up", self.errands.requests, self._show_requests, on_failed=failed)

    def _not_read(self, error: Exception) -> None:
        """Nobody asked for it."""
        expected(error)

    def _show_requests(self, found: tuple[OpenRequest, ...]) -> None:
        """The marked one stays marked, wherever it stands now; where it is gone, none is."""
        model = self.model
        mark = model.mark
        if model.owed and 0 <= mark < len(model.owed):
            was = _asked(model.owed[mark])
            mark = next((at for at, each in enumerate(found) if _asked(each) == was), NOTHING)
        self.change(requests=found, mark=mark)

    def ask_file(self, *, skip: int) -> None:
        """Ask the server for the file; an answer for somebody who is not shown any more is dropped."""
        page = self.model.page
        if page is None:
            return
        member = page.member.member

        def is_shown() -> bool:
            now = self.model.page
            return now is not None and now.member.member == member

        def answered(file: MemberFileAnswer) -> None:
            if is_shown():
                before = self.model.movements if skip else ()
                movements = (*before, *file.movements)
                self.change(file=file, movements=movements, offline=None, **self._without_parted(file))

        def not_answered(error: Exception) -> None:
            trouble = expected(error)
            said = replace(said_of(trouble), tone=Tone.ATTENTION)
            if is_shown():
                key = "members.offline" if isinstance(trouble, Unavailable) else said.key
                self.change(offline=replace(said, key=key))

        self.run(
            "net",
            lambda: self.errands.file(self.session, member, skip=skip),
            answered,
            on_failed=not_answered,
        )

    def _without_parted(self, file: MemberFileAnswer) -> dict[str, Any]:
        """What else changes where somebody is to be parted who is no longer one with the member."""
        model = self.model
        if model.step != "part" or any(each.member == model.alias for each in file.aliases):
            return {}
        return {
            "step": "page", "alias": "", "mark": NOTHING, "said": Said(key="members.parted-already"),
        }  # fmt: skip

    def ask_since(self, other: MemberPage) -> None:
        """Ask the server since when the other one of a merge is a member: whose record stays hangs on it."""
        member = other.member.member

        def told(since: str) -> None:
            if self.model.other is other:
                self.change(other_since=since)

        def not_told(error: Exception) -> None:
            expected(error)
            told("")

        self.run(
            "net",
            lambda: self.errands.file(self.session, member, skip=0).enrolled_at,
            told,
            on_failed=not_told,
        )


def _asked(request: OpenRequest) -> tuple[str, str, datetime]:
    """Which one it is."""
    return request.member, request.request, request.at


def _with_agreed(
    file: MemberFileAnswer | None, page: MemberPage, agreed: JsonObject | None
) -> MemberFileAnswer | None:
    """The file with what was agreed to since, at the moment that the page of this till has for it."""
    if file is None or agreed is None or not page.consents:
        return file
    said = {**agreed, "at": page.consents[-1].get("at")}
    return replace(file, consents=(*file.consents, said))
