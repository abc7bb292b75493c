"""The rules, one clause of the format at a time."""
