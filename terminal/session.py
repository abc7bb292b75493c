"""Who stands at the till."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.wire.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An operator who signed in; every use case that writes names one."""

    operator: str
    name: str
    role: Role
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorTile:
    """One name on the sign-in screen."""

    operator: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """Somebody who may sign in, or might until they were blocked."""

    operator: str
    name: str
    role: Role
    active: bool
