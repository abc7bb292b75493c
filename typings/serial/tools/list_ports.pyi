"""The part of pyserial's port list that `drivers` uses."""

class ListPortInfo:
    device: str
    description: str
    vid: int | None
    pid: int | None
    serial_number: str | None

def comports(include_links: bool = ...) -> list[ListPortInfo]: ...
