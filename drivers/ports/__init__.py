"""What the till may ask of a device: the ports, the values that pass through them, and their whole contracts.

The rest of the program imports this package and nothing else of `drivers`; only the composition root names
the implementations. There is no input or output here and no word about sales: a receipt is a picture, then
bytes.
"""

from drivers.ports.bitmap import Bitmap
from drivers.ports.display import DISPLAY_COLUMNS, DISPLAY_ROWS, PoleDisplay
from drivers.ports.found import DeviceKind, FoundDevice
from drivers.ports.printer import (
    DrawerPin,
    Guarantee,
    JobOutcome,
    JobState,
    Paper,
    PrinterAbilities,
    PrinterIdentity,
    PrinterStatus,
    ReceiptPrinter,
    Sentinel,
)
from drivers.ports.scanner import USUAL_WEDGE, Scan, Scanner, ScannerLink, WedgeSettings, unheard
from drivers.ports.spooler import Spooler
from drivers.ports.text_page import TextLine, TextPage
from drivers.ports.transport import Transport
from drivers.ports.unavailable import DeviceUnavailable

__all__ = [
    "DISPLAY_COLUMNS",
    "DISPLAY_ROWS",
    "USUAL_WEDGE",
    "Bitmap",
    "DeviceKind",
    "DeviceUnavailable",
    "DrawerPin",
    "FoundDevice",
    "Guarantee",
    "JobOutcome",
    "JobState",
    "Paper",
    "PoleDisplay",
    "PrinterAbilities",
    "PrinterIdentity",
    "PrinterStatus",
    "ReceiptPrinter",
    "Scan",
    "Scanner",
    "ScannerLink",
    "Sentinel",
    "Spooler",
    "TextLine",
    "TextPage",
    "Transport",
    "WedgeSettings",
    "unheard",
]
