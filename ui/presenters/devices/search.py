"""Looking for devices: on this computer at once, on the network where printers are shown."""

from dataclasses import replace

from drivers.ports import FoundDevice
from ui.presenters.devices.desk import DevicesDesk
from ui.presenters.devices.errands import Setup
from ui.presenters.devices.model import PRINTERS, Said
from ui.presenters.shown import Tone


class SearchKeeper:
    """What is found and where somebody said to look."""

    def __init__(self, desk: DevicesDesk) -> None:
        self._desk = desk

    def look(self) -> None:
        """Look at what is chosen and what hangs on this computer."""
        errands = self._desk.errands

        def look() -> tuple[Setup, tuple[FoundDevice, ...]]:
            return errands.setup(), errands.plugged_in()

        self._desk.runner.run("look-up", look, on_done=self._looked, on_failed=self._desk.failed)

    def addresses_typed(self, text: str) -> None:
        """Where else to look for printers."""
        self._desk.model = replace(self._desk.model, addresses=text)

    def pressed(self) -> None:
        """Look again, on the network too where printers are shown."""
        desk = self._desk
        if desk.model.is_searching:
            return
        desk.change(is_searching=True, said=None)
        self.look()
        if desk.model.kind in PRINTERS:
            addresses = desk.model.addresses
            desk.runner.run(
                "net",
                lambda: desk.errands.on_the_network(addresses),
                on_done=lambda found: self._found_more(found, addresses.strip()),
                on_failed=desk.failed,
            )

    def _looked(self, known: tuple[Setup, tuple[FoundDevice, ...]]) -> None:
        desk = self._desk
        setup, found = known
        kept = [each for each in desk.model.found or () if each.way == "network"]
        is_searching = desk.model.is_searching and desk.model.kind in PRINTERS
        is_first = desk.model.found is None
        desk.model = replace(desk.model, setup=setup, found=(*kept, *found), is_searching=is_searching)
        desk.change(mark=desk.model.first_chosen if is_first else desk.model.mark)

    def _found_more(self, found: tuple[FoundDevice, ...], addresses: str) -> None:
        """Mark the first printer that is new, else leave the mark where it is; say where there is none."""
        desk, marked = self._desk, self._desk.model.marked
        known = desk.model.found or ()
        desk.model = replace(desk.model, found=(*found, *(each for each in known if each not in found)))
        new = {each.setting for each in found if each not in known}
        wanted = new or ({marked.setting} if marked is not None else set[str]())
        at = (place for place, each in enumerate(desk.model.choices) if each.setting in wanted)
        said = Said(key="devices.said.none-there", params={"addresses": addresses}, tone=Tone.ATTENTION)
        desk.change(
            mark=next(at, desk.model.mark), said=said if addresses and not found else None, is_searching=False
        )
