"""The screen of programs."""
