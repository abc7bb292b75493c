"""What every test is watched for, as context managers: `tests/conftest.py` puts each around each test.

A guard raises AssertionError at its end, naming what was left and, where it can, the line that made it.
"""
