"""Points of an earlier receipt: find it, say whose it is, see what it earns and why, give the points once."""
