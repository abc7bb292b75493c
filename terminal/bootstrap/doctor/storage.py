"""The doctor's looks at what the till keeps: folder, settings, keys, database, journal, counter, outbox."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from loyalty.errors import Refused
from terminal.bootstrap.agreed_restore import last_restore
from terminal.bootstrap.device_list import TAKEN, taken_lines
from terminal.bootstrap.doctor.patient import Line, Patient, ill, note, well
from terminal.bootstrap.spend_check import spend_notice
from terminal.configuration import read_configuration
from terminal.data_folder import DataFolder
from terminal.ids import id_maker
from terminal.keystore.choice import open_key_store
from terminal.keystore.ports import KeyName
from terminal.store.checks import Finding, check_chains, check_pages, check_projections
from terminal.store.derived import check_rows
from terminal.store.opening import open_store
from terminal.store.outbox import SqlOutbox

_KEYS: tuple[KeyName, ...] = ("database-key", "till-key")
"""Made here before the till is paired; the pepper of the PINs comes with the pairing."""
_DATABASE = "till.db"
_CONFIGURATION = "till.toml"
_LITTLE_ROOM_MB = 500
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def look_at_folder(patient: Patient) -> Iterator[Line]:
    """Is it there, can it be written, is there room; a folder that was never a till's is not made."""
    path = str(patient.data_dir)
    if not patient.data_dir.is_dir():
        yield ill("folder-absent", path=path)
        return
    free_mb = shutil.disk_usage(patient.data_dir).free // 1_000_000
    yield (well if free_mb >= _LITTLE_ROOM_MB else ill)("folder", path=path, free_mb=free_mb)
    try:
        patient.closing.enter_context(DataFolder(patient.data_dir))
    except Refused:
        patient.is_running = True
        yield note("till-is-running")


def look_at_settings(patient: Patient) -> Iterator[Line]:
    """The settings file, with every fault."""
    path = patient.data_dir / _CONFIGURATION
    patient.configuration = read_configuration(path)
    yield well("settings", path=str(path)) if path.exists() else note("settings-absent", path=str(path))
    for taken in taken_lines(patient.configuration):
        yield Line(verdict="ill", key=TAKEN, params=taken.said)


def look_at_keys(patient: Patient) -> Iterator[Line]:
    """Where the keys are, and whether all are there."""
    patient.keys = keys = open_key_store(patient.data_dir)
    if keys is None:
        is_till = (patient.data_dir / _DATABASE).exists()
        yield ill("keys-lost", path=str(patient.data_dir)) if is_till else ill("not-paired")
        return
    missing = [name for name in _KEYS if keys.get(name) is None]
    if missing:
        yield ill("keys-missing", place=keys.place, names=", ".join(missing))
    elif keys.kind == "system":
        yield well("keys-in-system", place=keys.place)
    elif os.name != "nt" and Path(keys.place).stat().st_mode & _OTHERS:
        yield ill("keys-exposed", place=keys.place)
    else:
        yield well("keys-in-file", place=keys.place)


def look_at_database(patient: Patient) -> Iterator[Line]:
    """Does it open, is every page sound, and whose is it."""
    path = patient.data_dir / _DATABASE
    key = patient.keys.get("database-key") if patient.keys is not None else None
    if key is None or not path.exists():
        yield ill(_unopened(patient, path), path=str(path))
        return
    store = open_store(path, key, clock=patient.clock, new_id=id_maker(patient.clock))
    patient.closing.callback(store.close)
    findings = check_pages(store)
    yield from _findings(findings)
    if findings:
        return
    yield well("database", path=str(path), size_mb=path.stat().st_size // 1_000_000)
    with store.read() as reading:
        identity = reading.state.identity()
    if identity is None:
        yield ill("not-paired")
        return
    patient.store = store
    yield well("till", code=identity.code, name=identity.name, incarnation=identity.incarnation)
    if patient.keys is not None and patient.keys.get("pin-pepper") is None:
        yield ill("keys-missing", place=patient.keys.place, names="pin-pepper")


def _unopened(patient: Patient, path: Path) -> str:
    """What is true of a database that cannot be opened: closed for good, lost, or never made."""
    if path.exists():
        return "database-locked"
    was_till = patient.keys is not None and patient.keys.get("pin-pepper") is not None
    return "database-lost" if was_till else "database-absent"


def look_at_journal(patient: Patient) -> Iterator[Line]:
    """Every event's place in its chain, and every row against the event it comes from."""
    if patient.store is None:
        return
    findings = (*check_chains(patient.store), *check_projections(patient.store))
    findings = findings or check_rows(patient.store)
    yield from _findings(findings)
    if not findings:
        with patient.store.read() as reading:
            _, _, events, _ = reading.journal.head()
            restored = last_restore(reading)
        yield well("journal", events=events)
        if restored is not None:
            at = f"{restored.at.astimezone():%Y-%m-%d %H:%M}"
            yield note("restored", copy=restored.note, at=at, who=restored.operator)


def look_at_counter(patient: Patient) -> Iterator[Line]:
    """The count of spends in the database against the one outside it."""
    if patient.store is None or patient.keys is None:
        return
    notice = spend_notice(patient.store, patient.keys)
    if notice is not None:
        raise notice
    with patient.store.read() as reading:
        yield well("spends", count=reading.state.spend_count())


def look_at_outbox(patient: Patient) -> Iterator[Line]:
    """What the server has not got yet, and what it set aside."""
    if patient.store is None:
        return
    waiting = SqlOutbox(patient.store).waiting()
    yield well("outbox", count=waiting.events)
    if waiting.quarantined:
        yield ill("quarantined", count=waiting.quarantined)
    if waiting.deeds_aside:
        yield ill("deeds-aside", count=waiting.deeds_aside)
    with patient.store.read() as reading:
        held = [lease for lease, _ in reading.leases.live() if lease.state in {"open", "frozen"}]
    if held:
        yield note("leases", count=len(held), points=sum(lease.amount - lease.spent for lease in held))


def _findings(findings: tuple[Finding, ...]) -> Iterator[Line]:
    for finding in findings:
        yield ill("finding", check=finding.code, detail=finding.detail)
