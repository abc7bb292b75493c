"""What the keepers of the screen *Devices* share: the model they change, the errands and the runner."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from loyalty.errors import LoyaltillError
from ui.presenters.devices.errands import Chosen, DevicesErrands
from ui.presenters.devices.model import DevicesModel, Said
from ui.presenters.shown import Tone
from ui.presenters.tasks import TaskRunner


class DevicesDesk:
    """The model, and what is done with it again and again."""

    def __init__(
        self,
        errands: DevicesErrands,
        runner: TaskRunner,
        *,
        on_model: Callable[[DevicesModel], None],
        on_exchanged: Callable[[], None],
    ) -> None:
        self.errands = errands
        self.runner = runner
        self.model = DevicesModel()
        self._on_model = on_model
        self._on_exchanged = on_exchanged

    def change(self, **fields: Any) -> None:
        """Show the model with other fields."""
        self.model = replace(self.model, **fields)
        self._on_model(self.model)

    def choose(self, setting: str, *, instead_of: str) -> None:
        """Use a device of the kind that is shown from now on; none where `setting` is empty."""
        if self.model.is_exchanging:
            return
        kind = self.model.kind

        def choose() -> Chosen:
            self.errands.choose(kind, setting, instead_of=instead_of)
            return self.errands.chosen()

        def chose(chosen: Chosen) -> None:
            said = Said(
                key="devices.said.in-use" if setting else "devices.said.no-more", params={}, tone=Tone.GOOD
            )
            self.change(chosen=chosen, is_exchanging=False, said=said)
            self._on_exchanged()

        self.change(is_exchanging=True, said=None)
        self.runner.run("devices", choose, on_done=chose, on_failed=self.failed)

    def failed(self, error: Exception) -> None:
        """Say what could not be done; a bug is raised again."""
        if not isinstance(error, LoyaltillError):
            raise error
        said = Said(key=f"error.{error.code}", params=dict(error.params), tone=Tone.REFUSED)
        self.change(said=said, is_searching=False, is_exchanging=False)
