"""What the keepers of the screen *Devices* share: the model they change, the errands and the runner."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from loyalty.errors import LoyaltillError
from terminal.device_options import DeviceOption
from ui.presenters.devices.errands import DevicesErrands, Setup
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
        kind = self.model.kind
        said = "devices.said.in-use" if setting else "devices.said.no-more"
        self._exchange(lambda: self.errands.choose(kind, setting, instead_of=instead_of), said)

    def set_option(self, option: DeviceOption, value: str) -> None:
        """Work by another value of an option from now on."""
        self._exchange(lambda: self.errands.set_option(option, value), "devices.said.in-use")

    def _exchange(self, work: Callable[[], None], said_key: str) -> None:
        """Have devices exchanged, one change at a time."""
        if self.model.is_exchanging:
            return

        def exchange() -> Setup:
            work()
            return self.errands.setup()

        def exchanged(setup: Setup) -> None:
            said = Said(key=said_key, params={}, tone=Tone.GOOD)
            self.change(setup=setup, is_exchanging=False, said=said)
            self._on_exchanged()

        self.change(is_exchanging=True, said=None)
        self.runner.run("devices", exchange, on_done=exchanged, on_failed=self.failed)

    def failed(self, error: Exception) -> None:
        """Say what could not be done; a bug is raised again."""
        if not isinstance(error, LoyaltillError):
            raise error
        said = Said(key=f"error.{error.code}", params=dict(error.params), tone=Tone.REFUSED)
        self.change(said=said, is_searching=False, is_exchanging=False)
