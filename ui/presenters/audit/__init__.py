"""The screen of who did what."""
