"""What is in force at this till now: who it is, its store's settings, and the program.

Read from the store once and remembered until the configuration changes or the next program's day comes. A
program text that this version cannot read is passed over for the one before it: the shop keeps selling by
what it knows.
"""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from loyalty.errors import Refused
from loyalty.program.faults import ProgramRefused
from loyalty.program.store_names import named_in
from terminal.clock import from_timestamp
from terminal.pricing_memory import InForce
from terminal.rule_labels import discount_labels, earning_labels
from terminal.settings import StoreSettings
from terminal.till import Till

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from terminal.store.books import Reading
    from terminal.store.config import ProgramText

_FALLBACK_ZONE = "UTC"


def in_force(till: Till, reading: "Reading") -> InForce:
    """What is in force, within a transaction; `program` is None until one has come that can be read.

    Raises:
        Refused: `not-paired`.
    """
    known = _remembered(till)
    if known is None:
        known = till.memory.in_force = _read(till, reading)
    return known


def in_force_now(till: Till) -> InForce:
    """The same outside of any transaction.

    Raises:
        Refused: `not-paired`.
    """
    known = _remembered(till)
    if known is None:
        with till.store.read() as reading:
            known = in_force(till, reading)
    return known


def program_of(force: InForce) -> "Program":
    """The program, where nothing can be done without one.

    Raises:
        Refused: `no-program`.
    """
    if force.program is None:
        raise Refused("no-program")
    return force.program


def _remembered(till: Till) -> InForce | None:
    known = till.memory.in_force
    if known is None or known.config_version != till.store.config_version:
        return None
    return known if known.until is None or till.clock.now() < known.until else None


def _read(till: Till, reading: "Reading") -> InForce:
    version = till.store.config_version
    now = till.clock.now()
    identity = reading.state.identity()
    if identity is None:
        raise Refused("not-paired")
    settings = reading.config.settings() or StoreSettings(store_name="")
    # A clock that is behind finds none whose day has come: what was sent first is in force then.
    text, program = _newest_readable(reading.config.programs_by(now) or reading.config.first_programs())
    until = reading.config.next_program_at(now)
    texts = till.memory.catalogue(settings.language)
    return InForce(
        identity=identity,
        store=named_in(text.text if text else "", code=settings.code, store=identity.store),
        settings=settings,
        zone=_zone(settings.timezone),
        program=program,
        program_version=text.version if text else 0,
        discount_labels={} if program is None else discount_labels(program, texts),
        earning_labels={} if program is None else earning_labels(program, texts),
        config_version=version,
        until=None if until is None else from_timestamp(until),
    )


def _newest_readable(texts: "tuple[ProgramText, ...]") -> "tuple[ProgramText | None, Program | None]":
    from loyalty.program.read import parse_program

    for text in texts:
        try:
            return text, parse_program(text.text, name=f"program {text.version}")
        except ProgramRefused:
            continue
    return None, None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(_FALLBACK_ZONE)
