"""The screen *Cards* as a state machine: find a member, then their cards; every scan is a card.

Whoever is no manager asks one by PIN before a card is blocked or replaced; linking a blank card asks nobody.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from loyalty.wire.feed import CardRow
from terminal.returned import Approval
from terminal.session import OperatorTile, Session
from terminal.usecases.found import Found, MemberFound, MembersFound, NothingFound
from ui.presenters.beside import Beside
from ui.presenters.cards.errands import CardsErrands
from ui.presenters.cards.shown import state_of
from ui.presenters.cards.state import REASONS, CardsModel, CardsState, Step, Wish
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.managers_word import NOBODY_ASKED, Asked
from ui.presenters.shown import Tone
from ui.presenters.tasks import Lane, TaskRunner
from ui.presenters.words import Words

Result = TypeVar("Result")


class CardsPresenter:
    """One screen."""

    def __init__(
        self,
        errands: CardsErrands,
        session: Session,
        runner: TaskRunner,
        words: Words,
        *,
        on_state: Callable[[CardsState], None],
        on_back: Callable[[], None],
        on_batch: Callable[[], None],
    ) -> None:
        self._errands = errands
        self._session = session
        self._runner = runner
        self._words = words
        self._on_state = on_state
        self._on_back = on_back
        self._on_batch = on_batch
        self._nobody = CardsModel(is_manager=session.role == "manager")
        self.model = self._nobody

    @property
    def beside(self) -> Beside:
        """How far it is."""
        model = self.model
        return Beside(
            place=(model.step, model.member, tuple(each.member for each in model.hits)),
            is_looking=model.busy and model.step == "find",
            asks=model.said is not None,
        )

    def begin(self) -> None:
        """The screen came up."""
        self._change()

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        self._change()

    def scanned(self, text: str) -> None:
        """A card: whose it is; the one that replaces another; or a blank one for whoever is looked at."""
        match self.model.step:
            case "find":
                self._find(text)
            case "cards":
                self._take(text)
            case "replace":
                if not self.model.busy:
                    self._change(fresh=text)
                    self._with_word("replace")
            case "approve":
                self._change(said=Said(key="scan.busy"))

    def trouble(self, code: str) -> None:
        """Something that is no use came from a scanner."""
        self._change(said=Said(key=f"error.{code}"))

    def typed(self, text: str) -> None:
        """Another text stands in the box."""
        if text != self.model.typed:
            self._change(typed=text, said=None)

    def entered(self) -> None:
        """Enter: what was typed is as good as scanned; else the marked member is opened, or a PIN is done."""
        text = self.model.typed.strip()
        if text and self.model.step != "approve":
            self._change(typed="")
            self.scanned(text)
        else:
            self.finish_pressed()

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before."""
        if self.model.step == "approve":
            self._change(asked=self.model.asked.step(by), said=None)
        elif self.model.count:
            self.row_pressed(min(max(self.model.mark + by, 0), self.model.count - 1), opens=False)

    def row_pressed(self, row: int, *, opens: bool = True) -> None:
        """Mark a row; a member who is touched is opened."""
        if self.model.step == "approve":
            self._change(asked=self.model.asked.choose(row), said=None)
            return
        if not 0 <= row < self.model.count or self.model.step == "replace":
            return
        self._change(mark=row, said=None)
        if opens and self.model.step == "find":
            self.finish_pressed()

    def reason_pressed(self) -> None:
        """The next reason."""
        self._change(reason=(self.model.reason + 1) % len(REASONS), said=None)

    def replace_pressed(self) -> None:
        """The next card that is scanned replaces the marked one; with nobody chosen, a batch is made."""
        if self.model.step == "find" and self.model.is_manager:
            self._on_batch()
        elif self._is_good_marked():
            self._change(step="replace", said=None)

    def print_pressed(self) -> None:
        """A card comes out of the receipt printer: one of the member's, or in the place of the marked one."""
        if self.model.busy:
            return
        if self.model.step == "replace":
            self._with_word("print")
        elif self.model.step == "cards":
            marked, member = self.model.marked, self.model.member
            if marked is not None and marked.state != "active" and self.model.has_good:
                self._change(said=Said(key="cards.print-blocked", params={"tail": marked.number[-4:]}))
                return
            self._change(busy=True, said=None)
            self._run(
                "store",
                lambda: self._errands.print_card(self._session, member=member),
                lambda number: self._done("checkout.card-printed", number),
            )

    def block_pressed(self) -> None:
        """Nobody is to use the marked card any more.

        A till cannot take that back: who need not ask anybody is asked once themselves.
        """
        marked = self.model.marked
        if marked is None or not self._is_good_marked():
            return
        sure = Said(key="cards.block-sure", params={"tail": marked.number[-4:], "name": self.model.name})
        if self.model.is_manager and self.model.said != sure:
            self._change(said=sure)
        else:
            self._with_word("block")

    def key_pressed(self, key: str) -> None:
        """A key of the pad: of the PIN."""
        if self.model.step == "approve":
            self._change(asked=self.model.asked.press(key), said=None)

    def finish_pressed(self) -> None:
        """The press in the corner: open the member, or confirm the PIN."""
        model = self.model
        if model.busy:
            return
        if model.step == "find" and model.typed.strip():
            self.entered()
        elif model.step == "find" and model.mark < len(model.hits):
            hit = model.hits[model.mark]
            self._open(hit.member, hit.name)
        elif model.step == "approve":
            self._approve()

    def back_pressed(self) -> None:
        """One step back; from nobody's cards back to the checkout."""
        if self.model.busy:
            return
        match self.model.step:
            case "approve" | "replace":
                self._change(step="cards", fresh="", asked=NOBODY_ASKED, said=None)
            case "cards":
                self.model = self._nobody
                self._change()
            case "find":
                self._on_back()

    def _find(self, text: str) -> None:
        def found(what: Found) -> None:
            self._change(busy=False)
            match what:
                case MemberFound():
                    self._open(what.member.holder, what.member.name, card=text)
                case MembersFound():
                    self._change(hits=what.rows, mark=0, said=None)
                case NothingFound():
                    self._change(hits=(), said=Said(key=f"error.{what.code}", params={"text": what.text}))
                case _:
                    self._change(hits=(), said=Said(key="cards.who-first"))

        self._change(busy=True, said=None)
        self._run("look-up", lambda: self._errands.find(text), found)

    def _open(self, member: str, name: str, *, card: str = "", said: Said | None = None) -> None:
        def opened(read: tuple[tuple[CardRow, ...], Mapping[str, str]]) -> None:
            cards, carriers = read
            at = next((place for place, each in enumerate(cards) if each.number == card), 0)
            self._change(
                step="cards", member=member, name=name, cards=cards, carriers=carriers, mark=at, hits=(),
                typed="", fresh="", busy=False, said=said,
            )  # fmt: skip

        def read() -> tuple[tuple[CardRow, ...], Mapping[str, str]]:
            return self._errands.cards_of(member), self._errands.carriers(member)

        self._change(busy=True)
        self._run("look-up", read, opened)

    def _take(self, text: str) -> None:
        at = next((place for place, each in enumerate(self.model.cards) if each.number == text), None)
        if at is not None:
            self._change(mark=at, said=None)
            return
        if self.model.busy:
            return
        member, name = self.model.member, self.model.name
        self._change(busy=True, said=None)
        self._run(
            "store",
            lambda: self._errands.link(self._session, member=member, text=text),
            lambda number: self._done("cards.linked", number, name=name),
        )

    def _with_word(self, wish: Wish) -> None:
        """Do it at once for a manager; for others once a manager has given their word."""
        self._change(wish=wish)
        if self._session.role == "manager":
            self._do(None)
            return

        asked_for = self._asked_for()

        def ask(managers: tuple[OperatorTile, ...]) -> None:
            if self._asked_for() != asked_for:
                return
            self._change(step="approve", asked=Asked(managers=managers), said=None)

        self._run("look-up", self._errands.managers, ask)

    def _asked_for(self) -> tuple[Step, Wish, str, int]:
        """What a manager is looked for to allow; another one after a step back, which no answer undoes."""
        return self.model.step, self.model.wish, self.model.member, self.model.mark

    def _approve(self) -> None:
        asked = self.model.asked
        if asked.can_give:
            self._change(busy=True, asked=asked.without_pin(), said=None)
            self._run("store", asked.word(self._errands, self._session), self._do)

    def _do(self, approval: Approval | None) -> None:
        """What is wished, with the card that is marked; a replacement that is refused is asked for again."""
        number, why = self.model.cards[self.model.mark].number, REASONS[self.model.reason]
        fresh = self.model.fresh
        self._change(step="cards" if self.model.wish == "block" else "replace", busy=True, said=None)
        if self.model.wish == "block":
            self._run(
                "store",
                lambda: self._errands.block(self._session, card=number, why=why, approval=approval),
                lambda _: self._done("cards.block-done", number),
            )
            return
        if self.model.wish == "print":
            self._run(
                "store",
                lambda: self._errands.replace_by_printed(
                    self._session, card=number, why=why, approval=approval
                ),
                lambda new: self._done("cards.replaced-printing", new),
            )
            return
        self._run(
            "store",
            lambda: self._errands.replace(self._session, card=number, text=fresh, why=why, approval=approval),
            lambda new: self._done("cards.replaced", new),
        )

    def _done(self, key: str, number: str, **params: str) -> None:
        said = Said(key=key, params={"tail": number[-4:], **params}, tone=Tone.GOOD)
        self._open(self.model.member, self.model.name, card=number, said=said)

    def _is_good_marked(self) -> bool:
        marked = self.model.marked
        is_good = marked is not None and marked.state == "active"
        return is_good and self.model.step == "cards" and not self.model.busy

    def _run(self, lane: Lane, work: Callable[[], Result], on_done: Callable[[Result], None]) -> None:
        self._runner.run(lane, work, on_done=on_done, on_failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._change(said=said_of(expected(error)), busy=False)

    def _change(self, **fields: Any) -> None:
        self.model = replace(self.model, **fields)
        self._on_state(state_of(self.model, self._words))
