"""What the parts of the screen *Members* share: the model they change, the errands, the runner."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from loyalty.errors import Unavailable
from loyalty.wire.member_desk import MemberFileAnswer
from terminal.member_page import MemberPage
from terminal.session import Session
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.members.errands import MembersErrands
from ui.presenters.members.model import MembersModel
from ui.presenters.shown import Tone
from ui.presenters.tasks import Lane, TaskRunner
from ui.presenters.words import Words

Result = TypeVar("Result")


class MembersDesk:
    """The model, and what is done with it again and again."""

    def __init__(
        self,
        errands: MembersErrands,
        session: Session,
        runner: TaskRunner,
        words: Words,
        *,
        on_model: Callable[[MembersModel], None],
    ) -> None:
        self.errands = errands
        self.session = session
        self.words = words
        self.model = MembersModel()
        self._runner = runner
        self._on_model = on_model

    def change(self, **fields: Any) -> None:
        """Go on to the next model."""
        self.model = replace(self.model, **fields)
        self._on_model(self.model)

    def say(self, said: Said | None) -> None:
        """Say something in the banner; None takes it away."""
        self.change(said=said)

    def run(
        self,
        lane: Lane,
        work: Callable[[], Result],
        on_done: Callable[[Result], None],
        *,
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """An errand whose failure is said in the banner, where nobody else takes it."""
        self._runner.run(lane, work, on_done=on_done, on_failed=on_failed or self.failed)

    def failed(self, error: Exception) -> None:
        """Say what an errand could not do; nothing is under way any more."""
        self.change(said=said_of(expected(error)), busy=False)

    def open(self, member: str, *, said: Said | None = None) -> None:
        """Show the page of a member: what is here at once, the rest as the server answers."""
        self.change(busy=True, said=said)

        def opened(page: MemberPage) -> None:
            was = self.model.page
            is_same = was is not None and was.member.member == page.member.member
            kept = {} if is_same else {"section": "points", "file": None, "movements": (), "mark": 0}
            self.change(
                step="page", page=page, busy=False, typed="", hits=(), other=None, deed=None, pin="",
                form={}, faults={}, offline=None, **kept,
            )  # fmt: skip
            self.ask_file(skip=0)

        self.run("look-up", lambda: self.errands.page(member), opened)

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
                self.change(file=file, movements=(*before, *file.movements), offline=None)

        def not_answered(error: Exception) -> None:
            trouble = expected(error)
            said = replace(said_of(trouble), tone=Tone.ATTENTION)
            if is_shown():
                key = "members.offline" if isinstance(trouble, Unavailable) else said.key
                self.change(offline=replace(said, key=key))

        self._runner.run(
            "net",
            lambda: self.errands.file(self.session, member, skip=skip),
            on_done=answered,
            on_failed=not_answered,
        )
