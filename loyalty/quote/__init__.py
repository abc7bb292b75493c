"""Pricing a basket under a program."""
