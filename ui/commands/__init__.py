"""Commands that may paint; none of them opens a window."""
