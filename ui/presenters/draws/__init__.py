"""The screen of draws."""
