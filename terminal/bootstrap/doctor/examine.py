"""The whole examination, part after part; trouble in one never keeps the next from being looked at."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from drivers.ports import DeviceUnavailable
from loyalty.errors import LoyaltillError
from terminal.bootstrap.doctor.patient import Line, Patient
from terminal.bootstrap.doctor.storage import (
    look_at_counter,
    look_at_database,
    look_at_folder,
    look_at_journal,
    look_at_keys,
    look_at_outbox,
    look_at_settings,
)
from terminal.bootstrap.doctor.surroundings import (
    look_around,
    look_at_display,
    look_at_printer,
    look_at_scanners,
    look_at_server,
)
from terminal.clock import Clock
from terminal.configuration import ConfigurationRefused

_PARTS: Mapping[str, Callable[[Patient], Iterator[Line]]] = {
    "folder": look_at_folder,
    "settings": look_at_settings,
    "keys": look_at_keys,
    "database": look_at_database,
    "journal": look_at_journal,
    "counter": look_at_counter,
    "outbox": look_at_outbox,
    "server": look_at_server,
    "printer": look_at_printer,
    "scanners": look_at_scanners,
    "display": look_at_display,
    "plugged-in": look_around,
}


def examine(data_dir: Path, clock: Clock) -> Iterator[tuple[str, Line]]:
    """Look at every part of the till in `data_dir`: the part and a line, as soon as it is known."""
    with ExitStack() as stack:
        patient = Patient(data_dir, clock, stack)
        for part, look in _PARTS.items():
            for line in _look(look, patient):
                yield part, line


def _look(look: Callable[[Patient], Iterator[Line]], patient: Patient) -> Iterator[Line]:
    try:
        yield from look(patient)
    except ConfigurationRefused as refusal:
        for fault in refusal.faults:
            about = {"key": fault.key, "value": fault.value, "hint": fault.hint}
            yield Line(verdict="ill", key=f"configuration.{fault.code}", params=about)
    except (LoyaltillError, DeviceUnavailable) as error:
        yield Line(verdict="ill", key=f"error.{error.code}", params=error.params)
