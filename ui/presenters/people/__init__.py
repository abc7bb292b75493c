"""The screen of the shift and the day."""
