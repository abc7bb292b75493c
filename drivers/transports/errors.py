"""What the operating system said about a device, as the code of a sentence: decided here and nowhere else."""

import errno

from drivers.ports import DeviceUnavailable

_CODES = {
    errno.ENOENT: "device-missing",
    errno.ENODEV: "device-missing",
    errno.ENXIO: "device-missing",
    errno.EBUSY: "device-busy",
    errno.EAGAIN: "device-busy",
    errno.EACCES: "device-forbidden",
    errno.EPERM: "device-forbidden",
}


def cannot_open(name: str, error: OSError) -> DeviceUnavailable:
    """Why a device file or a serial port did not open; what is not listed is a device that does not work."""
    code = _CODES.get(error.errno or 0, "device-broken")
    return DeviceUnavailable(code, retry=True, name=name)


def cannot_reach(name: str) -> DeviceUnavailable:
    """A network printer did not take the connection: switched off, elsewhere, or busy with another till."""
    return DeviceUnavailable("device-unreachable", retry=True, name=name)


def lost(name: str) -> DeviceUnavailable:
    """The line broke after it was open."""
    return DeviceUnavailable("device-lost", retry=True, name=name)
