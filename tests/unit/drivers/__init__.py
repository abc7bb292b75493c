"""Tests of the devices without any line to one: bytes, pictures, keys, the protocol in virtual time."""
