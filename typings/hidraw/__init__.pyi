"""The part of hidapi, on the kernel's hidraw, that `drivers` uses."""

from hid import DeviceDescription
from hid import device as device

def enumerate(vendor_id: int = ..., product_id: int = ...) -> list[DeviceDescription]: ...
