"""A pole display on a line of bytes, most often a serial port.

The line stays open from picture to picture: opening a port makes some displays start anew. After trouble it
is closed, and the next picture opens it again, so a display that was pulled and put back is found by
whoever goes on showing.
"""

from drivers.pole.commands import DisplayDialect, picture
from drivers.ports import DeviceUnavailable, Transport

_OPEN_S = 0.3
_WRITE_S = 0.3
_CLOSE_S = 0.1


class SerialPoleDisplay:
    """A `PoleDisplay` behind a `Transport`."""

    def __init__(self, line: Transport, *, dialect: DisplayDialect = DisplayDialect.EPSON) -> None:
        self._line = line
        self._dialect = dialect
        self._is_open = False

    @property
    def name(self) -> str:
        """The line's own name."""
        return self._line.name

    def show(self, upper: str, lower: str) -> str | None:
        """Show two rows; a display just found is cleared before."""
        fresh = not self._is_open
        try:
            if fresh:
                self._line.open(timeout_s=_OPEN_S)
                self._is_open = True
            self._write(picture(upper, lower, dialect=self._dialect, fresh=fresh))
        except DeviceUnavailable as error:
            self._is_open = False
            return error.code
        return None

    def close(self) -> None:
        """Let go of the line."""
        if self._is_open:
            self._is_open = False
            self._line.close(timeout_s=_CLOSE_S)

    def _write(self, data: bytes) -> None:
        while data:
            taken = self._line.write(data, timeout_s=_WRITE_S)
            if not taken:
                self.close()
                raise DeviceUnavailable("device-broken", retry=True, name=self.name)
            data = data[taken:]
