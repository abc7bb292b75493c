"""Tests of the lines to devices on what the operating system has: sockets, pseudo-terminals, FIFOs."""
