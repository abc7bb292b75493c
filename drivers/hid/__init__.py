"""Scanners in HID-POS mode: what a report descriptor says, what a report holds, and the bus they hang on."""
