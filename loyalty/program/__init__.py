"""The loyalty program: its file, its faults and the values it is read into."""

from loyalty.program.faults import Fault, ProgramRefused
from loyalty.program.model import Program
from loyalty.program.read import parse_program

__all__ = ["Fault", "Program", "ProgramRefused", "parse_program"]
