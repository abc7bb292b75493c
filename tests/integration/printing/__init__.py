"""Printing with the till's real database in between."""
