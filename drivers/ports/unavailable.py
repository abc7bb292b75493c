"""The one way in which a device fails: by a code whose sentence is `error.<code>` in the translations."""

from collections.abc import Mapping
from types import MappingProxyType


class DeviceUnavailable(Exception):
    """A device or the line to it failed; `retry` says whether trying the same again may help."""

    def __init__(self, code: str, *, retry: bool, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.retry = retry
        self.params: Mapping[str, str | int] = MappingProxyType(params)

    def __str__(self) -> str:
        """The code and its figures, for logs; never shown to a cashier."""
        figures = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({figures})" if figures else self.code
