"""The little of python-escpos that tests and benches use; the library ships no types."""
