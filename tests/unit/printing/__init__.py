"""Tests of the way from a row to paper, in virtual time."""
