"""Data files of tests, each with its reason."""
