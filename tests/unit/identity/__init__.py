"""Names, phones, cards and codes."""
