"""The first start as a state machine: steps forth and back, then the machine's own work with its progress.

What was typed stays whichever way one goes. What the machine refuses stands at the field where it is mended.
A server that is away is asked again by itself.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from loyalty.errors import LoyaltillError
from resources.catalogue import Language
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.first_start.errands import Draft, FirstErrands, Plugged, Preset, Progress, Stage, Wish
from ui.presenters.first_start.model import BLAMED, SECRETS, FirstModel, Step, faults_of
from ui.presenters.first_start.shown import state_of
from ui.presenters.office_state import OfficeState
from ui.presenters.shown import Tone
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words


class FirstPresenter:
    """The screen.

    `on_language` has everything said in another language, `on_devices` asks for the screen *Devices*,
    `on_ready` comes once there is a till to open, `on_leave` when somebody wants out. `post` brings a call of
    a lane to the UI thread.
    """

    def __init__(
        self,
        errands: FirstErrands,
        runner: TaskRunner,
        words: Words,
        *,
        post: Callable[[Callable[[], None]], None],
        on_state: Callable[[OfficeState], None],
        on_language: Callable[[Language], None],
        on_devices: Callable[[], None],
        on_ready: Callable[[], None],
        on_leave: Callable[[], None],
    ) -> None:
        self._errands = errands
        self._runner = runner
        self._words = words
        self._post = post
        self._on_state = on_state
        self._on_language = on_language
        self._on_devices = on_devices
        self._on_ready = on_ready
        self._on_leave = on_leave
        self.model = FirstModel()

    def begin(self, language: Language) -> None:
        """The window came up: look how far this till has come, and go on there."""
        self.model = FirstModel(values={**self.model.values, "language": language})
        self._change()
        self._runner.run(
            "look-up", self._errands.presets, on_done=self._presets_known, on_failed=self._failed
        )
        self._runner.run(
            "store",
            lambda: (self._errands.stage(), self._errands.draft()),
            on_done=self._resume,
            on_failed=self._failed,
        )

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        self._change()

    def field_changed(self, name: str, value: str) -> None:
        """Something else stands in a field."""
        faults = {key: fault for key, fault in self.model.faults.items() if key != name}
        self._change(values={**self.model.values, name: value}, faults=faults, said=None)
        self._keep()
        if name == "language":
            self._on_language(cast("Language", value))

    def moved(self, by: int) -> None:
        """Mark the next program, or the one before."""
        presets = self.model.presets
        if self.model.step is Step.PROGRAM and presets:
            names = [each.name for each in presets]
            at = names.index(self.model.preset.name) if self.model.preset is not None else -by
            self.row_pressed((at + by) % len(presets))

    def row_pressed(self, row: int) -> None:
        """A program of the list; in the list of steps, one that lies behind."""
        model = self.model
        if model.step is Step.PROGRAM:
            if 0 <= row < len(model.presets):
                self.field_changed("preset", model.presets[row].name)
        elif 0 <= row < model.steps.index(model.step) and not model.at_work and not model.is_resumed:
            self._go(model.steps[row])

    def devices_pressed(self) -> None:
        """Search and try the devices."""
        if self.model.step is Step.DEVICES:
            self._on_devices()

    def came_back(self) -> None:
        """Back from the screen *Devices*: what is chosen may be other than before."""
        self._look_at_devices()

    def finish_pressed(self) -> None:
        """On to the next step; what is wrong with this one is told first."""
        model = self.model
        if model.at_work:
            return
        if model.step is Step.OPENING:
            self._work()
            return
        faults = faults_of(model)
        if faults:
            self._change(faults=faults)
            return
        self._go(model.steps[model.steps.index(model.step) + 1])
        if self.model.step is Step.OPENING:
            self._work()

    def back_pressed(self) -> None:
        """The step before, with what was typed in it; from the first one out."""
        model = self.model
        at = model.steps.index(model.step)
        if at == 0 or model.is_resumed:
            self._on_leave()
        elif not model.at_work:
            self._go(model.steps[at - 1])

    def scan_was_useless(self) -> None:
        """A scan: it is tried under *Devices*."""
        self._change(said=Said(key="first-start.scan", tone=Tone.ATTENTION))

    def time_passed(self) -> None:
        """Now and then: a reading that was broken off goes on by itself."""
        model = self.model
        if model.step is Step.OPENING and model.is_resumed and not model.at_work and model.said is not None:
            self._work()

    def _go(self, step: Step) -> None:
        self._change(step=step, faults={}, said=None)
        self._keep()
        if step is Step.DEVICES:
            self._look_at_devices()

    def _work(self) -> None:
        model = self.model
        wish = None if model.is_resumed else Wish(values=model.values, preset=model.preset)
        self._change(progress=model.progress or Progress(), said=None)

        def tell(progress: Progress) -> None:
            self._post(lambda: self.progressed(progress))

        self._runner.run(
            "net", lambda: self._errands.go_on(wish, tell), on_done=self._done, on_failed=self._stopped
        )

    def progressed(self, progress: Progress) -> None:
        """The machine is so far now."""
        if self.model.at_work:
            self._change(progress=progress, is_resumed=self.model.is_resumed or progress.doing == "load")

    def _done(self, _: None) -> None:
        self._change(progress=None, is_resumed=True)
        self._on_ready()

    def _stopped(self, error: Exception) -> None:
        """The machine could not go on: say it where it is mended, or here."""
        told = expected(error)
        at = BLAMED.get(told.code)
        if at is None or self.model.is_resumed:
            self._change(progress=None, said=said_of(told))
        else:
            self._change(progress=None, step=at[0], faults={at[1]: said_of(told)})

    def _resume(self, known: tuple[Stage, Draft]) -> None:
        stage, draft = known
        if stage != "empty":
            self._change(step=Step.OPENING, is_resumed=True)
            self._work()
            return
        values = {**self.model.values, **draft.values}
        step = next((each for each in Step if each.value == draft.step), Step.LANGUAGE)
        model = replace(self.model, values=values)
        # What is not written down has to be typed again, and nothing is begun without somebody's press.
        step = _first_with_fault(model, until=Step.DEVICES if step is Step.OPENING else step)
        self._change(values=values, step=step)
        if step is Step.DEVICES:
            self._look_at_devices()
        if "language" in draft.values:
            self._on_language(cast("Language", draft.values["language"]))

    def _presets_known(self, presets: tuple[Preset, ...]) -> None:
        self._change(presets=presets)

    def _look_at_devices(self) -> None:
        def known(plugged: Plugged) -> None:
            self._change(plugged=plugged)

        self._runner.run("look-up", self._errands.plugged, on_done=known, on_failed=self._failed)

    def _keep(self) -> None:
        open_ones = {name: value for name, value in self.model.values.items() if name not in SECRETS}
        draft = Draft(step=self.model.step.value, values=open_ones)
        self._runner.run(
            "store", lambda: self._errands.keep(draft), on_done=lambda _: None, on_failed=self._failed
        )

    def _failed(self, error: Exception) -> None:
        told: LoyaltillError = expected(error)
        self._change(said=said_of(told))

    def _change(self, **changes: Any) -> None:
        self.model = replace(self.model, **changes)
        self._on_state(state_of(self.model, self._words))


def _first_with_fault(model: FirstModel, *, until: Step) -> Step:
    """The first step that is not filled in, or that one."""
    steps = model.steps
    before = steps[: steps.index(until)] if until in steps else ()
    return next((each for each in before if faults_of(replace(model, step=each))), until)
