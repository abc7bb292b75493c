"""Returns: find the sale, choose what comes back, see what it does, confirm once."""
