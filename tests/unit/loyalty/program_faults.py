"""The faults that a program file is refused with."""

import pytest

from loyalty.program import Fault, ProgramRefused, parse_program

OFF = 'kind = "percent_off"\npercent = 10'


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(ProgramRefused) as refused:
        parse_program(text, name="file.toml")
    assert refused.value.params["count"] == len(refused.value.faults)
    return refused.value.faults


def fault_of(text: str) -> str:
    """The one fault of a text, without the file and the line."""
    (fault,) = faults_of(text)
    line = text.split("\n")[fault.line - 1]
    assert fault.key.rsplit(".", 1)[-1].split("[")[0] in line or "missing" in fault.what or "[" in line
    return str(fault).split(": ", 1)[1]
