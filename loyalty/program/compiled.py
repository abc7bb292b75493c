"""A program as the pricing works on it: whole numbers, and every selector asked at once."""

from dataclasses import dataclass

from loyalty.program.model import Program


@dataclass(frozen=True, slots=True)
class CompiledProgram:
    """The parts of a program that do not depend on the basket."""

    program: Program


def compile_program(program: Program) -> CompiledProgram:
    """Works out what does not depend on the basket."""
    return CompiledProgram(program)
