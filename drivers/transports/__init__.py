"""Lines to devices: TCP, serial ports, device files. Each is a `drivers.ports.Transport`."""
