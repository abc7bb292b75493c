"""Painting slips with Qt: the one part of `ui` that a command without a window loads too."""
