"""The part of pyserial that `drivers` uses."""

class SerialException(OSError): ...

class Serial:
    def __init__(
        self,
        port: str | None = ...,
        baudrate: int = ...,
        *,
        timeout: float | None = ...,
        write_timeout: float | None = ...,
        xonxoff: bool = ...,
        rtscts: bool = ...,
        dsrdtr: bool = ...,
        exclusive: bool | None = ...,
    ) -> None: ...
    @property
    def out_waiting(self) -> int: ...
    def fileno(self) -> int: ...
    def reset_output_buffer(self) -> None: ...
    def close(self) -> None: ...
