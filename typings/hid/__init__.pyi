"""The part of hidapi that `drivers` uses."""

from typing import TypedDict

class DeviceDescription(TypedDict):
    path: bytes
    vendor_id: int
    product_id: int
    manufacturer_string: str | None
    product_string: str | None
    usage_page: int
    usage: int

class device:
    def open_path(self, path: bytes) -> None: ...
    def get_report_descriptor(self) -> list[int]: ...
    def read(self, max_length: int, timeout_ms: int = ...) -> list[int]: ...
    def close(self) -> None: ...

def enumerate(vendor_id: int = ..., product_id: int = ...) -> list[DeviceDescription]: ...
