"""The screen *Devices*: what is plugged in, chosen from a list, with a test for each."""
