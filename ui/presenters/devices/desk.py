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
        self, errands: DevicesErrands, runner: TaskRunner, *, on_model: Callable[[DevicesModel], None]
    ) -> None:
        self.errands = errands
        self.runner = runner
        self.model = DevicesModel()
        self._on_model = on_model

    def change(self, **fields: Any) -> None:
        """Show the model with other fields."""
        self.model = replace(self.model, **fields)
        self._on_model(self.model)

    def choose(self, setting: str, *, instead_of: str) -> None:
        """Name a device of the kind that is shown in the settings file; none where `setting` is empty."""
        kind = self.model.kind

        def choose() -> Chosen:
            self.errands.choose(kind, setting, instead_of=instead_of)
            return self.errands.chosen()

        def chose(chosen: Chosen) -> None:
            self.change(chosen=chosen, is_changed=True, said=None)

        self.runner.run("store", choose, on_done=chose, on_failed=self.failed)

    def failed(self, error: Exception) -> None:
        """Say what could not be done; a bug is raised again."""
        if not isinstance(error, LoyaltillError):
            raise error
        said = Said(key=f"error.{error.code}", params=dict(error.params), tone=Tone.REFUSED)
        self.change(said=said, is_searching=False)
