"""Returns: finding a sale, showing what would come back, and taking it back."""
