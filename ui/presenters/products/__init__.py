"""Products: find, edit, plan a price, withdraw it; and a code that nobody knew, added and sold at once."""
