"""Sheets that people import and export: bytes to text, text to rows, cells to values, and back. Pure.

What a row does to the shop is not here: see `terminal.usecases.importing` and `exporting`.
"""
