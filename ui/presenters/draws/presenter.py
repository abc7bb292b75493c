"""The screen of draws as a state machine: look, see who won, open one with its seed, make a seed.

Opening is two steps and one PIN: the seed is checked, then what cannot be taken back is said, then it is
published. What the server has not drawn with one answer it is asked to go on with. A seed leaves the model
with the step that it is for.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from loyalty.drawing import commitment_of
from loyalty.errors import LoyaltillError
from loyalty.wire.drawing import OPENS
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.draws.errands import DrawErrands
from ui.presenters.draws.model import FIELDS, DrawsModel, Step
from ui.presenters.draws.shown import commitment_text, state_of, table
from ui.presenters.shown import Tone
from ui.presenters.visit import OfficeVisit, without_refused_pin

if TYPE_CHECKING:
    from loyalty.wire.drawing import DrawAnswer, DrawTold, Winner
    from ui.presenters.office_state import OfficeState

_AGAIN, _SEED = range(2)
MOST_ASKED: Final = 20
"""So often the server is asked to draw more, while somebody waits; what is left then it draws by itself."""


class DrawsPresenter(OfficeVisit[DrawErrands, DrawsModel]):
    """One visit to the screen."""

    def begin(self) -> None:
        """The screen came up."""
        self._look()

    def moved(self, by: int) -> None:
        """Mark the next, or the one before."""
        model = self.model
        rows, at = (
            (model.winners, model.place) if model.step == "winners" else (model.draws or (), model.mark)
        )
        if rows:
            self.row_pressed((at + by) % len(rows))

    def row_pressed(self, row: int) -> None:
        """Mark a draw, or a winner."""
        model = self.model
        if model.busy:
            return
        if model.step == "winners" and 0 <= row < len(model.winners):
            self._change(place=row, said=None)
        elif model.step == "list" and 0 <= row < len(model.draws or ()):
            self._change(mark=row, said=None)

    def field_changed(self, name: str, value: str) -> None:
        """Something else stands in a field."""
        faults = {key: fault for key, fault in self.model.faults.items() if key != name}
        self._change(values={**self.model.values, name: value}, faults=faults, said=None)

    def entered(self) -> None:
        """Enter, in a list: never what cannot be taken back."""
        if self.model.step in {"list", "winners"}:
            self.finish_pressed()

    def action_pressed(self, which: int) -> None:
        """Look again, or a fresh seed; more winners."""
        model = self.model
        if model.busy:
            return
        if model.step == "list" and which == _AGAIN:
            self._look()
        elif model.step == "list" and which == _SEED and model.is_manager:
            self._open("seed", seed=self._errands.new_seed())
        elif model.step == "winners" and which == _AGAIN and model.asked is not None and model.asked.more:
            self._read(skip=len(model.winners))

    def finish_pressed(self) -> None:
        """The press in the corner: what is next, and once for each press that can be seen."""
        model = self.model
        if model.busy:
            return
        match model.step:
            case "list":
                if model.may_open or model.is_opened:
                    self._read(skip=0)
            case "winners":
                self._save_winners()
            case "open":
                self._check()
            case "sure":
                self._publish()
            case "seed":
                self._copied()
            case "commitment":
                self._save_commitment()

    def back_pressed(self) -> None:
        """From what is sure to the seed again; out of any other step; then out of the screen."""
        model = self.model
        if model.busy:
            return
        if model.step == "list":
            self._on_back()
        elif model.step == "sure" and not model.is_opened:
            self._change(step="open", seed="", values={**model.values, "own": ""}, said=None)
        else:
            self._to_list()

    def _open(self, step: Step, *, seed: str = "") -> None:
        values = dict.fromkeys(FIELDS[step], "")
        self._change(step=step, seed=seed, values=values, faults={}, said=None)

    def _to_list(self) -> None:
        gone: dict[str, Any] = {"asked": None, "winners": (), "place": 0, "seed": ""}
        self._change(step="list", values={}, faults={}, said=None, **gone)

    def _look(self) -> None:
        session, marked = self._session, self.model.marked

        def came(draws: "tuple[DrawTold, ...]") -> None:
            names = [each.draw for each in draws]
            mark = names.index(marked.draw) if marked is not None and marked.draw in names else 0
            self._change(busy=False, draws=draws, mark=mark)

        self._change(busy=True, said=None)
        self._run("net", lambda: self._errands.look(session), came)

    def _read(self, *, skip: int) -> None:
        session, draw = self._session, self.model.draw
        if draw is None:
            return
        self._change(busy=True, said=None)
        self._run("net", lambda: self._errands.read(session, draw.draw, skip=skip), self._told)

    def _told(self, answer: "DrawAnswer") -> None:
        """Winners, the first or more of them; or what to know before a draw is opened."""
        self._take(answer)
        if answer.draw.stage == "over":
            self._open("open")
        elif answer.draw.stage == "opened":
            at = len(self.model.winners) if self.model.step == "winners" else 0
            self._change(step="winners", winners=self.model.winners[:at] + answer.winners, place=at)

    def _take(self, answer: "DrawAnswer") -> None:
        """Keep what was told of the marked draw, in the list too."""
        draws = tuple(
            answer.draw if each.draw == answer.draw.draw else each for each in self.model.draws or ()
        )
        self._change(busy=False, draws=draws, asked=answer)

    def _check(self) -> None:
        model, session, draw = self.model, self._session, self.model.draw
        faults = {name: f"draws.missing-{name}" for name, value in model.values.items() if not value.strip()}
        if faults or draw is None:
            self._change(faults=faults)
            return
        typed, pin = model.values["seed"], model.values["own"]

        def right(seed: str) -> None:
            self._change(busy=False, step="sure", seed=seed)

        self._change(busy=True, said=None)
        self._run("store", lambda: self._errands.check(session, draw, seed_text=typed, own_pin=pin), right)

    def _publish(self, *, left: int = MOST_ASKED) -> None:
        session, draw, seed = self._session, self.model.draw, self.model.seed
        if draw is None:
            return
        self._change(busy=True, said=None)
        self._run(
            "net",
            lambda: self._errands.open(session, draw, seed=seed),
            lambda answer: self._published(answer, left=left - 1),
        )

    def _published(self, answer: "DrawAnswer", *, left: int) -> None:
        """Open; where the server has got further and is not done, it is asked to go on."""
        waited, before = self.model.asked, self.model.draw
        has_moved = before is not None and answer.draw.drawn > before.drawn
        if answer.drawing and has_moved and waited is not None and left:
            self._take(replace(answer, waiting=waited.waiting))
            self._publish(left=left)
            return
        self._take(answer)
        said = Said(key="draws.done", params={"name": answer.draw.name}, tone=Tone.GOOD)
        self._change(step="winners", winners=answer.winners, place=0, values={}, seed="", said=said)

    def _save_winners(self) -> None:
        model, session, words, errands = self.model, self._session, self._words, self._errands
        draw, asked = model.draw, model.asked
        if draw is None or asked is None:
            return

        def write(winners: "tuple[Winner, ...]") -> None:
            every = replace(asked, draw=draw, more=False)
            self._change(winners=winners, asked=every)
            name, titles, rows = table(every, winners, words, with_numbers=self.model.is_manager)
            self._run("look-up", lambda: errands.save_table(name, titles, rows), self._saved)

        self._change(busy=True, said=None)
        if not asked.more:
            write(model.winners)
            return
        had = model.winners
        self._run("net", lambda: had + errands.winners(session, draw.draw, skip=len(had)), write)

    def _copied(self) -> None:
        model = self.model
        if not model.values["again"].strip():
            self._change(faults={"again": "draws.missing-again"})
            return
        try:
            self._errands.check_copy(model.seed, model.values["again"])
        except LoyaltillError as refused:
            self._change(said=said_of(refused))
            return
        commitment = commitment_of(bytes.fromhex(model.seed))
        self._change(step="commitment", seed=commitment, values={}, said=None)

    def _save_commitment(self) -> None:
        name, text = commitment_text(self.model.seed, self._words)
        self._run_once(
            f"file {name}", "look-up", lambda: self._errands.save_commitment(name, text), self._saved
        )

    def _saved(self, path: str) -> None:
        self._change(busy=False, said=Said(key="draws.saved", params={"path": path}, tone=Tone.GOOD))

    def _failed(self, error: Exception) -> None:
        told = expected(error)
        self._change(busy=False, values=without_refused_pin(self.model.values, told), said=said_of(told))

    def _first_model(self) -> DrawsModel:
        return DrawsModel(is_manager=self._session.role in OPENS)

    def _state(self) -> "OfficeState":
        return state_of(self.model, self._words)
