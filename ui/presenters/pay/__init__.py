"""Paying: what was handed over, in how many ways, and the one press that settles."""
