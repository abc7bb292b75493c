"""This program started warm: forked from a process that has imported all of it, and run from its first line.

A till or a server of its own, with its own memory, files and end, for a fifth of the time: a fresh one
spends most of its first seconds on importing. It hashes PINs as lightly as a till takes. Where the start
itself is what is tested, or what a PIN withstands, it is started fresh.
"""
