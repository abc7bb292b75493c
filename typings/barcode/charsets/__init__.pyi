"""The little of python-barcode that tests compare with; the library ships no types."""
