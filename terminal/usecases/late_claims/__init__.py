"""Points of a receipt claimed afterwards: what they would be, and giving them."""
