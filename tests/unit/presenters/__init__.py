"""Presenters, over a till in memory."""
