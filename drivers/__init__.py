"""The devices on the till: printers, scanners, drawers, displays. Knows nothing of sales."""
