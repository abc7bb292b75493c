"""The till without a screen: what it does, on real files."""
