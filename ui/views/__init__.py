"""The screens themselves.

Widgets set from a presenter's frozen state, and signals that say what a person did.
"""
